use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{enumeration::VerificationStatus, value::WebAddress};

/// How well the facts of a record were checked, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// How well.
    pub status: VerificationStatus,
    /// What was read.
    #[serde(default)]
    pub source_url: Option<WebAddress>,
    /// When it was read.
    #[serde(default)]
    pub checked_on: Option<NaiveDate>,
}
