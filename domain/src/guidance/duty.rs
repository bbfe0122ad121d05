use std::collections::BTreeSet;

use super::{Case, Duty, DutyStatus, Proposal};
use crate::{
    Dataset, LegalReference,
    enumeration::{ContractType, FragmentKind, LegalState, VerificationStatus},
    value::{Reference, Slug},
};

/// A duty of every contract of some family. Its dates are those of its legal text, in the data.
struct General {
    rule: &'static str,
    legal_reference: &'static str,
    demand: &'static str,
    kind: Option<FragmentKind>,
    concessions: bool,
    status: fn(&Case<'_>) -> (DutyStatus, String),
}

/// The kinds of text that the duties of August 2026 ask for in every contract (CCP, art. L. 2111-2, L. 2112-2 and
/// L. 2152-7).
pub const KINDS: [FragmentKind; 3] =
    [FragmentKind::TechnicalSpecification, FragmentKind::ContractPerformanceCondition, FragmentKind::AwardCriterion];

const DEFENCE: &str = "ccp-defense-2026";

const GENERAL: &[General] = &[
    General {
        rule: "S01",
        legal_reference: "ccp-l2111-2",
        demand: "Les spécifications techniques prennent en compte des objectifs de développement durable.",
        kind: Some(FragmentKind::TechnicalSpecification),
        concessions: false,
        status: always,
    },
    General {
        rule: "S02",
        legal_reference: "ccp-l2112-2",
        demand: "Au moins une condition d'exécution, liée à l'objet, prend en compte l'environnement.",
        kind: Some(FragmentKind::ContractPerformanceCondition),
        concessions: false,
        status: always,
    },
    General {
        rule: "S03",
        legal_reference: "ccp-l2152-7",
        demand: "Au moins un critère d'attribution prend en compte les caractéristiques environnementales de l'offre.",
        kind: Some(FragmentKind::AwardCriterion),
        concessions: false,
        status: always,
    },
    General {
        rule: "S03",
        legal_reference: "ccp-r2152-7",
        demand: "Le prix ne peut plus être le seul critère : un critère unique ne peut être que le coût, environnement compris.",
        kind: Some(FragmentKind::AwardCriterion),
        concessions: false,
        status: always,
    },
    General {
        rule: "S04",
        legal_reference: "ccp-l2112-2-1",
        demand: "Une condition d'exécution relative au social ou à l'emploi, ou l'un des quatre motifs d'y renoncer, à conserver.",
        kind: None,
        concessions: false,
        status: from_the_threshold,
    },
    General {
        rule: "S06",
        legal_reference: "ccp-concessions-2026",
        demand: "Spécifications qui prennent en compte le développement durable, conditions d'exécution qui prennent en compte l'environnement, au moins un critère environnemental, rapport annuel.",
        kind: None,
        concessions: true,
        status: always,
    },
];

/// The kinds of text that the code asks for in every contract: rule, legal text, kind.
pub(super) fn asked_of_every_contract() -> impl Iterator<Item = (&'static str, &'static str, FragmentKind)> {
    let asked = GENERAL.iter().filter(|duty| !duty.concessions);
    asked.filter_map(|duty| Some((duty.rule, duty.legal_reference, duty.kind?)))
}

fn always(_: &Case<'_>) -> (DutyStatus, String) {
    (DutyStatus::Applies, "Sans condition de montant, pour les consultations engagées à cette date.".to_owned())
}

fn from_the_threshold(case: &Case<'_>) -> (DutyStatus, String) {
    let threshold = &case.threshold;
    let euros = |amount: Option<crate::value::Decimal>| amount.map(|amount| french(amount.get())).unwrap_or_default();
    let (min, max) = (euros(threshold.min_eur), euros(threshold.max_eur));
    let bound = if min == max {
        format!("{max} € HT")
    } else {
        format!("{min} à {max} € HT selon l'acheteur et le type de marché")
    };
    match threshold.reached {
        _ if threshold.min_eur.is_none() => {
            (DutyStatus::Depends, "Le seuil européen à cette date n'est pas dans les données.".to_owned())
        }
        Some(true) => (DutyStatus::Applies, format!("Le montant atteint le seuil européen ({bound}).")),
        Some(false) => (DutyStatus::Exempt, format!("Le montant n'atteint pas le seuil européen ({bound}).")),
        None => (DutyStatus::Depends, format!("S'applique à partir du seuil européen ({bound}).")),
    }
}

/// An amount as French writes it: `216 000`.
fn french(amount: f64) -> String {
    let digits = format!("{amount:.0}");
    let groups: Vec<String> =
        digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("\u{202f}")
}

/// What the law demands of the purchase: first of every contract, then of its segments.
pub(super) fn duties(case: &Case<'_>) -> Vec<Duty> {
    let concession = case.purchase.contract_type == Some(ContractType::Concession);
    let general = GENERAL.iter().filter(|duty| duty.concessions == concession);
    let general = general.filter_map(|duty| {
        let text = reference(case.dataset, duty.legal_reference)?;
        let (status, reason) = status(case, duty, text)?;
        Some(of(duty.rule, text, status, Some(duty.demand.to_owned()), reason, duty.kind))
    });
    let exemption = reference(case.dataset, DEFENCE)
        .filter(|text| case.purchase.defence && text.applies_on(case.purchase.date))
        .map(|text| {
            let reason = "Marché de défense ou de sécurité : l'environnement y reste une faculté.".to_owned();
            of("S05", text, DutyStatus::Exempt, text.summary.clone(), reason, None)
        });
    general.chain(exemption).chain(of_segments(case)).collect()
}

/// Whether a general duty weighs on the purchase; none when its text applies neither then nor later.
fn status(case: &Case<'_>, duty: &General, text: &LegalReference) -> Option<(DutyStatus, String)> {
    if text.applies_on(case.purchase.date) {
        if case.purchase.defence {
            return Some((DutyStatus::Exempt, "Marché de défense ou de sécurité (voir S05).".to_owned()));
        }
        return Some((duty.status)(case));
    }
    upcoming(case, text)
}

/// What is said of a text that does not apply yet; none when it applies no more.
fn upcoming(case: &Case<'_>, text: &LegalReference) -> Option<(DutyStatus, String)> {
    let from = text.valid_from.filter(|from| case.purchase.date < *from)?;
    let reason = format!("Applicable aux consultations engagées à partir du {}.", from.format("%d/%m/%Y"));
    Some((DutyStatus::Upcoming, reason))
}

fn reference<'a>(dataset: &'a Dataset, slug: &str) -> Option<&'a LegalReference> {
    slug.parse().ok().and_then(|slug: Slug| dataset.legal_reference(&slug))
}

