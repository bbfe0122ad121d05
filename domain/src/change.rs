//! What changed between two data sets, as events that turn the one into the other, exactly.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

use crate::{
    Clause, ClauseVersion, CpvCode, Dataset, ExperienceReport, Label, LegalReference, Organisation, ProcurementTarget,
    PublishedClause, Resource, Segment, Synonym, Theme, enumeration::ClauseStatus, record::Record,
};

/// What happened to a record.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
    ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ChangeAction {
    /// It is new.
    #[strum(message = "Création")]
    Created,
    /// A clause says something else: it has a new current version.
    #[strum(message = "Nouvelle version")]
    NewVersion,
    /// A clause is discouraged from now on.
    #[strum(message = "Dépréciation")]
    Deprecated,
    /// A clause must no longer be used.
    #[strum(message = "Retrait")]
    Withdrawn,
    /// Anything else of it changed.
    #[strum(message = "Modification")]
    Updated,
    /// It is gone: the event is its tombstone.
    #[strum(message = "Suppression")]
    Deleted,
}

/// One event: a record of one collection was written or deleted.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its collection.
    pub resource: Resource,
    /// What names it for ever: its `id`; for versions their `citation`, for CPV codes their `code`.
    pub key: String,
    /// Slug, reference, citation or code: what people cite.
    pub name: String,
    /// What happened.
    pub action: ChangeAction,
    /// The record as the dumps print it; none when it is gone.
    pub record: Option<Box<RawValue>>,
    /// The record before; none when it is new.
    pub former: Option<Box<RawValue>>,
}

/// Why an event cannot be applied.
#[derive(Debug, thiserror::Error)]
#[error("the event on {name} of {} cannot be applied", .resource.name())]
pub struct InapplicableChange {
    resource: Resource,
    name: String,
    #[source]
    source: serde_json::Error,
}

/// The events that turn `old` into `new`. What others refer to is written before them and deleted after them.
///
/// # Errors
/// A record that JSON cannot express; the records of this crate never are.
pub fn changes(old: &Dataset, new: &Dataset) -> Result<Vec<Change>, serde_json::Error> {
    let (mut written, mut deleted) = (Vec::new(), Vec::new());
    let both = (&mut written, &mut deleted);
    compare::<CpvCode>(old, new, both.0, both.1)?;
    compare::<Synonym>(old, new, both.0, both.1)?;
    compare::<Segment>(old, new, both.0, both.1)?;
    compare::<Theme>(old, new, both.0, both.1)?;
    compare::<LegalReference>(old, new, both.0, both.1)?;
    compare::<Organisation>(old, new, both.0, both.1)?;
    compare::<Label>(old, new, both.0, both.1)?;
    compare::<ProcurementTarget>(old, new, both.0, both.1)?;
    compare::<ClauseVersion>(old, new, both.0, both.1)?;
    compare_clauses(old, new, both.0, both.1)?;
    compare::<ExperienceReport>(old, new, both.0, both.1)?;
    deleted.reverse();
    written.append(&mut deleted);
    Ok(written)
}

/// The records of one list by key.
fn by_key<R: Record>(dataset: &Dataset) -> BTreeMap<String, &R> {
    R::list(dataset).iter().map(|record| (record.key(), record)).collect()
}

fn compare<R: Record>(
    old: &Dataset,
    new: &Dataset,
    written: &mut Vec<Change>,
    deleted: &mut Vec<Change>,
) -> Result<(), serde_json::Error> {
    let (old, new) = (by_key::<R>(old), by_key::<R>(new));
    for (key, record) in &new {
        let former = old.get(key);
        if former != Some(record) {
            let action = if former.is_some() { ChangeAction::Updated } else { ChangeAction::Created };
            let former = former.map(to_raw_value).transpose()?;
            let record_json = Some(to_raw_value(record)?);
            written.push(event::<R>(key, record.name(), action, record_json, former));
        }
    }
    for (key, record) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        deleted.push(event::<R>(key, record.name(), ChangeAction::Deleted, None, Some(to_raw_value(record)?)));
    }
    Ok(())
}

