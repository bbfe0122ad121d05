//! Codes of the Common Procurement Vocabulary at rest.

use diesel::prelude::*;
use domain::CpvCode;

use super::{StoreError, connection::Connection, row::RowId, schema::cpv_codes};

const TABLE: &str = "cpv_codes";

#[derive(Queryable, Insertable)]
#[diesel(table_name = cpv_codes)]
struct CpvRow {
    code: String,
    label: String,
    label_en: String,
}

/// Writes codes that are not there yet.
pub(super) fn put_all(conn: &mut Connection, codes: &[CpvCode]) -> Result<(), StoreError> {
    for CpvCode { code, label, label_en } in codes {
        let row = CpvRow { code: code.to_string(), label: label.clone(), label_en: label_en.clone() };
        diesel::insert_into(cpv_codes::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    }
    Ok(())
}

/// Every code.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<CpvCode>, StoreError> {
    let rows: Vec<CpvRow> = cpv_codes::table.load(conn).map_err(StoreError::reading(TABLE))?;
    rows.into_iter().map(CpvRow::into_record).collect()
}

impl CpvRow {
    fn into_record(self) -> Result<CpvCode, StoreError> {
        let Self { code, label, label_en } = self;
        Ok(CpvCode { code: RowId::new(TABLE, &code).parse("code", code)?, label, label_en })
    }
}
