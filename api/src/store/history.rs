//! Which revisions are kept, and the events between them, at rest.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::{
    Dataset, Resource, Revision,
    change::{Change, changes},
    enumeration::Enumeration as _,
    history::{History, KEPT_REVISIONS, PublishedRevision, RECORD_FORMAT, RecordedChange},
    value::ContentHash,
};
use serde_json::value::RawValue;

use super::{
    StoreError,
    connection::Connection,
    row::RowId,
    schema::{changes as recorded, revisions},
};

const REVISIONS: &str = "revisions";
const CHANGES: &str = "changes";

/// Most bytes of records that the events of all kept revisions hold: every server has them in memory.
const BYTES: i64 = 128_000_000;

#[derive(Queryable, Insertable)]
#[diesel(table_name = revisions)]
struct RevisionRow {
    number: i64,
    changed_at: NaiveDateTime,
    fingerprint: String,
    record_format: i64,
    counts: String,
    changes: Option<i64>,
    bytes: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = recorded)]
struct ChangeRow {
    revision: i64,
    position: i64,
    resource: String,
    key: String,
    name: String,
    action: String,
    record: Option<String>,
    former: Option<String>,
}

/// Records that `revision` holds `new`, which took the place of `old` in `previous`; drops what is no longer kept.
pub(super) fn record(
    conn: &mut Connection,
    (previous, old): (Revision, &Dataset),
    (revision, new): (Revision, &Dataset),
) -> Result<(), StoreError> {
    if *old == Dataset::default() {
        // From nothing to everything is no change: whoever wants it takes the files.
        return put_revision(conn, revision, new, None);
    }
    let known = revisions::table.find(signed(previous.number)).count().get_result::<i64>(conn);
    if known.map_err(StoreError::reading(REVISIONS))? == 0 {
        // A database that was written before it kept a history.
        put_revision(conn, previous, old, None)?;
    }
    let unfit = |error: serde_json::Error| StoreError::Unfit { id: "a record".to_owned(), reason: error.to_string() };
    put_revision(conn, revision, new, Some(changes(old, new).map_err(unfit)?))?;
    prune(conn, revision)
}

/// Forgets everything and begins anew with `revision`.
pub(super) fn begin(conn: &mut Connection, revision: Revision, dataset: &Dataset) -> Result<(), StoreError> {
    // Events go with their revision.
    diesel::delete(revisions::table).execute(conn).map_err(StoreError::writing(REVISIONS))?;
    put_revision(conn, revision, dataset, None)
}

/// Puts `history` in place of what was recorded.
pub(super) fn restore(conn: &mut Connection, history: &History) -> Result<(), StoreError> {
    diesel::delete(revisions::table).execute(conn).map_err(StoreError::writing(REVISIONS))?;
    let mut changes = history.changes.iter().peekable();
    for PublishedRevision { revision, fingerprint, counts, changes: announced } in &history.revisions {
        let number = revision.number;
        let mut events = Vec::new();
        while let Some(event) = changes.next_if(|event| event.revision == number) {
            events.push((event.position.into(), &event.change));
        }
        let content = (fingerprint.to_string(), serde_json::to_string(counts).unwrap_or_default());
        insert(
            conn,
            *revision,
            content,
            announced.map(|announced| i64::try_from(announced).unwrap_or(i64::MAX)),
            &events,
        )?;
    }
    Ok(())
}

fn put_revision(
    conn: &mut Connection,
    revision: Revision,
    dataset: &Dataset,
    changes: Option<Vec<Change>>,
) -> Result<(), StoreError> {
    let changes = changes.filter(|changes| changes.iter().map(bytes).sum::<i64>() <= BYTES);
    let events: Vec<(i64, &Change)> = (1..).zip(changes.iter().flatten()).collect();
    let content = (dataset.fingerprint().into(), serde_json::to_string(&dataset.counts()).unwrap_or_default());
    let announced = changes.as_ref().map(|changes| i64::try_from(changes.len()).unwrap_or(i64::MAX));
    insert(conn, revision, content, announced, &events)
}

/// What an event weighs.
fn bytes(change: &Change) -> i64 {
    let length = |json: Option<&RawValue>| json.map_or(0, |json| json.get().len());
    let all = length(change.record.as_deref()) + length(change.former.as_deref()) + change.key.len();
    i64::try_from(all).unwrap_or(i64::MAX)
}

