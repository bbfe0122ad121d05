//! What differs between two versions of a clause: member by member, word by word, and as lines of text.

mod compare;
mod unified;
mod words;

pub use unified::unified;
pub use words::{TextPart, TextPartKind, words};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

use crate::{
    ClauseVersion,
    enumeration::ChangeKind,
    value::{ContentHash, VersionReference},
};

/// What differs between two versions of a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VersionDifference {
    /// The version that is compared.
    pub from: ComparedVersion,
    /// The version that it is compared with.
    pub to: ComparedVersion,
    /// What turns the one into the other, member by member in the order of the record; empty when they say the same.
    /// What tells one version from any other is in `from` and `to` instead: `citation`, `version`, `change_kind`,
    /// `change_note`, `published_on`, `content_hash`.
    pub changes: Vec<MemberChange>,
}

/// What tells a version from any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComparedVersion {
    /// What cites it for ever.
    pub citation: VersionReference,
    /// Day of its publication.
    pub published_on: NaiveDate,
    /// What it changed in the version before it.
    pub change_kind: ChangeKind,
    /// The same, in plain French.
    pub change_note: String,
    /// Its hash.
    pub content_hash: ContentHash,
}

/// What happened to a member or to an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, EnumMessage, IntoStaticStr, ToSchema)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MemberOperation {
    /// Only `to` has it; null, an empty list and absence are the same.
    #[strum(message = "Ajout")]
    Add,
    /// Only `from` has it.
    #[strum(message = "Suppression")]
    Remove,
    /// Both have it, with another value.
    #[strum(message = "Remplacement")]
    Replace,
    /// An item of a list stands before or after others than it did. What it says is compared besides.
    #[strum(message = "Déplacement")]
    Move,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MemberChange {
    /// What happened.
    pub op: MemberOperation,
    /// JSON Pointer (RFC 6901) to the member in `from`; null for what is added.
    #[schema(example = "/fragments/0/body")]
    pub from_path: Option<String>,
    /// JSON Pointer to the member in `to`; null for what is removed.
    #[schema(example = "/fragments/1/body")]
    pub to_path: Option<String>,
    /// Its value in `from`; null for what is added or moved.
    pub old: Option<Value>,
    /// Its value in `to`; null for what is removed or moved.
    pub new: Option<Value>,
    /// For a text of several words that is replaced, its words: those kept, deleted and inserted, in order. Null
    /// otherwise.
    pub parts: Option<Vec<TextPart>>,
}

/// Members of a version by which it differs from any other, whatever it says.
const OF_THE_VERSION: [&str; 6] = ["citation", "version", "change_kind", "change_note", "published_on", "content_hash"];

/// What differs between `from` and `to`.
///
/// # Errors
/// A version that JSON cannot express; the records of this crate never are.
pub fn difference(from: &ClauseVersion, to: &ClauseVersion) -> Result<VersionDifference, serde_json::Error> {
    let changes = compare::changes(&said(from)?, &said(to)?);
    Ok(VersionDifference { from: ComparedVersion::from(from), to: ComparedVersion::from(to), changes })
}

impl From<&ClauseVersion> for ComparedVersion {
    fn from(version: &ClauseVersion) -> Self {
        Self {
            citation: version.citation.clone(),
            published_on: version.published_on,
            change_kind: version.change_kind,
            change_note: version.change_note.clone(),
            content_hash: version.content_hash.clone(),
        }
    }
}

/// What a version says: its record without the members by which any two versions differ.
fn said(version: &ClauseVersion) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(version)?;
    if let Some(members) = value.as_object_mut() {
        members.retain(|name, _| !OF_THE_VERSION.contains(&name.as_str()));
    }
    Ok(value)
}

/// Members that tell an item of the list of that name from the others; the whole item does where there are none.
const IDENTITIES: [(&str, &[&str]); 9] = [
    ("ccag_references", &["ccag", "article"]),
    ("contributors", &["organisation", "role"]),
    ("fragments", &["key"]),
    ("label_citations", &["label"]),
    ("legal_references", &["ref", "role"]),
    ("norm_citations", &["ref"]),
    ("parameters", &["name"]),
    ("proofs", &["key"]),
    ("relations", &["type", "target"]),
];

/// What tells `item` from the other items of the list called `list`, by its members; none when its whole value does.
fn identity(list: &str, item: &Value) -> Option<String> {
    let (_, members) = IDENTITIES.iter().find(|(name, _)| *name == list)?;
    let values = members.iter().map(|member| item.get(member).and_then(Value::as_str));
    values.collect::<Option<Vec<_>>>().map(|values| values.join(" "))
}

/// Whether a text is worth reading word by word.
fn holds_words(text: &str) -> bool {
    text.contains(char::is_whitespace)
}
