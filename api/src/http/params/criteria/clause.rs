//! Filters and order of clauses.

use domain::{
    Resource,
    enumeration::{
        AmbitionLevel, Bindingness, ClauseStatus, ContractType, EnvironmentalImpact, FragmentKind, MaintenanceState,
        MarketMaturity, ObligationKind, ProofType, TargetDocument,
    },
    filter::ClauseFilter,
    sort::ClauseSort,
    value::{Cpv, Slug},
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, below, order, prefixes, set, texts};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type ClauseOrder = SortBy<ClauseSort>;

/// Filters and order of the clause list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClauseCriteria {
    /// Clauses of these segments and of everything under them.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["denrees-alimentaires"]))]
    pub segment: Option<List<Slug>>,
    /// Clauses of these themes.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["climat-carbone"]))]
    pub theme: Option<List<Slug>>,
    /// Clauses with a text of one of these kinds.
    #[param(value_type = Option<Vec<FragmentKind>>)]
    pub kind: Option<List<FragmentKind>>,
    /// Clauses with a text for one of these documents.
    #[param(value_type = Option<Vec<TargetDocument>>)]
    pub document: Option<List<TargetDocument>>,
    /// Clauses with a text at one of these levels of ambition.
    #[param(value_type = Option<Vec<AmbitionLevel>>)]
    pub level: Option<List<AmbitionLevel>>,
    /// Clauses for one of these kinds of contract.
    #[param(value_type = Option<Vec<ContractType>>)]
    pub contract_type: Option<List<ContractType>>,
    /// Clauses that oblige, or that invite.
    #[param(value_type = Option<Vec<Bindingness>>)]
    pub bindingness: Option<List<Bindingness>>,
    /// Clauses that create one of these obligations.
    #[param(value_type = Option<Vec<ObligationKind>>)]
    pub obligation: Option<List<ObligationKind>>,
    /// Clauses that serve one of these environmental objectives.
    #[param(value_type = Option<Vec<EnvironmentalImpact>>)]
    pub environmental_impact: Option<List<EnvironmentalImpact>>,
    /// Clauses that fit a purchase of one of these CPV codes: those that name the code, a broader one above it, or a
    /// narrower one under it.
    #[param(value_type = Option<Vec<Cpv>>, example = json!(["39130000"]))]
    pub cpv: Option<List<Cpv>>,
    /// Clauses that cite one of these labels.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["eu-ecolabel"]))]
    pub label: Option<List<Slug>>,
    /// Clauses that rest on one of these legal texts.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["ccp-l2112-2"]))]
    pub legal_reference: Option<List<Slug>>,
    /// Clauses that one of these organisations owns or made.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["la-clause-verte"]))]
    pub organisation: Option<List<Slug>>,
    /// Clauses with one of these statuses.
    #[param(value_type = Option<Vec<ClauseStatus>>)]
    pub status: Option<List<ClauseStatus>>,
    /// Clauses maintained or not.
    #[param(value_type = Option<Vec<MaintenanceState>>)]
    pub maintenance: Option<List<MaintenanceState>>,
    /// Clauses that a market of one of these maturities can answer.
    #[param(value_type = Option<Vec<MarketMaturity>>)]
    pub market_maturity: Option<List<MarketMaturity>>,
    /// Clauses that accept one of these kinds of proof.
    #[param(value_type = Option<Vec<ProofType>>)]
    pub proof_type: Option<List<ProofType>>,
    /// Clauses whose current version was published on or after this day.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    pub published_on_gte: Option<Day>,
    /// Clauses whose current version was published on or before this day.
    #[param(value_type = Option<String>, format = Date, example = "2026-12-31")]
    pub published_on_lte: Option<Day>,
    /// Clauses of which anything changed on or after this day.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    pub updated_since: Option<Day>,
    /// Clauses due for review on or before this day.
    #[param(value_type = Option<String>, format = Date, example = "2027-12-31")]
    pub next_review_on_lte: Option<Day>,
    /// Fields to sort by, comma-separated, `-` before one to turn it round; by reference when none are given.
    #[param(inline, value_type = Option<Vec<ClauseOrder>>)]
    pub sort: Option<List<ClauseOrder>>,
}

impl Mentions for ClauseCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![
            ("segment", Resource::Segments, texts(self.segment.as_ref())),
            ("theme", Resource::Themes, texts(self.theme.as_ref())),
            ("label", Resource::Labels, texts(self.label.as_ref())),
            ("legal_reference", Resource::LegalReferences, texts(self.legal_reference.as_ref())),
            ("organisation", Resource::Organisations, texts(self.organisation.as_ref())),
        ]
    }
}

impl Criteria for ClauseCriteria {
    const RESOURCE: Resource = Resource::Clauses;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), ClauseSort::Reference)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        snapshot.clauses(&self.filter(snapshot))
    }
}

impl ClauseCriteria {
    /// What the parameters mean.
    pub fn filter(&self, snapshot: &Snapshot) -> ClauseFilter {
        let Self {
            segment,
            theme,
            kind,
            document,
            level,
            contract_type,
            bindingness,
            obligation,
            environmental_impact,
            cpv,
            label,
            legal_reference,
            organisation,
            status,
            maintenance,
            market_maturity,
            proof_type,
            published_on_gte,
            published_on_lte,
            updated_since,
            next_review_on_lte,
            sort: _,
        } = self;
        ClauseFilter {
            segments: below(snapshot, segment.as_ref()),
            themes: set(theme.as_ref()),
            kinds: set(kind.as_ref()),
            documents: set(document.as_ref()),
            levels: set(level.as_ref()),
            contract_types: set(contract_type.as_ref()),
            bindingness: set(bindingness.as_ref()),
            obligations: set(obligation.as_ref()),
            environmental_impacts: set(environmental_impact.as_ref()),
            cpv: prefixes(cpv.as_ref()),
            labels: set(label.as_ref()),
            legal_references: set(legal_reference.as_ref()),
            organisations: set(organisation.as_ref()),
            statuses: set(status.as_ref()),
            maintenance: set(maintenance.as_ref()),
            market_maturities: set(market_maturity.as_ref()),
            proof_types: set(proof_type.as_ref()),
            published_on_gte: published_on_gte.map(|day| day.0),
            published_on_lte: published_on_lte.map(|day| day.0),
            updated_since: updated_since.map(|day| day.0),
            next_review_on_lte: next_review_on_lte.map(|day| day.0),
        }
    }
}
