//! The database: the only code that knows how the records are kept.
//!
//! It knows the domain and nothing above it. Every write goes through [`Store::write`], which marks the data as
//! changed.

mod clause;
mod clause_version;
mod connection;
mod cpv;
mod database_url;
mod dataset;
mod error;
mod experience_report;
mod file;
mod history;
mod label;
mod legal_reference;
mod lists;
mod migrations;
mod nudge;
mod organisation;
mod revision;
mod row;
mod schema;
mod segment;
mod synonym;
mod target;
#[cfg(test)]
mod tests;
mod theme;

pub use database_url::{DatabaseUrl, InvalidDatabaseUrl, PostgresUrl};
pub use error::StoreError;
pub use file::{Cell, FileTable, database_file};
pub use nudge::Nudges;

use std::path::Path;

use chrono::{DateTime, Utc};
use domain::{Dataset, Revision, history::History, value::ContentHash};

use connection::{Connection, Database};
use revision::Next;

/// An open database. Clones share its connections.
#[derive(Clone)]
pub struct Store {
    primary: Database,
    replica: Option<Database>,
}

/// What a look at the database finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance {
    /// The revision of the data.
    pub revision: Revision,
    /// Whether a write would be refused.
    pub read_only: bool,
}

/// The connections that a process holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// How many there may be.
    pub most: u32,
    /// How many there are.
    pub open: u32,
    /// How many of them nobody uses.
    pub idle: u32,
}

