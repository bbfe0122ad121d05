//! The migrations that the binary carries.

use diesel::{
    migration::{Migration, MigrationSource as _},
    prelude::*,
    sqlite::Sqlite,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{
    StoreError,
    connection::{Connection, has_table},
};

pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// Where diesel keeps what was applied.
const TABLE: &str = "__diesel_schema_migrations";

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> Text,
        run_on -> Timestamp,
    }
}

/// Whether something is missing. Asks without writing, so that a standby can be asked.
pub(super) fn pending(conn: &mut Connection) -> Result<bool, StoreError> {
    let known: Vec<Box<dyn Migration<Sqlite>>> =
        MIGRATIONS.migrations().map_err(|source| StoreError::Migrate { source })?;
    let known: Vec<String> = known.iter().map(|migration| migration.name().version().to_string()).collect();
    if !has_table(conn, TABLE).map_err(StoreError::reading(TABLE))? {
        return Ok(true);
    }
    let applied = __diesel_schema_migrations::table
        .select(__diesel_schema_migrations::version)
        .order(__diesel_schema_migrations::version)
        .load::<String>(conn)
        .map_err(StoreError::reading(TABLE))?;
    match applied.iter().rev().find(|version| !known.contains(version)) {
        Some(newest) => Err(StoreError::Newer { migration: newest.clone() }),
        None => Ok(applied.len() < known.len()),
    }
}

/// Applies what is missing, and returns the names of what was applied.
pub(super) fn run(conn: &mut Connection) -> Result<Vec<String>, StoreError> {
    match conn {
        Connection::Sqlite(conn) => run_on(conn),
        Connection::Postgres(conn) => run_on(conn),
    }
}

fn run_on<C: diesel::Connection + MigrationHarness<C::Backend>>(conn: &mut C) -> Result<Vec<String>, StoreError> {
    let failed = |source| StoreError::Migrate { source };
    let mut names = Vec::new();
    for migration in conn.pending_migrations(MIGRATIONS).map_err(failed)? {
        conn.run_migration(&migration).map_err(failed)?;
        names.push(migration.name().to_string());
    }
    Ok(names)
}
