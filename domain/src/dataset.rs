use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoEnumIterator as _, IntoStaticStr};

use crate::{
    Clause, ClauseVersion, CpvCode, ExperienceReport, Label, LegalReference, NOMENCLATURE_CODES, Organisation,
    ProcurementTarget, Segment, Synonym, Theme,
    value::{ContentHash, ContentHasher, Cpv, Reference, Slug, VersionReference},
};

/// Everything that is published, as plain sorted lists: what the store loads, an import produces, a dump prints and
/// the checks check.
///
/// Reference records are sorted by slug, CPV codes by code, clauses by reference, versions by citation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dataset {
    /// Purchase segments.
    pub segments: Vec<Segment>,
    /// Environmental themes.
    pub themes: Vec<Theme>,
    /// Labels and certifications.
    pub labels: Vec<Label>,
    /// Legal texts.
    pub legal_references: Vec<LegalReference>,
    /// Legal shares.
    pub targets: Vec<ProcurementTarget>,
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// Documented purchases.
    pub experience_reports: Vec<ExperienceReport>,
    /// Codes of the Common Procurement Vocabulary: all of them, or those that the other records use.
    pub cpv: Vec<CpvCode>,
    /// Words of the trade that a search takes for one another.
    pub synonyms: Vec<Synonym>,
    /// Clauses: their identity and life.
    pub clauses: Vec<Clause>,
    /// What the clauses say: every version.
    pub clause_versions: Vec<ClauseVersion>,
}

/// A published collection.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Resource {
    /// Clauses, each with its current version.
    Clauses,
    /// Every version of every clause.
    ClauseVersions,
    /// Purchase segments.
    Segments,
    /// Environmental themes.
    Themes,
    /// Labels and certifications.
    Labels,
    /// Legal texts.
    LegalReferences,
    /// Legal shares.
    Targets,
    /// Organisations.
    Organisations,
    /// Documented purchases.
    ExperienceReports,
    /// Codes of the Common Procurement Vocabulary.
    Cpv,
    /// Words of the trade that a search takes for one another.
    Synonyms,
}

impl Resource {
    /// Name in paths: `legal-references`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What people call it, in French.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Clauses => "Clauses",
            Self::ClauseVersions => "Versions de clauses",
            Self::Segments => "Segments d'achat",
            Self::Themes => "Thèmes",
            Self::Labels => "Labels",
            Self::LegalReferences => "Textes juridiques",
            Self::Targets => "Proportions légales",
            Self::Organisations => "Organisations",
            Self::ExperienceReports => "Retours d'expérience",
            Self::Cpv => "Codes CPV",
            Self::Synonyms => "Lexique de recherche",
        }
    }
}

/// What stands for a content of which each collection has one of `hashes`, in the order of [`Resource`].
pub fn fingerprint(hashes: impl IntoIterator<Item = ContentHash>) -> ContentHash {
    let lines: Vec<String> = hashes.into_iter().map(String::from).collect();
    ContentHash::of(lines.join("\n").as_bytes())
}

impl Dataset {
    /// Puts every list in its order.
    pub fn sort(&mut self) {
        self.segments.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.themes.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.labels.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.legal_references.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.targets.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.organisations.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.experience_reports.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.cpv.sort_by(|a, b| a.code.cmp(&b.code));
        self.synonyms.sort_by(|a, b| a.slug.cmp(&b.slug));
        self.clauses.sort_by(|a, b| a.reference.cmp(&b.reference));
        self.clause_versions.sort_by(|a, b| a.citation.cmp(&b.citation));
    }