impl Store {
    /// Opens the database; makes the file of `SQLite` when it is missing, in a folder that exists. Nothing is migrated.
    ///
    /// # Errors
    /// A file that cannot be made, is read-only, or is not a `SQLite` database; a server that cannot be reached. The
    /// message names the database.
    pub fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Ok(Self { primary: Database::open(url)?, replica: None })
    }

    /// The same, with a copy of the database that is loaded from whenever it is up to date.
    ///
    /// # Errors
    /// A copy that cannot be reached now; later it may go and come.
    pub fn with_replica(self, url: &PostgresUrl) -> Result<Self, StoreError> {
        Ok(Self { replica: Some(Database::open(&DatabaseUrl::Postgres(url.clone()))?), ..self })
    }

    /// The address of the database. Prints without its password.
    pub fn url(&self) -> &DatabaseUrl {
        &self.primary.url
    }

    /// Applies the migrations that this program carries and the database lacks, all or none.
    ///
    /// # Shape
    /// The names of those applied, in order; empty when there was nothing to do.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when the database holds a migration that this program does not know.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let explained = |error: StoreError| error.explained(self.url());
        if !migrations::pending(&mut *self.primary.borrow()?).map_err(explained)? {
            return Ok(Vec::new());
        }
        // Another process may apply them while this one waits for its turn: it finds nothing to do then.
        self.primary.writing(|conn| migrations::run(conn).map_err(explained))
    }

    /// The revision of the data.
    ///
    /// # Errors
    /// [`StoreError::NotMigrated`] before the first migration.
    pub fn revision(&self) -> Result<Revision, StoreError> {
        revision::load(&mut *self.primary.borrow()?).map_err(|error| error.explained(self.url()))
    }

    /// The revision of the data, and whether it can be followed by another. Costs one row.
    ///
    /// # Errors
    /// See [`Store::revision`]; a server that takes seconds for it.
    pub fn glance(&self) -> Result<Glance, StoreError> {
        self.primary.reading(|conn| {
            connection::hurry(conn).map_err(StoreError::writing("settings"))?;
            let read_only = self.primary.is_read_only(conn).map_err(StoreError::reading("settings"))?;
            Ok(Glance { revision: revision::load(conn)?, read_only })
        })
    }

    /// Everything that is published, sorted, and the revision that it belongs to: read in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first row that the domain refuses.
    pub fn load_dataset(&self) -> Result<(Revision, Dataset), StoreError> {
        self.primary.reading(|conn| Ok((revision::load(conn)?, dataset::load(conn)?)))
    }

    /// The same, with the revisions that are kept and the events between them. From the replica, if there is one that
    /// already holds the revision of the primary.
    ///
    /// # Errors
    /// See [`Store::load_dataset`].
    pub fn load(&self) -> Result<(Revision, Dataset, History), StoreError> {
        let whole = |conn: &mut Connection| Ok((revision::load(conn)?, dataset::load(conn)?, history::load(conn)?));
        if let Some(replica) = &self.replica {
            let current = self.revision()?;
            let loaded = replica.reading(|conn| {
                let up_to_date = revision::load(conn)? == current;
                up_to_date.then(|| whole(conn)).transpose()
            });
            match loaded {
                Ok(Some(loaded)) => return Ok(loaded),
                Ok(None) => {
                    log::info!("The replica does not hold revision {} yet: the primary is read.", current.number);
                }
                Err(error) => log::warn!("The replica cannot be read, the primary is: {error}."),
            }
        }
        self.primary.reading(whole)
    }

    /// What stands for the content of the current revision; none when it was written before that was recorded.
    ///
    /// # Errors
    /// See [`Store::revision`].
    pub fn fingerprint(&self) -> Result<Option<ContentHash>, StoreError> {
        self.primary.reading(|conn| {
            let revision = revision::load(conn)?;
            history::fingerprint(conn, revision)
        })
    }

    /// Address of the instance that this database mirrors; none for an original.
    ///
    /// # Errors
    /// See [`Store::revision`].
    pub fn mirrored_from(&self) -> Result<Option<String>, StoreError> {
        revision::mirrored_from(&mut *self.primary.borrow()?).map_err(|error| error.explained(self.url()))
    }

    /// The connections of this process to the database.
    pub fn connections(&self) -> Connections {
        let (open, idle) = self.primary.connections();
        Connections { most: connection::POOL_SIZE, open, idle }
    }

    /// Copies the database, as it is at one moment, to a new file; readers and writers go on.
    ///
    /// # Errors
    /// [`StoreError::NoCopy`] for a database that is no file; a file that exists, or cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        match &mut *self.primary.borrow()? {
            Connection::Sqlite(conn) => connection::back_up(conn, to).map_err(|source| StoreError::Query {
                doing: "copy",
                what: "the database",
                source,
            }),
            Connection::Postgres(_) => Err(StoreError::NoCopy { database: self.url().clone() }),
        }
    }

    /// Runs `work` in one transaction and marks the data as changed at `at`. Writers queue.
    ///
    /// # Errors
    /// Whatever `work` returns, or a failure to begin or to commit; nothing was written then. A link to a record that
    /// does not exist is seen last, as [`StoreError::BrokenLink`].
    pub fn write<T, E: From<StoreError>>(
        &self,
        at: DateTime<Utc>,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<(T, Revision), E> {
        self.advance(Next::At(at), work)
    }

    /// The same for data that were a revision elsewhere: they become `revision`, number and time.
    ///
    /// # Errors
    /// See [`Store::write`].
    pub fn write_as<T, E: From<StoreError>>(
        &self,
        revision: Revision,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<(T, Revision), E> {
        self.advance(Next::Exactly(revision), work)
    }

    /// The same for a mirror: the data become the revision `revision` of the instance at `source`, number and time.
    ///
    /// # Errors
    /// See [`Store::write`].
    pub fn mirror<T, E: From<StoreError>>(
        &self,
        source: &str,
        revision: Revision,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<(T, Revision), E> {
        self.advance(Next::Exactly(revision), |tx| {
            revision::set_mirrored_from(tx.conn, source).map_err(|error| error.explained(tx.url))?;
            work(tx)
        })
    }

    fn advance<T, E: From<StoreError>>(
        &self,
        next: Next,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<(T, Revision), E> {
        let explained = |error: StoreError| error.explained(self.url());
        self.primary.writing(|conn| {
            let (previous, revision) = revision::advance(conn, next).map_err(explained)?;
            let value = work(&mut WriteTx { conn, url: self.url(), previous, revision })?;
            let announced = connection::announce(conn).map_err(StoreError::writing("news of the revision"));
            announced.map_err(explained)?;
            Ok((value, revision))
        })
    }
}

/// An open write transaction. Only [`Store::write`] makes one.
pub struct WriteTx<'c> {
    conn: &'c mut Connection,
    url: &'c DatabaseUrl,
    previous: Revision,
    revision: Revision,
}

impl WriteTx<'_> {
    /// The revision that this one follows.
    pub fn previous(&self) -> Revision {
        self.previous
    }

    /// Puts `dataset` in the place of everything that is published, and records what changed.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] names a record that could not be read back as it is.
    pub fn replace_dataset(&mut self, mut dataset: Dataset) -> Result<(), StoreError> {
        let old = self.dataset()?;
        dataset.sort();
        dataset::replace(self.conn, &dataset)
            .and_then(|()| history::record(self.conn, (self.previous, &old), (self.revision, &dataset)))
            .map_err(|error| error.explained(self.url))
    }

    /// The same for a data set that has nothing to do with what was there: its history begins anew.
    ///
    /// # Errors
    /// See [`WriteTx::replace_dataset`].
    pub fn begin_with(&mut self, mut dataset: Dataset) -> Result<(), StoreError> {
        dataset.sort();
        dataset::replace(self.conn, &dataset)
            .and_then(|()| history::begin(self.conn, self.revision, &dataset))
            .map_err(|error| error.explained(self.url))
    }

    /// The same for a data set that comes with its history, which ends with this revision.
    ///
    /// # Errors
    /// See [`WriteTx::replace_dataset`].
    pub fn restore(&mut self, mut dataset: Dataset, history: &History) -> Result<(), StoreError> {
        dataset.sort();
        dataset::replace(self.conn, &dataset)
            .and_then(|()| history::restore(self.conn, history))
            .map_err(|error| error.explained(self.url))
    }

    /// Everything that is published, sorted, as this transaction sees it.
    ///
    /// # Errors
    /// See [`Store::load_dataset`].
    pub fn dataset(&mut self) -> Result<Dataset, StoreError> {
        dataset::load(self.conn).map_err(|error| error.explained(self.url))
    }
}
