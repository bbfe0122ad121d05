use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Fragment, LabelCitation, LegalCitation, Monitoring, NormCitation, Parameter, Penalty, Proof, Scoring};
use crate::{
    canonical::canonical_json,
    enumeration::{
        Bindingness, CautionSeverity, ChangeKind, ContractType, ContributorRole, EnvironmentalImpact, Licence,
        MarketMaturity, ObligationKind, RelationType, SourceUsage,
    },
    value::{ContentHash, Cpv, Reference, Slug, VersionReference, WebAddress},
};

/// What a clause says, as published one day: a whole packet that never changes afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseVersion {
    /// What cites this version for ever.
    pub citation: VersionReference,
    /// Number of the version, from 1.
    #[schema(minimum = 1, maximum = 9999)]
    pub version: u32,
    /// Title, at most 120 characters.
    #[schema(max_length = 120)]
    pub title: String,
    /// What the clause obtains, in one sentence of at most 300 characters.
    #[schema(max_length = 300)]
    pub summary: String,
    /// Why this clause: what is at stake, and why here.
    pub rationale: String,
    /// Explanations that do not go into the contract.
    #[serde(default)]
    pub context: Option<String>,
    /// Kinds of contract that it fits.
    pub contract_types: Vec<ContractType>,
    /// Purchase segments that it fits; at least one.
    pub segments: Vec<Slug>,
    /// CPV codes of the purchases that it fits, and of everything under them; at least one.
    pub cpv: Vec<Cpv>,
    /// Environmental themes; at least one.
    pub themes: Vec<Slug>,
    /// Environmental objectives in the codes of eForms; at least one.
    pub environmental_impacts: Vec<EnvironmentalImpact>,
    /// Whether it obliges or invites.
    pub bindingness: Bindingness,
    /// What kind of obligation it creates.
    pub obligation: ObligationKind,
    /// The texts, each for its place in the contract; at least one.
    pub fragments: Vec<Fragment>,
    /// Values that the buyer sets.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// What shows that the requirement is met.
    #[serde(default)]
    pub proofs: Vec<Proof>,
    /// How it is followed during the contract.
    #[serde(default)]
    pub monitoring: Option<Monitoring>,
    /// What a breach costs.
    #[serde(default)]
    pub penalty: Option<Penalty>,
    /// How an award criterion turns offers into points.
    #[serde(default)]
    pub scoring: Option<Scoring>,
    /// Labels that it cites.
    #[serde(default)]
    pub label_citations: Vec<LabelCitation>,
    /// Norms that it cites.
    #[serde(default)]
    pub norm_citations: Vec<NormCitation>,
    /// Legal texts that it rests on.
    #[serde(default)]
    pub legal_references: Vec<LegalCitation>,
    /// Points of attention for the buyer.
    #[serde(default)]
    pub cautions: Vec<Caution>,
    /// What to ask suppliers before using it.
    #[serde(default)]
    pub sourcing_questions: Vec<String>,
    /// How many suppliers can answer.
    pub market_maturity: MarketMaturity,
    /// What it costs in effort.
    pub feasibility: Feasibility,
    /// Other clauses that it goes with, needs or excludes.
    #[serde(default)]
    pub relations: Vec<ClauseRelation>,
    /// Where its text and its facts come from; at least one.
    pub sources: Vec<Source>,
    /// Organisations that made it.
    pub contributors: Vec<Contributor>,
    /// What this version changes.
    pub change_kind: ChangeKind,
    /// What this version changes, in plain French.
    pub change_note: String,
    /// Day of its publication.
    pub published_on: NaiveDate,
    /// SHA-256 of the canonical JSON (RFC 8785) of this version without `content_hash` and without its members that
    /// are null, empty lists or empty objects.
    pub content_hash: ContentHash,
}

impl ClauseVersion {
    /// The canonical JSON of this version without its hash: what is stored, and what the hash is of.
    ///
    /// # Errors
    /// See [`canonical_json`].
    pub fn document(&self) -> Result<String, serde_json::Error> {
        let mut value = serde_json::to_value(self)?;
        if let Some(members) = value.as_object_mut() {
            members.remove("content_hash");
        }
        canonical_json(&value)
    }

    /// The version that a stored document and its hash stand for.
    ///
    /// # Errors
    /// A document that is not a version.
    pub fn from_document(document: &str, content_hash: &ContentHash) -> Result<Self, serde_json::Error> {
        // One pass over the text: a document is an object, and never empty.
        let members = document.strip_prefix('{').unwrap_or(document);
        serde_json::from_str(&format!(r#"{{"content_hash":"{content_hash}",{members}"#))
    }
}

/// A point of attention for the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// What to mind, in French.
    pub text: String,
    /// How serious it is.
    pub severity: CautionSeverity,
}

/// Effort, from 1 (minutes) to 3 (a project of its own).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Feasibility {
    /// Effort of the buyer.
    #[schema(minimum = 1, maximum = 3)]
    pub buyer_effort: u8,
    /// Effort of the supplier.
    #[schema(minimum = 1, maximum = 3)]
    pub supplier_effort: u8,
}

/// A typed link to another clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseRelation {
    /// Kind of link.
    #[serde(rename = "type")]
    pub kind: RelationType,
    /// The other clause.
    pub target: Reference,
    /// Why, in French.
    #[serde(default)]
    pub note: Option<String>,
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the source.
    pub title: String,
    /// Its address, where it has one.
    #[serde(default)]
    pub url: Option<WebAddress>,
    /// What was taken from it.
    pub usage: SourceUsage,
    /// Its licence.
    pub licence: Licence,
}

/// An organisation that made a version; never a natural person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contributor {
    /// The organisation.
    pub organisation: Slug,
    /// What it did.
    pub role: ContributorRole,
}
