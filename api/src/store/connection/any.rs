//! In a module of its own: what is derived here imports every name beside it.

/// The connection of every query.
#[derive(diesel::MultiConnection)]
pub(in crate::store) enum AnyConnection {
    Postgres(diesel::PgConnection),
    Sqlite(diesel::SqliteConnection),
}