    /// The number of records of each collection.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Resource, u64> {
        let count = |resource| match resource {
            Resource::Clauses => self.clauses.len(),
            Resource::ClauseVersions => self.clause_versions.len(),
            Resource::Segments => self.segments.len(),
            Resource::Themes => self.themes.len(),
            Resource::Labels => self.labels.len(),
            Resource::LegalReferences => self.legal_references.len(),
            Resource::Targets => self.targets.len(),
            Resource::Organisations => self.organisations.len(),
            Resource::ExperienceReports => self.experience_reports.len(),
            Resource::Cpv => self.cpv.len(),
            Resource::Synonyms => self.synonyms.len(),
        };
        Resource::iter().map(|resource| (resource, count(resource) as u64)).collect()
    }

    /// What stands for the content: equal for equal data sets. The SHA-256 of the SHA-256 of each collection as NDJSON,
    /// one per line, in the order of [`Resource`].
    #[must_use]
    pub fn fingerprint(&self) -> ContentHash {
        let of_each = Resource::iter().map(|resource| {
            let mut hasher = ContentHasher::default();
            // Hashing cannot fail, and the records of this crate are always JSON.
            let _ = self.write_ndjson(resource, &mut hasher);
            hasher.finish()
        });
        fingerprint(of_each)
    }

    /// The day of the latest text: what stands for today where no clock is read.
    #[must_use]
    pub fn latest_publication(&self) -> NaiveDate {
        self.clause_versions.iter().map(|version| version.published_on).max().unwrap_or_default()
    }

    /// The segment of that slug.
    #[must_use]
    pub fn segment(&self, slug: &Slug) -> Option<&Segment> {
        found(&self.segments, self.segments.binary_search_by(|record| record.slug.cmp(slug)))
    }

    /// The theme of that slug.
    #[must_use]
    pub fn theme(&self, slug: &Slug) -> Option<&Theme> {
        found(&self.themes, self.themes.binary_search_by(|record| record.slug.cmp(slug)))
    }

    /// The label of that slug.
    #[must_use]
    pub fn label(&self, slug: &Slug) -> Option<&Label> {
        found(&self.labels, self.labels.binary_search_by(|record| record.slug.cmp(slug)))
    }

    /// The legal text of that slug.
    #[must_use]
    pub fn legal_reference(&self, slug: &Slug) -> Option<&LegalReference> {
        found(&self.legal_references, self.legal_references.binary_search_by(|record| record.slug.cmp(slug)))
    }

    /// The organisation of that slug.
    #[must_use]
    pub fn organisation(&self, slug: &Slug) -> Option<&Organisation> {
        found(&self.organisations, self.organisations.binary_search_by(|record| record.slug.cmp(slug)))
    }

    /// The CPV code with its labels, when it is among those held.
    #[must_use]
    pub fn cpv_code(&self, code: &Cpv) -> Option<&CpvCode> {
        found(&self.cpv, self.cpv.binary_search_by(|record| record.code.cmp(code)))
    }

    /// Whether every code of the nomenclature is held, so that one that is not does not exist.
    #[must_use]
    pub fn holds_the_nomenclature(&self) -> bool {
        self.cpv.len() >= NOMENCLATURE_CODES
    }

    /// The clause of that reference.
    #[must_use]
    pub fn clause(&self, reference: &Reference) -> Option<&Clause> {
        found(&self.clauses, self.clauses.binary_search_by(|record| record.reference.cmp(reference)))
    }

    /// The version of that citation.
    #[must_use]
    pub fn clause_version(&self, citation: &VersionReference) -> Option<&ClauseVersion> {
        found(&self.clause_versions, self.clause_versions.binary_search_by(|record| record.citation.cmp(citation)))
    }

    /// The versions of a clause, from the first to the last.
    #[must_use]
    pub fn versions_of(&self, reference: &Reference) -> &[ClauseVersion] {
        let start = self.clause_versions.partition_point(|version| version.citation.clause < *reference);
        let length = self.clause_versions[start..].partition_point(|version| version.citation.clause == *reference);
        &self.clause_versions[start..start + length]
    }

    /// `segments` and everything under them.
    #[must_use]
    pub fn with_descendants(&self, segments: &BTreeSet<Slug>) -> BTreeSet<Slug> {
        let mut all = segments.clone();
        loop {
            let children: Vec<_> = self
                .segments
                .iter()
                .filter(|segment| segment.parent.as_ref().is_some_and(|parent| all.contains(parent)))
                .filter(|segment| !all.contains(&segment.slug))
                .map(|segment| segment.slug.clone())
                .collect();
            if children.is_empty() {
                return all;
            }
            all.extend(children);
        }
    }

    /// The segments above `segment`, from its parent to the top of the tree.
    #[must_use]
    pub fn ancestors(&self, segment: &Segment) -> Vec<&Segment> {
        let mut all: Vec<&Segment> = Vec::new();
        let mut above = segment.parent.as_ref().and_then(|slug| self.segment(slug));
        // A tree is not deeper than it has segments: a loop that escaped the checks ends here.
        while let Some(parent) = above.filter(|_| all.len() < self.segments.len()) {
            all.push(parent);
            above = parent.parent.as_ref().and_then(|slug| self.segment(slug));
        }
        all
    }

    /// What a clause says today.
    #[must_use]
    pub fn current_version(&self, clause: &Clause) -> Option<&ClauseVersion> {
        self.clause_version(&VersionReference { clause: clause.reference.clone(), version: clause.current_version })
    }
}

fn found<T>(records: &[T], place: Result<usize, usize>) -> Option<&T> {
    place.ok().and_then(|place| records.get(place))
}
