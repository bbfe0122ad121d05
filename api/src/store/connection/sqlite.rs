//! What is particular to `SQLite`: one file, one writer, no server.

use std::{
    fs::{self, OpenOptions},
    io,
    path::Path,
};

use diesel::{
    Connection as _, RunQueryDsl as _, connection::SimpleConnection as _, dsl::count_star, prelude::*,
    r2d2::Error as PoolError, sql_types::Text, sqlite::SqliteConnection,
};

use crate::store::{DatabaseUrl, StoreError};

/// Any transaction sees one state of the data.
pub(super) const READING: &str = "BEGIN";

/// Takes the lock of writers at once, since `SQLite` refuses to turn a lock of readers into one midway.
pub(super) const WRITING: &str = "BEGIN IMMEDIATE";

/// A writer waits five seconds for its turn. `busy_timeout` comes first, since the change to WAL takes a lock.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA foreign_keys = ON;";

/// The address with an absolute path, lest `SQLite` read a URI into it.
pub(super) fn absolute(url: &DatabaseUrl) -> Result<DatabaseUrl, StoreError> {
    match url {
        DatabaseUrl::Sqlite { path } => match std::path::absolute(path) {
            Ok(path) => Ok(DatabaseUrl::Sqlite { path }),
            Err(source) => Err(StoreError::CannotOpen { database: url.clone(), source }),
        },
        DatabaseUrl::Postgres(_) => Ok(url.clone()),
    }
}

/// Makes the file at `path` when it is missing, and demands that it is a database that may be written.
pub(super) fn look_at(path: &Path) -> Result<(), StoreError> {
    let database = || DatabaseUrl::Sqlite { path: path.to_owned() };
    address(path).and_then(|_| ensure_writable_file(path)).map_err(|source| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly { database: database() }
        }
        _ => StoreError::CannotOpen { database: database(), source },
    })?;
    match connect(path) {
        // A first read is when `SQLite` looks at what the file is.
        Ok(mut conn) => has_table(&mut conn, "data_revision").map(drop).map_err(StoreError::reading("sqlite_master")),
        Err(PoolError::QueryError(source)) => Err(StoreError::reading("sqlite_master")(source)),
        Err(source) => Err(StoreError::CannotConnect { database: database(), source: source.into() }),
    }
    .map_err(|error| error.explained(&database()))
}

/// A connection to the file at `path`.
pub(super) fn connect(path: &Path) -> Result<SqliteConnection, PoolError> {
    let address =
        address(path).map_err(|error| PoolError::ConnectionError(ConnectionError::BadConnection(error.to_string())))?;
    let mut conn = SqliteConnection::establish(address).map_err(PoolError::ConnectionError)?;
    conn.batch_execute(SETTINGS).map_err(PoolError::QueryError)?;
    Ok(conn)
}

fn address(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::ErrorKind::InvalidFilename.into())
}

/// Looks without opening a file that exists: closing it would drop the locks that `SQLite` holds on it in this process.
fn ensure_writable_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if found.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
        Ok(_) => Ok(()),
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
            match OpenOptions::new().write(true).create_new(true).open(path) {
                Err(source) if source.kind() != io::ErrorKind::AlreadyExists => Err(source),
                _ => Ok(()),
            }
        }
        Err(source) => Err(source),
    }
}

/// Whether the file may only be read.
pub(super) fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.permissions().readonly())
}

pub(super) fn has_table(conn: &mut SqliteConnection, name: &str) -> QueryResult<bool> {
    diesel::table! {
        sqlite_master (name) {
            name -> Text,
            #[sql_name = "type"]
            kind -> Text,
        }
    }
    let found = sqlite_master::table.filter(sqlite_master::kind.eq("table")).filter(sqlite_master::name.eq(name));
    found.select(count_star()).first::<i64>(conn).map(|count| count > 0)
}

/// Copies the database, as it is at one moment, to the file `to`, which must not exist; its readers and its writer go on.
pub(in crate::store) fn back_up(conn: &mut SqliteConnection, to: &Path) -> QueryResult<()> {
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(to.to_string_lossy()).execute(conn).map(drop)
}
