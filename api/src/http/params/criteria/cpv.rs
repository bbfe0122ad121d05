//! Filters and order of CPV codes.

use domain::{Resource, enumeration::CpvLevel, filter::CpvFilter, sort::CpvSort, value::Cpv};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, changed_since, order, prefixes, set};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type CpvOrder = SortBy<CpvSort>;

/// Filters and order of the list of CPV codes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CpvCriteria {
    /// These codes and everything under them.
    #[param(value_type = Option<Vec<Cpv>>, example = json!(["39000000"]))]
    under: Option<List<Cpv>>,
    /// Codes at one of these places of the hierarchy.
    #[param(value_type = Option<Vec<CpvLevel>>)]
    level: Option<List<CpvLevel>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by code when none are given.
    #[param(inline, value_type = Option<Vec<CpvOrder>>)]
    sort: Option<List<CpvOrder>>,
}

impl Mentions for CpvCriteria {}

impl Criteria for CpvCriteria {
    const RESOURCE: Resource = Resource::Cpv;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), CpvSort::Code)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { under, level, updated_since, sort: _ } = self;
        let kept = snapshot.cpv(&CpvFilter { under: prefixes(under.as_ref()), levels: set(level.as_ref()) });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
