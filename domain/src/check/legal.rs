//! Rules of law: what the public procurement code (CCP) demands of a text.

use super::{
    Check, Findings, Run, Subject,
    wording::{COMPANY_POLICY, NORM, ORIGIN, SHORT_CHAIN},
};
use crate::{
    clause::{Fragment, LabelCitation, template::placeholders},
    enumeration::{
        CcagEffect, FragmentKind, LabelCitationMode, LegalRole, LegalState, ProcedureStage, ScoringMethod, Severity,
        TargetDocument, Verdict,
    },
};

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: "J01",
        severity: Severity::Blocking,
        statement: "Une clause qui exige un label accepte tout label qui confirme les mêmes caractéristiques, et cite ces mots.",
        basis: "CCP, art. R. 2111-16",
        run: Run::Current(equivalent_labels_are_accepted),
    },
    Check {
        rule: "J02",
        severity: Severity::Blocking,
        statement: "Un label exigé remplit les trois conditions du code.",
        basis: "CCP, art. R. 2111-14",
        run: Run::Current(required_labels_are_eligible),
    },
    Check {
        rule: "J03",
        severity: Severity::Blocking,
        statement: "Une clause qui exige un label énumère les caractéristiques voulues.",
        basis: "CCP, art. R. 2111-15",
        run: Run::Current(wanted_characteristics_are_listed),
    },
    Check {
        rule: "J04",
        severity: Severity::ToFix,
        statement: "Une clause qui exige un label admet toute autre preuve lorsque le label est hors d'atteinte.",
        basis: "CCP, art. R. 2111-17",
        run: Run::Current(other_proofs_are_admitted),
    },
    Check {
        rule: "J05",
        severity: Severity::Blocking,
        statement: "Chaque norme citée est suivie de « ou équivalent ».",
        basis: "CCP, art. R. 2111-9",
        run: Run::Current(norms_admit_equivalents),
    },
    Check {
        rule: "J06",
        severity: Severity::Blocking,
        statement: "Une spécification technique ne demande ni origine, ni provenance, ni proximité.",
        basis: "CCP, art. R. 2111-7 ; CJUE, 16 janvier 2025, C-424/23",
        run: Run::Current(specifications_name_no_origin),
    },
    Check {
        rule: "J07",
        severity: Severity::Blocking,
        statement: "Un critère de candidature figure dans l'avis ou le règlement de la consultation et dit par quoi il se prouve.",
        basis: "CCP, art. L. 2142-1, R. 2142-1 et R. 2142-2",
        run: Run::Current(selection_criteria_say_their_proofs),
    },
    Check {
        rule: "J08",
        severity: Severity::Blocking,
        statement: "Un critère d'attribution figure dans le règlement de la consultation et dit comment les points sont donnés.",
        basis: "CCP, art. L. 2152-7, R. 2152-7, R. 2152-11 et R. 2152-12",
        run: Run::Current(award_criteria_say_how_they_score),
    },
    Check {
        rule: "J09",
        severity: Severity::Blocking,
        statement: "Un critère de coût du cycle de vie dit les données demandées et la méthode de calcul.",
        basis: "CCP, art. R. 2152-9 et R. 2152-10",
        run: Run::Current(life_cycle_costs_say_their_method),
    },
    Check {
        rule: "J10",
        severity: Severity::ToFix,
        statement: "Un critère qui porte sur une exigence du cahier des charges récompense ce qui la dépasse.",
        basis: "Logique du critère",
        run: Run::Current(criteria_reward_what_exceeds),
    },
    Check {
        rule: "J11",
        severity: Severity::Advice,
        statement: "Une condition d'exécution porte sur l'objet du marché, non sur la politique générale de l'entreprise.",
        basis: "CCP, art. L. 2112-2 et L. 2112-3",
        run: Run::Current(conditions_concern_the_contract),
    },
    Check {
        rule: "J12",
        severity: Severity::Blocking,
        statement: "Toute preuve admet son équivalent.",
        basis: "CCP, art. R. 2151-14",
        run: Run::Current(proofs_admit_equivalents),
    },
    Check {
        rule: "J13",
        severity: Severity::ToFix,
        statement: "Un texte qui déroge à un CCAG le dit.",
        basis: "CCP, art. R. 2112-3",
        run: Run::Current(derogations_are_said),
    },
    Check {
        rule: "J14",
        severity: Severity::ToFix,
        statement: "Un texte sur les variantes fixe des exigences minimales.",
        basis: "CCP, art. R. 2151-10",
        run: Run::Current(variants_have_minimum_requirements),
    },
    Check {
        rule: "J15",
        severity: Severity::ToFix,
        statement: "Un texte de loi sur lequel une clause repose est en vigueur le jour de sa publication.",
        basis: "Veille juridique",
        run: Run::Current(laws_are_in_force),
    },
];

