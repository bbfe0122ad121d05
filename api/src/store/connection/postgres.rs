//! What is particular to `PostgreSQL`: a server that can be away, many writers, and news of what was written.

use diesel::{
    Connection as _, RunQueryDsl as _,
    connection::SimpleConnection as _,
    dsl::sql,
    pg::PgConnection,
    r2d2::Error as PoolError,
    result::QueryResult,
    sql_types::{BigInt, Bool, Text},
};

use crate::store::database_url::PostgresUrl;

/// A transaction sees one state of the data only when it asks for it.
pub(super) const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Statements see what the writer before committed while this one waited for its turn: see [`take_turn`]. Whether it may
/// write at all is left to the server, its role and its database.
pub(super) const WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// The advisory lock of whoever writes or migrates; advisory locks belong to one database. "clverte" in ASCII.
const TURN: i64 = 0x63_6c76_6572_7465;

/// What `NOTIFY` and `LISTEN` call the news of a revision.
const CHANNEL: &str = "clause_verte_revision";

/// No statement runs for ever, no writer waits for ever, and a program that stops midway leaves no lock behind; unless the
/// address, the role or the database says otherwise. Several processes may start together, of which one loads the
/// catalogue; and a commit is a statement, too: of a hundred thousand clauses it checks some two million links.
const SETTINGS: &str = "SELECT set_config(name, value, false) FROM (VALUES ('statement_timeout', '10min'),
('lock_timeout', '1min'), ('idle_in_transaction_session_timeout', '10min')) AS wanted (name, value)
WHERE current_setting(name) = '0'";

/// A connection to the database at `url`.
pub(super) fn connect(url: &PostgresUrl) -> Result<PgConnection, PoolError> {
    let mut conn = PgConnection::establish(&url.complete()).map_err(PoolError::ConnectionError)?;
    conn.batch_execute(SETTINGS).map_err(PoolError::QueryError)?;
    Ok(conn)
}

/// Waits until no other process writes. A lock of its own rather than of a row: it must hold before there are tables, and
/// readers must not wait for it.
pub(super) fn take_turn(conn: &mut PgConnection) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(TURN).execute(conn).map(drop)
}

/// A server that takes longer for one row is too slow to be followed.
pub(super) fn hurry(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute("SET LOCAL statement_timeout = '5s'")
}

/// Tells whoever listens, once the transaction is committed.
pub(super) fn announce(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute(&format!("NOTIFY {CHANNEL}"))
}

/// A standby, or a server that was told to be read-only.
pub(super) fn is_read_only(conn: &mut PgConnection) -> QueryResult<bool> {
    diesel::select(sql::<Bool>("pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"))
        .get_result(conn)
}

pub(super) fn has_table(conn: &mut PgConnection, name: &str) -> QueryResult<bool> {
    diesel::select(sql::<Bool>("to_regclass(").bind::<Text, _>(name).sql(") IS NOT NULL")).get_result(conn)
}

/// Hears of revisions as they are committed, on a connection of its own.
pub(in crate::store) struct Listener(PgConnection);

impl Listener {
    /// Begins to listen.
    pub(in crate::store) fn new(url: &PostgresUrl) -> Result<Self, PoolError> {
        let mut conn = connect(url)?;
        conn.batch_execute(&format!("LISTEN {CHANNEL}")).map_err(PoolError::QueryError)?;
        Ok(Self(conn))
    }

    /// Whether a revision was committed since it was last asked. Does not wait, and asks the server nothing.
    pub(in crate::store) fn heard(&mut self) -> QueryResult<bool> {
        let news: Vec<_> = self.0.notifications_iter().collect::<QueryResult<_>>()?;
        Ok(!news.is_empty())
    }
}
