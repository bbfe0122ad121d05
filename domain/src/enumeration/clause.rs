//! What a clause is made of.
#![expect(missing_docs, reason = "the French label and meaning beside each variant document it")]

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

/// What a text does in the contract.
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
pub enum FragmentKind {
    #[strum(
        message = "Spécification technique",
        detailed_message = "Caractéristiques de ce qui est acheté (CCP, art. L. 2111-2 et R. 2111-4)."
    )]
    TechnicalSpecification,
    #[strum(
        message = "Condition d'exécution",
        detailed_message = "Manière dont le marché est exécuté (CCP, art. L. 2112-2)."
    )]
    ContractPerformanceCondition,
    #[strum(
        message = "Critère d'attribution",
        detailed_message = "Comparaison des offres (CCP, art. L. 2152-7 et R. 2152-7)."
    )]
    AwardCriterion,
    #[strum(
        message = "Sous-critère",
        detailed_message = "Détail d'un critère d'attribution ; terme de la pratique, absent du code."
    )]
    AwardSubcriterion,
    #[strum(
        message = "Critère ou condition de candidature",
        detailed_message = "Aptitude et capacités du candidat (CCP, art. L. 2142-1)."
    )]
    SelectionCriterion,
    #[strum(
        message = "Motif d'exclusion",
        detailed_message = "Cas où un candidat peut être écarté de la procédure (CCP, art. L. 2141-1 et suivants)."
    )]
    ExclusionGround,
    #[strum(
        message = "Exigence minimale des variantes",
        detailed_message = "Ce que toute variante doit au moins respecter (CCP, art. R. 2151-10)."
    )]
    VariantRequirement,
    #[strum(message = "Plan de progrès", detailed_message = "Amélioration convenue au cours du marché.")]
    ProgressPlan,
    #[strum(message = "Pénalité", detailed_message = "Sanction financière d'un manquement mesurable.")]
    Penalty,
    #[strum(message = "Prime ou intéressement", detailed_message = "Bonus attaché à un résultat mesurable.")]
    Incentive,
    #[strum(message = "Suivi et bilan", detailed_message = "Données remises pendant l'exécution.")]
    Reporting,
    #[strum(message = "Définition du besoin", detailed_message = "Préambule ou objet du marché (CCP, art. L. 2111-1).")]
    NeedsDefinition,
    #[strum(
        message = "Mission de maîtrise d'œuvre ou d'assistance",
        detailed_message = "Tâche confiée au concepteur ou à l'assistant du maître d'ouvrage."
    )]
    Mission,
}

/// The procurement document that receives a text.
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
pub enum TargetDocument {
    #[strum(message = "Avis d'appel à la concurrence (AAPC)", detailed_message = "Annonce de la consultation.")]
    Aapc,
    #[strum(message = "Règlement de la consultation (RC)", detailed_message = "Règles de la procédure.")]
    Rc,
    #[strum(message = "Acte d'engagement (AE)", detailed_message = "Engagement signé par le titulaire.")]
    Ae,
    #[strum(message = "CCAP", detailed_message = "Cahier des clauses administratives particulières.")]
    Ccap,
    #[strum(message = "CCTP", detailed_message = "Cahier des clauses techniques particulières.")]
    Cctp,
    #[strum(
        message = "CCP (document unique)",
        detailed_message = "Cahier des clauses particulières, pour les petits marchés ; à ne pas confondre avec le code de la commande publique."
    )]
    CcpDocument,
    #[strum(message = "Programme de l'opération", detailed_message = "Document de besoin d'une opération de travaux.")]
    Programme,
    #[strum(message = "BPU, DQE ou DPGF", detailed_message = "Documents de prix.")]
    BpuDqeDpgf,
    #[strum(message = "Cadre de réponse ou mémoire technique", detailed_message = "Réponses du soumissionnaire.")]
    ResponseFrame,
    #[strum(message = "Annexe", detailed_message = "Annexe développement durable, SOGED, charte de chantier...")]
    Annex,
}

