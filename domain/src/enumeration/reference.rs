//! What the reference resources use: labels, laws, organisations, reports.
#![expect(missing_docs, reason = "the French label and meaning beside each variant document it")]

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

/// How well a fact was checked.
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
pub enum VerificationStatus {
    #[strum(message = "Vérifié", detailed_message = "Le texte officiel ou la page du propriétaire a été lu.")]
    Verified,
    #[strum(message = "Source secondaire", detailed_message = "Une source tierce concordante a été lue.")]
    SecondarySource,
    #[strum(
        message = "Non vérifié",
        detailed_message = "Seuls un nom et une adresse sont montrés, jamais un taux, une date ou une obligation."
    )]
    Unverified,
}

/// Answer to a yes-or-no question that may be open.
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
pub enum Verdict {
    #[strum(message = "Oui")]
    Yes,
    #[strum(message = "Non")]
    No,
    #[strum(message = "Inconnu")]
    Unknown,
}

/// Kind of label in the ISO 14020 series.
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
pub enum LabelType {
    #[strum(message = "Type I (écolabel, ISO 14024)")]
    TypeI,
    #[strum(message = "Type II (autodéclaration, ISO 14021)")]
    TypeIi,
    #[strum(message = "Type III (déclaration environnementale, ISO 14025)")]
    TypeIii,
    #[strum(message = "Autre")]
    Other,
}

/// What a label certifies, and how.
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
pub enum LabelNature {
    #[strum(message = "Écolabel officiel")]
    Ecolabel,
    #[strum(message = "Label de durabilité")]
    SustainabilityLabel,
    #[strum(message = "Certification de produit, de service ou de filière")]
    Certification,
    #[strum(message = "Label ou certification de bâtiment")]
    BuildingLabel,
    #[strum(message = "Signe de qualité ou d'origine")]
    QualityOriginSign,
    #[strum(message = "Démarche publique de qualité")]
    PublicQualityScheme,
    #[strum(message = "Label de responsabilité sociétale d'une organisation")]
    CsrLabel,
    #[strum(message = "Système de management")]
    ManagementSystem,
    #[strum(message = "Qualification professionnelle")]
    ProfessionalQualification,
    #[strum(message = "Déclaration environnementale vérifiée")]
    EnvironmentalDeclaration,
    #[strum(message = "Autodéclaration ou étiquetage réglementaire")]
    SelfDeclared,
    #[strum(message = "Garantie participative")]
    ParticipatoryGuarantee,
    #[strum(message = "Marque collective")]
    CollectiveMark,
    #[strum(message = "Certificat")]
    Certificate,
    #[strum(message = "Référentiel ou guide")]
    Framework,
}

/// Kind of legal text.
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
pub enum LegalReferenceKind {
    #[strum(message = "Article de code")]
    CodeArticle,
    #[strum(message = "Loi")]
    Law,
    #[strum(message = "Ordonnance")]
    Ordinance,
    #[strum(message = "Décret")]
    Decree,
    #[strum(message = "Arrêté")]
    Order,
    #[strum(message = "Circulaire ou plan")]
    Circular,
    #[strum(message = "Directive de l'Union européenne")]
    EuDirective,
    #[strum(message = "Règlement de l'Union européenne")]
    EuRegulation,
    #[strum(message = "Jurisprudence")]
    CaseLaw,
    #[strum(message = "CCAG")]
    Ccag,
}

/// Whether a legal text applies.
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
pub enum LegalState {
    #[strum(message = "En vigueur")]
    InForce,
    #[strum(message = "En vigueur différée")]
    Deferred,
    #[strum(message = "Version modifiée", detailed_message = "Une version plus récente la remplace.")]
    Amended,
    #[strum(message = "Abrogé")]
    Repealed,
    #[strum(message = "État non vérifié")]
    Unknown,
}

/// Kind of organisation.
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
pub enum OrganisationKind {
    #[strum(message = "Réseau d'acheteurs")]
    Network,
    #[strum(message = "Association")]
    Association,
    #[strum(message = "État")]
    State,
    #[strum(message = "Établissement public ou groupement d'intérêt public")]
    PublicBody,
    #[strum(message = "Région")]
    Region,
    #[strum(message = "Département")]
    Department,
    #[strum(message = "Commune")]
    Municipality,
    #[strum(message = "Intercommunalité")]
    Intermunicipality,
    #[strum(message = "Bailleur social")]
    SocialLandlord,
    #[strum(message = "Entreprise")]
    Company,
    #[strum(message = "Commun numérique")]
    Commons,
}

/// What an organisation is to the commons.
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
pub enum OrganisationRole {
    #[strum(message = "Porteur")]
    Carrier,
    #[strum(message = "Administrateur")]
    Maintainer,
    #[strum(message = "Ambassadeur")]
    Ambassador,
    #[strum(message = "Contributeur")]
    Contributor,
    #[strum(message = "Relecteur")]
    Reviewer,
    #[strum(message = "Réseau")]
    Network,
    #[strum(message = "Soutien")]
    Supporter,
    #[strum(message = "Utilisateur")]
    User,
    #[strum(
        message = "Intéressé",
        detailed_message = "Intérêt déclaré par l'organisme lui-même ; ne vaut pas approbation."
    )]
    Interested,
}

/// What the source of an experience report documents.
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
pub enum EvidenceLevel {
    #[strum(
        message = "Clause documentée",
        detailed_message = "La source décrit une exigence, un critère ou un engagement du marché."
    )]
    Clause,
    #[strum(message = "Achat documenté", detailed_message = "L'achat est documenté, pas la rédaction du marché.")]
    Purchase,
}

/// Whether the objective of a contract was reached.
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
pub enum TargetReached {
    #[strum(message = "Oui")]
    Yes,
    #[strum(message = "En partie")]
    Partly,
    #[strum(message = "Non")]
    No,
    #[strum(message = "Inconnu")]
    Unknown,
}

/// Who checked the wording of a contract.
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
pub enum LegalCheck {
    #[strum(message = "Aucun")]
    None,
    #[strum(message = "Interne")]
    Internal,
    #[strum(message = "Avocat")]
    Lawyer,
    #[strum(message = "Contrôle de légalité")]
    LegalityControl,
    #[strum(message = "Inconnu")]
    Unknown,
}

/// Licence of a text.
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
pub enum Licence {
    #[serde(rename = "ODbL-1.0")]
    #[strum(serialize = "ODbL-1.0", message = "Open Database License 1.0")]
    Odbl,
    #[serde(rename = "etalab-2.0")]
    #[strum(serialize = "etalab-2.0", message = "Licence Ouverte 2.0")]
    Etalab,
    #[serde(rename = "CC-BY-4.0")]
    #[strum(serialize = "CC-BY-4.0", message = "Creative Commons Attribution 4.0")]
    CcBy,
    #[serde(rename = "CC-BY-SA-4.0")]
    #[strum(
        serialize = "CC-BY-SA-4.0",
        message = "Creative Commons Attribution - Partage dans les mêmes conditions 4.0"
    )]
    CcBySa,
    #[serde(rename = "unknown")]
    #[strum(serialize = "unknown", message = "Licence inconnue")]
    Unknown,
}
