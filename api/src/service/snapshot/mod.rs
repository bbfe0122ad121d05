//! One published revision, ready to answer every read.
//!
//! `Snapshot::build` is pure: no clock, no I/O; equal data sets give equal bytes. A snapshot is replaced, never patched.

mod clause_index;
mod collection;
mod collections;
mod facet_index;
mod publication;

pub use collection::{Collection, Listing, SnapshotError};
pub use publication::Publication;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use domain::{
    Clause, ClauseVersion, Dataset, PublishedClause, Resource, Revision,
    change::InapplicableChange,
    coverage::{Coverage, coverage},
    filter::{
        ClauseFilter, CpvFilter, ExperienceReportFilter, LabelFilter, LegalReferenceFilter, OrganisationFilter,
        SegmentFilter, TargetFilter, ThemeFilter,
    },
    guidance::{self, Guidance, Purchase},
    history::{History, PublishedRevision},
    nomenclature::{self, CpvEntry},
    value::{ContentHash, Cpv, Reference, VersionReference},
};
use quick_cache::sync::Cache;
use roaring::RoaringBitmap;

use self::{clause_index::ClauseIndex, facet_index::FacetIndex};
use super::{
    layout::sheet,
    search::{Completions, Parted, SearchIndex, Shown, ShownTexts, document},
};

/// Everything that one revision answers.
#[derive(Debug)]
pub struct Snapshot {
    publication: Arc<Publication>,
    history: History,
    formers: Cache<u64, Arc<Publication>>,
    facets: BTreeMap<Resource, FacetIndex>,
    clause_index: ClauseIndex,
    search: SearchIndex,
    shown: ShownTexts,
    completions: Completions,
}

/// Former revisions whose files are kept ready.
const FORMERS: usize = 2;

