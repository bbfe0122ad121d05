//! Filters and order of documented purchases.

use domain::{
    Resource,
    enumeration::{EvidenceLevel, FragmentKind, OrganisationKind, VerificationStatus},
    filter::ExperienceReportFilter,
    sort::ExperienceReportSort,
    value::{Reference, Slug, Territory},
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, below, changed_since, order, set, texts};
use crate::{
    http::params::types::{Day, List, SortBy, Year},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type ExperienceReportOrder = SortBy<ExperienceReportSort>;

/// Filters and order of the list of documented purchases.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExperienceReportCriteria {
    /// Purchases of these segments and of everything under them.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["mobilier"]))]
    segment: Option<List<Slug>>,
    /// Purchases of these themes.
    #[param(value_type = Option<Vec<Slug>>)]
    theme: Option<List<Slug>>,
    /// Purchases of which a text of one of these kinds is documented.
    #[param(value_type = Option<Vec<FragmentKind>>)]
    kind: Option<List<FragmentKind>>,
    /// Purchases by one of these kinds of buyer.
    #[param(value_type = Option<Vec<OrganisationKind>>)]
    organisation_kind: Option<List<OrganisationKind>>,
    /// Purchases in one of these territories.
    #[param(value_type = Option<Vec<Territory>>, example = json!(["commune:59350"]))]
    territory: Option<List<Territory>>,
    /// Purchases that cite one of these labels.
    #[param(value_type = Option<Vec<Slug>>)]
    label: Option<List<Slug>>,
    /// Purchases nearest to one of these clauses, whatever the version.
    #[param(value_type = Option<Vec<Reference>>)]
    clause: Option<List<Reference>>,
    /// Purchases of which the clause is documented, or only the purchase.
    #[param(value_type = Option<Vec<EvidenceLevel>>)]
    evidence_level: Option<List<EvidenceLevel>>,
    /// Purchases of this year or later.
    #[param(value_type = Option<u16>, minimum = 1980, maximum = 2100)]
    year_gte: Option<Year>,
    /// Purchases of this year or earlier.
    #[param(value_type = Option<u16>, minimum = 1980, maximum = 2100)]
    year_lte: Option<Year>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by slug when none are given.
    #[param(inline, value_type = Option<Vec<ExperienceReportOrder>>)]
    sort: Option<List<ExperienceReportOrder>>,
}

impl Mentions for ExperienceReportCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![
            ("segment", Resource::Segments, texts(self.segment.as_ref())),
            ("theme", Resource::Themes, texts(self.theme.as_ref())),
            ("label", Resource::Labels, texts(self.label.as_ref())),
            ("clause", Resource::Clauses, texts(self.clause.as_ref())),
        ]
    }
}

impl Criteria for ExperienceReportCriteria {
    const RESOURCE: Resource = Resource::ExperienceReports;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), ExperienceReportSort::Slug)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self {
            segment,
            theme,
            kind,
            organisation_kind,
            territory,
            label,
            clause,
            evidence_level,
            year_gte,
            year_lte,
            verification,
            updated_since,
            sort: _,
        } = self;
        let kept = snapshot.experience_reports(&ExperienceReportFilter {
            segments: below(snapshot, segment.as_ref()),
            themes: set(theme.as_ref()),
            kinds: set(kind.as_ref()),
            organisation_kinds: set(organisation_kind.as_ref()),
            territories: set(territory.as_ref()),
            labels: set(label.as_ref()),
            clauses: set(clause.as_ref()),
            evidence_levels: set(evidence_level.as_ref()),
            year_gte: year_gte.map(|year| year.0),
            year_lte: year_lte.map(|year| year.0),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
