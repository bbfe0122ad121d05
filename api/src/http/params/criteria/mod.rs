//! The filters of each list: HTTP names and documents them, the domain means them.

mod clause;
mod cpv;
mod experience_report;
mod label;
mod legal_reference;
mod organisation;
mod segment;
mod synonym;
mod target;
mod theme;
mod version;

pub use clause::ClauseCriteria;
pub use cpv::CpvCriteria;
pub use experience_report::ExperienceReportCriteria;
pub use label::LabelCriteria;
pub use legal_reference::LegalReferenceCriteria;
pub use organisation::OrganisationCriteria;
pub use segment::SegmentCriteria;
pub use synonym::SynonymCriteria;
pub use target::TargetCriteria;
pub use theme::ThemeCriteria;
pub use version::VersionCriteria;

use std::collections::BTreeSet;

use domain::{
    Resource,
    value::{Cpv, CpvPrefix, Slug},
};
use roaring::RoaringBitmap;
use serde::Deserialize;

use super::types::{Day, List, SortBy};
use crate::service::snapshot::Snapshot;

/// Parameters that may name records.
pub trait Mentions: for<'de> Deserialize<'de> {
    /// Slugs that must exist, with the parameter that names them and the collection that holds them.
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        Vec::new()
    }
}

/// What a caller may ask of a list, apart from pages.
pub trait Criteria: Mentions {
    /// The list.
    const RESOURCE: Resource;

    /// Fields to sort by; the natural order of the list when none are given.
    fn sort(&self) -> Vec<(&'static str, bool)>;

    /// The records to keep.
    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap;
}

fn set<T: Ord + Clone>(list: Option<&List<T>>) -> BTreeSet<T> {
    list.map(|list| list.0.iter().cloned().collect()).unwrap_or_default()
}

fn texts<T: ToString>(list: Option<&List<T>>) -> Vec<String> {
    list.map(|list| list.0.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

fn prefixes(list: Option<&List<Cpv>>) -> BTreeSet<CpvPrefix> {
    list.map(|list| list.0.iter().map(Cpv::prefix).collect()).unwrap_or_default()
}

fn below(snapshot: &Snapshot, list: Option<&List<Slug>>) -> BTreeSet<Slug> {
    snapshot.dataset().with_descendants(&set(list))
}

fn order<F: Copy + Into<&'static str>>(sort: Option<&List<SortBy<F>>>, natural: F) -> Vec<(&'static str, bool)> {
    sort.map_or_else(
        || vec![(natural.into(), false)],
        |sort| {
            // A field that comes again decides nothing.
            let mut seen = BTreeSet::new();
            let fields = sort.0.iter().map(|by| (by.field.into(), by.down));
            fields.filter(|(field, _)| seen.insert(*field)).collect()
        },
    )
}

/// The records of `kept` that changed since `day`, where one is given.
fn changed_since(snapshot: &Snapshot, resource: Resource, day: Option<Day>, kept: RoaringBitmap) -> RoaringBitmap {
    match day {
        Some(day) => kept & snapshot.changed_since(resource, day.0),
        None => kept,
    }
}
