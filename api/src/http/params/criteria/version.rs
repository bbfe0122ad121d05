//! Filters and order of versions of a clause.

use domain::{Resource, sort::VersionSort};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, order};
use crate::{
    http::params::types::{List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type VersionOrder = SortBy<VersionSort>;

/// Order of the list of versions.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionCriteria {
    /// Order; from the first version to the last when none is given.
    #[param(inline, value_type = Option<Vec<VersionOrder>>)]
    sort: Option<List<VersionOrder>>,
}

impl Mentions for VersionCriteria {}

impl Criteria for VersionCriteria {
    const RESOURCE: Resource = Resource::ClauseVersions;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), VersionSort::Version)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        snapshot.collection(Resource::ClauseVersions).all()
    }
}
