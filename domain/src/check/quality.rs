//! Rules of quality: a text that can be pasted, proved and followed.

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
};

use super::{
    Check, Findings, Run, Subject,
    wording::{INVITES, OBLIGES, RAW_BLANK, VAGUE},
};
use crate::{
    ClauseVersion, Dataset, Resource,
    clause::template::placeholders,
    enumeration::{
        AmbitiousDirection, Bindingness, FragmentKind, Licence, ObligationKind, ProcedureStage, RelationType, Severity,
        SourceUsage, TargetDocument,
    },
    value::{Decimal, Name, Reference},
};

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: "Q01",
        severity: Severity::Blocking,
        statement: "Chaque {{valeur}} est déclarée et employée, sa valeur par défaut est dans ses bornes, aucun blanc n'est laissé.",
        basis: "Prêt à coller",
        run: Run::Current(parameters_are_declared_and_used),
    },
    Check {
        rule: "Q02",
        severity: Severity::ToFix,
        statement: "Chaque texte est dans une pièce qui peut le recevoir.",
        basis: "Pratique des marchés",
        run: Run::Current(kinds_fit_their_documents),
    },
    Check {
        rule: "Q03",
        severity: Severity::ToFix,
        statement: "Une clause incitative n'a ni pénalité ni verbe d'obligation ; une clause obligatoire n'a pas de verbe d'invitation.",
        basis: "Cohérence de la clause",
        run: Run::Current(verbs_fit_the_bindingness),
    },
    Check {
        rule: "Q04",
        severity: Severity::ToFix,
        statement: "Une obligation de résultat a une preuve à l'exécution et un indicateur.",
        basis: "Preuve et suivi",
        run: Run::Current(results_are_proved_and_followed),
    },
    Check {
        rule: "Q05",
        severity: Severity::Blocking,
        statement: "Une pénalité se mesure par une preuve listée, et dit son montant et son plafond.",
        basis: "Preuve et suivi",
        run: Run::Current(penalties_can_be_measured),
    },
    Check {
        rule: "Q06",
        severity: Severity::Blocking,
        statement: "Les valeurs proposées par niveau vont croissant dans le sens de l'ambition, à partir du minimum légal.",
        basis: "Niveaux d'ambition",
        run: Run::Current(levels_are_ordered),
    },
    Check {
        rule: "Q07",
        severity: Severity::Advice,
        statement: "Aucun mot vague.",
        basis: "Clauses vérifiables",
        run: Run::Current(words_are_precise),
    },
    Check {
        rule: "Q08",
        severity: Severity::Advice,
        statement: "Une clause proche d'une autre déclare cette parenté.",
        basis: "Partage des textes",
        run: Run::Dataset(near_duplicates_are_declared),
    },
    Check {
        rule: "Q09",
        severity: Severity::Blocking,
        statement: "Chaque clause dit ses sources, et la licence de celles dont elle reprend le texte.",
        basis: "Droit d'auteur",
        run: Run::Current(sources_have_a_licence),
    },
    Check {
        rule: "Q10",
        severity: Severity::Advice,
        statement: "Titre d'au plus 120 caractères, résumé d'au plus 300 caractères et de phrases courtes.",
        basis: "Lecteur pressé",
        run: Run::Current(summaries_are_short),
    },
];

/// The texts of a version that may name parameters, by their place.
fn templates(version: &ClauseVersion) -> Vec<(String, &str)> {
    let mut texts: Vec<(String, &str)> =
        version.fragments.iter().map(|f| (format!("fragments/{}/body", f.key), f.body.as_str())).collect();
    if let Some(penalty) = &version.penalty {
        texts.push(("penalty/amount".to_owned(), &penalty.amount));
        texts.push(("penalty/cap".to_owned(), &penalty.cap));
    }
    let scale = version.scoring.iter().flat_map(|scoring| &scoring.scale);
    texts.extend(scale.map(|point| ("scoring/scale".to_owned(), point.condition.as_str())));
    texts
}

fn parameters_are_declared_and_used(subject: &Subject<'_>, findings: &mut Findings) {
    let version = subject.version;
    let mut used = BTreeSet::new();
    for (place, text) in templates(version) {
        match placeholders(text) {
            Ok(names) => used.extend(names.into_iter().map(|name| (name, place.clone()))),
            Err(bad) => findings.of(subject, &place, format!("« {{{{{}}}}} » n'est pas un nom de valeur", bad.0)),
        }
        if let Some(blank) = RAW_BLANK.find(text) {
            findings.of(subject, &place, format!("« {blank} » est un blanc : déclarez une valeur à fixer"));
        }
    }
    let mut declared: BTreeSet<&Name> = BTreeSet::new();
    for parameter in &version.parameters {
        let place = format!("parameters/{}", parameter.name);
        if !declared.insert(&parameter.name) {
            findings.of(subject, &place, "cette valeur est déclarée deux fois".to_owned());
        }
        if !used.iter().any(|(name, _)| *name == parameter.name) {
            findings.of(subject, &place, "cette valeur n'est employée dans aucun texte".to_owned());
        }
        let proposed = parameter.default.iter().chain(parameter.scale_by_level.values().map(|(_, value)| value));
        for number in proposed.filter_map(crate::clause::ParameterValue::number) {
            if parameter.min.is_some_and(|min| number < min) || parameter.max.is_some_and(|max| number > max) {
                findings.of(subject, &place, format!("{number} est hors des bornes"));
            }
        }
    }
    for (name, place) in used.iter().filter(|(name, _)| !declared.contains(name)) {
        findings.of(subject, place, format!("« {name} » n'est pas déclaré"));
    }
}

