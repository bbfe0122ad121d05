//! Another instance's published data, taken over HTTP: whole the first time, what changed afterwards; verified always.
//!
//! Whatever the source sends is held against its own checksums and fingerprint, against the shape of records that this
//! program knows, and against the rules. What fails is refused by name, and what was there stays.

use std::{io::Cursor, path::Path, time::Duration};

use chrono::{DateTime, Utc};
use domain::{
    Dataset, Resource, Revision,
    change::{Change, ChangeAction, InapplicableChange},
    check::{Violation, violations},
    enumeration::Severity,
    history::RECORD_FORMAT,
    value::ContentHash,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use ureq::Agent;

use super::{
    dump::{ARCHIVE, Format},
    layout::{self, Fault, OpenError, Source},
};
use crate::store::{Store, StoreError, WriteTx};

/// Largest page of events or description of a revision that is read, in bytes.
const PAGE_BYTES: u64 = 256 << 20;
/// Largest archive that is read, in bytes.
const ARCHIVE_BYTES: u64 = 2 << 30;
/// Most pages of events that are followed before everything is taken anew.
const PAGES: usize = 1_000;

/// Why nothing was taken. What was there stays.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// The source does not answer, or stops half way.
    #[error("cannot read {url}")]
    Unreachable {
        /// What was being read.
        url: String,
        /// Why not.
        #[source]
        source: Box<ureq::Error>,
    },
    /// The source answers something else than what is asked for.
    #[error("{url} does not answer as an instance of La clause verte does")]
    Foreign {
        /// What was read.
        url: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// Bytes that are not those that the source announces.
    #[error("{url} is not what its source announces: its SHA-256 is {actual}, not {expected}")]
    Checksum {
        /// What was read.
        url: String,
        /// The checksum announced.
        expected: String,
        /// That of the bytes.
        actual: ContentHash,
    },
    /// The source does not publish the archive of everything.
    #[error("{0} does not publish {ARCHIVE}.zip")]
    NoArchive(String),
    /// Records of another shape.
    #[error("{url} publishes records of format {theirs}; this program knows format {RECORD_FORMAT}: upgrade it")]
    OtherFormat {
        /// The source.
        url: String,
        /// Its format.
        theirs: u32,
    },
    /// Records that do not add up to the revision that the source announces.
    #[error("revision {0} does not hold what its fingerprint says")]
    Fingerprint(u64),
    /// The archive cannot be opened.
    #[error("cannot open the archive")]
    Open(#[from] OpenError),
    /// The archive does not hold records.
    #[error("{} faults in the files of the source, the first: {}", .0.len(), first(.0))]
    Layout(Vec<Fault>),
    /// The records break rules.
    #[error("{} blocking violations of the rules in the data of the source, the first: {}", .0.len(), first(.0))]
    Invalid(Vec<Violation>),
    /// An event cannot be applied.
    #[error(transparent)]
    Event(#[from] InapplicableChange),
    /// The database holds data of its own.
    #[error("the database holds data of its own: a mirror would replace them. Give it another database")]
    Original,
    /// Another process wrote to the database meanwhile. Never leaves this module.
    #[error("another process was faster")]
    Overtaken,
    /// The database refused.
    #[error("cannot write what was taken")]
    Store(#[from] StoreError),
}

fn first(faults: &[impl ToString]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The source has nothing new.
    Nothing,
    /// What changed.
    Changes(Revision),
    /// Everything.
    Everything(Revision),
}

/// An instance that is mirrored.
#[derive(Debug)]
pub struct Mirror {
    url: String,
    agent: Agent,
}

/// What an instance says of itself.
#[derive(Debug, Deserialize)]
struct Service {
    revision: u64,
    fingerprint: String,
}

/// What an instance says of a revision.
#[derive(Debug, Deserialize)]
struct Latest {
    number: u64,
    changed_at: DateTime<Utc>,
    fingerprint: String,
    record_format: u32,
    dumps: Vec<File>,
}

#[derive(Debug, Deserialize)]
struct File {
    name: String,
    sha256: String,
}

#[derive(Debug, Deserialize)]
struct Page {
    items: Vec<Event>,
    next: Option<String>,
    until: String,
}

#[derive(Debug, Deserialize)]
struct Event {
    changed_at: DateTime<Utc>,
    resource: Resource,
    key: String,
    name: String,
    action: ChangeAction,
    record: Option<Box<RawValue>>,
}

impl Mirror {
    /// The instance at `url`, without a trailing slash.
    pub fn new(url: &str) -> Self {
        let agent = Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(Duration::from_mins(2)))
            .timeout_global(Some(Duration::from_mins(30)))
            .max_redirects(3)
            .user_agent(concat!("clause-verte/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self { url: url.trim_end_matches('/').to_owned(), agent }
    }

    /// Brings `store` to the revision that the source publishes now.
    ///
    /// # Errors
    /// See [`MirrorError`]; nothing is written.
    pub fn follow(&self, store: &Store) -> Result<Taken, MirrorError> {
        let ours = store.revision()?;
        if ours.number > 0 && store.mirrored_from()?.is_none() {
            return Err(MirrorError::Original);
        }
        let service: Service = self.json("/v1")?;
        let recorded = store.fingerprint()?;
        let same = recorded.is_some_and(|fingerprint| fingerprint.as_str() == service.fingerprint);
        if service.revision == ours.number && same {
            return Ok(Taken::Nothing);
        }
        if ours.number > 0 && ours.number < service.revision {
            match self.changes(ours, store.load_dataset()?.1) {
                Ok((revision, dataset)) => {
                    let taken = store.mirror(&self.url, revision, |tx| {
                        not_overtaken(tx, ours)?;
                        Ok(tx.replace_dataset(dataset)?)
                    });
                    return outcome(taken, Taken::Changes(revision));
                }
                // What breaks a rule breaks it in the files, too.
                Err(error @ MirrorError::Invalid(_)) => return Err(error),
                Err(error) => {
                    log::info!("What changed at {} cannot be followed, everything is taken: {error}.", self.url);
                }
            }
        }
        let (revision, dataset) = self.everything()?;
        let taken = store.mirror(&self.url, revision, |tx| {
            not_overtaken(tx, ours)?;
            Ok(tx.begin_with(dataset)?)
        });
        outcome(taken, Taken::Everything(revision))
    }

    /// The files of everything that the source publishes now, and the revision that they are.
    ///
    /// # Errors
    /// See [`MirrorError`].
    pub fn files(&self) -> Result<(Revision, ContentHash, Source), MirrorError> {
        let latest: Latest = self.json("/v1/revisions/latest")?;
        let Latest { number, changed_at, fingerprint, record_format, dumps } = latest;
        if record_format != RECORD_FORMAT {
            return Err(MirrorError::OtherFormat { url: self.url.clone(), theirs: record_format });
        }
        let name = format!("{ARCHIVE}.{}", Format::Zip.extension());
        let file = dumps.into_iter().find(|file| file.name == name);
        let file = file.ok_or_else(|| MirrorError::NoArchive(self.url.clone()))?;
        let path = format!("/v1/revisions/{number}/dumps/{name}");
        let bytes = self.bytes(&path, ARCHIVE_BYTES)?;
        let actual = ContentHash::of(&bytes);
        if actual.as_str() != file.sha256 {
            let url = format!("{}{path}", self.url);
            return Err(MirrorError::Checksum { url, expected: file.sha256, actual });
        }
        let source = layout::open_archive(Path::new(&name), Cursor::new(bytes))?;
        let fingerprint = fingerprint.parse().map_err(|_| MirrorError::Fingerprint(number))?;
        Ok((Revision { number, changed_at }, fingerprint, source))
    }

    fn everything(&self) -> Result<(Revision, Dataset), MirrorError> {
        let (revision, fingerprint, source) = self.files()?;
        let layout = layout::read(&source).map_err(|error| MirrorError::Layout(error.0))?;
        let dataset = verified(layout.dataset, revision, fingerprint.as_str())?;
        Ok((revision, dataset))
    }

    /// `dataset`, which is the revision `ours`, with everything that changed since.
    fn changes(&self, ours: Revision, mut dataset: Dataset) -> Result<(Revision, Dataset), MirrorError> {
        let fingerprint = dataset.fingerprint();
        let mut path = format!("/v1/changes?limit=200&since={}-{}", ours.number, &fingerprint.as_str()[..16]);
        let mut changed_at = ours.changed_at;
        for _ in 0..PAGES {
            let page: Page = self.json(&path)?;
            for event in page.items {
                changed_at = event.changed_at;
                dataset.apply(&event.into_change())?;
            }
            // Links begin with the public address of the source, which need not be the one that it is reached at.
            if let Some(next) = page.next.as_deref().and_then(|next| next.find("/v1/changes?").map(|at| &next[at..])) {
                next.clone_into(&mut path);
                continue;
            }
            // A token that cannot be read stands for no revision, and no data are those of none.
            let (number, digits) = page.until.split_once('-').unwrap_or_default();
            let revision = Revision { number: number.parse().unwrap_or_default(), changed_at };
            return Ok((revision, verified(dataset, revision, digits)?));
        }
        Err(MirrorError::Fingerprint(ours.number))
    }

    fn json<T: DeserializeOwned>(&self, path: &str) -> Result<T, MirrorError> {
        let bytes = self.bytes(path, PAGE_BYTES)?;
        serde_json::from_slice(&bytes)
            .map_err(|source| MirrorError::Foreign { url: format!("{}{path}", self.url), source })
    }

    fn bytes(&self, path: &str, most: u64) -> Result<Vec<u8>, MirrorError> {
        let url = format!("{}{path}", self.url);
        let read = || self.agent.get(&url).call()?.body_mut().with_config().limit(most).read_to_vec();
        read().map_err(|source| MirrorError::Unreachable { url: url.clone(), source: Box::new(source) })
    }
}

/// Several processes may mirror into one database: who comes second finds what the first one wrote.
fn not_overtaken(tx: &WriteTx<'_>, ours: Revision) -> Result<(), MirrorError> {
    if tx.previous() == ours { Ok(()) } else { Err(MirrorError::Overtaken) }
}

fn outcome(written: Result<((), Revision), MirrorError>, taken: Taken) -> Result<Taken, MirrorError> {
    match written {
        Ok(_) => Ok(taken),
        Err(MirrorError::Overtaken) => Ok(Taken::Nothing),
        Err(error) => Err(error),
    }
}

/// `dataset`, if it is what `revision` holds, whose fingerprint begins with `digits`, and if it breaks no rule.
fn verified(mut dataset: Dataset, revision: Revision, digits: &str) -> Result<Dataset, MirrorError> {
    dataset.sort();
    if digits.is_empty() || !dataset.fingerprint().as_str().starts_with(digits) {
        return Err(MirrorError::Fingerprint(revision.number));
    }
    let mut broken = violations(&dataset);
    broken.retain(|violation| violation.severity == Severity::Blocking);
    if broken.is_empty() { Ok(dataset) } else { Err(MirrorError::Invalid(broken)) }
}

impl Event {
    fn into_change(self) -> Change {
        let Self { resource, key, name, action, record, .. } = self;
        Change { resource, key, name, action, record, former: None }
    }
}