fn is_award(fragment: &Fragment) -> bool {
    matches!(fragment.kind, FragmentKind::AwardCriterion | FragmentKind::AwardSubcriterion)
}

fn body_of(fragment: &Fragment) -> String {
    format!("fragments/{}/body", fragment.key)
}

fn required<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a LabelCitation> {
    subject.version.label_citations.iter().filter(|citation| citation.mode == LabelCitationMode::Required)
}

fn equivalent_labels_are_accepted(subject: &Subject<'_>, findings: &mut Findings) {
    for citation in required(subject).filter(|citation| citation.equivalence.is_none()) {
        let place = format!("label_citations/{}/equivalence", citation.label);
        findings.of(subject, place, "citez les mots du texte qui acceptent tout label équivalent".to_owned());
    }
}

fn required_labels_are_eligible(subject: &Subject<'_>, findings: &mut Findings) {
    for citation in required(subject) {
        let Some(label) = subject.dataset.label(&citation.label) else { continue };
        let place = format!("label_citations/{}", citation.label);
        match label.r2111_14.verdict() {
            Verdict::Yes => {}
            Verdict::No => findings.of(
                subject,
                place,
                format!("le label « {} » ne remplit pas les conditions : citez-le comme preuve admise", label.name),
            ),
            Verdict::Unknown => findings.of_as(
                Severity::ToFix,
                subject,
                place,
                format!("vérifiez que le label « {} » remplit les conditions", label.name),
            ),
        }
    }
}

fn wanted_characteristics_are_listed(subject: &Subject<'_>, findings: &mut Findings) {
    for citation in required(subject).filter(|citation| citation.required_characteristics.is_empty()) {
        let place = format!("label_citations/{}/required_characteristics", citation.label);
        findings.of(subject, place, "énumérez les caractéristiques du label que vous voulez".to_owned());
    }
}

fn other_proofs_are_admitted(subject: &Subject<'_>, findings: &mut Findings) {
    for citation in required(subject).filter(|citation| citation.other_proof.is_none()) {
        let place = format!("label_citations/{}/other_proof", citation.label);
        findings.of(subject, place, "citez les mots du texte qui admettent toute autre preuve appropriée".to_owned());
    }
}

fn norms_admit_equivalents(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in &subject.version.fragments {
        for (norm, end) in NORM.find_all(&fragment.body) {
            let after: String = fragment.body[end..].chars().take(40).collect();
            if !after.to_lowercase().contains("ou équivalent") {
                findings.of(subject, body_of(fragment), format!("ajoutez « ou équivalent » après « {norm} »"));
            }
        }
    }
}

fn specifications_name_no_origin(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in subject.version.fragments.iter().filter(|f| f.kind == FragmentKind::TechnicalSpecification) {
        if let Some(found) = ORIGIN.find(&fragment.body) {
            findings.of(subject, body_of(fragment), format!("« {found} » désigne une origine ou une provenance"));
        }
        if let Some(found) = SHORT_CHAIN.find(&fragment.body) {
            let message = format!("« {found} » : définissez-le par le nombre d'intermédiaires, jamais par la distance");
            findings.of_as(Severity::Advice, subject, body_of(fragment), message);
        }
    }
}

fn selection_criteria_say_their_proofs(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in subject.version.fragments.iter().filter(|f| f.kind == FragmentKind::SelectionCriterion) {
        let announced = |document| matches!(document, &TargetDocument::Aapc | &TargetDocument::Rc);
        if !fragment.documents.iter().all(announced) {
            findings.of(
                subject,
                format!("fragments/{}/documents", fragment.key),
                "avis ou règlement de la consultation seulement".into(),
            );
        }
        if !subject.version.proofs.iter().any(|proof| proof.stage == ProcedureStage::Candidature) {
            findings.of(subject, "proofs", "indiquez au moins une preuve à l'étape de la candidature".to_owned());
        }
    }
}