/// Clauses are published with what they say today, so that they change with their current version.
fn compare_clauses(
    old: &Dataset,
    new: &Dataset,
    written: &mut Vec<Change>,
    deleted: &mut Vec<Change>,
) -> Result<(), serde_json::Error> {
    let (old_clauses, new_clauses) = (by_key::<Clause>(old), by_key::<Clause>(new));
    for (key, clause) in &new_clauses {
        let Some(published) = PublishedClause::of(new, clause) else { continue };
        let former = old_clauses.get(key).and_then(|clause| PublishedClause::of(old, clause));
        if former.as_ref() != Some(&published) {
            let action = former.as_ref().map_or(ChangeAction::Created, |former| action(&former.clause, clause));
            let former = former.map(|former| to_raw_value(&former)).transpose()?;
            written.push(event::<Clause>(key, clause.name(), action, Some(to_raw_value(&published)?), former));
        }
    }
    for (key, clause) in old_clauses.iter().filter(|(key, _)| !new_clauses.contains_key(*key)) {
        let former = PublishedClause::of(old, clause).map(|former| to_raw_value(&former)).transpose()?;
        deleted.push(event::<Clause>(key, clause.name(), ChangeAction::Deleted, None, former));
    }
    Ok(())
}

/// What happened to a clause: the gravest thing counts.
fn action(old: &Clause, new: &Clause) -> ChangeAction {
    match new.status {
        ClauseStatus::Withdrawn if old.status != new.status => ChangeAction::Withdrawn,
        ClauseStatus::Deprecated if old.status != new.status => ChangeAction::Deprecated,
        _ if old.current_version != new.current_version => ChangeAction::NewVersion,
        _ => ChangeAction::Updated,
    }
}

fn event<R: Record>(
    key: &str,
    name: String,
    action: ChangeAction,
    record: Option<Box<RawValue>>,
    former: Option<Box<RawValue>>,
) -> Change {
    Change { resource: R::RESOURCE, key: key.to_owned(), name, action, record, former }
}

impl Dataset {
    /// Applies an event. Sort the data set after the last one.
    ///
    /// # Errors
    /// A record that the domain refuses.
    pub fn apply(&mut self, change: &Change) -> Result<(), InapplicableChange> {
        self.put(change.resource, &change.key, change.record.as_deref()).map_err(|source| change.inapplicable(source))
    }

    /// Takes an event back; the last one first.
    ///
    /// # Errors
    /// A record that the domain refuses.
    pub fn take_back(&mut self, change: &Change) -> Result<(), InapplicableChange> {
        self.put(change.resource, &change.key, change.former.as_deref()).map_err(|source| change.inapplicable(source))
    }

    fn put(&mut self, resource: Resource, key: &str, record: Option<&RawValue>) -> Result<(), serde_json::Error> {
        match resource {
            Resource::Clauses => {
                let identity = record.map(|record| identity(record.get())).transpose()?;
                replace::<Clause>(self, key, identity);
                Ok(())
            }
            Resource::ClauseVersions => put::<ClauseVersion>(self, key, record),
            Resource::Segments => put::<Segment>(self, key, record),
            Resource::Themes => put::<Theme>(self, key, record),
            Resource::Labels => put::<Label>(self, key, record),
            Resource::LegalReferences => put::<LegalReference>(self, key, record),
            Resource::Targets => put::<ProcurementTarget>(self, key, record),
            Resource::Organisations => put::<Organisation>(self, key, record),
            Resource::ExperienceReports => put::<ExperienceReport>(self, key, record),
            Resource::Cpv => put::<CpvCode>(self, key, record),
            Resource::Synonyms => put::<Synonym>(self, key, record),
        }
    }
}

impl Change {
    fn inapplicable(&self, source: serde_json::Error) -> InapplicableChange {
        InapplicableChange { resource: self.resource, name: self.name.clone(), source }
    }
}

fn put<R: Record>(dataset: &mut Dataset, key: &str, record: Option<&RawValue>) -> Result<(), serde_json::Error> {
    let record = record.map(|record| serde_json::from_str(record.get())).transpose()?;
    replace::<R>(dataset, key, record);
    Ok(())
}

fn replace<R: Record>(dataset: &mut Dataset, key: &str, record: Option<R>) {
    let list = R::list_mut(dataset);
    let place = list.iter().position(|known| known.key() == key);
    match (place, record) {
        (Some(place), Some(record)) => list[place] = record,
        (Some(place), None) => drop(list.remove(place)),
        (None, Some(record)) => list.push(record),
        (None, None) => {}
    }
}

/// Identity and life of a clause, from the record as it is published; what it says is in its versions.
fn identity(published: &str) -> Result<Clause, serde_json::Error> {
    let mut members: serde_json::Map<String, Value> = serde_json::from_str(published)?;
    members.retain(|name, _| Clause::MEMBERS.contains(&name.as_str()));
    serde_json::from_value(Value::Object(members))
}
