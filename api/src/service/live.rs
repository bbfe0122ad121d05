//! The swap of one snapshot for the next, and what notices that it is time.

use std::{error::Error, sync::Arc};

use arc_swap::ArcSwap;
use domain::{Dataset, Revision, history::History};

use super::snapshot::{Snapshot, SnapshotError};
use crate::store::{Store, StoreError};

/// The snapshot that is served now. Cheap to share; a request pins one snapshot and keeps it to its end.
#[derive(Debug)]
pub struct LiveSnapshot {
    current: ArcSwap<Snapshot>,
    trouble: ArcSwap<Option<Trouble>>,
}

/// Why the snapshot that is served may be behind the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Revision that cannot be served; none when the database cannot be read.
    pub revision: Option<u64>,
    /// What failed, without its causes: they are in the log.
    pub detail: String,
}

/// Why a refresh failed. The previous snapshot stays.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The database cannot be read.
    #[error("cannot load the data")]
    Load(#[from] StoreError),
    /// The data cannot be served: a row that the domain refuses, or a snapshot that cannot be built.
    #[error("revision {revision} cannot be served")]
    Refused {
        /// The revision.
        revision: u64,
        /// Why not.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl LiveSnapshot {
    /// Serves `snapshot` until it is replaced.
    pub fn new(snapshot: Snapshot) -> Self {
        Self { current: ArcSwap::from_pointee(snapshot), trouble: ArcSwap::from_pointee(None) }
    }

    /// The snapshot of this moment, for a whole request.
    pub fn pin(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Says that the data may be behind their source, until the next refresh that finds no trouble.
    pub fn degrade(&self, detail: &str) {
        self.trouble.store(Arc::new(Some(Trouble { revision: None, detail: detail.to_owned() })));
    }

    /// Why the snapshot may be behind the database, if it may.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.load().as_ref().clone()
    }
}

/// Builds the snapshot of whatever the database holds, when it changed.
pub struct Refresher {
    store: Store,
    live: Arc<LiveSnapshot>,
    /// The last revision that was tried: one that cannot be served is not tried again and again.
    tried: Revision,
}

impl Refresher {
    /// Loads and builds the first snapshot.
    ///
    /// # Errors
    /// See [`RefreshError`]: there is no previous snapshot to keep.
    pub fn start(store: Store) -> Result<(Self, Arc<LiveSnapshot>), RefreshError> {
        let (tried, snapshot) = load(&store)?;
        let live = Arc::new(LiveSnapshot::new(snapshot));
        Ok((Self { store, live: Arc::clone(&live), tried }, live))
    }

    /// Serves the revision that the database holds. Idempotent; returns the revision when it is a new one.
    ///
    /// # Errors
    /// See [`RefreshError`]; the previous snapshot stays, and `LiveSnapshot::trouble` says why.
    pub fn refresh(&mut self) -> Result<Option<Revision>, RefreshError> {
        let outcome = self.replace();
        match &outcome {
            Ok(Some(_)) => self.live.trouble.store(Arc::new(None)),
            Ok(None) => {
                // The database answers again; a revision that could not be served still cannot.
                if self.live.trouble().is_some_and(|trouble| trouble.revision.is_none()) {
                    self.live.trouble.store(Arc::new(None));
                }
            }
            Err(error) => {
                let revision = match error {
                    RefreshError::Refused { revision, .. } => Some(*revision),
                    RefreshError::Load(_) => None,
                };
                self.live.trouble.store(Arc::new(Some(Trouble { revision, detail: error.to_string() })));
            }
        }
        outcome
    }

    fn replace(&mut self) -> Result<Option<Revision>, RefreshError> {
        let revision = self.store.revision()?;
        if revision == self.tried {
            return Ok(None);
        }
        let loaded = self.store.load();
        if let Err(StoreError::Corrupt { .. }) = loaded {
            self.tried = revision;
        }
        let (revision, dataset, history) = loaded.map_err(|error| refused(revision.number, error))?;
        self.tried = revision;
        let snapshot = build(revision, dataset, history)?;
        self.live.current.store(Arc::new(snapshot));
        Ok(Some(revision))
    }
}

fn load(store: &Store) -> Result<(Revision, Snapshot), RefreshError> {
    let (revision, dataset, history) = store.load()?;
    Ok((revision, build(revision, dataset, history)?))
}

/// A failure to load: of the revision when a row is corrupt, of the database otherwise.
fn refused(revision: u64, error: StoreError) -> RefreshError {
    match error {
        StoreError::Corrupt { .. } => RefreshError::Refused { revision, source: error.into() },
        other => RefreshError::Load(other),
    }
}

fn build(revision: Revision, dataset: Dataset, history: History) -> Result<Snapshot, RefreshError> {
    let refused = |error: SnapshotError| RefreshError::Refused { revision: revision.number, source: error.into() };
    Snapshot::with_history(dataset, revision, history).map_err(refused)
}
