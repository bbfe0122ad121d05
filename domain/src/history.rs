//! Which revisions are kept, and the events between them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{Resource, Revision, change::Change, value::ContentHash};

/// Shape of the records in events and dumps. Raised by one when a record gains a member: what was recorded in another
/// shape can no longer be replayed to the byte, and is no longer offered.
pub const RECORD_FORMAT: u32 = 1;

/// How many revisions are kept, the current one included: their files and the events between them are published.
pub const KEPT_REVISIONS: u64 = 50;

/// A revision that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRevision {
    /// Its number and its time.
    pub revision: Revision,
    /// What stands for its content: see [`crate::Dataset::fingerprint`].
    pub fingerprint: ContentHash,
    /// Number of records of each collection.
    pub counts: BTreeMap<Resource, u64>,
    /// Number of events that lead to it from the revision before; none when they were not recorded.
    pub changes: Option<u64>,
}

/// An event and when it happened.
#[derive(Debug, Clone)]
pub struct RecordedChange {
    /// The revision that it belongs to.
    pub revision: u64,
    /// Its place among the events of this revision, from 1.
    pub position: u32,
    /// When that revision was written.
    pub changed_at: DateTime<Utc>,
    /// The event.
    pub change: Change,
}

impl RecordedChange {
    /// Its place in the history.
    #[must_use]
    pub fn place(&self) -> (u64, u32) {
        (self.revision, self.position)
    }
}

/// The revisions that are kept, the oldest first, and the events between them.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The revisions. The last one is the current one.
    pub revisions: Vec<PublishedRevision>,
    /// The events of all of them, in order.
    pub changes: Vec<RecordedChange>,
}

impl History {
    /// The revision of that number, if it is kept.
    #[must_use]
    pub fn revision(&self, number: u64) -> Option<&PublishedRevision> {
        self.revisions.iter().find(|kept| kept.revision.number == number)
    }

    /// The events after `revision`, in order; none when it is not kept or when some were not recorded.
    #[must_use]
    pub fn since(&self, revision: u64) -> Option<&[RecordedChange]> {
        let place = self.revisions.iter().position(|kept| kept.revision.number == revision)?;
        if self.revisions[place + 1..].iter().any(|later| later.changes.is_none()) {
            return None;
        }
        let first = self.changes.partition_point(|recorded| recorded.revision <= revision);
        Some(&self.changes[first..])
    }
}
