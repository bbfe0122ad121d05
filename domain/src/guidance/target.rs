use chrono::Datelike as _;

use super::{Case, DutyStatus, GuidedTarget, NextRate, Proposal, duty::citing};
use crate::{
    Dataset, ProcurementTarget, TargetRate,
    enumeration::{BuyerKind, VerificationStatus},
    value::CpvPrefix,
};

/// The legal shares that the purchase counts in, those that are known first.
pub(super) fn targets(case: &Case<'_>) -> Vec<GuidedTarget> {
    let codes: Vec<CpvPrefix> = match case.purchase.cpv.as_slice() {
        [] => case.primary.iter().flat_map(|(segment, _)| segment.cpv_prefixes.iter().cloned()).collect(),
        given => given.iter().map(crate::value::Cpv::prefix).collect(),
    };
    let mut targets: Vec<GuidedTarget> =
        case.dataset.targets.iter().filter_map(|target| guided(case, target, &codes)).collect();
    targets.sort_by(|a, b| (a.status, a.percent.is_none(), &a.slug).cmp(&(b.status, b.percent.is_none(), &b.slug)));
    targets
}

fn guided(case: &Case<'_>, target: &ProcurementTarget, codes: &[CpvPrefix]) -> Option<GuidedTarget> {
    let fitting = target.cpv_prefixes.iter().filter(|prefix| codes.iter().any(|code| prefix.fits(code)));
    let cpv_prefixes: Vec<CpvPrefix> = fitting.cloned().collect();
    let (purchase, checked) = (case.purchase, target.verification.status != VerificationStatus::Unverified);
    let binds = match purchase.buyer {
        _ if target.buyers.contains(&BuyerKind::All) => Some(true),
        None => None,
        // Whom an unchecked record binds is not said.
        Some(_) if target.buyers.is_empty() => None,
        Some(buyer) => Some(target.buyers.contains(&buyer)),
    };
    if cpv_prefixes.is_empty() || binds == Some(false) {
        return None;
    }
    let law = case.dataset.legal_reference(&target.legal_reference);
    let year = u16::try_from(purchase.date.year()).unwrap_or_default();
    let current = target.rates.iter().filter(|rate| rate.year_from <= year).max_by_key(|rate| rate.year_from);
    let next = target.rates.iter().filter(|rate| rate.year_from > year).min_by_key(|rate| rate.year_from);
    let begun = target.valid_from.is_none_or(|from| from <= purchase.date);
    let percent = current.filter(|_| begun).and_then(|rate| rate.percent);
    let status = match (checked, begun && (current.is_some() || target.rates.is_empty()), binds) {
        (false, ..) | (true, true, None) => DutyStatus::Depends,
        (true, true, Some(_)) => DutyStatus::Applies,
        (true, false, _) => DutyStatus::Upcoming,
    };
    Some(GuidedTarget {
        slug: target.slug.clone(),
        category: target.category.clone(),
        indicator: target.indicator,
        status,
        percent,
        next: next.map(|TargetRate { year_from, percent }| NextRate { year_from: *year_from, percent: *percent }),
        base: target.base.clone(),
        legal_reference: target.legal_reference.clone(),
        citation: law.map(|law| law.citation.clone()).unwrap_or_default(),
        reason: reason(case, target, &cpv_prefixes, binds, checked),
        cpv_prefixes,
        answered_by: Vec::new(),
        verification: target.verification.status,
    })
}

fn reason(
    case: &Case<'_>,
    target: &ProcurementTarget,
    prefixes: &[CpvPrefix],
    binds: Option<bool>,
    checked: bool,
) -> String {
    let codes: Vec<String> = prefixes.iter().map(|prefix| prefix.code().to_string()).collect();
    let mut sentences =
        vec![format!("L'achat est rapproché de cette famille par {} ({}).", plural(&codes), codes.join(", "))];
    if !checked {
        sentences.push("Taux et acheteurs non vérifiés ici : à lire dans le texte.".to_owned());
    } else if binds.is_none() {
        let buyers = target.buyers_note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        sentences.push(format!("Selon l'acheteur{buyers}."));
    }
    if case.purchase.contract_type.is_none() || checked {
        sentences.push("Part calculée sur les achats de l'année : ce n'est pas un seuil par marché.".to_owned());
    }
    sentences.join(" ")
}

fn plural(codes: &[String]) -> &'static str {
    if codes.len() > 1 { "les codes" } else { "le code" }
}

/// Names the clauses of the proposal that carry each share: those that rest on its legal text, or give it as a floor.
pub(super) fn answer(targets: &mut [GuidedTarget], proposal: &Proposal, dataset: &Dataset) {
    for target in targets {
        target.answered_by = citing(proposal, dataset, &target.legal_reference);
    }
}
