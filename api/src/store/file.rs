//! A `SQLite` database as a file that is published: made in memory, a function of its tables alone.

use diesel::{
    Connection as _, RunQueryDsl as _,
    connection::SimpleConnection as _,
    sql_types::{BigInt, Double, Nullable, Text},
    sqlite::SqliteConnection,
};

use super::{DatabaseUrl, StoreError};

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
}

/// A table and its rows.
pub struct FileTable<'r> {
    /// Its name.
    pub name: String,
    /// The statement that makes it.
    pub definition: String,
    /// How many columns it has.
    pub columns: usize,
    /// Its rows.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'r>,
}

/// Values that one statement may bind; `SQLite` takes 32,766.
const VALUES: usize = 30_000;

/// The bytes of a database of `tables`, on which `afterwards` is run: views and indexes.
///
/// # Errors
/// Definitions that `SQLite` refuses: a fault of the program.
pub fn database_file<'r>(
    tables: impl IntoIterator<Item = FileTable<'r>>,
    afterwards: &str,
) -> Result<Vec<u8>, StoreError> {
    let made = |source| StoreError::Query { doing: "make", what: "the published database", source };
    let in_memory = DatabaseUrl::Sqlite { path: ":memory:".into() };
    let mut conn = SqliteConnection::establish(":memory:")
        .map_err(|source| StoreError::CannotConnect { database: in_memory, source: source.into() })?;
    // Tables name others that come later; whoever opens the file may have them checked.
    conn.batch_execute("PRAGMA foreign_keys = OFF").map_err(made)?;
    conn.transaction(|conn| {
        for mut table in tables {
            conn.batch_execute(&table.definition)?;
            let row = format!("({})", vec!["?"; table.columns].join(", "));
            let length = (VALUES / table.columns.max(1)).max(1);
            loop {
                let rows: Vec<Vec<Cell>> = table.rows.by_ref().take(length).collect();
                if rows.is_empty() {
                    break;
                }
                let places = vec![row.as_str(); rows.len()].join(", ");
                let query = diesel::sql_query(format!("INSERT INTO \"{}\" VALUES {places}", table.name)).into_boxed();
                let bound = rows.into_iter().flatten().fold(query, |query, cell| match cell {
                    Cell::Null => query.bind::<Nullable<Text>, _>(None::<String>),
                    Cell::Text(text) => query.bind::<Text, _>(text),
                    Cell::Integer(number) => query.bind::<BigInt, _>(number),
                    Cell::Number(number) => query.bind::<Double, _>(number),
                });
                bound.execute(conn)?;
            }
        }
        conn.batch_execute(afterwards)
    })
    .map_err(made)?;
    let serialised = conn.serialize_database_to_buffer();
    serialised.try_as_slice().map(<[u8]>::to_vec).map_err(made)
}
