//! The migrations that the binary carries.

use diesel::migration::{Migration, MigrationSource as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::{StoreError, connection::Connection};

pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

type Backend = <Connection as diesel::Connection>::Backend;

/// Applies what is missing, and returns the names of what was applied.
pub(super) fn run(conn: &mut Connection) -> Result<Vec<String>, StoreError> {
    let failed = |source| StoreError::Migrate { source };
    let known: Vec<Box<dyn Migration<Backend>>> = MIGRATIONS.migrations().map_err(failed)?;
    let applied = conn.applied_migrations().map_err(failed)?;
    let unknown = |version: &&_| known.iter().all(|migration| migration.name().version() != **version);
    if let Some(newest) = applied.iter().rev().find(unknown) {
        return Err(StoreError::Newer { migration: newest.to_string() });
    }
    let mut names = Vec::new();
    for migration in conn.pending_migrations(MIGRATIONS).map_err(failed)? {
        conn.run_migration(&migration).map_err(failed)?;
        names.push(migration.name().to_string());
    }
    Ok(names)
}
