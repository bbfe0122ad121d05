//! Filters and order of legal texts.

use domain::{
    Resource,
    enumeration::{LegalReferenceKind, LegalState, VerificationStatus},
    filter::LegalReferenceFilter,
    sort::LegalReferenceSort,
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, changed_since, order, set};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type LegalReferenceOrder = SortBy<LegalReferenceSort>;

/// Filters and order of the list of legal texts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LegalReferenceCriteria {
    /// Texts of one of these kinds.
    #[param(value_type = Option<Vec<LegalReferenceKind>>)]
    kind: Option<List<LegalReferenceKind>>,
    /// Texts in one of these states.
    #[param(value_type = Option<Vec<LegalState>>)]
    state: Option<List<LegalState>>,
    /// Texts that apply on this day, as far as their dates and state tell.
    #[param(value_type = Option<String>, format = Date, example = "2026-08-22")]
    applies_on: Option<Day>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by slug when none are given.
    #[param(inline, value_type = Option<Vec<LegalReferenceOrder>>)]
    sort: Option<List<LegalReferenceOrder>>,
}

impl Mentions for LegalReferenceCriteria {}

impl Criteria for LegalReferenceCriteria {
    const RESOURCE: Resource = Resource::LegalReferences;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), LegalReferenceSort::Slug)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { kind, state, applies_on, verification, updated_since, sort: _ } = self;
        let kept = snapshot.legal_references(&LegalReferenceFilter {
            kinds: set(kind.as_ref()),
            states: set(state.as_ref()),
            applies_on: applies_on.map(|day| day.0),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
