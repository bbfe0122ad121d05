//! The swap of one snapshot for the next, and what notices that it is time.

use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use domain::{Dataset, Revision, history::History};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::snapshot::{Snapshot, SnapshotError};
use crate::store::{Connections, Glance, Store, StoreError};

/// The snapshot that is served now. Cheap to share; a request pins one snapshot and keeps it to its end.
pub struct LiveSnapshot {
    store: Store,
    current: ArcSwap<Snapshot>,
    trouble: ArcSwap<Option<Trouble>>,
    vitals: ArcSwap<Vitals>,
}

/// How the database answered last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseState {
    /// It can be read and written.
    Writable,
    /// It can be read: a standby, or a server that was told so.
    ReadOnly,
    /// It cannot be read: it is away, or not as this program knows it. What was loaded is served.
    Unreadable,
}

/// How a process follows the database.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vitals {
    /// How the database answered last.
    pub database: DatabaseState,
    /// When it last answered.
    pub seen_at: DateTime<Utc>,
    /// When the snapshot that is served was built.
    pub built_at: DateTime<Utc>,
    /// How long it took to load it, and how long to build it.
    pub rebuild: Rebuild,
    /// How many snapshots were built, the first one included.
    pub rebuilds: u64,
    /// How often a look at the database, or a new snapshot, failed.
    pub failures: u64,
}

/// What a snapshot took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rebuild {
    /// To load its data from the database.
    pub load: Duration,
    /// To build it.
    pub build: Duration,
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
    /// The snapshot of this moment, for a whole request.
    pub fn pin(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Says that the data may be behind their source, until the next refresh that finds no trouble.
    pub fn degrade(&self, detail: &str) {
        self.trouble.store(Arc::new(Some(Trouble { revision: None, detail: detail.to_owned() })));
    }

    /// How this process follows the database.
    pub fn vitals(&self) -> Vitals {
        **self.vitals.load()
    }

    /// The connections of this process to the database.
    pub fn connections(&self) -> Connections {
        self.store.connections()
    }

    fn note(&self, change: impl FnOnce(&mut Vitals)) {
        let mut vitals = self.vitals();
        change(&mut vitals);
        self.vitals.store(Arc::new(vitals));
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
        let glance = store.glance()?;
        let loaded = load(&store, glance.revision)?;
        let tried = loaded.revision;
        let (snapshot, rebuild) = build(loaded)?;
        let now = Utc::now();
        let vitals = Vitals { database: state(glance), seen_at: now, built_at: now, rebuild, rebuilds: 1, failures: 0 };
        let live = LiveSnapshot {
            store: store.clone(),
            current: ArcSwap::from_pointee(snapshot),
            trouble: ArcSwap::from_pointee(None),
            vitals: ArcSwap::from_pointee(vitals),
        };
        let live = Arc::new(live);
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
                self.live.note(|vitals| {
                    vitals.failures += 1;
                    if revision.is_none() {
                        vitals.database = DatabaseState::Unreadable;
                    }
                });
                self.live.trouble.store(Arc::new(Some(Trouble { revision, detail: error.to_string() })));
            }
        }
        outcome
    }

    fn replace(&mut self) -> Result<Option<Revision>, RefreshError> {
        let glance = self.store.glance()?;
        self.live.note(|vitals| {
            vitals.database = state(glance);
            vitals.seen_at = Utc::now();
        });
        if glance.revision == self.tried {
            return Ok(None);
        }
        let loaded = load(&self.store, glance.revision);
        if let Err(RefreshError::Refused { .. }) = loaded {
            self.tried = glance.revision;
        }
        let loaded = loaded?;
        let revision = loaded.revision;
        self.tried = revision;
        let (snapshot, rebuild) = build(loaded)?;
        self.live.current.store(Arc::new(snapshot));
        self.live.note(|vitals| {
            vitals.built_at = Utc::now();
            vitals.rebuild = rebuild;
            vitals.rebuilds += 1;
        });
        Ok(Some(revision))
    }
}

fn state(glance: Glance) -> DatabaseState {
    if glance.read_only { DatabaseState::ReadOnly } else { DatabaseState::Writable }
}

/// What a snapshot is built of, and how long it took to load.
struct Loaded {
    revision: Revision,
    dataset: Dataset,
    history: History,
    took: Duration,
}

/// Everything that the database holds; `expected` is what it said to hold.
fn load(store: &Store, expected: Revision) -> Result<Loaded, RefreshError> {
    let begun = Instant::now();
    let (revision, dataset, history) = store.load().map_err(|error| match error {
        // A row, not the database, is at fault.
        StoreError::Corrupt { .. } => RefreshError::Refused { revision: expected.number, source: error.into() },
        other => RefreshError::Load(other),
    })?;
    Ok(Loaded { revision, dataset, history, took: begun.elapsed() })
}

fn build(loaded: Loaded) -> Result<(Snapshot, Rebuild), RefreshError> {
    let Loaded { revision, dataset, history, took } = loaded;
    let refused = |error: SnapshotError| RefreshError::Refused { revision: revision.number, source: error.into() };
    let begun = Instant::now();
    let snapshot = Snapshot::with_history(dataset, revision, history).map_err(refused)?;
    Ok((snapshot, Rebuild { load: took, build: begun.elapsed() }))
}
