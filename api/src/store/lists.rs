//! Lists of texts: each is a table of the same shape, with an owner, a position and a value.

use std::collections::BTreeMap;

use diesel::{
    RunQueryDsl as _,
    sql_types::{Integer, Text},
};
use serde::de::DeserializeOwned;

use super::{StoreError, connection::Connection, row::RowId};

/// A table that keeps the lists of one field.
pub(super) struct List {
    /// Its name.
    pub table: &'static str,
    /// The column that says whose list it is.
    pub owner: &'static str,
    /// The column of the values.
    pub value: &'static str,
}

/// The lists of one field, by owner, each in its order.
pub(super) struct Lists {
    table: &'static str,
    by_owner: BTreeMap<String, Vec<String>>,
}

impl Lists {
    /// The list of `owner`, which belongs to `row`; empty when there is none.
    pub(super) fn take<T: DeserializeOwned>(&mut self, row: &RowId, owner: &str) -> Result<Vec<T>, StoreError> {
        row.parse_all(self.table, self.by_owner.remove(owner).unwrap_or_default())
    }
}

/// Rows that go into one statement: their three values each stay far from the 32,766 that `SQLite` binds.
const ROWS: usize = 1000;

/// Writes the list of an owner that has none yet.
pub(super) fn put(conn: &mut Connection, list: &List, owner: &str, values: &[String]) -> Result<(), StoreError> {
    let List { table, owner: owner_column, value: value_column } = list;
    let mut rows = (0_i32..).zip(values).peekable();
    while rows.peek().is_some() {
        let rows: Vec<_> = rows.by_ref().take(ROWS).collect();
        // diesel prepares an `sql_query` anew each time: one statement for many rows makes up for it.
        let places: Vec<_> =
            (0..rows.len()).map(|row| format!("(${}, ${}, ${})", 3 * row + 1, 3 * row + 2, 3 * row + 3)).collect();
        let statement =
            format!("INSERT INTO {table} ({owner_column}, position, {value_column}) VALUES {}", places.join(", "));
        rows.into_iter()
            .fold(diesel::sql_query(statement).into_boxed(), |query, (position, value)| {
                query.bind::<Text, _>(owner).bind::<Integer, _>(position).bind::<Text, _>(value)
            })
            .execute(conn)
            .map_err(StoreError::writing(table))?;
    }
    Ok(())
}

/// The lists of every owner.
pub(super) fn load(conn: &mut Connection, list: &List) -> Result<Lists, StoreError> {
    #[derive(diesel::QueryableByName)]
    struct Item {
        #[diesel(sql_type = Text)]
        owner: String,
        #[diesel(sql_type = Text)]
        value: String,
    }

    let List { table, owner, value } = list;
    let items: Vec<Item> =
        diesel::sql_query(format!("SELECT {owner} AS owner, {value} AS value FROM {table} ORDER BY {owner}, position"))
            .load(conn)
            .map_err(StoreError::reading(table))?;
    let mut by_owner: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for Item { owner, value } in items {
        by_owner.entry(owner).or_default().push(value);
    }
    Ok(Lists { table, by_owner })
}
