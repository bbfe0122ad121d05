//! What a guidance says: its shape on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

use super::{Case, EuThreshold};
use crate::{
    enumeration::{
        AmbitionLevel, BuyerKind, ContractType, FragmentKind, MarketMaturity, TargetDocument, TargetIndicator, Verdict,
        VerificationStatus,
    },
    value::{Cpv, CpvPrefix, Decimal, Reference, Slug, VersionReference},
};

/// What a purchase needs: duties, clauses, proofs, evidence, and what is not known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Guidance {
    /// The purchase, as it was understood.
    pub purchase: PurchaseSummary,
    /// The segments that it belongs to, those that decide first.
    pub segments: Vec<RecognisedSegment>,
    /// What the law demands of it on that day, and what will apply later.
    pub duties: Vec<Duty>,
    /// Legal shares of yearly purchases that it counts in.
    pub targets: Vec<GuidedTarget>,
    /// The few clauses to begin with.
    pub proposal: Proposal,
    /// Other clauses that fit, by level of ambition.
    pub further: Vec<FurtherClauses>,
    /// Labels that can serve as proof, never as the only one.
    pub labels: Vec<GuidedLabel>,
    /// Documented purchases nearest to this one.
    pub experience_reports: Vec<GuidedReport>,
    /// What the data does not cover, said plainly.
    pub gaps: Vec<Gap>,
    /// What the answer is worth, in French.
    pub disclaimer: String,
}

/// A purchase, as it was understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PurchaseSummary {
    /// Its codes with their French labels; null where this instance does not hold the label.
    pub cpv: Vec<PurchaseCode>,
    /// Kind of contract, when it was given.
    pub contract_type: Option<ContractType>,
    /// Estimated amount in EUR before tax, when it was given.
    pub amount_eur: Option<Decimal>,
    /// Who buys, when it was given.
    pub buyer: Option<BuyerKind>,
    /// Day on which the procedure is launched.
    pub date: NaiveDate,
    /// Whether it is a defence or security contract.
    pub defence: bool,
    /// Where its European threshold lies.
    pub eu_threshold: EuThreshold,
}

/// A code of a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PurchaseCode {
    /// The code.
    pub code: Cpv,
    /// French label; null where this instance does not hold it.
    pub label: Option<String>,
}

impl PurchaseSummary {
    pub(super) fn of(case: &Case<'_>) -> Self {
        let Case { dataset, purchase, threshold, .. } = case;
        let label = |code: &Cpv| dataset.cpv_code(code).map(|known| known.label.clone());
        Self {
            cpv: purchase.cpv.iter().map(|code| PurchaseCode { code: code.clone(), label: label(code) }).collect(),
            contract_type: purchase.contract_type,
            amount_eur: purchase.amount,
            buyer: purchase.buyer,
            date: purchase.date,
            defence: purchase.defence,
            eu_threshold: threshold.clone(),
        }
    }
}

/// A rule and what it says of this case, in French.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// Name of the rule in `docs/guidance.md`.
    #[schema(example = "G10")]
    pub rule: String,
    /// Why, in French.
    pub text: String,
}

impl Reason {
    pub(super) fn new(rule: &str, text: impl Into<String>) -> Self {
        Self { rule: rule.to_owned(), text: text.into() }
    }
}

/// How a segment was recognised.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Recognition {
    /// The caller named it.
    #[strum(message = "Segment indiqué")]
    Named,
    /// It holds exactly the code.
    #[strum(message = "Code identique")]
    Exact,
    /// It holds a broader code, under which the code is.
    #[strum(message = "Code plus large")]
    Broader,
    /// It holds a narrower code, under the code.
    #[strum(message = "Code plus précis")]
    Narrower,
}

/// A segment that a purchase belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecognisedSegment {
    /// The segment.
    pub slug: Slug,
    /// Its French name.
    pub label: String,
    /// Whether clauses and duties are looked up by it; the others are shown as context.
    pub decides: bool,
    /// How it was recognised.
    pub recognition: Recognition,
    /// The code by which it was recognised; null when it was named.
    pub cpv: Option<Cpv>,
    /// What it holds that fits the code; null when it was named.
    pub cpv_prefix: Option<CpvPrefix>,
    /// Why.
    pub reason: Reason,
}

/// Whether a duty weighs on the purchase.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DutyStatus {
    /// It does.
    #[strum(message = "S'applique")]
    Applies,
    /// It depends on what is not known here: `reason` says on what.
    #[strum(message = "À vérifier")]
    Depends,
    /// The law exempts it.
    #[strum(message = "Dispensé")]
    Exempt,
    /// It will, from a later day.
    #[strum(message = "À venir")]
    Upcoming,
}