/// The texts that weigh on the segments that decide, and on those above them.
fn of_segments(case: &Case<'_>) -> Vec<Duty> {
    let mut seen: BTreeSet<&Slug> = BTreeSet::new();
    let mut duties = Vec::new();
    for (segment, _) in &case.primary {
        for holder in std::iter::once(*segment).chain(case.dataset.ancestors(segment)) {
            for slug in holder.legal_duties.iter().filter(|slug| seen.insert(slug)) {
                let Some(text) = case.dataset.legal_reference(slug) else { continue };
                let checked = text.verification.status != VerificationStatus::Unverified;
                let of_segment = format!("Pèse sur les achats du segment « {} »", holder.label);
                let known = match text.state {
                    LegalState::Repealed | LegalState::Amended => None,
                    _ if !checked || text.state == LegalState::Unknown => Some((
                        DutyStatus::Depends,
                        format!("{of_segment} ; texte non vérifié ici : à lire à sa source."),
                    )),
                    _ if text.applies_on(case.purchase.date) && text.applies_to.is_some() => {
                        Some((DutyStatus::Applies, format!("{of_segment}, dans les conditions indiquées.")))
                    }
                    _ if text.applies_on(case.purchase.date) => Some((DutyStatus::Applies, format!("{of_segment}."))),
                    _ => upcoming(case, text),
                };
                if let Some((status, reason)) = known {
                    duties.push(of("S10", text, status, text.summary.clone().filter(|_| checked), reason, None));
                }
            }
        }
    }
    duties
}

fn of(
    rule: &str,
    text: &LegalReference,
    status: DutyStatus,
    demand: Option<String>,
    reason: String,
    kind: Option<FragmentKind>,
) -> Duty {
    let checked = text.verification.status != VerificationStatus::Unverified;
    let limits: Vec<&str> = [&text.applies_to, &text.thresholds].into_iter().flatten().map(String::as_str).collect();
    Duty {
        rule: rule.to_owned(),
        status,
        demand,
        legal_reference: text.slug.clone(),
        citation: text.citation.clone(),
        valid_from: text.valid_from,
        conditions: (checked && !limits.is_empty()).then(|| limits.join(" — ")),
        reason,
        kind,
        answered_by: Vec::new(),
        verification: text.verification.status,
    }
}

/// Names the clauses of the proposal that answer each duty: by the kind of text that it asks for, or by citing it.
pub(super) fn answer(duties: &mut [Duty], proposal: &Proposal, dataset: &Dataset) {
    for duty in duties {
        let coverage = proposal.coverage.iter().find(|coverage| Some(coverage.kind) == duty.kind);
        let citing = || citing(proposal, dataset, &duty.legal_reference);
        duty.answered_by = coverage.map_or_else(citing, |coverage| coverage.clauses.clone());
    }
}

/// The clauses of the proposal that rest on a legal text.
pub(super) fn citing(proposal: &Proposal, dataset: &Dataset, text: &Slug) -> Vec<Reference> {
    let cites = |citation| {
        dataset
            .clause_version(citation)
            .is_some_and(|version| version.legal_references.iter().any(|it| it.reference == *text))
    };
    let clauses = proposal.clauses.iter().filter(|clause| cites(&clause.citation));
    clauses.map(|clause| clause.reference.clone()).collect()
}
