//! Clauses at rest: their identity and their life.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::Clause;

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List, Lists},
    row::{RowId, text, texts, value},
    schema::clauses,
};

const TABLE: &str = "clauses";
const FORMER_SLUGS: List = List { table: "clause_former_slugs", owner: "clause", value: "slug" };
const REPLACED_BY: List = List { table: "clause_replaced_by", owner: "clause", value: "replacement" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = clauses)]
struct ClauseRow {
    id: String,
    reference: String,
    slug: String,
    current_version: i64,
    status: String,
    status_since: NaiveDate,
    status_reason: Option<String>,
    maintenance: String,
    owner: String,
    created_on: NaiveDate,
    last_reviewed_on: Option<NaiveDate>,
    last_reviewed_by: Option<String>,
    next_review_on: NaiveDate,
    legacy_url: Option<String>,
}

/// Writes a clause that is not there yet.
pub(super) fn put(conn: &mut Connection, clause: &Clause) -> Result<(), StoreError> {
    let Clause {
        id,
        reference,
        slug,
        former_slugs,
        current_version,
        status,
        status_since,
        status_reason,
        replaced_by,
        maintenance,
        owner,
        created_on,
        last_reviewed_on,
        last_reviewed_by,
        next_review_on,
        legacy_url,
    } = clause;
    let row = ClauseRow {
        id: id.to_string(),
        reference: reference.to_string(),
        slug: slug.to_string(),
        current_version: i64::from(*current_version),
        status: value(*status),
        status_since: *status_since,
        status_reason: status_reason.clone(),
        maintenance: value(*maintenance),
        owner: owner.to_string(),
        created_on: *created_on,
        last_reviewed_on: *last_reviewed_on,
        last_reviewed_by: text(last_reviewed_by.as_ref()),
        next_review_on: *next_review_on,
        legacy_url: text(legacy_url.as_ref()),
    };
    diesel::insert_into(clauses::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &FORMER_SLUGS, &row.reference, &texts(former_slugs))?;
    lists::put(conn, &REPLACED_BY, &row.reference, &texts(replaced_by))
}

/// Every clause.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<Clause>, StoreError> {
    let rows: Vec<ClauseRow> = clauses::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let mut lists =
        ClauseLists { former_slugs: lists::load(conn, &FORMER_SLUGS)?, replaced_by: lists::load(conn, &REPLACED_BY)? };
    rows.into_iter().map(|row| row.into_record(&mut lists)).collect()
}

struct ClauseLists {
    former_slugs: Lists,
    replaced_by: Lists,
}

impl ClauseRow {
    fn into_record(self, lists: &mut ClauseLists) -> Result<Clause, StoreError> {
        let Self {
            id,
            reference,
            slug,
            current_version,
            status,
            status_since,
            status_reason,
            maintenance,
            owner,
            created_on,
            last_reviewed_on,
            last_reviewed_by,
            next_review_on,
            legacy_url,
        } = self;
        let row = RowId::new(TABLE, &id);
        Ok(Clause {
            id: row.parse("id", id)?,
            slug: row.parse("slug", slug)?,
            former_slugs: lists.former_slugs.take(&row, &reference)?,
            current_version: row.number("current_version", current_version)?,
            status: row.parse("status", status)?,
            status_since,
            status_reason,
            replaced_by: lists.replaced_by.take(&row, &reference)?,
            maintenance: row.parse("maintenance", maintenance)?,
            owner: row.parse("owner", owner)?,
            created_on,
            last_reviewed_on,
            last_reviewed_by: row.parse_some("last_reviewed_by", last_reviewed_by)?,
            next_review_on,
            legacy_url: row.parse_some("legacy_url", legacy_url)?,
            reference: row.parse("reference", reference)?,
        })
    }
}
