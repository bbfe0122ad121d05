use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    enumeration::{AmbitionLevel, Ccag, CcagEffect, FragmentKind, TargetDocument},
    value::Slug,
};

/// One text for one place in the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fragment {
    /// Name of the fragment inside its clause, such as `cctp-base`.
    #[schema(example = "cctp-base")]
    pub key: Slug,
    /// What the text does.
    pub kind: FragmentKind,
    /// Documents that may receive it; the first is the recommended one.
    pub documents: Vec<TargetDocument>,
    /// Where to put it in the document, such as « Article X – Gestion des déchets ».
    #[serde(default)]
    pub article_hint: Option<String>,
    /// How ambitious it is.
    pub level: AmbitionLevel,
    /// Fragment of a lower level that it replaces; it adds to the others when null.
    #[serde(default)]
    pub replaces: Option<Slug>,
    /// Fragments of one group exclude each other.
    #[serde(default)]
    pub alternative_group: Option<Slug>,
    /// The text, ready to paste; `{{name}}` stands for a parameter, an empty line parts paragraphs.
    pub body: String,
    /// Passages that may be left out.
    #[serde(default)]
    pub optional_passages: Vec<OptionalPassage>,
    /// Articles of the general terms that it completes or departs from.
    #[serde(default)]
    pub ccag_references: Vec<CcagReference>,
}

/// A passage of a fragment that may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionalPassage {
    /// The passage, word for word as in the body.
    pub text: String,
    /// When to keep it, in French.
    pub keep_when: String,
}

/// An article of the general terms that a text touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CcagReference {
    /// Which general terms.
    pub ccag: Ccag,
    /// Article, such as « 20 ».
    pub article: String,
    /// What the text does to it.
    pub effect: CcagEffect,
}
