//! A clause: the stable thing that people cite, and its immutable versions.

mod citation;
mod evidence;
mod fragment;
mod parameter;
mod scoring;
pub mod template;
mod version;

pub use citation::{CitedText, LabelCitation, LegalCitation, NormCitation};
pub use evidence::{Monitoring, MonitoringIndicator, Penalty, Proof};
pub use fragment::{CcagReference, Fragment, OptionalPassage};
pub use parameter::{LegalFloor, Parameter, ParameterValue, ScaleByLevel};
pub use scoring::{Question, ScalePoint, Scoring};
pub use version::{Caution, ClauseRelation, ClauseVersion, Contributor, Feasibility, Source};

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Dataset,
    enumeration::{ClauseStatus, MaintenanceState},
    value::{Reference, Slug, WebAddress},
};

/// A clause as a stable thing: its identity and its life. What it says is in its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// What people print and cite; never reused.
    pub reference: Reference,
    /// Address in URLs; may change, the former ones stay valid.
    pub slug: Slug,
    /// Addresses that the clause had before.
    #[serde(default)]
    pub former_slugs: Vec<Slug>,
    /// Latest published version.
    #[schema(minimum = 1, maximum = 9999)]
    pub current_version: u32,
    /// Where the clause is in its life.
    pub status: ClauseStatus,
    /// Day since which the status holds.
    pub status_since: NaiveDate,
    /// Why the clause is deprecated or withdrawn, in French.
    #[serde(default)]
    pub status_reason: Option<String>,
    /// Clauses to use instead.
    #[serde(default)]
    pub replaced_by: Vec<Reference>,
    /// Whether somebody answers for it.
    pub maintenance: MaintenanceState,
    /// Organisation that answers for it.
    pub owner: Slug,
    /// Day of its first publication.
    pub created_on: NaiveDate,
    /// Day of its last review by a network other than the author's; null when none took place.
    #[serde(default)]
    pub last_reviewed_on: Option<NaiveDate>,
    /// Organisation that made this review.
    #[serde(default)]
    pub last_reviewed_by: Option<Slug>,
    /// Day by which it must be reviewed: at most 36 months after its publication or last review.
    pub next_review_on: NaiveDate,
    /// Page of laclauseverte.fr that it comes from.
    #[serde(default)]
    pub legacy_url: Option<WebAddress>,
}

impl Clause {
    /// The members of its record; those of its version are others.
    pub const MEMBERS: [&str; 16] = [
        "id",
        "reference",
        "slug",
        "former_slugs",
        "current_version",
        "status",
        "status_since",
        "status_reason",
        "replaced_by",
        "maintenance",
        "owner",
        "created_on",
        "last_reviewed_on",
        "last_reviewed_by",
        "next_review_on",
        "legacy_url",
    ];

    /// The last day on which anything of the clause changed, when it says `version` today.
    #[must_use]
    pub fn updated_on(&self, version: &ClauseVersion) -> NaiveDate {
        [Some(version.published_on), Some(self.status_since), self.last_reviewed_on]
            .into_iter()
            .flatten()
            .fold(self.created_on, NaiveDate::max)
    }
}

/// A clause as lists show it: its identity and life, and what it says today.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PublishedClause<'a> {
    /// Identity and life.
    #[serde(flatten)]
    pub clause: Cow<'a, Clause>,
    /// Last day on which anything of the clause changed.
    pub updated_on: NaiveDate,
    /// What it says today.
    #[serde(flatten)]
    pub version: Cow<'a, ClauseVersion>,
}

impl<'a> PublishedClause<'a> {
    /// `clause` with what it says today; none without a current version.
    #[must_use]
    pub fn of(dataset: &'a Dataset, clause: &'a Clause) -> Option<Self> {
        let version = dataset.current_version(clause)?;
        let updated_on = clause.updated_on(version);
        Some(Self { clause: Cow::Borrowed(clause), updated_on, version: Cow::Borrowed(version) })
    }
}
