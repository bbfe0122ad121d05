use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    enumeration::{LabelCitationMode, LegalRole},
    value::Slug,
};

/// A label that a clause cites, with what makes the citation lawful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelCitation {
    /// The label.
    pub label: Slug,
    /// What the clause does with it.
    pub mode: LabelCitationMode,
    /// Criteria of the label that are wanted, by their ids or in words; `all` for every one (CCP, art. R. 2111-15).
    #[serde(default)]
    pub required_characteristics: Vec<String>,
    /// Words of the clause that accept equivalent labels (CCP, art. R. 2111-16).
    #[serde(default)]
    pub equivalence: Option<CitedText>,
    /// Words of the clause that accept other proofs when the label is out of reach (CCP, art. R. 2111-17).
    #[serde(default)]
    pub other_proof: Option<CitedText>,
}

/// Words of a fragment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CitedText {
    /// Fragment that holds the words.
    pub fragment: Slug,
    /// The words, exactly.
    pub quote: String,
}

/// A norm that a text cites; « ou équivalent » must follow it (CCP, art. R. 2111-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NormCitation {
    /// Designation, spelt as in the text.
    #[serde(rename = "ref")]
    #[schema(example = "NF EN ISO 14024")]
    pub reference: String,
    /// Title of the norm.
    pub title: String,
    /// Fragment that cites it.
    pub fragment: Slug,
}

/// A legal text that a clause rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalCitation {
    /// The legal reference.
    #[serde(rename = "ref")]
    pub reference: Slug,
    /// What it does for the clause.
    pub role: LegalRole,
}
