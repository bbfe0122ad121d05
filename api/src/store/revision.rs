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

/// Makes the revision `to`, or the next one at `at`, which also makes other writers wait. Returns the one before, too.
pub(super) fn advance(conn: &mut Connection, to: Next) -> Result<(Revision, Revision), StoreError> {
    let previous = load(conn)?;
    let Revision { number, changed_at } = match to {
        Next::At(changed_at) => Revision { number: previous.number + 1, changed_at },
        Next::Exactly(revision) => revision,
    };
    let changed_at = changed_at.trunc_subsecs(0);
    let stored = i64::try_from(number).map_err(|_| StoreError::Unfit {
        id: format!("revision {number}"),
        reason: "its number is too large".to_owned(),
    })?;
    let changed = diesel::update(data_revision::table.find(ID))
        .set((data_revision::number.eq(stored), data_revision::changed_at.eq(changed_at.naive_utc())))
        .execute(conn)
        .map_err(StoreError::writing(TABLE))?;
    if changed == 0 { Err(missing()) } else { Ok((previous, Revision { number, changed_at })) }
}

/// Address of the instance that the database mirrors; none for an original.
pub(super) fn mirrored_from(conn: &mut Connection) -> Result<Option<String>, StoreError> {
    let address = data_revision::table.find(ID).select(data_revision::mirrored_from).first(conn).optional();
    address.map_err(StoreError::reading(TABLE))?.ok_or_else(missing)
}

/// Marks the database as a mirror of the instance at `address`.
pub(super) fn set_mirrored_from(conn: &mut Connection, address: &str) -> Result<(), StoreError> {
    diesel::update(data_revision::table.find(ID))
        .set(data_revision::mirrored_from.eq(address))
        .execute(conn)
        .map(drop)
        .map_err(StoreError::writing(TABLE))
}

/// Which revision a write makes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Next {
    /// The next one, at this time.
    At(DateTime<Utc>),
    /// This one, which another instance published.
    Exactly(Revision),
}

fn missing() -> StoreError {
    RowId::new(TABLE, &ID).corrupt(&"the row is missing")
}