/// The documents that may receive a text of this kind; empty when any may.
fn documents_for(kind: FragmentKind) -> &'static [TargetDocument] {
    use TargetDocument::{Aapc, Annex, BpuDqeDpgf, Ccap, CcpDocument, Cctp, Programme, Rc, ResponseFrame};
    match kind {
        FragmentKind::TechnicalSpecification => &[Cctp, CcpDocument, Programme, BpuDqeDpgf, Annex],
        FragmentKind::ContractPerformanceCondition => &[Ccap, Cctp, CcpDocument, Annex],
        FragmentKind::AwardCriterion | FragmentKind::AwardSubcriterion => &[Rc, Aapc, ResponseFrame],
        FragmentKind::SelectionCriterion | FragmentKind::ExclusionGround => &[Rc, Aapc],
        FragmentKind::Penalty | FragmentKind::Incentive => &[Ccap, CcpDocument],
        FragmentKind::VariantRequirement => &[Rc, Cctp, CcpDocument],
        FragmentKind::ProgressPlan
        | FragmentKind::Reporting
        | FragmentKind::NeedsDefinition
        | FragmentKind::Mission => &[],
    }
}

fn kinds_fit_their_documents(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in &subject.version.fragments {
        let allowed = documents_for(fragment.kind);
        if !allowed.is_empty() && !fragment.documents.iter().all(|document| allowed.contains(document)) {
            let place = format!("fragments/{}/documents", fragment.key);
            findings.of(subject, place, "une de ces pièces ne peut pas recevoir un texte de cette nature".to_owned());
        }
    }
}

fn verbs_fit_the_bindingness(subject: &Subject<'_>, findings: &mut Findings) {
    let incentive = subject.version.bindingness == Bindingness::Incentive;
    if incentive && subject.version.penalty.is_some() {
        findings.of(subject, "penalty", "une clause incitative n'a pas de pénalité".to_owned());
    }
    let out_of_place = if incentive { &OBLIGES } else { &INVITES };
    for fragment in &subject.version.fragments {
        if let Some(found) = out_of_place.find(&fragment.body) {
            let place = format!("fragments/{}/body", fragment.key);
            findings.of(subject, place, format!("« {found} » contredit la portée de la clause"));
        }
    }
}

fn results_are_proved_and_followed(subject: &Subject<'_>, findings: &mut Findings) {
    let version = subject.version;
    if version.bindingness != Bindingness::Mandatory || version.obligation != ObligationKind::Result {
        return;
    }
    let during = |stage| matches!(stage, ProcedureStage::Performance | ProcedureStage::Acceptance);
    if !version.proofs.iter().any(|proof| during(proof.stage)) {
        findings.of(subject, "proofs", "indiquez au moins une preuve à l'exécution ou à la réception".to_owned());
    }
    if version.monitoring.is_none() {
        findings.of(subject, "monitoring", "indiquez un indicateur de suivi".to_owned());
    }
}

fn penalties_can_be_measured(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(penalty) = &subject.version.penalty else { return };
    if !subject.version.proofs.iter().any(|proof| proof.key == penalty.proof) {
        findings.of(subject, "penalty/proof", format!("aucune preuve ne s'appelle « {} »", penalty.proof));
    }
    for (field, text) in
        [("penalty/trigger", &penalty.trigger), ("penalty/amount", &penalty.amount), ("penalty/cap", &penalty.cap)]
    {
        if text.trim().is_empty() {
            findings.of(subject, field, "à remplir".to_owned());
        }
    }
}

