//! The one place that knows which database is behind: what differs between the two is in `sqlite` and `postgres`, each
//! difference with its reason.

mod any;
mod postgres;
mod sqlite;

use std::time::Duration;

use diesel::{
    connection::{AnsiTransactionManager, TransactionManager as _},
    r2d2::{Error as PoolError, ManageConnection, NopErrorHandler, Pool, PooledConnection, R2D2Connection as _},
    result::{Error as DieselError, QueryResult},
};

use super::{DatabaseUrl, StoreError};

pub(super) use any::AnyConnection as Connection;
pub(super) use postgres::Listener;
pub(super) use sqlite::back_up;

type Transactions = <Connection as diesel::Connection>::TransactionManager;

/// One for the writer, one for the refresher, two for commands beside them: requests read a snapshot, not the database.
pub(super) const POOL_SIZE: u32 = 4;

/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// A database that can be reached. Clones share its connections.
#[derive(Clone)]
pub(super) struct Database {
    pub(super) url: DatabaseUrl,
    connections: Pool<Manager>,
}

impl Database {
    /// Connects to the database at `url`; a `SQLite` file is made when missing.
    ///
    /// # Errors
    /// The first thing that is wrong with it, at once rather than after the patience of the pool.
    pub(super) fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let manager = Manager(sqlite::absolute(url)?);
        let url = manager.0.clone();
        match &url {
            DatabaseUrl::Sqlite { path } => sqlite::look_at(path)?,
            DatabaseUrl::Postgres(_) => drop(manager.connect().map_err(|source| away(&url, source))?),
        }
        let connections = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            // Whoever asks for a connection is told; the pool would repeat it at every try.
            .error_handler(Box::new(NopErrorHandler))
            .build_unchecked(manager);
        Ok(Self { url, connections })
    }

    /// A connection, which returns to the others when dropped.
    pub(super) fn borrow(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.connections.get().map_err(|source| away(&self.url, source))
    }

    /// How many connections there are, and how many of them nobody uses.
    pub(super) fn connections(&self) -> (u32, u32) {
        let state = self.connections.state();
        (state.connections, state.idle_connections)
    }

    /// Runs `work` in one transaction that sees one state of the data.
    pub(super) fn reading<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let begin = |conn: &mut Connection| match conn {
            Connection::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, sqlite::READING),
            Connection::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(conn, postgres::READING),
        };
        self.within(begin, |conn| work(conn).map_err(|error| error.explained(&self.url)))
    }

    /// Runs `work` in one transaction that has no rival from its first statement on.
    pub(super) fn writing<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let begin = |conn: &mut Connection| match conn {
            Connection::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, sqlite::WRITING),
            Connection::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(conn, postgres::WRITING),
        };
        self.within(begin, |conn| {
            if let Connection::Postgres(conn) = conn {
                postgres::take_turn(conn).map_err(|source| StoreError::waiting(&self.url, source))?;
            }
            work(conn)
        })
    }

    /// diesel's own transactions begin in one way only, and those of one kind of database give the connection inside.
    fn within<T, E: From<StoreError>>(
        &self,
        begin: impl FnOnce(&mut Connection) -> QueryResult<()>,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let failed = |source: DieselError| {
            StoreError::Query { doing: "begin or end", what: "a transaction", source }.explained(&self.url)
        };
        let conn = &mut *self.borrow()?;
        begin(conn).map_err(failed)?;
        match work(conn) {
            Ok(value) => Transactions::commit_transaction(conn).map(|()| value).map_err(|source| failed(source).into()),
            Err(error) => {
                // The pool drops a connection whose transaction cannot be undone, and the database undoes it then.
                let _ = Transactions::rollback_transaction(conn);
                Err(error)
            }
        }
    }

    /// Whether a write would be refused.
    pub(super) fn is_read_only(&self, conn: &mut Connection) -> QueryResult<bool> {
        match (conn, &self.url) {
            (Connection::Postgres(conn), _) => postgres::is_read_only(conn),
            (_, DatabaseUrl::Sqlite { path }) => Ok(sqlite::is_read_only(path)),
            (Connection::Sqlite(_), DatabaseUrl::Postgres(_)) => Ok(false),
        }
    }
}

/// The database at `url` gives no connection.
fn away(url: &DatabaseUrl, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    let (database, source) = (url.clone(), source.into());
    match url {
        DatabaseUrl::Sqlite { .. } => StoreError::CannotConnect { database, source },
        DatabaseUrl::Postgres(_) => StoreError::Unreachable { database, source },
    }
}

/// Makes the connections of a pool. (diesel's own manager tries one kind of database after the other, and `SQLite` takes
/// any text for the name of a file.)
#[derive(Debug)]
pub(super) struct Manager(DatabaseUrl);

impl ManageConnection for Manager {
    type Connection = Connection;
    type Error = PoolError;

    fn connect(&self) -> Result<Connection, PoolError> {
        match &self.0 {
            DatabaseUrl::Sqlite { path } => sqlite::connect(path).map(Connection::Sqlite),
            DatabaseUrl::Postgres(url) => postgres::connect(url).map(Connection::Postgres),
        }
    }

    fn is_valid(&self, conn: &mut Connection) -> Result<(), PoolError> {
        conn.ping().map_err(PoolError::QueryError)
    }

    fn has_broken(&self, conn: &mut Connection) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

/// Bounds every statement of the transaction to what one row may take.
pub(super) fn hurry(conn: &mut Connection) -> QueryResult<()> {
    match conn {
        // A file is not slow; its lock is waited for, and bounded, by every connection.
        Connection::Sqlite(_) => Ok(()),
        Connection::Postgres(conn) => postgres::hurry(conn),
    }
}

/// Tells whoever listens that the transaction wrote a revision, once it is committed.
pub(super) fn announce(conn: &mut Connection) -> QueryResult<()> {
    match conn {
        // A file tells nobody: its readers look.
        Connection::Sqlite(_) => Ok(()),
        Connection::Postgres(conn) => postgres::announce(conn),
    }
}

/// Whether there is a table of that name.
pub(super) fn has_table(conn: &mut Connection, name: &str) -> QueryResult<bool> {
    match conn {
        Connection::Sqlite(conn) => sqlite::has_table(conn, name),
        Connection::Postgres(conn) => postgres::has_table(conn, name),
    }
}
