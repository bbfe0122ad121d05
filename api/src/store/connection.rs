//! The one place that knows which database is behind.

use std::{
    fs::{self, OpenOptions},
    io,
    path::Path,
    time::Duration,
};

use diesel::{
    Connection as _, RunQueryDsl as _,
    connection::SimpleConnection as _,
    r2d2::{ConnectionManager, CustomizeConnection, Error as PoolError, Pool},
    result::Error as DieselError,
};

use super::StoreError;

/// The connection of every query. Another database becomes another variant of an enumeration of this name.
pub(super) type Connection = diesel::sqlite::SqliteConnection;

pub(super) type Connections = Pool<ConnectionManager<Connection>>;

/// How long a writer waits for its turn.
pub(super) const BUSY_SECONDS: u64 = 5;

/// One for the writer, one for the refresher, two for commands beside them: requests read a snapshot, not the database.
pub(super) const POOL_SIZE: u32 = 4;

/// `busy_timeout` comes first, since the change to WAL takes a lock.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA foreign_keys = ON;";

/// Connections to the `SQLite` file at `path`, made when missing; absolute, lest a URI be read into it.
///
/// # Errors
/// The first thing that is wrong with the file, at once rather than after the patience of the pool.
pub(super) fn connect(path: &Path) -> Result<Connections, StoreError> {
    let address = path.to_str().ok_or_else(|| cannot_open(path, io::ErrorKind::InvalidFilename.into()))?;
    ensure_writable_file(path)?;
    let cannot_connect = |source| StoreError::CannotConnect { path: path.to_owned(), source };
    let mut first = Connection::establish(address).map_err(|source| cannot_connect(source.into()))?;
    prepare(&mut first).map_err(|error| StoreError::reading("sqlite_master")(error).explained(path))?;
    Pool::builder()
        .max_size(POOL_SIZE)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_secs(BUSY_SECONDS))
        .connection_customizer(Box::new(Settings))
        .build(ConnectionManager::new(address))
        .map_err(|source| cannot_connect(source.into()))
}

/// Looks without opening a file that exists: closing it would drop the locks that `SQLite` holds on it in this process.
fn ensure_writable_file(path: &Path) -> Result<(), StoreError> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(cannot_open(path, io::ErrorKind::IsADirectory.into())),
        Ok(found) if found.permissions().readonly() => Err(StoreError::ReadOnly { path: path.to_owned() }),
        Ok(_) => Ok(()),
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
            match OpenOptions::new().write(true).create_new(true).open(path) {
                Err(source) if source.kind() != io::ErrorKind::AlreadyExists => Err(cannot_open(path, source)),
                _ => Ok(()),
            }
        }
        Err(source) => Err(cannot_open(path, source)),
    }
}

pub(super) fn cannot_open(path: &Path, source: io::Error) -> StoreError {
    match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly { path: path.to_owned() }
        }
        _ => StoreError::CannotOpen { path: path.to_owned(), source },
    }
}

/// Settings of one connection, then a first read, which is when `SQLite` looks at what the file is.
fn prepare(conn: &mut Connection) -> Result<(), DieselError> {
    conn.batch_execute(SETTINGS)?;
    diesel::sql_query("SELECT name FROM sqlite_master").execute(conn).map(|_| ())
}

/// Prepares each connection of the pool.
#[derive(Debug)]
struct Settings;

impl CustomizeConnection<Connection, PoolError> for Settings {
    fn on_acquire(&self, conn: &mut Connection) -> Result<(), PoolError> {
        conn.batch_execute(SETTINGS).map_err(PoolError::QueryError)
    }
}

/// Runs `work` in one transaction that sees one state of the data.
///
/// `SQLite` gives it to any transaction; `PostgreSQL` will have to be asked for `REPEATABLE READ`.
pub(super) fn reading<T>(
    conn: &mut Connection,
    path: &Path,
    work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    conn.transaction(|conn| work(conn).map_err(|error| Failure::Work(error.explained(path))))
        .map_err(|failure: Failure<StoreError>| failure.into_error(path))
}

/// Runs `work` in one transaction that has no rival from its first statement on.
///
/// `SQLite` takes the lock of writers at once, since it refuses to turn a lock of readers into one midway.
pub(super) fn writing<T, E: From<StoreError>>(
    conn: &mut Connection,
    path: &Path,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    conn.immediate_transaction(|conn| work(conn).map_err(Failure::Work)).map_err(|failure| failure.into_error(path))
}

/// What can fail in a transaction: the work in it, or the transaction itself.
enum Failure<E> {
    Work(E),
    Transaction(DieselError),
}

impl<E> From<DieselError> for Failure<E> {
    fn from(source: DieselError) -> Self {
        Self::Transaction(source)
    }
}

impl<E: From<StoreError>> Failure<E> {
    fn into_error(self, path: &Path) -> E {
        match self {
            Self::Work(error) => error,
            Self::Transaction(source) => {
                StoreError::Query { doing: "begin or end", what: "a transaction", source }.explained(path).into()
            }
        }
    }
}
