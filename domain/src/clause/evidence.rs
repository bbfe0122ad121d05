use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CcagReference;
use crate::{
    enumeration::{Frequency, ProcedureStage, ProofType, Responsible},
    value::{Name, Slug},
};

/// What shows that a requirement is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Name of the proof inside its clause.
    #[schema(example = "bordereaux")]
    pub key: Slug,
    /// When it is given.
    pub stage: ProcedureStage,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ProofType,
    /// What it must show, in French.
    pub description: String,
    /// From 1, the strongest, to 4: third-party label, certificate or accredited report; other third party;
    /// manufacturer's file; self-declaration.
    #[schema(minimum = 1, maximum = 4)]
    pub strength: u8,
    /// Whether equivalents are accepted: always true, as the code demands (CCP, art. R. 2111-16 and R. 2151-14).
    pub equivalents_accepted: bool,
    /// Whether the buyer can get it freely, so that it must not be asked (CCP, art. R. 2143-13).
    pub buyer_obtainable: bool,
    /// How long it is kept, in French.
    #[serde(default)]
    pub retention: Option<String>,
}

/// How a clause is followed during the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Monitoring {
    /// What is measured.
    pub indicator: MonitoringIndicator,
    /// How often.
    pub frequency: Frequency,
    /// What is handed over, in French.
    pub evidence: String,
    /// Who follows it.
    pub responsible: Responsible,
    /// Documents in which it can be read.
    #[serde(default)]
    pub checkpoint_docs: Vec<String>,
    /// Estimated time that it takes the buyer, in minutes per year.
    #[schema(maximum = 100_000)]
    pub buyer_minutes_per_year: u32,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MonitoringIndicator {
    /// Name of the indicator, in French.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Parameter that gives its target.
    #[serde(default)]
    pub target_parameter: Option<Name>,
}

/// What a breach costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Penalty {
    /// What sets it off, in French.
    pub trigger: String,
    /// Proof by which the trigger is measured.
    pub proof: Slug,
    /// How much, in French; may name parameters as `{{name}}`.
    pub amount: String,
    /// Upper limit, in French; may name parameters.
    pub cap: String,
    /// Formal notice before it applies, in French.
    pub notice: String,
    /// Articles of the general terms that it completes or departs from.
    #[serde(default)]
    pub ccag_references: Vec<CcagReference>,
    /// Fragment that holds its text.
    pub fragment: Slug,
}
