//! What stands behind a proposal, and what does not: labels, documented purchases, gaps.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{Case, DutyStatus, Gap, GuidedLabel, GuidedReport, GuidedTarget, Proposal, Recognition};
use crate::{
    ExperienceReport, Label,
    enumeration::{BuyerKind, Enumeration as _, EvidenceLevel, OrganisationKind, Verdict, VerificationStatus},
    value::{CpvPrefix, Reference, Slug},
};

/// Most labels.
const LABELS: usize = 8;
/// Most documented purchases.
const REPORTS: usize = 5;

fn deciding(case: &Case<'_>) -> BTreeSet<Slug> {
    let own: BTreeSet<Slug> = case.primary.iter().map(|(segment, _)| segment.slug.clone()).collect();
    let above = case.primary.iter().flat_map(|(segment, _)| case.dataset.ancestors(segment));
    // The top of the tree says nothing: everything is under it.
    let above = above.filter(|segment| segment.parent.is_some()).map(|segment| segment.slug.clone());
    case.dataset.with_descendants(&own).into_iter().chain(above).collect()
}

/// G30.
pub(super) fn labels(case: &Case<'_>, proposal: &Proposal) -> Vec<GuidedLabel> {
    let segments = deciding(case);
    let cited_by = |label: &Label| -> Vec<Reference> {
        let cites = |clause: &&super::ProposedClause| {
            let version = case.dataset.clause_version(&clause.citation);
            version.is_some_and(|version| version.label_citations.iter().any(|citation| citation.label == label.slug))
        };
        proposal.clauses.iter().filter(cites).map(|clause| clause.reference.clone()).collect()
    };
    let mut labels: Vec<GuidedLabel> = Vec::new();
    for label in &case.dataset.labels {
        let (cited_by, covers) = (cited_by(label), label.scope_segments.iter().any(|slug| segments.contains(slug)));
        if cited_by.is_empty() && !covers {
            continue;
        }
        let (eligible, status) = (label.r2111_14.verdict(), label.verification.status);
        let use_of = match eligible {
            Verdict::Yes => {
                "Peut être exigé si les caractéristiques voulues sont listées et l'équivalent accepté (notre appréciation)."
            }
            Verdict::No => "Ne peut pas être exigé (notre appréciation) ; peut servir de source d'inspiration.",
            Verdict::Unknown => "Exigibilité non vérifiée : à accepter comme preuve parmi d'autres.",
        };
        let why = if cited_by.is_empty() { "Couvre le segment." } else { "Cité par une clause proposée." };
        labels.push(GuidedLabel {
            slug: label.slug.clone(),
            name: label.name.clone(),
            eligible,
            cited_by,
            reason: format!("{why} {use_of}"),
            verification: status,
        });
    }
    let verdict = |verdict: Verdict| match verdict {
        Verdict::Yes => 0,
        Verdict::Unknown => 1,
        Verdict::No => 2,
    };
    labels.sort_by(|a, b| {
        let rank = |label: &GuidedLabel| (label.cited_by.is_empty(), verdict(label.eligible));
        (rank(a), &a.name).cmp(&(rank(b), &b.name))
    });
    labels.truncate(LABELS);
    labels
}

/// Whether a buyer of this kind reads reports of organisations of that kind as its own.
fn is_peer(buyer: BuyerKind, organisation: OrganisationKind) -> bool {
    use OrganisationKind as O;
    match buyer {
        BuyerKind::State | BuyerKind::StateBodies => matches!(organisation, O::State | O::PublicBody),
        BuyerKind::LocalAuthorities | BuyerKind::LocalBodies => {
            matches!(organisation, O::Municipality | O::Intermunicipality | O::Department | O::Region)
        }
        BuyerKind::SocialHousing => organisation == O::SocialLandlord,
        _ => false,
    }
}

/// G31.
pub(super) fn reports(case: &Case<'_>, proposal: &Proposal) -> Vec<GuidedReport> {
    let own: BTreeSet<&Slug> = case.primary.iter().map(|(segment, _)| &segment.slug).collect();
    let around = deciding(case);
    let codes: Vec<CpvPrefix> = case.purchase.cpv.iter().map(crate::value::Cpv::prefix).collect();
    let mut found: Vec<(u32, GuidedReport)> = Vec::new();
    for report in &case.dataset.experience_reports {
        let near: Vec<Reference> = proposal
            .clauses
            .iter()
            .filter(|clause| report.clauses.iter().any(|version| version.clause == clause.reference))
            .map(|clause| clause.reference.clone())
            .collect();
        let (points, why) = nearness(case, report, &near, &own, &around, &codes);
        if points == 0 {
            continue;
        }
        let guided = GuidedReport {
            slug: report.slug.clone(),
            title: report.title.clone(),
            buyer: report.organisation.name.clone(),
            year: report.contract.year,
            clauses: near,
            reason: format!("Proche par {}.", why.join(", ")),
            verification: report.verification.status,
        };
        found.push((points, guided));
    }
    found.sort_by(|(a, first), (b, second)| {
        (Reverse(a), Reverse(first.year), &first.slug).cmp(&(Reverse(b), Reverse(second.year), &second.slug))
    });
    found.into_iter().take(REPORTS).map(|(_, report)| report).collect()
}