/// Writes a revision, the fingerprint and the counts of its `content`, and its events by their position.
fn insert(
    conn: &mut Connection,
    revision: Revision,
    (fingerprint, counts): (String, String),
    changes: Option<i64>,
    events: &[(i64, &Change)],
) -> Result<(), StoreError> {
    let row = RevisionRow {
        number: signed(revision.number),
        changed_at: revision.changed_at.naive_utc(),
        fingerprint,
        record_format: RECORD_FORMAT.into(),
        counts,
        changes,
        bytes: events.iter().map(|(_, change)| bytes(change)).sum(),
    };
    diesel::insert_into(revisions::table).values(&row).execute(conn).map_err(StoreError::writing(REVISIONS))?;
    for (position, change) in events {
        let Change { resource, key, name, action, record, former } = change;
        let json = |json: &Option<Box<RawValue>>| json.as_ref().map(|json| json.get().to_owned());
        let row = ChangeRow {
            revision: row.number,
            position: *position,
            resource: resource.name().to_owned(),
            key: key.clone(),
            name: name.clone(),
            action: action.value().to_owned(),
            record: json(record),
            former: json(former),
        };
        diesel::insert_into(recorded::table).values(&row).execute(conn).map_err(StoreError::writing(CHANGES))?;
    }
    Ok(())
}

/// Drops the revisions that are too many, or whose events are too large together: the oldest first.
fn prune(conn: &mut Connection, current: Revision) -> Result<(), StoreError> {
    let kept: Vec<(i64, i64)> = revisions::table
        .select((revisions::number, revisions::bytes))
        .order(revisions::number.desc())
        .load(conn)
        .map_err(StoreError::reading(REVISIONS))?;
    let mut sum = 0_i64;
    let too_much = kept.iter().zip(1_u64..).find(|((_, bytes), rank)| {
        sum = sum.saturating_add(*bytes);
        *rank > KEPT_REVISIONS || sum > BYTES
    });
    if let Some(((number, _), _)) = too_much.filter(|((number, _), _)| *number < signed(current.number)) {
        diesel::delete(revisions::table.filter(revisions::number.le(number)))
            .execute(conn)
            .map_err(StoreError::writing(REVISIONS))?;
    }
    Ok(())
}

/// What stands for the content of `revision`; none when it was not recorded.
pub(super) fn fingerprint(conn: &mut Connection, revision: Revision) -> Result<Option<ContentHash>, StoreError> {
    let found = revisions::table.find(signed(revision.number)).select(revisions::fingerprint).first::<String>(conn);
    let found = found.optional().map_err(StoreError::reading(REVISIONS))?;
    found.map(|hash| RowId::new(REVISIONS, &revision.number).parse("fingerprint", hash)).transpose()
}

/// The revisions that are kept in the shape of today, and their events.
pub(super) fn load(conn: &mut Connection) -> Result<History, StoreError> {
    let rows: Vec<RevisionRow> = revisions::table
        .filter(revisions::record_format.eq(i64::from(RECORD_FORMAT)))
        .order(revisions::number)
        .load(conn)
        .map_err(StoreError::reading(REVISIONS))?;
    let revisions = rows.into_iter().map(RevisionRow::into_record).collect::<Result<Vec<_>, _>>()?;
    let first = revisions.first().map_or(0, |first| first.revision.number);
    let rows: Vec<ChangeRow> = recorded::table
        .filter(recorded::revision.gt(signed(first)))
        .order((recorded::revision, recorded::position))
        .load(conn)
        .map_err(StoreError::reading(CHANGES))?;
    let mut changes = Vec::with_capacity(rows.len());
    for row in rows {
        let number = u64::try_from(row.revision).unwrap_or_default();
        if let Ok(place) = revisions.binary_search_by_key(&number, |it| it.revision.number) {
            changes.push(row.into_record(revisions[place].revision)?);
        }
    }
    Ok(History { revisions, changes })
}

impl RevisionRow {
    fn into_record(self) -> Result<PublishedRevision, StoreError> {
        let row = RowId::new(REVISIONS, &self.number);
        let counts =
            serde_json::from_str(&self.counts).map_err(|error| row.corrupt(&format_args!("counts: {error}")))?;
        let revision = Revision { number: row.number("number", self.number)?, changed_at: self.changed_at.and_utc() };
        let fingerprint = row.parse("fingerprint", self.fingerprint)?;
        Ok(PublishedRevision { revision, fingerprint, counts, changes: row.number_some("changes", self.changes)? })
    }
}

impl ChangeRow {
    fn into_record(self, revision: Revision) -> Result<RecordedChange, StoreError> {
        let row = RowId::new(CHANGES, &format_args!("{}/{}", self.revision, self.position));
        let json = |column: &str, json: Option<String>| {
            let json = json.map(RawValue::from_string).transpose();
            json.map_err(|error| row.corrupt(&format_args!("{column}: {error}")))
        };
        let change = Change {
            resource: row.parse::<Resource>("resource", self.resource)?,
            key: self.key,
            name: self.name,
            action: row.parse("action", self.action)?,
            record: json("record", self.record)?,
            former: json("former", self.former)?,
        };
        let position = row.number("position", self.position)?;
        Ok(RecordedChange { revision: revision.number, position, changed_at: revision.changed_at, change })
    }
}

/// A number as the database keeps it.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
