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

pub use database_url::{DatabaseUrl, InvalidDatabaseUrl};
pub use error::StoreError;
pub use file::{Cell, FileTable, database_file};

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use diesel::r2d2::{ConnectionManager, PooledConnection};
use domain::{Dataset, Revision, history::History, value::ContentHash};

use connection::{Connection, Connections};
use revision::Next;

/// An open database. Clones share its connections.
#[derive(Clone)]
pub struct Store {
    path: PathBuf,
    connections: Connections,
}

impl Store {
    /// Opens the database, and makes its file when it is missing; its folder must exist. Nothing is migrated.
    ///
    /// # Errors
    /// A file that cannot be made, is read-only, or is not a `SQLite` database; the message names it.
    pub fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let DatabaseUrl::Sqlite { path } = url;
        let path = std::path::absolute(path).map_err(|source| connection::cannot_open(path, source))?;
        let connections = connection::connect(&path)?;
        Ok(Self { path, connections })
    }

    /// Applies the migrations that this program carries and the database lacks, all or none.
    ///
    /// # Shape
    /// The names of those applied, in order; empty when there was nothing to do.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when the database holds a migration that this program does not know.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        connection::writing(&mut *self.connection()?, &self.path, |conn| {
            migrations::run(conn).map_err(|error| error.explained(&self.path))
        })
    }

    /// The revision of the data.
    ///
    /// # Errors
    /// [`StoreError::NotMigrated`] before the first migration.
    pub fn revision(&self) -> Result<Revision, StoreError> {
        revision::load(&mut *self.connection()?).map_err(|error| error.explained(&self.path))
    }

    /// Everything that is published, sorted, and the revision that it belongs to: read in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first row that the domain refuses.
    pub fn load_dataset(&self) -> Result<(Revision, Dataset), StoreError> {
        connection::reading(&mut *self.connection()?, &self.path, |conn| {
            Ok((revision::load(conn)?, dataset::load(conn)?))
        })
    }

    /// The same, with the revisions that are kept and the events between them.
    ///
    /// # Errors
    /// See [`Store::load_dataset`].
    pub fn load(&self) -> Result<(Revision, Dataset, History), StoreError> {
        connection::reading(&mut *self.connection()?, &self.path, |conn| {
            Ok((revision::load(conn)?, dataset::load(conn)?, history::load(conn)?))
        })
    }

    /// What stands for the content of the current revision; none when it was written before that was recorded.
    ///
    /// # Errors
    /// See [`Store::revision`].
    pub fn fingerprint(&self) -> Result<Option<ContentHash>, StoreError> {
        connection::reading(&mut *self.connection()?, &self.path, |conn| {
            let revision = revision::load(conn)?;
            history::fingerprint(conn, revision)
        })
    }

    /// Address of the instance that this database mirrors; none for an original.
    ///
    /// # Errors
    /// See [`Store::revision`].
    pub fn mirrored_from(&self) -> Result<Option<String>, StoreError> {
        revision::mirrored_from(&mut *self.connection()?).map_err(|error| error.explained(&self.path))
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
            revision::set_mirrored_from(tx.conn, source).map_err(|error| error.explained(tx.path))?;
            work(tx)
        })
    }

    fn advance<T, E: From<StoreError>>(
        &self,
        next: Next,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<(T, Revision), E> {
        connection::writing(&mut *self.connection()?, &self.path, |conn| {
            let (previous, revision) = revision::advance(conn, next).map_err(|error| error.explained(&self.path))?;
            let value = work(&mut WriteTx { conn, path: &self.path, previous, revision })?;
            Ok((value, revision))
        })
    }

    fn connection(&self) -> Result<PooledConnection<ConnectionManager<Connection>>, StoreError> {
        self.connections
            .get()
            .map_err(|source| StoreError::CannotConnect { path: self.path.clone(), source: source.into() })
    }
}

/// An open write transaction. Only [`Store::write`] makes one.
pub struct WriteTx<'c> {
    conn: &'c mut Connection,
    path: &'c Path,
    previous: Revision,
    revision: Revision,
}

impl WriteTx<'_> {
    /// Puts `dataset` in the place of everything that is published, and records what changed.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] names a record that could not be read back as it is.
    pub fn replace_dataset(&mut self, mut dataset: Dataset) -> Result<(), StoreError> {
        let old = self.dataset()?;
        dataset.sort();
        dataset::replace(self.conn, &dataset)
            .and_then(|()| history::record(self.conn, (self.previous, &old), (self.revision, &dataset)))
            .map_err(|error| error.explained(self.path))
    }

    /// The same for a data set that has nothing to do with what was there: its history begins anew.
    ///
    /// # Errors
    /// See [`WriteTx::replace_dataset`].
    pub fn begin_with(&mut self, mut dataset: Dataset) -> Result<(), StoreError> {
        dataset.sort();
        dataset::replace(self.conn, &dataset)
            .and_then(|()| history::begin(self.conn, self.revision, &dataset))
            .map_err(|error| error.explained(self.path))
    }

    /// Everything that is published, sorted, as this transaction sees it.
    ///
    /// # Errors
    /// See [`Store::load_dataset`].
    pub fn dataset(&mut self) -> Result<Dataset, StoreError> {
        dataset::load(self.conn).map_err(|error| error.explained(self.path))
    }
}