/// How near a report is; zero when neither its clauses, nor its segments, nor its codes are.
fn nearness(
    case: &Case<'_>,
    report: &ExperienceReport,
    clauses: &[Reference],
    own: &BTreeSet<&Slug>,
    around: &BTreeSet<Slug>,
    codes: &[CpvPrefix],
) -> (u32, Vec<&'static str>) {
    let (mut points, mut why) = (0, Vec::new());
    let mut count = |holds: bool, worth: u32, name: &'static str| {
        if holds {
            points += worth;
            why.push(name);
        }
    };
    let in_own = report.segments.iter().any(|slug| own.contains(slug));
    count(!clauses.is_empty(), 8, "la clause");
    count(in_own, 6, "le segment");
    count(!in_own && report.segments.iter().any(|slug| around.contains(slug)), 2, "un segment voisin");
    count(report.contract.cpv.iter().any(|code| codes.iter().any(|asked| code.prefix().fits(asked))), 4, "le code");
    if points == 0 {
        return (0, why);
    }
    let mut count = |holds: bool, worth: u32, name: &'static str| {
        if holds {
            points += worth;
            why.push(name);
        }
    };
    let peer = case.purchase.buyer.is_some_and(|buyer| is_peer(buyer, report.organisation.kind));
    count(peer, 2, "le type d'acheteur");
    let kind = case.purchase.contract_type;
    count(kind.is_some() && kind == report.contract.contract_type, 1, "le type de marché");
    if report.evidence_level == EvidenceLevel::Clause {
        points += 1;
    }
    (points, why)
}

/// G20 to G27: what the data does not cover.
pub(super) fn gaps(
    case: &Case<'_>,
    proposal: &Proposal,
    targets: &[GuidedTarget],
    reports: &[GuidedReport],
) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut add = |rule: &str, text: String| gaps.push(Gap { rule: rule.to_owned(), text });
    let asked = !case.purchase.cpv.is_empty() || !case.purchase.segments.is_empty();
    if !asked {
        add(
            "G20",
            "Ni code CPV ni segment n'est indiqué : seules les obligations communes à tous les marchés sont données."
                .to_owned(),
        );
        return gaps;
    }
    if case.primary.is_empty() {
        add("G20", "Aucun segment d'achat de la bibliothèque ne correspond à ce code : seules les obligations communes à tous les marchés sont données.".to_owned());
    }
    for coverage in proposal.coverage.iter().filter(|coverage| coverage.clauses.is_empty()) {
        add("G21", format!("La bibliothèque n'a pas encore de texte « {} » pour cet achat.", coverage.kind.label()));
    }
    if case.primary.iter().any(|(_, recognised)| recognised.recognition == Recognition::Narrower) {
        add(
            "G22",
            "Le code est large : un code plus précis, ou le segment, donnerait une proposition plus juste.".to_owned(),
        );
    }
    for code in &case.purchase.cpv {
        if case.dataset.cpv_code(code).is_none() {
            add(
                "G23",
                if case.dataset.holds_the_nomenclature() {
                    format!("Le code {code} n'existe pas dans la nomenclature CPV de 2008.")
                } else {
                    format!(
                        "Le libellé du code {code} n'est pas dans cette instance, qui n'a pas toute la nomenclature : l'existence du code n'a pas été vérifiée."
                    )
                },
            );
        }
    }
    if case.purchase.amount.is_none() && !case.purchase.defence {
        add(
            "G24",
            "Le montant n'est pas indiqué : l'obligation sociale et la taille de la proposition en dépendent."
                .to_owned(),
        );
    }
    if case.purchase.buyer.is_none() && targets.iter().any(|target| target.status == DutyStatus::Depends) {
        add("G24", "Le type d'acheteur n'est pas indiqué : certaines proportions légales en dépendent.".to_owned());
    }
    let unverified = targets.iter().filter(|target| target.verification == VerificationStatus::Unverified).count();
    if unverified > 0 {
        add(
            "G25",
            format!(
                "Proportions légales dont le taux n'a pas été vérifié : {unverified}. Elles sont citées sans leur taux."
            ),
        );
    }
    if reports.is_empty() {
        add("G26", "Aucun achat documenté de la bibliothèque n'est proche de celui-ci.".to_owned());
    }
    let reviewed = |clause: &super::ProposedClause| {
        case.dataset.clause(&clause.reference).is_some_and(|clause| clause.last_reviewed_on.is_some())
    };
    if !proposal.clauses.is_empty() && !proposal.clauses.iter().any(reviewed) {
        add("G27", "Aucune des clauses proposées n'a encore été relue par un réseau d'acheteurs.".to_owned());
    }
    gaps
}
