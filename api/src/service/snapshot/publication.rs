use std::collections::BTreeMap;

use domain::{Dataset, Resource, Revision, fingerprint, value::ContentHash};
use strum::IntoEnumIterator as _;

use super::{Collection, SnapshotError, collections};
use crate::service::dump::{self, Dump};

/// One revision as its files print it: a function of the data set alone.
#[derive(Debug)]
pub struct Publication {
    dataset: Dataset,
    revision: Revision,
    fingerprint: ContentHash,
    collections: BTreeMap<Resource, Collection>,
    files: Vec<Dump>,
}

impl Publication {
    /// `dataset` as `revision`.
    ///
    /// # Errors
    /// A data set that cannot be served.
    pub fn build(mut dataset: Dataset, revision: Revision) -> Result<Self, SnapshotError> {
        dataset.sort();
        let collections = collections::build(&dataset)?;
        // The same as that of the data set, from bytes that are there already.
        let of_each = Resource::iter().map(|resource| ContentHash::of(collections[&resource].ndjson()));
        let fingerprint = fingerprint(of_each);
        Ok(Self { dataset, revision, fingerprint, collections, files: dump::files() })
    }

    /// The records.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The revision.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// What stands for its content: equal for equal data sets, whatever their revision.
    pub fn fingerprint(&self) -> &ContentHash {
        &self.fingerprint
    }

    /// The records of `resource`.
    pub fn collection(&self, resource: Resource) -> &Collection {
        &self.collections[&resource]
    }

    /// The number of records of each resource.
    pub fn counts(&self) -> impl Iterator<Item = (Resource, usize)> {
        Resource::iter().map(|resource| (resource, self.collection(resource).count()))
    }

    /// The published files, in the order of their index; each is rendered when first asked for, which takes time.
    pub fn files(&self) -> &[Dump] {
        &self.files
    }

    /// Renders every file that was not asked for yet.
    pub fn render(&self) {
        for file in &self.files {
            file.bytes(self);
        }
    }

    /// The file of that name.
    pub fn file(&self, name: &str) -> Option<&Dump> {
        self.files().iter().find(|file| file.name == name)
    }
}
