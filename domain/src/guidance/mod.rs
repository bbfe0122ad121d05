//! From a purchase to what it needs: the segments that it belongs to, the duties in force, a short proposal of clauses,
//! and what stands behind it.
//!
//! Everything here is a function of the data and of the purchase, the day included. Each choice bears the name of its
//! rule, told in `docs/guidance.md`. Texts are in French: buyers read them. It helps to draft; it is no legal advice.

mod answer;
mod duty;
mod evidence;
mod proposal;
mod rule;
mod segment;
mod selection;
mod target;
mod threshold;

pub use answer::{
    AwardCriterion, Duty, DutyStatus, FurtherClause, FurtherClauses, Gap, Guidance, GuidedLabel, GuidedReport,
    GuidedTarget, KindCoverage, NextRate, Proposal, ProposedClause, ProposedFragment, PurchaseSummary, Reason,
    RecognisedSegment, Recognition,
};
pub use duty::KINDS;
pub use rule::{RULES, Rule};
pub use segment::{Fit, recognition};
pub use selection::{Shortcoming, shortcomings};
pub use threshold::EuThreshold;

use chrono::NaiveDate;

use crate::{
    Clause, ClauseVersion, Dataset, Segment,
    enumeration::{BuyerKind, ContractType},
    value::{Cpv, Decimal, Slug},
};

/// What is said of every answer.
pub const DISCLAIMER: &str = "Aide à la rédaction, ne vaut pas avis juridique.";

/// What a buyer says of a purchase.
#[derive(Debug, Clone, PartialEq)]
pub struct Purchase {
    /// CPV codes of the notice.
    pub cpv: Vec<Cpv>,
    /// Segments, when the buyer knows them.
    pub segments: Vec<Slug>,
    /// Kind of contract.
    pub contract_type: Option<ContractType>,
    /// Estimated amount, in EUR before tax.
    pub amount: Option<Decimal>,
    /// Who buys.
    pub buyer: Option<BuyerKind>,
    /// Day on which the procedure is launched.
    pub date: NaiveDate,
    /// Whether it is a defence or security contract.
    pub defence: bool,
}

/// The size of a purchase, to keep a proposal in proportion. The steps are ours; the law sets none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    /// Under [`SMALL`].
    Small,
    /// In between, or unknown.
    Medium,
    /// Over the European threshold.
    Large,
}

/// Under this amount a purchase is small here, in EUR before tax.
const SMALL: f64 = 40_000.0;

/// A purchase with what the data says of it: the room in which the rules work.
struct Case<'a> {
    dataset: &'a Dataset,
    purchase: &'a Purchase,
    /// The segments that it belongs to before all, with the reason.
    primary: Vec<(&'a Segment, RecognisedSegment)>,
    /// Where its European threshold lies.
    threshold: EuThreshold,
}

impl Case<'_> {
    fn size(&self) -> Size {
        match self.purchase.amount.map(Decimal::get) {
            Some(amount) if amount < SMALL => Size::Small,
            Some(_) if self.threshold.reached == Some(true) => Size::Large,
            _ => Size::Medium,
        }
    }
}

/// The segments to which a purchase belongs before all, by their codes or by their names.
#[must_use]
pub fn recognise<'a>(dataset: &'a Dataset, purchase: &Purchase) -> Vec<&'a Segment> {
    segment::primary(dataset, purchase).into_iter().map(|(segment, _)| segment).collect()
}

/// What `purchase` needs. `candidates` are the clauses that share one of its segments or fit one of its codes, in the
/// order of their references.
#[must_use]
pub fn guide<'a>(
    dataset: &'a Dataset,
    purchase: &'a Purchase,
    candidates: impl IntoIterator<Item = (&'a Clause, &'a ClauseVersion)>,
) -> Guidance {
    let primary = segment::primary(dataset, purchase);
    let threshold = threshold::of(dataset, purchase, &primary);
    let case = Case { dataset, purchase, primary, threshold };
    let mut duties = duty::duties(&case);
    let mut targets = target::targets(&case);
    let ranking = proposal::ranked(&case, &duties, &targets, candidates);
    let proposal = proposal::proposal(&case, &ranking);
    let further = proposal::further(&ranking, &proposal);
    duty::answer(&mut duties, &proposal, dataset);
    target::answer(&mut targets, &proposal, dataset);
    let labels = evidence::labels(&case, &proposal);
    let experience_reports = evidence::reports(&case, &proposal);
    let gaps = evidence::gaps(&case, &proposal, &targets, &experience_reports);
    Guidance {
        purchase: PurchaseSummary::of(&case),
        segments: segment::recognised(&case),
        duties,
        targets,
        proposal,
        further,
        labels,
        experience_reports,
        gaps,
        disclaimer: DISCLAIMER.to_owned(),
    }
}
