//! Filters and order of organisations.

use domain::{
    Resource,
    enumeration::{OrganisationKind, OrganisationRole, VerificationStatus},
    filter::OrganisationFilter,
    sort::OrganisationSort,
    value::{Slug, Territory},
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, below, changed_since, order, set, texts};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type OrganisationOrder = SortBy<OrganisationSort>;

/// Filters and order of the list of organisations.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrganisationCriteria {
    /// Organisations of one of these kinds.
    #[param(value_type = Option<Vec<OrganisationKind>>)]
    kind: Option<List<OrganisationKind>>,
    /// Organisations with one of these roles.
    #[param(value_type = Option<Vec<OrganisationRole>>)]
    role: Option<List<OrganisationRole>>,
    /// Organisations that serve one of these territories.
    #[param(value_type = Option<Vec<Territory>>, example = json!(["region:32"]))]
    territory: Option<List<Territory>>,
    /// Organisations that can review in these segments and in everything under them.
    #[param(value_type = Option<Vec<Slug>>)]
    segment: Option<List<Slug>>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by name when none are given.
    #[param(inline, value_type = Option<Vec<OrganisationOrder>>)]
    sort: Option<List<OrganisationOrder>>,
}

impl Mentions for OrganisationCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![("segment", Resource::Segments, texts(self.segment.as_ref()))]
    }
}

impl Criteria for OrganisationCriteria {
    const RESOURCE: Resource = Resource::Organisations;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), OrganisationSort::Name)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { kind, role, territory, segment, verification, updated_since, sort: _ } = self;
        let kept = snapshot.organisations(&OrganisationFilter {
            kinds: set(kind.as_ref()),
            roles: set(role.as_ref()),
            territories: set(territory.as_ref()),
            segments: below(snapshot, segment.as_ref()),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