fn award_criteria_say_how_they_score(subject: &Subject<'_>, findings: &mut Findings) {
    let version = subject.version;
    let mut criteria = version.fragments.iter().filter(|fragment| is_award(fragment)).peekable();
    if criteria.peek().is_none() {
        return;
    }
    for fragment in criteria.filter(|fragment| !fragment.documents.contains(&TargetDocument::Rc)) {
        findings.of(
            subject,
            format!("fragments/{}/documents", fragment.key),
            "le règlement de la consultation est attendu".into(),
        );
    }
    let Some(scoring) = &version.scoring else {
        findings.of(subject, "scoring", "dites le poids, la méthode et le cadre de réponse".to_owned());
        return;
    };
    let [least, proposed, most] =
        [scoring.weight_min, scoring.weight_default, scoring.weight_max].map(crate::value::Decimal::get);
    if !(0.0 < least && least <= proposed && proposed <= most && most <= 100.0) {
        findings.of(
            subject,
            "scoring/weight_default",
            format!("{least} <= {proposed} <= {most} est attendu, en pourcentage"),
        );
    }
    if scoring.response_frame.is_empty() {
        findings.of(subject, "scoring/response_frame", "posez au moins une question au soumissionnaire".to_owned());
    }
    let graded = matches!(scoring.method, ScoringMethod::Thresholds | ScoringMethod::YesNo | ScoringMethod::JuryGrid);
    if graded && scoring.scale.len() < 2 {
        findings.of(subject, "scoring/scale", "cette méthode demande une échelle d'au moins deux degrés".to_owned());
    }
}

fn life_cycle_costs_say_their_method(subject: &Subject<'_>, findings: &mut Findings) {
    let lcc = subject.version.scoring.as_ref().filter(|scoring| scoring.method == ScoringMethod::Lcc);
    let says_method = || subject.version.fragments.iter().filter(|f| is_award(f)).any(|f| f.body.contains("calcul"));
    if lcc.is_some_and(|scoring| scoring.response_frame.is_empty() || !says_method()) {
        findings.of(subject, "scoring", "dites les données demandées et la méthode de calcul".to_owned());
    }
}

/// Words by which a criterion says that only what exceeds a requirement counts.
const EXCEEDS: [&str; 12] = [
    "au-delà",
    "supérieur",
    "dépass",
    "excéd",
    "excèd",
    "inférieur",
    "plus que",
    "moins que",
    "en sus",
    "en deçà",
    "écart",
    "minimum exigé",
];

fn criteria_reward_what_exceeds(subject: &Subject<'_>, findings: &mut Findings) {
    let named = |wanted: fn(&Fragment) -> bool| {
        let bodies = subject.version.fragments.iter().filter(move |fragment| wanted(fragment));
        bodies.map(|fragment| (fragment, placeholders(&fragment.body).unwrap_or_default())).collect::<Vec<_>>()
    };
    let specified: Vec<_> =
        named(|f| f.kind == FragmentKind::TechnicalSpecification).into_iter().flat_map(|(_, names)| names).collect();
    for (fragment, names) in named(is_award) {
        let shared = names.iter().find(|name| specified.contains(name));
        if let Some(name) = shared.filter(|_| !EXCEEDS.iter().any(|word| fragment.body.contains(word))) {
            let message = format!("« {name} » est déjà exigé : dites que seul compte ce qui le dépasse");
            findings.of(subject, body_of(fragment), message);
        }
    }
}

fn conditions_concern_the_contract(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in subject.version.fragments.iter().filter(|f| f.kind == FragmentKind::ContractPerformanceCondition) {
        if let Some(found) = COMPANY_POLICY.find(&fragment.body) {
            findings.of(subject, body_of(fragment), format!("« {found} » vise l'entreprise, non le marché"));
        }
    }
}

fn proofs_admit_equivalents(subject: &Subject<'_>, findings: &mut Findings) {
    for proof in subject.version.proofs.iter().filter(|proof| !proof.equivalents_accepted) {
        findings.of(subject, format!("proofs/{}/equivalents_accepted", proof.key), "« true » est attendu".to_owned());
    }
}

fn derogations_are_said(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in &subject.version.fragments {
        let derogates = fragment.ccag_references.iter().any(|reference| reference.effect == CcagEffect::Derogates);
        if derogates && !fragment.body.to_lowercase().contains("dérog") {
            findings.of(subject, body_of(fragment), "écrivez « par dérogation à l'article »".to_owned());
        }
    }
}

fn variants_have_minimum_requirements(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in subject.version.fragments.iter().filter(|f| f.kind == FragmentKind::VariantRequirement) {
        if !fragment.body.contains("minim") && !fragment.body.contains("au moins") {
            findings.of(subject, body_of(fragment), "énoncez les exigences minimales des variantes".to_owned());
        }
    }
}

fn laws_are_in_force(subject: &Subject<'_>, findings: &mut Findings) {
    let day = subject.version.published_on;
    for citation in subject.version.legal_references.iter().filter(|citation| citation.role != LegalRole::Source) {
        let Some(law) = subject.dataset.legal_reference(&citation.reference) else { continue };
        if !law.applies_on(day) || law.state != LegalState::InForce {
            let place = format!("legal_references/{}", citation.reference);
            findings.of(subject, place, format!("« {} » n'est pas connu comme en vigueur le {day}", law.citation));
        }
    }
}
