//! The life of a clause and of its checks.
#![expect(missing_docs, reason = "the French label and meaning beside each variant document it")]

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

/// Where a clause is in its life.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ClauseStatus {
    #[strum(message = "Brouillon")]
    Draft,
    #[strum(message = "Déposée")]
    Submitted,
    #[strum(message = "Contrôlée", detailed_message = "Les règles automatiques sont respectées.")]
    Checked,
    #[strum(message = "En relecture")]
    InReview,
    #[strum(message = "À corriger")]
    ChangesRequested,
    #[strum(message = "Validée")]
    Accepted,
    #[strum(message = "Publiée")]
    Published,
    #[strum(
        message = "Dépréciée",
        detailed_message = "À ne plus utiliser dans un nouveau marché ; les marchés passés restent valables."
    )]
    Deprecated,
    #[strum(
        message = "Retirée",
        detailed_message = "Retirée de la bibliothèque, toujours lisible ; les marchés passés restent valables."
    )]
    Withdrawn,
    #[strum(message = "Refusée")]
    Rejected,
}

/// Whether somebody answers for a clause.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MaintenanceState {
    #[strum(message = "Suivie")]
    Maintained,
    #[strum(message = "Révision due")]
    ReviewDue,
    #[strum(message = "Sans référent")]
    Orphan,
    #[strum(message = "Figée")]
    Frozen,
}

/// What a new version changes; says whether users must act.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ChangeKind {
    #[strum(message = "Rédaction", detailed_message = "Rien à faire.")]
    Editorial,
    #[strum(message = "Mineur", detailed_message = "À reprendre au prochain marché.")]
    Minor,
    #[strum(message = "De fond", detailed_message = "À relire avant toute réutilisation.")]
    Substantive,
    #[strum(message = "Juridique", detailed_message = "À reprendre sans attendre.")]
    Legal,
}

/// How serious a violation of a rule is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    #[strum(message = "Bloquant", detailed_message = "La publication est refusée.")]
    Blocking,
    #[strum(message = "À corriger", detailed_message = "La clause paraît, la correction est due.")]
    ToFix,
    #[strum(message = "Conseil", detailed_message = "À la discrétion du rédacteur.")]
    Advice,
}

/// What a reviewing network decides.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReviewDecision {
    #[strum(message = "Valider")]
    Approve,
    #[strum(message = "Valider avec retouches")]
    ApproveWithEdits,
    #[strum(message = "Demander des corrections")]
    RequestChanges,
    #[strum(message = "Refuser")]
    Decline,
}
