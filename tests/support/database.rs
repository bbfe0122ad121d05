//! The database behind the tests: a SQLite file, or with `TEST_DATABASE=postgres` a database of a PostgreSQL server that
//! the tests start.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex},
};

use api::store::DatabaseUrl;
use diesel::{
    Connection as _, RunQueryDsl as _, connection::SimpleConnection as _, pg::PgConnection, result::QueryResult,
    sqlite::SqliteConnection,
};

use super::postgres::Server;

/// The variable that says which.
pub const VARIABLE: &str = "TEST_DATABASE";

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);
static DATABASES: LazyLock<Mutex<BTreeMap<PathBuf, DatabaseUrl>>> = LazyLock::new(Mutex::default);

/// Whether the tests run on PostgreSQL.
pub fn on_postgres() -> bool {
    match std::env::var(VARIABLE).as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("{VARIABLE} is `sqlite` or `postgres`, not `{other}`"),
    }
}

/// The database that belongs to `folder`; empty the first time.
pub fn url(folder: &Path) -> DatabaseUrl {
    if !on_postgres() {
        return DatabaseUrl::Sqlite { path: folder.join("clause-verte.db") };
    }
    let mut databases = DATABASES.lock().unwrap();
    let number = databases.len();
    databases.entry(folder.to_owned()).or_insert_with(|| SERVER.database(&format!("essai_{number}"))).clone()
}

/// The same as text, with what the program needs to reach it.
pub fn address(folder: &Path) -> String {
    match url(folder) {
        url @ DatabaseUrl::Sqlite { .. } => url.to_string(),
        DatabaseUrl::Postgres(_) => SERVER.address(url(folder).to_string().rsplit('/').next().unwrap()),
    }
}

/// Runs `sql` on a connection of its own.
pub fn execute(address: &str, sql: &str) -> QueryResult<()> {
    match address.strip_prefix("sqlite://") {
        Some(path) => SqliteConnection::establish(path).unwrap().batch_execute(sql),
        None => PgConnection::establish(address).unwrap().batch_execute(sql),
    }
}

/// The number that `sql` asks a PostgreSQL server for.
pub fn count(address: &str, sql: &str) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let mut conn = PgConnection::establish(address).unwrap();
    diesel::sql_query(sql).get_result::<Count>(&mut conn).unwrap().count
}
