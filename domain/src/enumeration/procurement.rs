//! What French and European procurement law and its forms name.
#![expect(missing_docs, reason = "the French label and meaning beside each variant document it")]

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

/// What is bought.
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
pub enum ContractType {
    #[strum(message = "Travaux neufs")]
    WorksNew,
    #[strum(message = "Travaux de réhabilitation")]
    WorksRenovation,
    #[strum(message = "Voirie")]
    Roads,
    #[strum(message = "Fournitures")]
    Supplies,
    #[strum(message = "Services")]
    Services,
    #[strum(message = "Prestations intellectuelles et maîtrise d'œuvre")]
    IntellectualServices,
    #[strum(message = "Techniques de l'information et de la communication")]
    Ict,
    #[strum(message = "Concession")]
    Concession,
}

/// Place of a code in the hierarchy of the Common Procurement Vocabulary (Regulation (EC) No 213/2008, annex I).
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
pub enum CpvLevel {
    #[strum(message = "Division", detailed_message = "Deux chiffres significatifs")]
    Division,
    #[strum(message = "Groupe", detailed_message = "Trois chiffres significatifs")]
    Group,
    #[strum(message = "Classe", detailed_message = "Quatre chiffres significatifs")]
    Class,
    #[strum(message = "Catégorie", detailed_message = "Cinq chiffres significatifs")]
    Category,
    #[strum(message = "Sous-catégorie", detailed_message = "Six chiffres significatifs ou plus")]
    Subcategory,
}

/// Who a rule applies to.
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
pub enum BuyerKind {
    #[strum(message = "État")]
    State,
    #[strum(message = "Établissements publics de l'État")]
    StateBodies,
    #[strum(message = "Collectivités territoriales et leurs groupements")]
    LocalAuthorities,
    #[strum(message = "Établissements publics locaux")]
    LocalBodies,
    #[strum(message = "Établissements de santé et médico-sociaux")]
    Health,
    #[strum(message = "Bailleurs sociaux")]
    SocialHousing,
    #[strum(message = "Autres pouvoirs adjudicateurs")]
    OtherContractingAuthorities,
    #[strum(message = "Entités adjudicatrices")]
    ContractingEntities,
    #[strum(message = "Restauration collective privée")]
    PrivateCatering,
    #[strum(message = "Tous les acheteurs")]
    All,
}

/// Environmental objective of a purchase: codes of the eForms list `environmental-impact`.
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
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum EnvironmentalImpact {
    #[strum(message = "La protection et la restauration de la biodiversité et des écosystèmes")]
    BiodivEco,
    #[strum(message = "La transition vers une économie circulaire")]
    CircEcon,
    #[strum(message = "L'adaptation au changement climatique")]
    ClimAdapt,
    #[strum(message = "L'atténuation du changement climatique")]
    ClimMitig,
    #[strum(message = "La prévention et la réduction de la pollution")]
    PolluPrev,
    #[strum(message = "L'utilisation durable et la protection des ressources aquatiques et marines")]
    WaterMar,
    #[strum(message = "Autre")]
    Other,
}

/// Green public procurement criteria used (eForms BT-805).
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
pub enum GppCriteria {
    #[strum(message = "Critères de l'Union européenne")]
    Eu,
    #[strum(message = "Critères nationaux")]
    National,
    #[strum(message = "Autres critères")]
    Other,
    #[strum(message = "Aucun critère")]
    None,
}

/// Environmental consideration, spelt as in the French essential data (DECP 2.0.3).
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
pub enum DecpEnvironment {
    #[serde(rename = "Clause environnementale")]
    #[strum(serialize = "Clause environnementale", message = "Clause environnementale")]
    Clause,
    #[serde(rename = "Critère environnemental")]
    #[strum(serialize = "Critère environnemental", message = "Critère environnemental")]
    Criterion,
    #[serde(rename = "Pas de considération environnementale")]
    #[strum(serialize = "Pas de considération environnementale", message = "Pas de considération environnementale")]
    None,
}

/// Social consideration, spelt as in the French essential data (DECP 2.0.3).
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
pub enum DecpSocial {
    #[serde(rename = "Clause sociale")]
    #[strum(serialize = "Clause sociale", message = "Clause sociale")]
    Clause,
    #[serde(rename = "Critère social")]
    #[strum(serialize = "Critère social", message = "Critère social")]
    Criterion,
    #[serde(rename = "Marché réservé")]
    #[strum(serialize = "Marché réservé", message = "Marché réservé")]
    Reserved,
    #[serde(rename = "Pas de considération sociale")]
    #[strum(serialize = "Pas de considération sociale", message = "Pas de considération sociale")]
    None,
}

