//! Revisions and what changed between them, on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{Resource, change::ChangeAction, history::RecordedChange};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{DumpEntry, Meta};

/// The revisions that are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RevisionList {
    /// The revisions, the newest first.
    pub items: Vec<RevisionEntry>,
    /// How many there are.
    pub total: u64,
    /// How many are kept at most.
    pub kept: u64,
    /// Licence and revision.
    pub meta: Meta,
}

/// A published state of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RevisionEntry {
    /// Its number.
    pub number: u64,
    /// When it was written.
    pub changed_at: DateTime<Utc>,
    /// SHA-256 that stands for its content: equal for equal data.
    pub fingerprint: String,
    /// What `since` takes to name this revision of this instance.
    #[schema(example = "12-9f86d081884c7d65")]
    pub token: String,
    /// Number of records of each collection.
    pub counts: BTreeMap<String, u64>,
    /// Number of events that lead to it from the revision before; null when they were not recorded.
    pub changes: Option<u64>,
    /// How many events of each kind, by collection.
    pub actions: BTreeMap<String, BTreeMap<String, u64>>,
    /// Its address.
    pub url: String,
    /// Address of what changed since; null when that is not known.
    pub changes_url: Option<String>,
}

/// A published state of the data and its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RevisionDocument {
    /// The revision.
    #[serde(flatten)]
    pub revision: RevisionEntry,
    /// Shape of the records: a mirror that does not know it must not take them.
    pub record_format: u32,
    /// Its files, whose bytes never change.
    pub dumps: Vec<DumpEntry>,
    /// Licence and current revision.
    pub meta: Meta,
}

/// A page of what changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChangePage {
    /// The events, in the order in which to apply them.
    pub items: Vec<ChangeEvent>,
    /// How many there are since then, on all pages.
    pub total: u64,
    /// Address of the next page; null on the last one.
    pub next: Option<String>,
    /// What `since` takes the next time, once the events of the last page are applied.
    #[schema(example = "12-9f86d081884c7d65")]
    pub until: String,
    /// Licence and revision.
    pub meta: Meta,
}

/// A record that was written or deleted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChangeEvent {
    /// The revision that it belongs to.
    pub revision: u64,
    /// Its place among the events of this revision, from 1.
    pub position: u32,
    /// When this revision was written.
    pub changed_at: DateTime<Utc>,
    /// Collection of the record.
    #[schema(example = "clauses")]
    pub resource: String,
    /// What names the record for ever: its `id`; for versions of clauses their `citation`, for CPV codes their `code`.
    pub key: String,
    /// Its slug, reference, citation or code.
    #[schema(example = "LCV-0042")]
    pub name: String,
    /// What happened to it.
    pub action: ChangeAction,
    /// Its address; null when it is gone.
    pub url: Option<String>,
    /// The record as the dumps print it; null when it is gone: the event is its tombstone.
    #[schema(value_type = Option<Object>)]
    pub record: Option<Box<RawValue>>,
}

impl ChangeEvent {
    /// The event as it is sent.
    pub fn of(recorded: &RecordedChange, base: &str) -> Self {
        let RecordedChange { revision, position, changed_at, change } = recorded;
        let address = match change.resource {
            Resource::ClauseVersions => format!("{base}/v1/clauses/{}", change.name),
            resource => format!("{base}/v1/{}/{}", resource.name(), change.name),
        };
        Self {
            revision: *revision,
            position: *position,
            changed_at: *changed_at,
            resource: change.resource.name().to_owned(),
            key: change.key.clone(),
            name: change.name.clone(),
            action: change.action,
            url: change.record.is_some().then_some(address),
            record: change.record.clone(),
        }
    }
}
