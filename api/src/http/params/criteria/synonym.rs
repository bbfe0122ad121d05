//! Filters and order of synonyms.

use domain::{Resource, sort::SynonymSort};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, changed_since, order};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type SynonymOrder = SortBy<SynonymSort>;

/// Order of the list of synonyms.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SynonymCriteria {
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by slug when none are given.
    #[param(inline, value_type = Option<Vec<SynonymOrder>>)]
    sort: Option<List<SynonymOrder>>,
}

impl Mentions for SynonymCriteria {}

impl Criteria for SynonymCriteria {
    const RESOURCE: Resource = Resource::Synonyms;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), SynonymSort::Slug)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let kept = snapshot.collection(Resource::Synonyms).all();
        changed_since(snapshot, Self::RESOURCE, self.updated_since, kept)
    }
}
