use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One published state of the data. Numbers grow by one with every write; 0 is a database that was never written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revision {
    /// Number of the revision.
    pub number: u64,
    /// When it was written, to the second.
    pub changed_at: DateTime<Utc>,
}
