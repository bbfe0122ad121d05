use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    enumeration::ContractType,
    value::{CpvPrefix, Reference, Slug},
};

/// A purchase segment: a family of purchases that share their market, their levers and their clauses. Segments form a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs.
    pub slug: Slug,
    /// French name.
    pub label: String,
    /// English name.
    pub label_en: String,
    /// What the segment holds, in French.
    pub description: String,
    /// Segment above; null for a family, the top of the tree.
    #[serde(default)]
    pub parent: Option<Slug>,
    /// Place among its siblings, from 1.
    #[schema(minimum = 1, maximum = 9999)]
    pub position: u32,
    /// Significant digits of the CPV codes that it holds; one code may belong to several segments.
    #[serde(default)]
    pub cpv_prefixes: Vec<CpvPrefix>,
    /// Kinds of contract by which it is usually bought.
    #[serde(default)]
    pub contract_types: Vec<ContractType>,
    /// The few clauses that suffice for a small contract.
    #[serde(default)]
    pub essential_clauses: Vec<Reference>,
    /// Legal texts that weigh on its purchases.
    #[serde(default)]
    pub legal_duties: Vec<Slug>,
    /// Other words for it, in French.
    #[serde(default)]
    pub synonyms: Vec<String>,
}
