//! Closed lists of values: English on the wire, with a French label and meaning for people.
//!
//! The wire value, the label and the meaning of a variant stand beside it as `strum` attributes, so that
//! `/v1/enumerations`, the OpenAPI document and the parsers can never disagree.

mod clause;
mod procurement;
mod reference;
mod workflow;

pub use clause::*;
pub use procurement::*;
pub use reference::*;
pub use workflow::*;

use serde::{Deserialize, Serialize};
use strum::{EnumMessage, IntoEnumIterator};
use utoipa::ToSchema;

use crate::{
    change::ChangeAction,
    difference::{MemberOperation, TextPartKind},
    guidance::{DutyStatus, Recognition},
    life::LifeEventKind,
    nomenclature::CpvExistence,
    search::WordUse,
};

/// A closed list of values that the API publishes.
pub trait Enumeration: IntoEnumIterator + EnumMessage + Copy + Into<&'static str> {
    /// The value on the wire, such as `award_criterion`.
    fn value(self) -> &'static str {
        self.into()
    }

    /// The French label, such as « Critère d'attribution ».
    fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// What the value means, in French; empty where the label says it all.
    fn meaning(self) -> &'static str {
        // strum falls back to the label.
        self.get_detailed_message().filter(|meaning| *meaning != self.label()).unwrap_or_default()
    }
}

impl<T: IntoEnumIterator + EnumMessage + Copy + Into<&'static str>> Enumeration for T {}

/// One closed list of values, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnumerationRecord {
    /// Name of the list, as used by fields and filters.
    #[schema(example = "fragment_kind")]
    pub name: String,
    /// French title of the list.
    #[schema(example = "Nature du texte")]
    pub label: String,
    /// Its values, from the first to the last in their usual order.
    pub values: Vec<EnumerationValue>,
}

/// One value of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnumerationValue {
    /// The value on the wire.
    #[schema(example = "award_criterion")]
    pub value: String,
    /// French label.
    #[schema(example = "Critère d'attribution")]
    pub label: String,
    /// French meaning; empty where the label says it all.
    pub meaning: String,
}

fn describe<E: Enumeration>(name: &str, label: &str) -> EnumerationRecord {
    EnumerationRecord {
        name: name.to_owned(),
        label: label.to_owned(),
        values: E::iter()
            .map(|value| EnumerationValue {
                value: value.value().to_owned(),
                label: value.label().to_owned(),
                meaning: value.meaning().to_owned(),
            })
            .collect(),
    }
}

