//! One published revision, ready to answer every read.
//!
//! `Snapshot::build` is pure: no clock, no I/O; equal data sets give equal bytes. A snapshot is replaced, never patched.

mod clause_index;
mod collection;
mod collections;
mod facet_index;

pub use collection::{Collection, Listing, SnapshotError};

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Clause, ClauseVersion, Dataset, PublishedClause, Resource, Revision,
    filter::{
        ClauseFilter, CpvFilter, ExperienceReportFilter, LabelFilter, LegalReferenceFilter, OrganisationFilter,
        SegmentFilter, TargetFilter, ThemeFilter,
    },
    guidance::{self, Guidance, Purchase},
    nomenclature::{self, CpvEntry},
    value::{ContentHash, Cpv, Reference, VersionReference},
};
use roaring::RoaringBitmap;
use strum::IntoEnumIterator as _;

use self::{clause_index::ClauseIndex, facet_index::FacetIndex};
use super::{
    dump::Dumps,
    layout::sheet,
    search::{Completions, Parted, SearchIndex, Shown, ShownTexts, document},
};

/// Everything that one revision answers.
#[derive(Debug)]
pub struct Snapshot {
    dataset: Dataset,
    revision: Revision,
    fingerprint: ContentHash,
    collections: BTreeMap<Resource, Collection>,
    facets: BTreeMap<Resource, FacetIndex>,
    clause_index: ClauseIndex,
    search: SearchIndex,
    shown: ShownTexts,
    completions: Completions,
    dumps: Dumps,
}

impl Snapshot {
    /// The snapshot of `dataset` as `revision`.
    ///
    /// # Errors
    /// A data set that cannot be served.
    pub fn build(mut dataset: Dataset, revision: Revision) -> Result<Self, SnapshotError> {
        dataset.sort();
        let collections = collections::build(&dataset)?;
        let mut clause_index = ClauseIndex::default();
        for (place, clause) in (0..).zip(&dataset.clauses) {
            if let Some(version) = dataset.current_version(clause) {
                clause_index.add(place, version);
            }
        }
        let of_each = collections.values().map(|collection| ContentHash::of(collection.ndjson()).to_string());
        let fingerprint = ContentHash::of(of_each.collect::<Vec<_>>().join("\n").as_bytes());
        let facets = FacetIndex::of_each(&dataset);
        let search = SearchIndex::build(&dataset)?;
        let completions = Completions::build(&dataset);
        let dumps = Dumps::default();
        let shown = ShownTexts::default();
        Ok(Self {
            dataset,
            revision,
            fingerprint,
            collections,
            facets,
            clause_index,
            search,
            shown,
            completions,
            dumps,
        })
    }

    /// The records.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The revision that it shows.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// What stands for its content: equal for equal data sets, whatever their revision.
    pub fn fingerprint(&self) -> &ContentHash {
        &self.fingerprint
    }

    /// The published files.
    pub fn dumps(&self) -> &Dumps {
        &self.dumps
    }

    /// The records of `resource`.
    pub fn collection(&self, resource: Resource) -> &Collection {
        &self.collections[&resource]
    }

    /// The number of records of each resource.
    pub fn counts(&self) -> impl Iterator<Item = (Resource, usize)> {
        Resource::iter().map(|resource| (resource, self.collection(resource).count()))
    }

