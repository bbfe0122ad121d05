//! The history beside the layout: which revisions are kept, and the events between them, one JSON document a line.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    Dataset, Resource, Revision,
    change::{Change, ChangeAction},
    history::{History, PublishedRevision, RECORD_FORMAT, RecordedChange},
    value::ContentHash,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{Fault, LayoutError, Source};

/// Folder of the history.
pub(super) const HISTORY: &str = "history/";
const REVISIONS: &str = "history/revisions.ndjson";
/// Events of one file, so that none grows too large to be read.
const EVENTS: usize = 1_000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevisionLine {
    number: u64,
    changed_at: DateTime<Utc>,
    fingerprint: ContentHash,
    record_format: u32,
    counts: BTreeMap<Resource, u64>,
    changes: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventLine {
    revision: u64,
    position: u32,
    resource: Resource,
    key: String,
    name: String,
    action: ChangeAction,
    record: Option<Box<RawValue>>,
    former: Option<Box<RawValue>>,
}

/// The files of `history`, which ends with `revision` and `dataset`, by their path.
///
/// # Errors
/// A record that JSON cannot express.
pub fn write_history(
    dataset: &Dataset,
    revision: Revision,
    history: History,
) -> Result<BTreeMap<String, Vec<u8>>, serde_json::Error> {
    let History { mut revisions, changes } = history;
    if revisions.last().is_none_or(|last| last.revision != revision) {
        // A database that was written before it kept a history.
        let (fingerprint, counts) = (dataset.fingerprint(), dataset.counts());
        revisions = vec![PublishedRevision { revision, fingerprint, counts, changes: None }];
    }
    let mut files = BTreeMap::from([(REVISIONS.to_owned(), Vec::new())]);
    let mut add = |path: String, line: String| {
        let file = files.entry(path).or_insert_with(Vec::new);
        file.extend(line.into_bytes());
        file.push(b'\n');
    };
    for PublishedRevision { revision, fingerprint, counts, changes } in revisions {
        let Revision { number, changed_at } = revision;
        let line = RevisionLine { number, changed_at, fingerprint, record_format: RECORD_FORMAT, counts, changes };
        add(REVISIONS.to_owned(), serde_json::to_string(&line)?);
    }
    for (place, RecordedChange { revision, position, change, .. }) in changes.into_iter().enumerate() {
        let Change { resource, key, name, action, record, former } = change;
        let line = EventLine { revision, position, resource, key, name, action, record, former };
        add(format!("{HISTORY}events-{:04}.ndjson", place / EVENTS), serde_json::to_string(&line)?);
    }
    Ok(files)
}

/// The history that `source` holds, which leads to `dataset`: every revision of it is made again, and held against its
/// fingerprint.
///
/// # Errors
/// A line that cannot be read, or a history that leads elsewhere; it is named.
pub fn read_history(source: &Source, dataset: &Dataset) -> Result<History, LayoutError> {
    let lines: Vec<RevisionLine> = lines(source, REVISIONS)?;
    if let Some((line, row)) = lines.iter().zip(1..).find(|(line, _)| line.record_format != RECORD_FORMAT) {
        let message = format!("format {} ; ce programme lit le format {RECORD_FORMAT}", line.record_format);
        return Err(fault(REVISIONS, row, "record_format", message));
    }
    let revisions: Vec<_> = lines
        .into_iter()
        .map(|RevisionLine { number, changed_at, fingerprint, counts, changes, .. }| PublishedRevision {
            revision: Revision { number, changed_at },
            fingerprint,
            counts,
            changes,
        })
        .collect();
    let mut changes = Vec::new();
    for path in source.keys().filter(|path| path.starts_with(HISTORY) && path.as_str() != REVISIONS) {
        for (line, row) in lines_of::<EventLine>(source, path)?.into_iter().zip(1..) {
            let EventLine { revision, position, resource, key, name, action, record, former } = line;
            let kept = revisions.iter().find(|kept| kept.revision.number == revision);
            let kept = kept.ok_or_else(|| fault(path, row, "revision", format!("la révision {revision} manque")))?;
            let changed_at = kept.revision.changed_at;
            let change = Change { resource, key, name, action, record, former };
            changes.push(RecordedChange { revision, position, changed_at, change });
        }
    }
    let history = History { revisions, changes };
    verify(&history, dataset.clone())?;
    Ok(history)
}

/// Goes back from `dataset`, revision by revision, as far as the events lead.
fn verify(history: &History, mut dataset: Dataset) -> Result<(), LayoutError> {
    let elsewhere = |row, message: &str| fault(REVISIONS, row, "", message.to_owned());
    let ordered = history.revisions.windows(2).all(|pair| pair[0].revision.number < pair[1].revision.number);
    if !ordered || !history.changes.is_sorted_by(|one, other| one.place() < other.place()) {
        return Err(elsewhere(1, "les révisions et leurs événements ne sont pas dans l'ordre"));
    }
    // Revision 0 is that of a database that was never written.
    if history.revisions.first().is_none_or(|first| first.revision.number == 0) {
        return Err(elsewhere(1, "aucune révision, ou une révision 0"));
    }
    for (place, kept) in history.revisions.iter().enumerate().rev() {
        let row = place as u64 + 1;
        if dataset.fingerprint() != kept.fingerprint {
            let message = format!("la révision {} n'a pas le contenu que dit son empreinte", kept.revision.number);
            return Err(elsewhere(row, &message));
        }
        let mut events = history.changes.iter().rev().filter(|event| event.revision == kept.revision.number).peekable();
        let Some(expected) = kept.changes else {
            // What came before is not known.
            return if events.peek().is_none() { Ok(()) } else { Err(elsewhere(row, "événements non annoncés")) };
        };
        let mut counted = 0;
        for event in events {
            counted += 1;
            dataset.take_back(&event.change).map_err(|error| elsewhere(row, &error.to_string()))?;
        }
        // The events of the oldest one may be gone with what they lead from.
        if counted != expected && row > 1 {
            return Err(elsewhere(row, &format!("{expected} événements annoncés, {counted} trouvés")));
        }
        dataset.sort();
    }
    Ok(())
}

fn lines<T: DeserializeOwned>(source: &Source, path: &str) -> Result<Vec<T>, LayoutError> {
    if !source.contains_key(path) {
        let message = "le fichier manque : exportez avec --history".to_owned();
        return Err(LayoutError(vec![Fault { file: path.to_owned(), row: None, field: String::new(), message }]));
    }
    lines_of(source, path)
}

fn lines_of<T: DeserializeOwned>(source: &Source, path: &str) -> Result<Vec<T>, LayoutError> {
    let lines = source.get(path).map_or(&[][..], Vec::as_slice).split(|byte| *byte == b'\n').zip(1..);
    let lines = lines.filter(|(line, _)| !line.is_empty());
    let read = |(line, row): (&[u8], u64)| {
        serde_json::from_slice(line).map_err(|error| fault(path, row, "", error.to_string()))
    };
    lines.map(read).collect()
}

fn fault(file: &str, row: u64, field: &str, message: String) -> LayoutError {
    LayoutError(vec![Fault { file: file.to_owned(), row: Some(row), field: field.to_owned(), message }])
}
