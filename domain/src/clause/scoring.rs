use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    enumeration::{AnswerType, ScoringMethod},
    value::Decimal,
};

/// How an award criterion turns offers into points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// Least weight advised, in percent of the whole note.
    pub weight_min: Decimal,
    /// Greatest weight advised, in percent of the whole note.
    pub weight_max: Decimal,
    /// Weight proposed, in percent of the whole note.
    pub weight_default: Decimal,
    /// Method.
    pub method: ScoringMethod,
    /// Points and what earns them.
    #[serde(default)]
    pub scale: Vec<ScalePoint>,
    /// What bidders are asked.
    pub response_frame: Vec<Question>,
}

/// Points and what earns them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScalePoint {
    /// Points.
    pub points: Decimal,
    /// What earns them, in French; may name parameters as `{{name}}`.
    pub condition: String,
}

/// A question of the response frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question, in French.
    pub text: String,
    /// What kind of answer it expects.
    pub answer_type: AnswerType,
    /// Proof to join, in French.
    #[serde(default)]
    pub proof_expected: Option<String>,
    /// Whether the answer earns points.
    pub scored: bool,
    /// Whether the answer binds whoever wins the contract.
    pub mandatory_for_awardee: bool,
}
