use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{enumeration::EnvironmentalImpact, value::Slug};

/// An environmental theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs.
    pub slug: Slug,
    /// French name.
    pub label: String,
    /// English name.
    pub label_en: String,
    /// What the theme holds, in French.
    pub description: String,
    /// Place in the list, from 1.
    #[schema(minimum = 1, maximum = 9999)]
    pub position: u32,
    /// Environmental objectives that it serves, in the codes of eForms.
    #[serde(default)]
    pub impacts: Vec<EnvironmentalImpact>,
    /// Other words for it, in French.
    #[serde(default)]
    pub synonyms: Vec<String>,
}
