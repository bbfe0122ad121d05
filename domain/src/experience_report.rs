use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    enumeration::{ContractType, EvidenceLevel, FragmentKind, LegalCheck, OrganisationKind, TargetReached},
    value::{Cpv, Decimal, Siret, Slug, Territory, VersionReference, WebAddress},
    verification::Verification,
};

/// A documented purchase: who bought what, with which requirement, and what came of it. Figures are as announced by the source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExperienceReport {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs.
    pub slug: Slug,
    /// Title, in French.
    pub title: String,
    /// Versions of the clauses of this library that are nearest to it.
    #[serde(default)]
    pub clauses: Vec<VersionReference>,
    /// Who bought.
    pub organisation: ReportingOrganisation,
    /// What was bought.
    pub contract: ReportedContract,
    /// Purchase segments.
    pub segments: Vec<Slug>,
    /// Environmental themes.
    #[serde(default)]
    pub themes: Vec<Slug>,
    /// Kinds of text that the source describes; our classification.
    #[serde(default)]
    pub kinds: Vec<FragmentKind>,
    /// What was asked, in French.
    #[serde(default)]
    pub requirement: Option<String>,
    /// Least weight of the environmental criterion, in percent.
    #[serde(default)]
    pub award_weight_min: Option<Decimal>,
    /// Greatest weight of the environmental criterion, in percent.
    #[serde(default)]
    pub award_weight_max: Option<Decimal>,
    /// Labels that the source cites, spelt as there.
    #[serde(default)]
    pub labels_cited: Vec<String>,
    /// Labels of this library among them.
    #[serde(default)]
    pub labels: Vec<Slug>,
    /// What came of it, in French.
    #[serde(default)]
    pub results: Option<String>,
    /// Figures announced by the source, in French.
    #[serde(default)]
    pub figures: Vec<String>,
    /// What came of it, as data.
    pub outcome: Outcome,
    /// What the source stresses, in our words, in French.
    #[serde(default)]
    pub lessons: Option<String>,
    /// Who checked the wording of the contract.
    pub legal_check: LegalCheck,
    /// What the source documents.
    pub evidence_level: EvidenceLevel,
    /// Title of the main source; its address is in `verification`.
    pub source_title: String,
    /// Other sources.
    #[serde(default)]
    pub other_source_urls: Vec<WebAddress>,
    /// How well this record was checked.
    pub verification: Verification,
}

/// Who bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportingOrganisation {
    /// Name of the buyer.
    pub name: String,
    /// Kind of buyer.
    pub kind: OrganisationKind,
    /// Its SIRET.
    #[serde(default)]
    pub siret: Option<Siret>,
    /// Its territory.
    #[serde(default)]
    pub territory: Option<Territory>,
}

/// What was bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportedContract {
    /// Object of the contract, in French.
    pub object: String,
    /// Kind of contract.
    #[serde(default)]
    pub contract_type: Option<ContractType>,
    /// CPV codes that the source names.
    #[serde(default)]
    pub cpv: Vec<Cpv>,
    /// Year.
    #[serde(default)]
    #[schema(minimum = 1980, maximum = 2100)]
    pub year: Option<u16>,
}

/// What came of a contract, as data; null where the source does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Number of bids received.
    #[serde(default)]
    #[schema(maximum = 100_000)]
    pub bids_received: Option<u32>,
    /// Whether no suitable bid came.
    #[serde(default)]
    pub no_tender: Option<bool>,
    /// Effect on the price, in French.
    #[serde(default)]
    pub price_effect: Option<String>,
    /// Whether the objective was reached.
    pub target_reached: TargetReached,
}