    /// The top-level members of a record of `resource`.
    pub fn fields(resource: Resource) -> Vec<&'static str> {
        sheet(resource).fields()
    }

    /// The clauses that `filter` keeps.
    pub fn clauses(&self, filter: &ClauseFilter) -> RoaringBitmap {
        let (facets, all) = (&self.facets[&Resource::Clauses], self.collection(Resource::Clauses).all());
        let candidates = self.clause_index.candidates(facets, filter, all);
        let days = [filter.published_on_gte, filter.published_on_lte, filter.updated_since, filter.next_review_on_lte];
        if days.iter().all(Option::is_none) {
            return candidates;
        }
        let kept = |place: &u32| {
            let clause = &self.dataset.clauses[*place as usize];
            self.dataset.current_version(clause).is_some_and(|version| filter.matches(clause, version))
        };
        candidates.into_iter().filter(kept).collect()
    }

    /// A clause with what the version that `citation` names says.
    pub fn cited_clause(&self, citation: &VersionReference) -> Option<PublishedClause<'_>> {
        let clause = self.dataset.clause(&citation.clause)?;
        let (version, current) = (self.dataset.clause_version(citation)?, self.dataset.current_version(clause)?);
        let updated_on = clause.updated_on(current);
        Some(PublishedClause { clause: Cow::Borrowed(clause), updated_on, version: Cow::Borrowed(version) })
    }

    /// The versions of one clause.
    pub fn versions(&self, clause: &Reference) -> RoaringBitmap {
        places(&self.dataset.clause_versions, |version| version.citation.clause == *clause)
    }

    /// The segments that `filter` keeps.
    pub fn segments(&self, filter: &SegmentFilter) -> RoaringBitmap {
        places(&self.dataset.segments, |record| filter.matches(record))
    }

    /// The themes that `filter` keeps.
    pub fn themes(&self, filter: &ThemeFilter) -> RoaringBitmap {
        places(&self.dataset.themes, |record| filter.matches(record))
    }

    /// The labels that `filter` keeps.
    pub fn labels(&self, filter: &LabelFilter) -> RoaringBitmap {
        places(&self.dataset.labels, |record| filter.matches(record))
    }

    /// The legal texts that `filter` keeps.
    pub fn legal_references(&self, filter: &LegalReferenceFilter) -> RoaringBitmap {
        places(&self.dataset.legal_references, |record| filter.matches(record))
    }

    /// The legal shares that `filter` keeps.
    pub fn targets(&self, filter: &TargetFilter) -> RoaringBitmap {
        places(&self.dataset.targets, |record| filter.matches(record))
    }

    /// The organisations that `filter` keeps.
    pub fn organisations(&self, filter: &OrganisationFilter) -> RoaringBitmap {
        places(&self.dataset.organisations, |record| filter.matches(record))
    }

    /// The documented purchases that `filter` keeps.
    pub fn experience_reports(&self, filter: &ExperienceReportFilter) -> RoaringBitmap {
        places(&self.dataset.experience_reports, |record| filter.matches(record))
    }

    /// The CPV codes that `filter` keeps.
    pub fn cpv(&self, filter: &CpvFilter) -> RoaringBitmap {
        places(&self.dataset.cpv, |record| filter.matches(record))
    }

    /// How many records of `kept` are behind each value of a facet of the list of `resource`.
    pub fn facet(&self, resource: Resource, facet: &str, kept: &RoaringBitmap) -> Vec<(&str, u64)> {
        self.facets.get(&resource).map(|index| index.counts(facet, kept)).unwrap_or_default()
    }

    /// The words of every record.
    pub fn search(&self) -> &SearchIndex {
        &self.search
    }

    /// What `purchase` needs.
    pub fn guidance(&self, purchase: &Purchase) -> Guidance {
        let segments = guidance::recognise(&self.dataset, purchase).into_iter().map(|segment| segment.slug.as_str());
        let of_segments = self.facets[&Resource::Clauses].any_of("segment", segments).unwrap_or_default();
        let codes: BTreeSet<_> = purchase.cpv.iter().map(Cpv::prefix).collect();
        let candidates = of_segments | self.clause_index.of_purchases(&codes);
        guidance::guide(&self.dataset, purchase, self.clauses_at(&candidates))
    }

    /// A CPV code with what surrounds it.
    pub fn cpv_entry(&self, code: &Cpv) -> CpvEntry {
        let fitting = self.clause_index.of_purchases(&[code.prefix()].into());
        nomenclature::entry(&self.dataset, code, self.clauses_at(&fitting).collect::<Vec<_>>().into_iter())
    }

    /// The clauses at `places`, with what they say today.
    fn clauses_at<'a>(&'a self, places: &'a RoaringBitmap) -> impl Iterator<Item = (&'a Clause, &'a ClauseVersion)> {
        let clauses = places.iter().filter_map(|place| self.dataset.clauses.get(place as usize));
        clauses.filter_map(|clause| self.dataset.current_version(clause).map(|version| (clause, version)))
    }

    /// What is shown of the record of `resource` at `place` when it is found.
    pub fn shown(&self, resource: Resource, place: u32) -> Arc<Shown> {
        self.shown.of(resource, place, || {
            let searched = document::of(&self.dataset, resource, place);
            Shown {
                title: Parted::new(self.collection(resource).title_of(place).to_owned()),
                summary: Parted::new(searched.summary),
                body: Parted::new(searched.body),
            }
        })
    }

    /// What can be completed while typing.
    pub fn completions(&self) -> &Completions {
        &self.completions
    }
}

fn places<T>(records: &[T], mut keeps: impl FnMut(&T) -> bool) -> RoaringBitmap {
    (0..).zip(records).filter(|(_, record)| keeps(record)).map(|(place, _)| place).collect()
}