/// How far a text goes beyond common practice. Ordered.
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
pub enum AmbitionLevel {
    #[strum(message = "Base", detailed_message = "Accessible à la plupart des opérateurs du marché.")]
    Basic,
    #[strum(message = "Avancé", detailed_message = "Accessible aux opérateurs engagés ; à vérifier par un sourçage.")]
    Advanced,
    #[strum(message = "Exemplaire", detailed_message = "Réservé aux marchés mûrs ou aux achats démonstrateurs.")]
    Exemplary,
}

/// In which direction a parameter becomes more demanding.
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
pub enum AmbitiousDirection {
    #[strum(message = "Plus la valeur est haute, plus la clause est exigeante")]
    Higher,
    #[strum(message = "Plus la valeur est basse, plus la clause est exigeante")]
    Lower,
}

/// Whether the clause obliges or invites.
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
pub enum Bindingness {
    #[strum(message = "Obligatoire", detailed_message = "Obligation de résultat ou de moyens.")]
    Mandatory,
    #[strum(message = "Incitative", detailed_message = "Invitation, sans sanction.")]
    Incentive,
}

/// What kind of obligation the clause creates; drives proof and penalty.
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
pub enum ObligationKind {
    #[strum(message = "Résultat", detailed_message = "Un résultat mesurable est dû.")]
    Result,
    #[strum(message = "Moyens", detailed_message = "Des moyens déterminés sont dus.")]
    Means,
    #[strum(message = "Information", detailed_message = "Une information est due.")]
    Information,
}

/// What a value to be set looks like.
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
pub enum ParameterType {
    #[strum(message = "Pourcentage")]
    Percent,
    #[strum(message = "Nombre entier")]
    Integer,
    #[strum(message = "Nombre décimal")]
    Decimal,
    #[strum(message = "Quantité avec unité")]
    Quantity,
    #[strum(message = "Date")]
    Date,
    #[strum(message = "Durée avec unité")]
    Duration,
    #[strum(message = "Texte")]
    Text,
    #[strum(message = "Choix dans une liste")]
    Choice,
    #[strum(message = "Liste de valeurs")]
    List,
    #[strum(message = "Montant en euros hors taxes")]
    Money,
}

/// What shows that a requirement is met.
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
pub enum ProofType {
    #[strum(message = "Label")]
    Label,
    #[strum(message = "Certificat")]
    Certificate,
    #[strum(message = "Rapport d'essai")]
    TestReport,
    #[strum(message = "Déclaration environnementale (FDES, PEP)")]
    Epd,
    #[strum(message = "Dossier technique du fabricant")]
    TechnicalFile,
    #[strum(message = "Références")]
    ReferenceList,
    #[strum(message = "Bon de livraison")]
    DeliveryNote,
    #[strum(message = "Bordereau de suivi des déchets")]
    WasteTracking,
    #[strum(message = "Attestation de formation")]
    TrainingAttestation,
    #[strum(message = "Audit")]
    Audit,
    #[strum(message = "Visite sur place")]
    SiteVisit,
    #[strum(message = "Attestation sur l'honneur")]
    SelfDeclaration,
    #[strum(message = "Échantillon")]
    Sample,
    #[strum(message = "Facture")]
    Invoice,
    #[strum(message = "Mesure")]
    Measurement,
}

/// How serious a point of attention is.
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
pub enum CautionSeverity {
    #[strum(message = "Information")]
    Information,
    #[strum(message = "Attention")]
    Attention,
    #[strum(message = "Risque")]
    Risk,
}

/// How often a follow-up happens.
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
pub enum Frequency {
    #[strum(message = "Une fois")]
    Once,
    #[strum(message = "À chaque livraison")]
    PerDelivery,
    #[strum(message = "À chaque commande")]
    PerOrder,
    #[strum(message = "À chaque intervention")]
    PerIntervention,
    #[strum(message = "Chaque mois")]
    Monthly,
    #[strum(message = "Chaque trimestre")]
    Quarterly,
    #[strum(message = "Chaque semestre")]
    HalfYearly,
    #[strum(message = "Chaque année")]
    Yearly,
    #[strum(message = "À la réception")]
    AtAcceptance,
    #[strum(message = "En fin de marché")]
    AtEnd,
}

