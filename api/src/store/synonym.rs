//! Words of the trade that a search takes for one another, at rest.

use diesel::prelude::*;
use domain::Synonym;

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List},
    row::RowId,
    schema::synonyms,
};

const TABLE: &str = "synonyms";
const TERMS: List = List { table: "synonym_terms", owner: "synonym", value: "term" };
const ALSO_FINDS: List = List { table: "synonym_also_finds", owner: "synonym", value: "term" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = synonyms)]
struct SynonymRow {
    id: String,
    slug: String,
}

/// Writes synonyms that are not there yet.
pub(super) fn put(conn: &mut Connection, synonym: &Synonym) -> Result<(), StoreError> {
    let Synonym { id, slug, terms, also_finds } = synonym;
    let row = SynonymRow { id: id.to_string(), slug: slug.to_string() };
    diesel::insert_into(synonyms::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &TERMS, &row.slug, terms)?;
    lists::put(conn, &ALSO_FINDS, &row.slug, also_finds)
}

/// All synonyms.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<Synonym>, StoreError> {
    let rows: Vec<SynonymRow> = synonyms::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let (mut terms, mut also_finds) = (lists::load(conn, &TERMS)?, lists::load(conn, &ALSO_FINDS)?);
    let record = |SynonymRow { id, slug }| {
        let row = RowId::new(TABLE, &id);
        Ok(Synonym {
            id: row.parse("id", id)?,
            terms: terms.take(&row, &slug)?,
            also_finds: also_finds.take(&row, &slug)?,
            slug: row.parse("slug", slug)?,
        })
    };
    rows.into_iter().map(record).collect()
}
