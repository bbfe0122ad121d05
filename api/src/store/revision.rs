//! The number by which readers see that the data changed.

use chrono::{DateTime, NaiveDateTime, SubsecRound as _, Utc};
use diesel::prelude::*;
use domain::Revision;

use super::{StoreError, connection::Connection, row::RowId, schema::data_revision};

const TABLE: &str = "data_revision";

/// The table has this one row.
const ID: i32 = 1;

/// The revision of the data.
pub(super) fn load(conn: &mut Connection) -> Result<Revision, StoreError> {
    let (number, changed_at): (i64, NaiveDateTime) = data_revision::table
        .find(ID)
        .select((data_revision::number, data_revision::changed_at))
        .first(conn)
        .optional()
        .map_err(StoreError::reading(TABLE))?
        .ok_or_else(missing)?;
    let number = RowId::new(TABLE, &ID).number("number", number)?;
    Ok(Revision { number, changed_at: changed_at.and_utc() })
}

/// Adds one to the revision, which also makes other writers wait.
pub(super) fn bump(conn: &mut Connection, at: DateTime<Utc>) -> Result<Revision, StoreError> {
    let changed = diesel::update(data_revision::table.find(ID))
        .set((
            data_revision::number.eq(data_revision::number + 1),
            data_revision::changed_at.eq(at.trunc_subsecs(0).naive_utc()),
        ))
        .execute(conn)
        .map_err(StoreError::writing(TABLE))?;
    if changed == 0 { Err(missing()) } else { load(conn) }
}

fn missing() -> StoreError {
    RowId::new(TABLE, &ID).corrupt(&"the row is missing")
}