fn levels_are_ordered(subject: &Subject<'_>, findings: &mut Findings) {
    for parameter in &subject.version.parameters {
        let place = format!("parameters/{}/scale_by_level", parameter.name);
        let numbers: Vec<Decimal> = parameter.scale_by_level.values().filter_map(|(_, value)| value.number()).collect();
        let Some(direction) = parameter.ambitious_direction else {
            if numbers.len() > 1 {
                findings.of(subject, &place, "dites dans quel sens va l'ambition".to_owned());
            }
            continue;
        };
        let in_order = |less: Decimal, more: Decimal| match direction {
            AmbitiousDirection::Higher => less <= more,
            AmbitiousDirection::Lower => less >= more,
        };
        if !numbers.windows(2).all(|pair| in_order(pair[0], pair[1])) {
            findings.of(subject, &place, "les niveaux ne vont pas croissant".to_owned());
        }
        let floor = parameter.legal_floor.as_ref().map(|floor| floor.value);
        let default = parameter.default.as_ref().and_then(crate::clause::ParameterValue::number);
        let below = |floor: Decimal| numbers.iter().copied().chain(default).find(|number| !in_order(floor, *number));
        if let Some(number) = floor.and_then(below) {
            findings.of(subject, &place, format!("{number} est en deçà du minimum légal"));
        }
    }
}

fn words_are_precise(subject: &Subject<'_>, findings: &mut Findings) {
    for fragment in &subject.version.fragments {
        if let Some(found) = VAGUE.find(&fragment.body) {
            let place = format!("fragments/{}/body", fragment.key);
            findings.of(subject, place, format!("« {found} » ne se vérifie pas"));
        }
    }
}

/// Number of consecutive words that make a shingle.
const SHINGLE_WORDS: usize = 8;

/// The shingles of the texts of a version, hashed.
fn shingles(version: &ClauseVersion) -> BTreeSet<u64> {
    let mut all = BTreeSet::new();
    for fragment in &version.fragments {
        let words: Vec<String> = fragment.body.split_whitespace().map(str::to_lowercase).collect();
        all.extend(words.windows(SHINGLE_WORDS).map(|window| {
            let mut hasher = DefaultHasher::new();
            window.hash(&mut hasher);
            hasher.finish()
        }));
    }
    all
}

/// More than half of the shorter clause's shingles in common makes a near duplicate.
fn near_duplicates_are_declared(dataset: &Dataset, findings: &mut Findings) {
    let current: Vec<_> = dataset
        .clauses
        .iter()
        .filter_map(|clause| dataset.current_version(clause))
        .map(|version| (version, shingles(version)))
        .collect();
    let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (place, (_, shingles)) in current.iter().enumerate() {
        for shingle in shingles {
            places.entry(*shingle).or_default().push(place);
        }
    }
    let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    // A paragraph that everybody shares says nothing of kinship, and would make every pair.
    for sharing in places.values().filter(|sharing| (2..=8).contains(&sharing.len())) {
        for (rank, first) in sharing.iter().enumerate() {
            for second in &sharing[rank + 1..] {
                *common.entry((*first, *second)).or_default() += 1;
            }
        }
    }
    for ((first, second), shared) in common {
        let ((one, ours), (other, theirs)) = (&current[first], &current[second]);
        if shared * 2 > ours.len().min(theirs.len()) && !kin(one, other) && !kin(other, one) {
            let message = format!("texte très proche de {} : déclarez la relation", one.citation.clause);
            findings.add(Resource::Clauses, &other.citation.clause, "relations", message);
        }
    }
}

fn kin(one: &ClauseVersion, other: &ClauseVersion) -> bool {
    let declares = |kind| {
        matches!(
            kind,
            RelationType::AdaptedFrom | RelationType::VariantOf | RelationType::SameText | RelationType::Replaces
        )
    };
    let target: &Reference = &other.citation.clause;
    one.relations.iter().any(|relation| relation.target == *target && declares(relation.kind))
}

fn sources_have_a_licence(subject: &Subject<'_>, findings: &mut Findings) {
    let sources = &subject.version.sources;
    if !sources.iter().any(|source| source.usage == SourceUsage::Wording) {
        findings.of(subject, "sources", "dites d'où vient la rédaction".to_owned());
    }
    for source in sources.iter().filter(|s| s.usage == SourceUsage::Wording && s.licence == Licence::Unknown) {
        findings.of(subject, "sources", format!("licence inconnue : « {} »", source.title));
    }
}

/// Words beyond which a sentence of a summary is too long for a hurried reader.
const SENTENCE_WORDS: usize = 45;

fn summaries_are_short(subject: &Subject<'_>, findings: &mut Findings) {
    let version = subject.version;
    for (field, text, most) in [("title", &version.title, 120), ("summary", &version.summary, 300)] {
        let length = text.chars().count();
        if length > most {
            findings.of_as(Severity::Blocking, subject, field, format!("{length} caractères, {most} au plus"));
        }
    }
    let longest = version.summary.split(['.', '!', '?']).map(|sentence| sentence.split_whitespace().count()).max();
    if longest.is_some_and(|words| words > SENTENCE_WORDS) {
        findings.of(subject, "summary", format!("coupez les phrases de plus de {SENTENCE_WORDS} mots"));
    }
}
