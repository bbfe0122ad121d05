//! Legal texts at rest.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{LegalReference, Verification};

use super::{
    StoreError,
    connection::Connection,
    row::{RowId, text, value},
    schema::legal_references,
};

const TABLE: &str = "legal_references";

#[derive(Queryable, Insertable)]
#[diesel(table_name = legal_references)]
struct LegalReferenceRow {
    id: String,
    slug: String,
    kind: String,
    citation: String,
    title: String,
    summary: Option<String>,
    legifrance_id: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    state: String,
    replaced_by: Option<String>,
    applies_to: Option<String>,
    thresholds: Option<String>,
    dates_note: Option<String>,
    url: Option<String>,
    verification_status: String,
    verification_source_url: Option<String>,
    verification_checked_on: Option<NaiveDate>,
}

impl From<&LegalReference> for LegalReferenceRow {
    fn from(record: &LegalReference) -> Self {
        let LegalReference {
            id,
            slug,
            kind,
            citation,
            title,
            summary,
            legifrance_id,
            valid_from,
            valid_to,
            state,
            replaced_by,
            applies_to,
            thresholds,
            dates_note,
            url,
            verification: Verification { status, source_url, checked_on },
        } = record;
        Self {
            id: id.to_string(),
            slug: slug.to_string(),
            kind: value(*kind),
            citation: citation.clone(),
            title: title.clone(),
            summary: summary.clone(),
            legifrance_id: legifrance_id.clone(),
            valid_from: *valid_from,
            valid_to: *valid_to,
            state: value(*state),
            replaced_by: text(replaced_by.as_ref()),
            applies_to: applies_to.clone(),
            thresholds: thresholds.clone(),
            dates_note: dates_note.clone(),
            url: text(url.as_ref()),
            verification_status: value(*status),
            verification_source_url: text(source_url.as_ref()),
            verification_checked_on: *checked_on,
        }
    }
}

/// Writes a legal text that is not there yet.
pub(super) fn put(conn: &mut Connection, record: &LegalReference) -> Result<(), StoreError> {
    diesel::insert_into(legal_references::table)
        .values(&LegalReferenceRow::from(record))
        .execute(conn)
        .map(|_| ())
        .map_err(StoreError::writing(TABLE))
}

/// Every legal text.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<LegalReference>, StoreError> {
    let rows: Vec<LegalReferenceRow> = legal_references::table.load(conn).map_err(StoreError::reading(TABLE))?;
    rows.into_iter().map(LegalReferenceRow::into_record).collect()
}

impl LegalReferenceRow {
    fn into_record(self) -> Result<LegalReference, StoreError> {
        let Self {
            id,
            slug,
            kind,
            citation,
            title,
            summary,
            legifrance_id,
            valid_from,
            valid_to,
            state,
            replaced_by,
            applies_to,
            thresholds,
            dates_note,
            url,
            verification_status,
            verification_source_url,
            verification_checked_on,
        } = self;
        let row = RowId::new(TABLE, &id);
        Ok(LegalReference {
            id: row.parse("id", id)?,
            slug: row.parse("slug", slug)?,
            kind: row.parse("kind", kind)?,
            citation,
            title,
            summary,
            legifrance_id,
            valid_from,
            valid_to,
            state: row.parse("state", state)?,
            replaced_by: row.parse_some("replaced_by", replaced_by)?,
            applies_to,
            thresholds,
            dates_note,
            url: row.parse_some("url", url)?,
            verification: row.verification(verification_status, verification_source_url, verification_checked_on)?,
        })
    }
}