/// General administrative terms, spelt as in the French essential data (DECP 2.0.3).
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
pub enum Ccag {
    #[serde(rename = "Travaux")]
    #[strum(serialize = "Travaux", message = "Travaux")]
    Works,
    #[serde(rename = "Maitrise d'œuvre")]
    #[strum(serialize = "Maitrise d'œuvre", message = "Maîtrise d'œuvre")]
    Design,
    #[serde(rename = "Fournitures courantes et services")]
    #[strum(serialize = "Fournitures courantes et services", message = "Fournitures courantes et services")]
    SuppliesServices,
    #[serde(rename = "Marchés industriels")]
    #[strum(serialize = "Marchés industriels", message = "Marchés industriels")]
    Industrial,
    #[serde(rename = "Prestations intellectuelles")]
    #[strum(serialize = "Prestations intellectuelles", message = "Prestations intellectuelles")]
    Intellectual,
    #[serde(rename = "Techniques de l'information et de la communication")]
    #[strum(
        serialize = "Techniques de l'information et de la communication",
        message = "Techniques de l'information et de la communication"
    )]
    Ict,
    #[serde(rename = "Pas de CCAG")]
    #[strum(serialize = "Pas de CCAG", message = "Pas de CCAG")]
    None,
}

/// What a text does to an article of the general terms.
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
pub enum CcagEffect {
    #[strum(message = "Complète")]
    Completes,
    #[strum(
        message = "Déroge",
        detailed_message = "La dérogation est récapitulée dans le dernier article du CCAP (CCP, art. R. 2112-3)."
    )]
    Derogates,
}

/// When something happens in the life of a contract.
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
pub enum ProcedureStage {
    #[strum(message = "Besoin")]
    Need,
    #[strum(message = "Sourçage")]
    Sourcing,
    #[strum(message = "Consultation")]
    Consultation,
    #[strum(message = "Candidature")]
    Candidature,
    #[strum(message = "Offre")]
    Offer,
    #[strum(message = "Attribution")]
    Award,
    #[strum(message = "Exécution")]
    Performance,
    #[strum(message = "Réception")]
    Acceptance,
}

/// How many suppliers can answer.
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
pub enum MarketMaturity {
    #[strum(message = "Offre courante")]
    Common,
    #[strum(message = "Offre disponible")]
    Available,
    #[strum(message = "Offre émergente")]
    Emerging,
    #[strum(message = "Offre rare")]
    Rare,
    #[strum(message = "Offre inconnue")]
    Unknown,
}

/// What a legal share counts.
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
pub enum TargetIndicator {
    #[strum(message = "Part issue du réemploi ou de la réutilisation")]
    ShareReused,
    #[strum(message = "Part intégrant des matières recyclées")]
    ShareRecycled,
    #[strum(message = "Part issue du réemploi ou du recyclage")]
    ShareReusedOrRecycled,
    #[strum(message = "Part de produits durables et de qualité")]
    ShareQualityFood,
    #[strum(message = "Part de produits issus de l'agriculture biologique")]
    ShareOrganic,
    #[strum(message = "Part de viandes et poissons durables et de qualité")]
    ShareQualityMeatFish,
    #[strum(message = "Part de véhicules à faibles émissions")]
    ShareLowEmission,
    #[strum(message = "Part de véhicules à très faibles émissions")]
    ShareVeryLowEmission,
    #[strum(message = "Part d'opérations utilisant des matériaux biosourcés ou bas-carbone")]
    ShareBiosourcedOperations,
    #[strum(message = "Part de papier recyclé")]
    ShareRecycledPaper,
    #[strum(message = "Part de pneumatiques rechapés")]
    ShareRetreadedTyres,
    #[strum(message = "Part des matériels réformés réemployés ou réutilisés")]
    ShareDecommissionedReused,
    #[strum(message = "Baisse de la consommation d'énergie")]
    EnergyReduction,
    #[strum(message = "Part de surface rénovée chaque année")]
    ShareRenovatedArea,
    #[strum(message = "Autre indicateur")]
    Other,
}
