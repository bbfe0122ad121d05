//! What the records of every collection have in common: a key that never changes, a name, a list in the data set.

use std::io;

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Clause, ClauseVersion, CpvCode, Dataset, ExperienceReport, Label, LegalReference, Organisation, ProcurementTarget,
    PublishedClause, Resource, Segment, Synonym, Theme,
};

/// A record of a collection.
pub trait Record: Serialize + DeserializeOwned + PartialEq {
    /// Its collection.
    const RESOURCE: Resource;

    /// What names it for ever.
    fn key(&self) -> String;

    /// What people cite: slug, reference, citation or code.
    fn name(&self) -> String;

    /// Its list.
    fn list(dataset: &Dataset) -> &Vec<Self>;

    /// Its list, to be changed.
    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self>;
}

impl Record for Clause {
    const RESOURCE: Resource = Resource::Clauses;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.reference.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.clauses
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.clauses
    }
}

impl Record for ClauseVersion {
    const RESOURCE: Resource = Resource::ClauseVersions;

    fn key(&self) -> String {
        self.citation.to_string()
    }

    fn name(&self) -> String {
        self.citation.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.clause_versions
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.clause_versions
    }
}

impl Record for Segment {
    const RESOURCE: Resource = Resource::Segments;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.segments
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.segments
    }
}

impl Record for Theme {
    const RESOURCE: Resource = Resource::Themes;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.themes
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.themes
    }
}

impl Record for Label {
    const RESOURCE: Resource = Resource::Labels;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.labels
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.labels
    }
}

impl Record for LegalReference {
    const RESOURCE: Resource = Resource::LegalReferences;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.legal_references
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.legal_references
    }
}

impl Record for ProcurementTarget {
    const RESOURCE: Resource = Resource::Targets;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.targets
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.targets
    }
}

impl Record for Organisation {
    const RESOURCE: Resource = Resource::Organisations;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.organisations
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.organisations
    }
}

impl Record for ExperienceReport {
    const RESOURCE: Resource = Resource::ExperienceReports;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.experience_reports
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.experience_reports
    }
}

impl Record for Synonym {
    const RESOURCE: Resource = Resource::Synonyms;

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> String {
        self.slug.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.synonyms
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.synonyms
    }
}

impl Record for CpvCode {
    const RESOURCE: Resource = Resource::Cpv;

    fn key(&self) -> String {
        self.code.to_string()
    }

    fn name(&self) -> String {
        self.code.to_string()
    }

    fn list(dataset: &Dataset) -> &Vec<Self> {
        &dataset.cpv
    }

    fn list_mut(dataset: &mut Dataset) -> &mut Vec<Self> {
        &mut dataset.cpv
    }
}

impl Dataset {
    /// Writes the records of `resource` as the dumps print them, one per line. Clauses come with what they say today;
    /// one without a current version is left out.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn write_ndjson(&self, resource: Resource, to: &mut impl io::Write) -> io::Result<()> {
        match resource {
            Resource::Clauses => {
                let mut published = self.clauses.iter().filter_map(|clause| PublishedClause::of(self, clause));
                published.try_for_each(|record| line(&record, to))
            }
            Resource::ClauseVersions => lines::<ClauseVersion>(self, to),
            Resource::Segments => lines::<Segment>(self, to),
            Resource::Themes => lines::<Theme>(self, to),
            Resource::Labels => lines::<Label>(self, to),
            Resource::LegalReferences => lines::<LegalReference>(self, to),
            Resource::Targets => lines::<ProcurementTarget>(self, to),
            Resource::Organisations => lines::<Organisation>(self, to),
            Resource::ExperienceReports => lines::<ExperienceReport>(self, to),
            Resource::Cpv => lines::<CpvCode>(self, to),
            Resource::Synonyms => lines::<Synonym>(self, to),
        }
    }
}

fn lines<R: Record>(dataset: &Dataset, to: &mut impl io::Write) -> io::Result<()> {
    R::list(dataset).iter().try_for_each(|record| line(record, to))
}

fn line(record: &impl Serialize, to: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *to, record)?;
    to.write_all(b"\n")
}
