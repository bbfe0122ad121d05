//! What a search says of itself.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

use crate::Resource;

/// How a word of a query was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnderstoodWord {
    /// The word or the phrase, as it was written.
    #[schema(example = "electrqiue")]
    pub word: String,
    /// As what it was understood.
    pub understood_as: WordUse,
    /// What was looked for too, or instead: synonyms, likely spellings, words with that beginning.
    #[schema(example = json!(["electrique"]))]
    pub also: Vec<String>,
}

/// As what a word of a query was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, EnumMessage, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WordUse {
    /// A word that records hold, in any of its forms.
    #[strum(message = "Mot trouvé")]
    Word,
    /// A phrase in quotes: its words, one after the other.
    #[strum(message = "Expression exacte")]
    Phrase,
    /// The beginning of words, before `*`.
    #[strum(message = "Début de mot")]
    Prefix,
    /// No record holds it: likely spellings were looked for instead.
    #[strum(message = "Orthographe corrigée")]
    Spelling,
    /// After `-`: records that hold it are left out.
    #[strum(message = "Mot exclu")]
    Excluded,
    /// A word without content, or one too many.
    #[strum(message = "Mot ignoré")]
    Ignored,
    /// No record holds it, nor anything near it.
    #[strum(message = "Mot inconnu")]
    Unknown,
}

/// What can be searched.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum SearchedResource {
    /// Clauses, by what they say today.
    Clauses,
    /// Purchase segments.
    Segments,
    /// Environmental themes.
    Themes,
    /// Labels and certifications.
    Labels,
    /// Legal texts.
    LegalReferences,
    /// Legal shares.
    Targets,
    /// Organisations.
    Organisations,
    /// Documented purchases.
    ExperienceReports,
    /// CPV codes, only when asked for by name.
    Cpv,
    /// Words of the trade, only when asked for by name.
    Synonyms,
}

impl SearchedResource {
    /// Whether it is searched when no resource is named.
    #[must_use]
    pub fn by_default(self) -> bool {
        !matches!(self, Self::Cpv | Self::Synonyms)
    }

    /// The collection.
    #[must_use]
    pub fn resource(self) -> Resource {
        match self {
            Self::Clauses => Resource::Clauses,
            Self::Segments => Resource::Segments,
            Self::Themes => Resource::Themes,
            Self::Labels => Resource::Labels,
            Self::LegalReferences => Resource::LegalReferences,
            Self::Targets => Resource::Targets,
            Self::Organisations => Resource::Organisations,
            Self::ExperienceReports => Resource::ExperienceReports,
            Self::Cpv => Resource::Cpv,
            Self::Synonyms => Resource::Synonyms,
        }
    }
}