/// Who follows an indicator.
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
pub enum Responsible {
    #[strum(message = "Titulaire")]
    Contractor,
    #[strum(message = "Maître d'œuvre")]
    DesignTeam,
    #[strum(message = "Assistant à maîtrise d'ouvrage")]
    ClientAdviser,
    #[strum(message = "Acheteur")]
    Buyer,
}

/// How a criterion turns an offer into points.
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
pub enum ScoringMethod {
    #[strum(message = "Proportionnel")]
    Proportional,
    #[strum(message = "Paliers")]
    Thresholds,
    #[strum(message = "Oui ou non")]
    YesNo,
    #[strum(message = "Grille de notation")]
    JuryGrid,
    #[strum(
        message = "Coût du cycle de vie",
        detailed_message = "Méthode des articles R. 2152-9 et R. 2152-10 du CCP."
    )]
    Lcc,
}

/// What a question of the response frame expects.
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
pub enum AnswerType {
    #[strum(message = "Oui ou non")]
    YesNo,
    #[strum(message = "Pourcentage")]
    Percentage,
    #[strum(message = "Nombre")]
    Number,
    #[strum(message = "Texte")]
    Text,
    #[strum(message = "Liste")]
    List,
    #[strum(message = "Document")]
    Document,
}

/// What a clause does with a label.
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
pub enum LabelCitationMode {
    #[strum(
        message = "Exigé",
        detailed_message = "Le label est exigé ; tout label équivalent et, en cas d'empêchement, toute autre preuve sont acceptés (CCP, art. R. 2111-16 et R. 2111-17)."
    )]
    Required,
    #[strum(
        message = "Accepté comme preuve",
        detailed_message = "Le label suffit à prouver l'exigence, parmi d'autres moyens."
    )]
    AcceptedAsProof,
    #[strum(message = "Exemple", detailed_message = "Le label est cité pour aider à comprendre.")]
    Example,
    #[strum(
        message = "Inspiration",
        detailed_message = "L'exigence s'inspire des critères du label, sans le citer dans le texte."
    )]
    Inspiration,
}

/// What a legal text does for a clause.
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
pub enum LegalRole {
    #[strum(message = "Obligation", detailed_message = "Le texte impose.")]
    Duty,
    #[strum(message = "Faculté", detailed_message = "Le texte permet.")]
    Faculty,
    #[strum(message = "Limite", detailed_message = "Le texte encadre ou interdit.")]
    Limit,
    #[strum(message = "Définition", detailed_message = "Le texte définit un terme.")]
    Definition,
    #[strum(message = "Source", detailed_message = "Le texte a inspiré la clause.")]
    Source,
}

/// How one clause relates to another.
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
pub enum RelationType {
    #[strum(message = "Nécessite")]
    Requires,
    #[strum(message = "Complète")]
    Complements,
    #[strum(message = "Exclut")]
    Excludes,
    #[strum(message = "Remplace")]
    Replaces,
    #[strum(message = "Adaptée de")]
    AdaptedFrom,
    #[strum(message = "Variante de")]
    VariantOf,
    #[strum(message = "Même texte")]
    SameText,
}

/// What an organisation did for a version.
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
pub enum ContributorRole {
    #[strum(message = "Rédaction")]
    Author,
    #[strum(message = "Relecture")]
    Reviewer,
    #[strum(message = "Adaptation")]
    Adapter,
    #[strum(message = "Traduction")]
    Translator,
}

/// What was taken from a source.
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
pub enum SourceUsage {
    #[strum(
        message = "Rédaction",
        detailed_message = "Le texte reprend ou adapte la rédaction de la source : sa licence s'applique."
    )]
    Wording,
    #[strum(
        message = "Faits",
        detailed_message = "Seuls des faits ou des idées viennent de la source ; la rédaction est originale."
    )]
    Facts,
}
