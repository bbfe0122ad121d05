//! Parameters of a feed.

use std::collections::BTreeSet;

use domain::{Resource, life::LifeFilter, value::Slug};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Key, List, Mentions};
use crate::service::snapshot::Snapshot;

/// Which clauses are followed: all of them when nothing is given.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedCriteria {
    /// Clauses of these segments and of everything under them, in any of their versions.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["mobilier"]))]
    pub segment: Option<List<Slug>>,
    /// Clauses that one of these organisations owns, contributed to in any version, or reviewed last.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["la-clause-verte"]))]
    pub organisation: Option<List<Slug>>,
    /// These clauses, by reference, id or slug, comma-separated, at most 200: those that you used.
    #[param(value_type = Option<Vec<String>>, max_items = 200, example = json!(["LCV-0001", "LCV-0042"]))]
    pub clause: Option<List<Key>>,
}

impl Mentions for FeedCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        let slugs = |list: &Option<List<Slug>>| {
            list.iter().flat_map(|list| &list.0).map(ToString::to_string).collect::<Vec<_>>()
        };
        let clauses = self.clause.iter().flat_map(|list| &list.0).map(|key| key.0.clone());
        vec![
            ("segment", Resource::Segments, slugs(&self.segment)),
            ("organisation", Resource::Organisations, slugs(&self.organisation)),
            ("clause", Resource::Clauses, clauses.collect()),
        ]
    }
}

impl FeedCriteria {
    /// What the parameters mean, segments as they were given: without what is under them.
    pub fn filter(&self, snapshot: &Snapshot) -> LifeFilter {
        let Self { segment, organisation, clause } = self;
        let set =
            |list: &Option<List<Slug>>| list.iter().flat_map(|list| list.0.iter().cloned()).collect::<BTreeSet<_>>();
        let collection = snapshot.collection(Resource::Clauses);
        let places = clause.iter().flat_map(|list| &list.0).filter_map(|key| collection.place(&key.0));
        let clauses = places.map(|place| snapshot.dataset().clauses[place as usize].reference.clone());
        LifeFilter { segments: set(segment), organisations: set(organisation), clauses: clauses.collect() }
    }
}