/// Every closed list of the model, by name.
#[must_use]
pub fn enumerations() -> Vec<EnumerationRecord> {
    let mut all = vec![
        describe::<AmbitionLevel>("ambition_level", "Niveau d'ambition"),
        describe::<AmbitiousDirection>("ambitious_direction", "Sens de l'ambition"),
        describe::<AnswerType>("answer_type", "Type de réponse attendue"),
        describe::<Bindingness>("bindingness", "Portée de la clause"),
        describe::<BuyerKind>("buyer_kind", "Type d'acheteur"),
        describe::<CautionSeverity>("caution_severity", "Gravité d'un point de vigilance"),
        describe::<Ccag>("ccag", "CCAG"),
        describe::<CcagEffect>("ccag_effect", "Effet sur le CCAG"),
        describe::<ChangeAction>("change_action", "Événement entre deux révisions"),
        describe::<ChangeKind>("change_kind", "Nature de la modification"),
        describe::<ClauseStatus>("clause_status", "Statut de la clause"),
        describe::<ContractType>("contract_type", "Type de marché"),
        describe::<ContributorRole>("contributor_role", "Rôle du contributeur"),
        describe::<CpvExistence>("cpv_existence", "Existence d'un code CPV"),
        describe::<CpvLevel>("cpv_level", "Niveau d'un code CPV"),
        describe::<DecpEnvironment>("decp_environment", "DECP : considérations environnementales"),
        describe::<DecpSocial>("decp_social", "DECP : considérations sociales"),
        describe::<DutyStatus>("duty_status", "Portée d'une obligation sur un achat"),
        describe::<EnvironmentalImpact>("environmental_impact", "Objectif environnemental (eForms)"),
        describe::<EvidenceLevel>("evidence_level", "Niveau de preuve d'un retour d'expérience"),
        describe::<FragmentKind>("fragment_kind", "Nature du texte"),
        describe::<Frequency>("frequency", "Périodicité du suivi"),
        describe::<GppCriteria>("gpp_criteria", "Critères d'achat public écologique (eForms BT-805)"),
        describe::<LabelCitationMode>("label_citation_mode", "Usage du label dans la clause"),
        describe::<LabelNature>("label_nature", "Nature du label"),
        describe::<LabelType>("label_type", "Type de label (série ISO 14020)"),
        describe::<LegalCheck>("legal_check", "Contrôle juridique"),
        describe::<LegalReferenceKind>("legal_reference_kind", "Nature du texte juridique"),
        describe::<LegalRole>("legal_role", "Rôle du texte dans la clause"),
        describe::<LegalState>("legal_state", "État du texte juridique"),
        describe::<LifeEventKind>("life_event_kind", "Événement de la vie d'une clause"),
        describe::<Licence>("licence", "Licence"),
        describe::<MaintenanceState>("maintenance_state", "Suivi de la clause"),
        describe::<MarketMaturity>("market_maturity", "Maturité de l'offre"),
        describe::<MemberOperation>("member_operation", "Différence entre deux versions"),
        describe::<ObligationKind>("obligation_kind", "Nature de l'obligation"),
        describe::<OrganisationKind>("organisation_kind", "Type d'organisme"),
        describe::<OrganisationRole>("organisation_role", "Rôle dans le réseau"),
        describe::<ParameterType>("parameter_type", "Type de valeur à fixer"),
        describe::<ProcedureStage>("procedure_stage", "Étape de la procédure"),
        describe::<ProofType>("proof_type", "Type de moyen de preuve"),
        describe::<Recognition>("recognition", "Reconnaissance d'un segment d'achat"),
        describe::<RelationType>("relation_type", "Relation entre clauses"),
        describe::<Responsible>("responsible", "Responsable du suivi"),
        describe::<ReviewDecision>("review_decision", "Décision de relecture"),
        describe::<ScoringMethod>("scoring_method", "Méthode de notation"),
        describe::<TextPartKind>("text_part_kind", "Mots d'une différence"),
        describe::<Severity>("severity", "Gravité d'une remarque"),
        describe::<SourceUsage>("source_usage", "Usage de la source"),
        describe::<TargetDocument>("target_document", "Pièce du marché"),
        describe::<TargetIndicator>("target_indicator", "Indicateur de proportion légale"),
        describe::<TargetReached>("target_reached", "Objectif atteint"),
        describe::<Verdict>("verdict", "Réponse"),
        describe::<VerificationStatus>("verification_status", "État de la vérification"),
        describe::<WordUse>("word_use", "Lecture d'un mot de recherche"),
    ];
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_and_every_value_has_a_french_label_and_a_unique_name() {
        let all = enumerations();
        let mut names: Vec<_> = all.iter().map(|list| &list.name).collect();
        names.dedup();
        assert_eq!(names.len(), all.len());
        for list in &all {
            assert!(!list.label.is_empty() && !list.values.is_empty(), "{}", list.name);
            for value in &list.values {
                assert!(!value.label.is_empty(), "{}: {}", list.name, value.value);
            }
        }
    }

    #[test]
    fn strum_and_serde_agree_on_every_value() {
        fn agree<E: Enumeration + Serialize>() {
            for value in E::iter() {
                assert_eq!(serde_json::to_value(value).ok(), Some(value.value().into()));
            }
        }
        agree::<FragmentKind>();
        agree::<EnvironmentalImpact>();
        agree::<DecpEnvironment>();
        agree::<Licence>();
        agree::<LabelType>();
        agree::<Ccag>();
    }
}
