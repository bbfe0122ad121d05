use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Dataset, Resource,
    enumeration::Enumeration,
    facet::{FacetValues, Values, facets},
    value::Slug,
};
use roaring::RoaringBitmap;

/// The records of one resource behind each value of each facet.
///
/// [`Values`] says under which values a record counts; a segment counts for those above it too.
#[derive(Debug, Default)]
pub struct FacetIndex(BTreeMap<&'static str, BTreeMap<Box<str>, RoaringBitmap>>);

impl FacetIndex {
    /// The index of every resource.
    pub fn of_each(dataset: &Dataset) -> BTreeMap<Resource, Self> {
        let clauses = dataset.clauses.iter().map(|clause| (clause, dataset.current_version(clause)));
        let clause = |(clause, version), values: &mut Values<'_>| {
            if let Some(version) = version {
                values.clause(clause, version);
            }
        };
        BTreeMap::from([
            (Resource::Clauses, Self::of(Resource::Clauses, dataset, clauses, clause)),
            (Resource::Segments, Self::of(Resource::Segments, dataset, &dataset.segments, |r, v| v.segment(r))),
            (Resource::Themes, Self::of(Resource::Themes, dataset, &dataset.themes, |r, v| v.theme(r))),
            (Resource::Labels, Self::of(Resource::Labels, dataset, &dataset.labels, |r, v| v.label(r))),
            (
                Resource::LegalReferences,
                Self::of(Resource::LegalReferences, dataset, &dataset.legal_references, |r, v| v.legal_reference(r)),
            ),
            (Resource::Targets, Self::of(Resource::Targets, dataset, &dataset.targets, |r, v| v.target(r))),
            (
                Resource::Organisations,
                Self::of(Resource::Organisations, dataset, &dataset.organisations, |r, v| v.organisation(r)),
            ),
            (
                Resource::ExperienceReports,
                Self::of(Resource::ExperienceReports, dataset, &dataset.experience_reports, |r, v| {
                    v.experience_report(r);
                }),
            ),
            (Resource::Cpv, Self::of(Resource::Cpv, dataset, &dataset.cpv, |r, v| v.cpv(r))),
        ])
    }

    fn of<T>(
        resource: Resource,
        dataset: &Dataset,
        records: impl IntoIterator<Item = T>,
        values: impl Fn(T, &mut Values<'_>),
    ) -> Self {
        let mut index = Self::default();
        for (place, record) in (0..).zip(records) {
            values(record, &mut Values(&mut |facet, value| index.add(facet, value, place)));
        }
        for facet in facets(resource).iter().filter(|facet| matches!(facet.values, FacetValues::Tree)) {
            index.roll_up(facet.name, dataset);
        }
        index
    }

    fn add(&mut self, facet: &'static str, value: &str, place: u32) {
        let values = self.0.entry(facet).or_default();
        match values.get_mut(value) {
            Some(places) => drop(places.insert(place)),
            None => drop(values.insert(value.into(), RoaringBitmap::from([place]))),
        }
    }

    /// Counts each record of a segment for every segment above it.
    fn roll_up(&mut self, facet: &'static str, dataset: &Dataset) {
        let Some(values) = self.0.get_mut(facet) else { return };
        let mut all: BTreeMap<Box<str>, RoaringBitmap> = BTreeMap::new();
        for (slug, places) in &*values {
            let segment = slug.parse::<Slug>().ok().and_then(|slug| dataset.segment(&slug));
            let above = segment.map(|segment| dataset.ancestors(segment)).unwrap_or_default();
            for slug in above.iter().map(|segment| segment.slug.as_str()).chain([&**slug]) {
                *all.entry(slug.into()).or_default() |= places;
            }
        }
        *values = all;
    }

    /// The records behind one of `wanted`; none when nothing is wanted.
    pub fn any_of<'a>(&self, facet: &str, wanted: impl IntoIterator<Item = &'a str>) -> Option<RoaringBitmap> {
        let mut wanted = wanted.into_iter().peekable();
        wanted.peek()?;
        let values = self.0.get(facet);
        let sets = wanted.filter_map(|value| values.and_then(|values| values.get(value)));
        Some(sets.fold(RoaringBitmap::new(), |all, set| all | set))
    }

    /// The same, of slugs.
    pub fn any_slug(&self, facet: &str, wanted: &BTreeSet<Slug>) -> Option<RoaringBitmap> {
        self.any_of(facet, wanted.iter().map(Slug::as_str))
    }

    /// The same, of values of a closed list.
    pub fn any_value<E: Enumeration>(&self, facet: &str, wanted: &BTreeSet<E>) -> Option<RoaringBitmap> {
        self.any_of(facet, wanted.iter().map(|value| value.value()))
    }

    /// How many records of `kept` are behind each value of a facet; values without any are left out.
    pub fn counts(&self, facet: &str, kept: &RoaringBitmap) -> Vec<(&str, u64)> {
        let values = self.0.get(facet).into_iter().flatten();
        let counts = values.map(|(value, places)| (&**value, places.intersection_len(kept)));
        counts.filter(|(_, count)| *count > 0).collect()
    }
}
