use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::value::Slug;

/// Words of the trade that a search takes for one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Synonym {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs: the notion.
    pub slug: Slug,
    /// Words and short phrases that mean the same, in French: each finds the others.
    pub terms: Vec<String>,
    /// Words that a term finds too, not the other way round: « cantine » finds « restauration collective ».
    #[serde(default)]
    pub also_finds: Vec<String>,
}