/// What the law demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Duty {
    /// Name of the rule in `docs/guidance.md`.
    #[schema(example = "S01")]
    pub rule: String,
    /// Whether it weighs on this purchase.
    pub status: DutyStatus,
    /// What it demands, in French; null when the text was not checked.
    pub demand: Option<String>,
    /// Legal text.
    pub legal_reference: Slug,
    /// How the text is cited.
    pub citation: String,
    /// First day on which this version of the text applies.
    pub valid_from: Option<NaiveDate>,
    /// To whom and from where on, in French, as far as the text sets limits.
    pub conditions: Option<String>,
    /// Why it has this status, in French.
    pub reason: String,
    /// Kind of text that answers it; null when none alone does.
    pub kind: Option<FragmentKind>,
    /// Clauses of the proposal that answer it.
    pub answered_by: Vec<Reference>,
    /// How well the text was checked.
    pub verification: VerificationStatus,
}

/// A legal share that a purchase counts in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GuidedTarget {
    /// The legal share.
    pub slug: Slug,
    /// Family of products.
    pub category: String,
    /// What the share counts.
    pub indicator: TargetIndicator,
    /// Whether it weighs on this buyer.
    pub status: DutyStatus,
    /// Share in percent that applies in the year of the purchase; null when it is not known.
    pub percent: Option<Decimal>,
    /// The next step of the share, when one is known.
    pub next: Option<NextRate>,
    /// What the percentage is of, in French.
    pub base: Option<String>,
    /// Legal text.
    pub legal_reference: Slug,
    /// How the text is cited.
    pub citation: String,
    /// The codes of it that fit the purchase.
    pub cpv_prefixes: Vec<CpvPrefix>,
    /// Why it is here, and what to mind, in French.
    pub reason: String,
    /// Clauses of the proposal that carry it.
    pub answered_by: Vec<Reference>,
    /// How well it was checked.
    pub verification: VerificationStatus,
}

/// A later step of a legal share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NextRate {
    /// First calendar year.
    pub year_from: u16,
    /// Share in percent; null when it is not known.
    pub percent: Option<Decimal>,
}

/// The few clauses to begin with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    /// The clauses, the one that answers best first.
    pub clauses: Vec<ProposedClause>,
    /// The three kinds of text that the duties of August 2026 ask for, and who gives them.
    pub coverage: Vec<KindCoverage>,
    /// Why so many clauses and this level.
    pub reasons: Vec<Reason>,
}

/// A clause that is proposed, and the texts of it to take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProposedClause {
    /// Version to cite.
    pub citation: VersionReference,
    /// The clause.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// What it obtains, in one sentence.
    pub summary: String,
    /// Level of ambition that is proposed.
    pub level: AmbitionLevel,
    /// Texts to take, in their order.
    pub fragments: Vec<ProposedFragment>,
    /// How the award criterion is weighted, when this clause gives it.
    pub award_criterion: Option<AwardCriterion>,
    /// Whether the market can answer.
    pub market_maturity: MarketMaturity,
    /// Estimated time that following it takes the buyer, in minutes per year; null without follow-up.
    pub buyer_minutes_per_year: Option<u32>,
    /// Why it was chosen.
    pub reasons: Vec<Reason>,
}

/// A text to take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProposedFragment {
    /// Name of the text inside its clause.
    pub key: Slug,
    /// What the text does.
    pub kind: FragmentKind,
    /// The document to put it into.
    pub document: TargetDocument,
    /// How ambitious it is.
    pub level: AmbitionLevel,
}

/// How an award criterion is weighted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AwardCriterion {
    /// Weight proposed, in percent of the whole note.
    pub weight_percent: Decimal,
    /// Least weight advised.
    pub weight_min_percent: Decimal,
    /// Greatest weight advised.
    pub weight_max_percent: Decimal,
}

/// Who gives one kind of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KindCoverage {
    /// The kind.
    pub kind: FragmentKind,
    /// Clauses of the proposal that give it; empty when none does: `gaps` says so.
    pub clauses: Vec<Reference>,
}

/// Other clauses at one level of ambition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FurtherClauses {
    /// The level.
    pub level: AmbitionLevel,
    /// The clauses that have a text at it, the best first.
    pub clauses: Vec<FurtherClause>,
}

/// Another clause that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FurtherClause {
    /// The clause.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// Whether it is in the proposal already, at another level.
    pub proposed: bool,
}

/// A label that can serve as proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GuidedLabel {
    /// The label.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Whether a contract may demand it, by our appraisal (CCP, art. R. 2111-14).
    pub eligible: Verdict,
    /// Clauses of the proposal that cite it.
    pub cited_by: Vec<Reference>,
    /// Why it is here, and how to use it, in French.
    pub reason: String,
    /// How well it was checked.
    pub verification: VerificationStatus,
}

/// A documented purchase near to this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GuidedReport {
    /// The report.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Who bought.
    pub buyer: String,
    /// When.
    pub year: Option<u16>,
    /// Clauses of the proposal that it is near to.
    pub clauses: Vec<Reference>,
    /// Why it is near, in French.
    pub reason: String,
    /// How well it was checked.
    pub verification: VerificationStatus,
}

/// Something that the data does not cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Gap {
    /// Name of the rule in `docs/guidance.md`.
    #[schema(example = "G21")]
    pub rule: String,
    /// What is missing, in French.
    pub text: String,
}
