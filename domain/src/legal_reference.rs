use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    enumeration::{LegalReferenceKind, LegalState},
    value::{Slug, WebAddress},
    verification::Verification,
};

/// A legal text or one article of it, with the dates between which it applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalReference {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs.
    pub slug: Slug,
    /// Kind of text.
    pub kind: LegalReferenceKind,
    /// How it is cited, such as « CCP, art. R. 2111-16 ».
    pub citation: String,
    /// Title of the text, in French.
    pub title: String,
    /// What it says, in our words, in French; null when unverified.
    #[serde(default)]
    pub summary: Option<String>,
    /// Identifier of the text on Légifrance.
    #[serde(default)]
    pub legifrance_id: Option<String>,
    /// First day on which this version applies.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day on which this version applies.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Whether it applies.
    pub state: LegalState,
    /// Text that replaces it.
    #[serde(default)]
    pub replaced_by: Option<Slug>,
    /// To whom or what it applies, in French.
    #[serde(default)]
    pub applies_to: Option<String>,
    /// Its thresholds, in French.
    #[serde(default)]
    pub thresholds: Option<String>,
    /// What to mind about its dates, in French.
    #[serde(default)]
    pub dates_note: Option<String>,
    /// Where to read it.
    #[serde(default)]
    pub url: Option<WebAddress>,
    /// How well this record was checked.
    pub verification: Verification,
}

impl LegalReference {
    /// Whether it applies on `day`, as far as its dates and state tell.
    #[must_use]
    pub fn applies_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_to.is_none_or(|to| day <= to)
            && !matches!(self.state, LegalState::Repealed | LegalState::Amended)
    }
}