/// Why a former revision cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum FormerError {
    /// An event cannot be taken back.
    #[error(transparent)]
    Event(#[from] InapplicableChange),
    /// It cannot be built.
    #[error(transparent)]
    Build(#[from] SnapshotError),
    /// Taking back what was recorded does not lead to it.
    #[error("revision {0} is not what it was when it was published")]
    Other(u64),
}

impl Snapshot {
    /// The snapshot of `dataset` as `revision`, without former ones.
    ///
    /// # Errors
    /// A data set that cannot be served.
    pub fn build(dataset: Dataset, revision: Revision) -> Result<Self, SnapshotError> {
        Self::with_history(dataset, revision, History::default())
    }

    /// The same, with the revisions that led to it.
    ///
    /// # Errors
    /// A data set that cannot be served.
    pub fn with_history(dataset: Dataset, revision: Revision, mut history: History) -> Result<Self, SnapshotError> {
        let publication = Arc::new(Publication::build(dataset, revision)?);
        let dataset = publication.dataset();
        if history.revision(revision.number).is_none() {
            // A database that was written before it kept a history, or in another shape of the records.
            let (fingerprint, counts) = (publication.fingerprint().clone(), dataset.counts());
            let only = PublishedRevision { revision, fingerprint, counts, changes: None };
            history = History { revisions: vec![only], changes: Vec::new() };
        }
        let mut clause_index = ClauseIndex::default();
        for (place, clause) in (0..).zip(&dataset.clauses) {
            if let Some(version) = dataset.current_version(clause) {
                clause_index.add(place, version);
            }
        }
        let facets = FacetIndex::of_each(dataset);
        let search = SearchIndex::build(dataset)?;
        let (shown, completions) = (ShownTexts::default(), Completions::build(dataset));
        let formers = Cache::new(FORMERS);
        Ok(Self { publication, history, formers, facets, clause_index, search, shown, completions })
    }

    /// The records and the files of this revision.
    pub fn publication(&self) -> &Arc<Publication> {
        &self.publication
    }

    /// The revisions that are kept.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The publication of a revision; none when it is not kept. A former one is rebuilt by taking back what changed
    /// since, which takes time.
    ///
    /// # Errors
    /// A history that does not lead back to what was published: a fault of the database or of the program.
    pub fn former(&self, number: u64) -> Result<Option<Arc<Publication>>, FormerError> {
        if number == self.revision().number {
            return Ok(Some(Arc::clone(&self.publication)));
        }
        let Some((kept, since)) = self.history.revision(number).zip(self.history.since(number)) else {
            return Ok(None);
        };
        let build = || {
            let mut dataset = self.dataset().clone();
            since.iter().rev().try_for_each(|recorded| dataset.take_back(&recorded.change))?;
            let former = Publication::build(dataset, kept.revision)?;
            if *former.fingerprint() == kept.fingerprint {
                Ok(Arc::new(former))
            } else {
                Err(FormerError::Other(number))
            }
        };
        self.formers.get_or_insert_with(&number, build).map(Some)
    }

    /// The records.
    pub fn dataset(&self) -> &Dataset {
        self.publication.dataset()
    }

    /// The revision that it shows.
    pub fn revision(&self) -> Revision {
        self.publication.revision()
    }

    /// What stands for its content: equal for equal data sets, whatever their revision.
    pub fn fingerprint(&self) -> &ContentHash {
        self.publication.fingerprint()
    }

    /// The records of `resource`.
    pub fn collection(&self, resource: Resource) -> &Collection {
        self.publication.collection(resource)
    }

    /// The number of records of each resource.
    pub fn counts(&self) -> impl Iterator<Item = (Resource, usize)> {
        self.publication.counts()
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
            let clause = &self.dataset().clauses[*place as usize];
            self.dataset().current_version(clause).is_some_and(|version| filter.matches(clause, version))
        };
        candidates.into_iter().filter(kept).collect()
    }

    /// A clause with what the version that `citation` names says.
    pub fn cited_clause(&self, citation: &VersionReference) -> Option<PublishedClause<'_>> {
        let clause = self.dataset().clause(&citation.clause)?;
        let (version, current) = (self.dataset().clause_version(citation)?, self.dataset().current_version(clause)?);
        let updated_on = clause.updated_on(current);
        Some(PublishedClause { clause: Cow::Borrowed(clause), updated_on, version: Cow::Borrowed(version) })
    }

    /// The versions of one clause.
    pub fn versions(&self, clause: &Reference) -> RoaringBitmap {
        places(&self.dataset().clause_versions, |version| version.citation.clause == *clause)
    }

    /// The segments that `filter` keeps.
    pub fn segments(&self, filter: &SegmentFilter) -> RoaringBitmap {
        places(&self.dataset().segments, |record| filter.matches(record))
    }

    /// The themes that `filter` keeps.
    pub fn themes(&self, filter: &ThemeFilter) -> RoaringBitmap {
        places(&self.dataset().themes, |record| filter.matches(record))
    }

    /// The labels that `filter` keeps.
    pub fn labels(&self, filter: &LabelFilter) -> RoaringBitmap {
        places(&self.dataset().labels, |record| filter.matches(record))
    }

    /// The legal texts that `filter` keeps.
    pub fn legal_references(&self, filter: &LegalReferenceFilter) -> RoaringBitmap {
        places(&self.dataset().legal_references, |record| filter.matches(record))
    }

    /// The legal shares that `filter` keeps.
    pub fn targets(&self, filter: &TargetFilter) -> RoaringBitmap {
        places(&self.dataset().targets, |record| filter.matches(record))
    }

    /// The organisations that `filter` keeps.
    pub fn organisations(&self, filter: &OrganisationFilter) -> RoaringBitmap {
        places(&self.dataset().organisations, |record| filter.matches(record))
    }

    /// The documented purchases that `filter` keeps.
    pub fn experience_reports(&self, filter: &ExperienceReportFilter) -> RoaringBitmap {
        places(&self.dataset().experience_reports, |record| filter.matches(record))
    }

    /// The CPV codes that `filter` keeps.
    pub fn cpv(&self, filter: &CpvFilter) -> RoaringBitmap {
        places(&self.dataset().cpv, |record| filter.matches(record))
    }

    /// The records of `resource` that were written on `day` (UTC) or later. All of them when the history does not reach
    /// back so far: whoever follows must miss nothing.
    pub fn changed_since(&self, resource: Resource, day: NaiveDate) -> RoaringBitmap {
        let collection = self.collection(resource);
        // What led to a revision without events is not known.
        let known_from = self.history.revisions.iter().rev().find(|kept| kept.changes.is_none());
        let known_from = known_from.or(self.history.revisions.first());
        if known_from.is_none_or(|kept| day <= kept.revision.changed_at.date_naive()) {
            return collection.all();
        }
        let since = self.history.changes.iter().filter(|event| event.changed_at.date_naive() >= day);
        let changed = since.filter(|event| event.change.resource == resource);
        changed.filter_map(|event| collection.place(&event.change.key)).collect()
    }

    /// How many records of `kept` are behind each value of a facet of the list of `resource`.
    pub fn facet(&self, resource: Resource, facet: &str, kept: &RoaringBitmap) -> Vec<(&str, u64)> {
        self.facets.get(&resource).map(|index| index.counts(facet, kept)).unwrap_or_default()
    }

    /// The words of every record.
    pub fn search(&self) -> &SearchIndex {
        &self.search
    }

    /// What is covered, and what is thin on the day `today`.
    pub fn coverage(&self, today: NaiveDate) -> Coverage {
        coverage(self.dataset(), today)
    }

    /// What `purchase` needs.
    pub fn guidance(&self, purchase: &Purchase) -> Guidance {
        let segments = guidance::recognise(self.dataset(), purchase).into_iter().map(|segment| segment.slug.as_str());
        let of_segments = self.facets[&Resource::Clauses].any_of("segment", segments).unwrap_or_default();
        let codes: BTreeSet<_> = purchase.cpv.iter().map(Cpv::prefix).collect();
        let candidates = of_segments | self.clause_index.of_purchases(&codes);
        guidance::guide(self.dataset(), purchase, self.clauses_at(&candidates))
    }

    /// A CPV code with what surrounds it.
    pub fn cpv_entry(&self, code: &Cpv) -> CpvEntry {
        let fitting = self.clause_index.of_purchases(&[code.prefix()].into());
        nomenclature::entry(self.dataset(), code, self.clauses_at(&fitting).collect::<Vec<_>>().into_iter())
    }

    /// The clauses at `places`, with what they say today.
    fn clauses_at<'a>(&'a self, places: &'a RoaringBitmap) -> impl Iterator<Item = (&'a Clause, &'a ClauseVersion)> {
        let clauses = places.iter().filter_map(|place| self.dataset().clauses.get(place as usize));
        clauses.filter_map(|clause| self.dataset().current_version(clause).map(|version| (clause, version)))
    }

    /// What is shown of the record of `resource` at `place` when it is found.
    pub fn shown(&self, resource: Resource, place: u32) -> Arc<Shown> {
        self.shown.of(resource, place, || {
            let searched = document::of(self.dataset(), resource, place);
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
