//! Rules of the data as data: identity, links, order.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Months;

use super::{Check, Findings, Run, Subject, wording::PERSONAL_DATA};
use crate::{
    Dataset, Resource,
    enumeration::{ClauseStatus, RelationType, Severity, Verdict, VerificationStatus},
    value::{ContentHash, Reference, Siren, Slug, Territory},
};

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: "D01",
        severity: Severity::Blocking,
        statement: "Chaque identifiant, chaque adresse (slug) et chaque référence est unique dans sa collection.",
        basis: "Modèle de données, identité",
        run: Run::Dataset(keys_are_unique),
    },
    Check {
        rule: "D02",
        severity: Severity::Blocking,
        statement: "Chaque fiche citée existe.",
        basis: "Modèle de données, relations",
        run: Run::Dataset(links_lead_somewhere),
    },
    Check {
        rule: "D03",
        severity: Severity::Blocking,
        statement: "L'arbre des segments n'a pas de boucle.",
        basis: "Modèle de données, relations",
        run: Run::Dataset(segments_form_a_tree),
    },
    Check {
        rule: "D04",
        severity: Severity::Blocking,
        statement: "Les relations « nécessite » et « remplace » entre clauses n'ont pas de boucle.",
        basis: "Modèle de données, relations",
        run: Run::Dataset(relations_have_no_cycle),
    },
    Check {
        rule: "D05",
        severity: Severity::Blocking,
        statement: "Les versions d'une clause se suivent à partir de 1 et la dernière est la version courante.",
        basis: "Modèle de données, versions",
        run: Run::Dataset(versions_follow_one_another),
    },
    Check {
        rule: "D06",
        severity: Severity::Blocking,
        statement: "L'empreinte d'une version est celle de son contenu : une version publiée ne change jamais.",
        basis: "W01",
        run: Run::Dataset(hashes_are_true),
    },
    Check {
        rule: "D07",
        severity: Severity::Blocking,
        statement: "Une clause a au moins un segment, un code CPV, un thème, un objectif environnemental et un texte.",
        basis: "Modèle de données, version de clause",
        run: Run::Current(packets_are_complete),
    },
    Check {
        rule: "D08",
        severity: Severity::Blocking,
        statement: "Les textes, preuves et passages qu'une clause cite sont les siens.",
        basis: "Modèle de données, version de clause",
        run: Run::Current(inner_links_lead_somewhere),
    },
    Check {
        rule: "D09",
        severity: Severity::Blocking,
        statement: "Aucun texte ne contient le caractère « | », qui sépare les listes des fichiers CSV.",
        basis: "Conventions d'échange, CSV",
        run: Run::Dataset(texts_hold_no_separator),
    },
    Check {
        rule: "D10",
        severity: Severity::Blocking,
        statement: "Ce qui n'est pas vérifié n'est montré que par un nom et une adresse.",
        basis: "Modèle de données, vérification",
        run: Run::Dataset(unverified_shows_only_its_name),
    },
    Check {
        rule: "D12",
        severity: Severity::Blocking,
        statement: "Une intercommunalité est désignée par un SIREN juste.",
        basis: "Code officiel géographique",
        run: Run::Dataset(intermunicipalities_exist),
    },
    Check {
        rule: "D13",
        severity: Severity::Blocking,
        statement: "Une notion du lexique de recherche a au moins un mot, et chaque mot n'a qu'une notion.",
        basis: "Modèle de données, recherche",
        run: Run::Dataset(synonyms_are_unambiguous),
    },
    Check {
        rule: "W04",
        severity: Severity::Blocking,
        statement: "Une clause dépréciée ou retirée dit pourquoi.",
        basis: "Cycle de vie",
        run: Run::Dataset(withdrawals_have_a_reason),
    },
    Check {
        rule: "D11",
        severity: Severity::ToFix,
        statement: "Une clause est relue au plus tard 36 mois après sa publication ou sa dernière relecture.",
        basis: "Cycle de vie, horloge de relecture",
        run: Run::Current(reviews_are_due_in_time),
    },
    Check {
        rule: "Q11",
        severity: Severity::Blocking,
        statement: "Aucune donnée personnelle ne figure dans les champs publics.",
        basis: "Règlement (UE) 2016/679",
        run: Run::Dataset(no_personal_data),
    },
];

/// The identifier, the slug and, for clauses, the reference of every record.
fn keys(dataset: &Dataset) -> Vec<(Resource, String, String)> {
    let mut keys: Vec<(Resource, String, String)> = Vec::new();
    let mut add = |resource: Resource, id: uuid::Uuid, slug: &Slug| {
        keys.push((resource, slug.to_string(), id.to_string()));
        keys.push((resource, slug.to_string(), slug.to_string()));
    };
    dataset.segments.iter().for_each(|r| add(Resource::Segments, r.id, &r.slug));
    dataset.themes.iter().for_each(|r| add(Resource::Themes, r.id, &r.slug));
    dataset.labels.iter().for_each(|r| add(Resource::Labels, r.id, &r.slug));
    dataset.legal_references.iter().for_each(|r| add(Resource::LegalReferences, r.id, &r.slug));
    dataset.targets.iter().for_each(|r| add(Resource::Targets, r.id, &r.slug));
    dataset.organisations.iter().for_each(|r| add(Resource::Organisations, r.id, &r.slug));
    dataset.experience_reports.iter().for_each(|r| add(Resource::ExperienceReports, r.id, &r.slug));
    dataset.synonyms.iter().for_each(|r| add(Resource::Synonyms, r.id, &r.slug));
    keys.extend(dataset.cpv.iter().map(|r| (Resource::Cpv, r.code.to_string(), r.code.to_string())));
    for clause in &dataset.clauses {
        let record = clause.reference.to_string();
        let slugs = clause.former_slugs.iter().chain([&clause.slug]).map(Slug::to_string);
        let own = slugs.chain([clause.id.to_string(), record.clone()]);
        keys.extend(own.map(|key| (Resource::Clauses, record.clone(), key)));
    }
    keys
}

fn keys_are_unique(dataset: &Dataset, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for (resource, record, key) in keys(dataset) {
        if let Some(first) = seen.insert((resource, key.clone()), record.clone()) {
            let message = format!("« {key} » est déjà employé par {first}");
            findings.add(resource, record, "id, slug", message);
        }
    }
}

fn synonyms_are_unambiguous(dataset: &Dataset, findings: &mut Findings) {
    let mut seen: BTreeMap<String, &Slug> = BTreeMap::new();
    for synonym in &dataset.synonyms {
        if synonym.terms.is_empty() {
            findings.add(Resource::Synonyms, &synonym.slug, "terms", "au moins un mot est attendu".to_owned());
        }
        for term in &synonym.terms {
            if let Some(first) = seen.insert(term.to_lowercase(), &synonym.slug) {
                let message = format!("« {term} » est déjà un mot de {first}");
                findings.add(Resource::Synonyms, &synonym.slug, "terms", message);
            }
        }
    }
}

fn all<'a, T: ToString + 'a>(values: impl IntoIterator<Item = &'a T>) -> Vec<String> {
    values.into_iter().map(ToString::to_string).collect()
}

/// Every link between records: from where, by which field, to what.
fn links(dataset: &Dataset) -> Vec<(Resource, String, String, Resource, String)> {
    use Resource::{Clauses, ExperienceReports, Labels, LegalReferences, Organisations, Segments, Targets, Themes};
    let mut links = Vec::new();
    let mut add = |from: Resource, record: &dyn ToString, field: &str, to: Resource, targets: Vec<String>| {
        links.extend(targets.into_iter().map(|target| (from, record.to_string(), field.to_owned(), to, target)));
    };
    for r in &dataset.segments {
        add(Segments, &r.slug, "parent", Segments, all(&r.parent));
        add(Segments, &r.slug, "essential_clauses", Clauses, all(&r.essential_clauses));
        add(Segments, &r.slug, "legal_duties", LegalReferences, all(&r.legal_duties));
    }
    for r in &dataset.labels {
        add(Labels, &r.slug, "scope_segments", Segments, all(&r.scope_segments));
        add(Labels, &r.slug, "r2111_14_checked_by", Organisations, all(&r.r2111_14.checked_by));
    }
    for r in &dataset.legal_references {
        add(LegalReferences, &r.slug, "replaced_by", LegalReferences, all(&r.replaced_by));
    }
    for r in &dataset.targets {
        add(Targets, &r.slug, "legal_reference", LegalReferences, all([&r.legal_reference]));
    }
    for r in &dataset.organisations {
        add(Organisations, &r.slug, "segments_of_expertise", Segments, all(&r.segments_of_expertise));
    }
    for r in &dataset.experience_reports {
        add(ExperienceReports, &r.slug, "segments", Segments, all(&r.segments));
        add(ExperienceReports, &r.slug, "themes", Themes, all(&r.themes));
        add(ExperienceReports, &r.slug, "labels", Labels, all(&r.labels));
        add(ExperienceReports, &r.slug, "clauses", Resource::ClauseVersions, all(&r.clauses));
    }
    for r in &dataset.clauses {
        add(Clauses, &r.reference, "owner", Organisations, all([&r.owner]));
        add(Clauses, &r.reference, "last_reviewed_by", Organisations, all(&r.last_reviewed_by));
        add(Clauses, &r.reference, "replaced_by", Clauses, all(&r.replaced_by));
    }
    for r in &dataset.clause_versions {
        let from = &r.citation.clause;
        let floors = r.parameters.iter().filter_map(|p| p.legal_floor.as_ref()).map(|floor| &floor.legal_reference);
        add(Clauses, from, "versions", Clauses, all([from]));
        add(Clauses, from, "segments", Segments, all(&r.segments));
        add(Clauses, from, "themes", Themes, all(&r.themes));
        add(Clauses, from, "label_citations", Labels, all(r.label_citations.iter().map(|c| &c.label)));
        add(Clauses, from, "legal_references", LegalReferences, all(r.legal_references.iter().map(|c| &c.reference)));
        add(Clauses, from, "parameters", LegalReferences, all(floors));
        add(Clauses, from, "relations", Clauses, all(r.relations.iter().map(|c| &c.target)));
        add(Clauses, from, "contributors", Organisations, all(r.contributors.iter().map(|c| &c.organisation)));
    }
    links
}

fn links_lead_somewhere(dataset: &Dataset, findings: &mut Findings) {
    let mut known: BTreeSet<(Resource, String)> = keys(dataset).into_iter().map(|(r, _, key)| (r, key)).collect();
    known.extend(dataset.clause_versions.iter().map(|v| (Resource::ClauseVersions, v.citation.to_string())));
    for (from, record, field, to, target) in links(dataset) {
        if !known.contains(&(to, target.clone())) {
            let message = format!("« {target} » n'existe pas dans {}", to.name());
            findings.add(from, record, field, message);
        }
    }
}

/// The records of `next` that lead back to themselves.
fn in_a_cycle<'a, T: Ord>(next: &BTreeMap<&'a T, Vec<&'a T>>) -> Vec<&'a T> {
    let reaches_itself = |start: &'a T| {
        let (mut seen, mut ahead) = (BTreeSet::new(), next.get(start).cloned().unwrap_or_default());
        while let Some(place) = ahead.pop() {
            if place == start {
                return true;
            }
            if seen.insert(place) {
                ahead.extend(next.get(place).into_iter().flatten());
            }
        }
        false
    };
    next.keys().copied().filter(|start| reaches_itself(start)).collect()
}

fn segments_form_a_tree(dataset: &Dataset, findings: &mut Findings) {
    let parents: BTreeMap<&Slug, Vec<&Slug>> =
        dataset.segments.iter().map(|s| (&s.slug, s.parent.iter().collect())).collect();
    for slug in in_a_cycle(&parents) {
        findings.add(Resource::Segments, slug, "parent", "ce segment est son propre ancêtre".to_owned());
    }
}

fn relations_have_no_cycle(dataset: &Dataset, findings: &mut Findings) {
    for kind in [RelationType::Requires, RelationType::Replaces] {
        let next: BTreeMap<&Reference, Vec<&Reference>> = dataset
            .clauses
            .iter()
            .filter_map(|clause| Some((&clause.reference, dataset.current_version(clause)?)))
            .map(|(from, v)| (from, v.relations.iter().filter(|r| r.kind == kind).map(|r| &r.target).collect()))
            .collect();
        for reference in in_a_cycle(&next) {
            let message = "la clause revient à elle-même par ses relations".to_owned();
            findings.add(Resource::Clauses, reference, "relations", message);
        }
    }
}

fn versions_follow_one_another(dataset: &Dataset, findings: &mut Findings) {
    for clause in &dataset.clauses {
        let versions = dataset.versions_of(&clause.reference);
        let numbers: Vec<u32> = versions.iter().map(|version| version.version).collect();
        let gapless = (1..).zip(&numbers).all(|(expected, number)| expected == *number);
        if !gapless || numbers.last() != Some(&clause.current_version) {
            let message = format!("versions {numbers:?} au lieu de 1 à {}", clause.current_version);
            findings.add(Resource::Clauses, &clause.reference, "current_version", message);
        }
        if let Some(wrong) = versions.iter().find(|version| version.version != version.citation.version) {
            let message = format!("« {} » ne cite pas la version {}", wrong.citation, wrong.version);
            findings.add(Resource::Clauses, &clause.reference, "citation", message);
        }
    }
}

fn hashes_are_true(dataset: &Dataset, findings: &mut Findings) {
    for version in &dataset.clause_versions {
        let expected = version.document().map(|document| ContentHash::of(document.as_bytes())).ok();
        if expected.as_ref() != Some(&version.content_hash) {
            let expected = expected.map(String::from).unwrap_or_default();
            let message = format!(
                "l'empreinte du contenu est {expected} : une version publiée ne se modifie pas, publiez-en une nouvelle"
            );
            findings.add(Resource::Clauses, &version.citation, "content_hash", message);
        }
    }
}

fn packets_are_complete(subject: &Subject<'_>, findings: &mut Findings) {
    let version = subject.version;
    for (field, empty) in [
        ("contract_types", version.contract_types.is_empty()),
        ("segments", version.segments.is_empty()),
        ("cpv", version.cpv.is_empty()),
        ("themes", version.themes.is_empty()),
        ("environmental_impacts", version.environmental_impacts.is_empty()),
        ("fragments", version.fragments.is_empty()),
        ("contributors", version.contributors.is_empty()),
        ("title", version.title.trim().is_empty()),
        ("summary", version.summary.trim().is_empty()),
    ] {
        if empty {
            findings.of(subject, field, "au moins une valeur est attendue".to_owned());
        }
    }
    for fragment in &version.fragments {
        if fragment.documents.is_empty() {
            findings.of(subject, format!("fragments/{}/documents", fragment.key), "aucune pièce n'est indiquée".into());
        }
    }
    let effort = version.feasibility;
    if !(1..=3).contains(&effort.buyer_effort) || !(1..=3).contains(&effort.supplier_effort) {
        findings.of(subject, "feasibility", "l'effort se note de 1 à 3".to_owned());
    }
    for proof in version.proofs.iter().filter(|proof| !(1..=4).contains(&proof.strength)) {
        findings.of(subject, format!("proofs/{}/strength", proof.key), "la force d'une preuve se note de 1 à 4".into());
    }
}

fn inner_links_lead_somewhere(subject: &Subject<'_>, findings: &mut Findings) {
    let version = subject.version;
    let body = |key: &Slug| version.fragments.iter().find(|f| f.key == *key).map(|f| f.body.as_str());
    let mut keys = BTreeSet::new();
    for fragment in &version.fragments {
        let place = format!("fragments/{}", fragment.key);
        if !keys.insert(&fragment.key) {
            findings.of(subject, &place, "ce nom de texte est employé deux fois".to_owned());
        }
        if let Some(replaced) = &fragment.replaces {
            let lower = version.fragments.iter().find(|f| f.key == *replaced);
            if lower.is_none_or(|lower| lower.level >= fragment.level) {
                findings.of(
                    subject,
                    format!("{place}/replaces"),
                    format!("« {replaced} » n'est pas un texte de niveau inférieur"),
                );
            }
        }
        for passage in fragment.optional_passages.iter().filter(|passage| !fragment.body.contains(&passage.text)) {
            findings.of(
                subject,
                format!("{place}/optional_passages"),
                format!("« {} » n'est pas dans le texte", passage.text),
            );
        }
    }
    let mut proofs = BTreeSet::new();
    for proof in version.proofs.iter().filter(|proof| !proofs.insert(&proof.key)) {
        findings.of(subject, format!("proofs/{}", proof.key), "ce nom de preuve est employé deux fois".to_owned());
    }
    if let Some(penalty) = version.penalty.as_ref().filter(|penalty| body(&penalty.fragment).is_none()) {
        findings.of(subject, "penalty/fragment", format!("aucun texte ne s'appelle « {} »", penalty.fragment));
    }
    for citation in &version.label_citations {
        for (field, quoted) in [("equivalence", &citation.equivalence), ("other_proof", &citation.other_proof)] {
            let Some(quoted) = quoted else { continue };
            if !body(&quoted.fragment).is_some_and(|body| body.contains(&quoted.quote)) {
                let place = format!("label_citations/{}/{field}", citation.label);
                findings.of(
                    subject,
                    place,
                    format!("le texte « {} » ne contient pas ces mots : {}", quoted.fragment, quoted.quote),
                );
            }
        }
    }
    for norm in &version.norm_citations {
        if !body(&norm.fragment).is_some_and(|body| body.contains(&norm.reference)) {
            let place = format!("norm_citations/{}", norm.reference);
            findings.of(subject, place, format!("le texte « {} » ne cite pas cette norme", norm.fragment));
        }
    }
    let indicator = version.monitoring.as_ref().and_then(|monitoring| monitoring.indicator.target_parameter.as_ref());
    if let Some(name) = indicator.filter(|name| !version.parameters.iter().any(|p| p.name == **name)) {
        findings.of(subject, "monitoring/indicator/target_parameter", format!("« {name} » n'est pas déclaré"));
    }
}

/// Every text of every record, by its place.
fn texts(dataset: &Dataset, mut look: impl FnMut(Resource, &str, &str, &str)) {
    fn walk(value: &serde_json::Value, path: &str, look: &mut dyn FnMut(&str, &str)) {
        match value {
            serde_json::Value::String(text) => look(path, text),
            serde_json::Value::Array(items) => items.iter().for_each(|item| walk(item, path, look)),
            serde_json::Value::Object(members) => {
                for (name, member) in members {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                    walk(member, &path, look);
                }
            }
            _ => {}
        }
    }
    fn each<T: serde::Serialize>(records: &[T], key: impl Fn(&T) -> String, mut look: impl FnMut(&str, &str, &str)) {
        for record in records {
            let (key, value) = (key(record), serde_json::to_value(record).unwrap_or_default());
            walk(&value, "", &mut |path, text| look(&key, path, text));
        }
    }
    use Resource as R;
    each(&dataset.segments, |r| r.slug.to_string(), |k, p, t| look(R::Segments, k, p, t));
    each(&dataset.themes, |r| r.slug.to_string(), |k, p, t| look(R::Themes, k, p, t));
    each(&dataset.labels, |r| r.slug.to_string(), |k, p, t| look(R::Labels, k, p, t));
    each(&dataset.legal_references, |r| r.slug.to_string(), |k, p, t| look(R::LegalReferences, k, p, t));
    each(&dataset.targets, |r| r.slug.to_string(), |k, p, t| look(R::Targets, k, p, t));
    each(&dataset.organisations, |r| r.slug.to_string(), |k, p, t| look(R::Organisations, k, p, t));
    each(&dataset.experience_reports, |r| r.slug.to_string(), |k, p, t| look(R::ExperienceReports, k, p, t));
    each(&dataset.clauses, |r| r.reference.to_string(), |k, p, t| look(R::Clauses, k, p, t));
    each(&dataset.clause_versions, |r| r.citation.to_string(), |k, p, t| look(R::ClauseVersions, k, p, t));
}

fn texts_hold_no_separator(dataset: &Dataset, findings: &mut Findings) {
    texts(dataset, |resource, record, field, text| {
        if text.contains('|') {
            findings.add(resource, record, field, "remplacez le caractère « | »".to_owned());
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            findings.add(resource, record, field, "retirez le caractère de contrôle".to_owned());
        }
    });
}

fn no_personal_data(dataset: &Dataset, findings: &mut Findings) {
    texts(dataset, |resource, record, field, text| {
        // Web addresses may hold an `@`; the mailbox of a function is published on purpose.
        let exempt = field == "contact" || text.starts_with("http://") || text.starts_with("https://");
        if let Some(found) = (!exempt).then(|| PERSONAL_DATA.find(text)).flatten() {
            findings.add(resource, record, field, format!("« {found} » ressemble à une donnée personnelle"));
        }
    });
}

fn unverified_shows_only_its_name(dataset: &Dataset, findings: &mut Findings) {
    let unverified = |status: VerificationStatus| status == VerificationStatus::Unverified;
    let mut refuse = |resource: Resource, slug: &Slug, fields: &[(&str, bool)]| {
        for (field, _) in fields.iter().filter(|(_, shown)| *shown) {
            findings.add(resource, slug, field, "à laisser vide tant que la fiche n'est pas vérifiée".to_owned());
        }
    };
    for r in dataset.labels.iter().filter(|r| unverified(r.verification.status)) {
        refuse(
            Resource::Labels,
            &r.slug,
            &[
                ("valid_from", r.valid_from.is_some()),
                ("valid_to", r.valid_to.is_some()),
                ("criteria", !r.criteria.is_empty()),
                ("r2111_14", r.r2111_14.verdict() != Verdict::Unknown),
            ],
        );
    }
    for r in dataset.legal_references.iter().filter(|r| unverified(r.verification.status)) {
        refuse(
            Resource::LegalReferences,
            &r.slug,
            &[
                ("summary", r.summary.is_some()),
                ("valid_from", r.valid_from.is_some()),
                ("valid_to", r.valid_to.is_some()),
                ("thresholds", r.thresholds.is_some()),
            ],
        );
    }
    for r in dataset.targets.iter().filter(|r| unverified(r.verification.status)) {
        let shown = [("rates", !r.rates.is_empty()), ("valid_from", r.valid_from.is_some())];
        refuse(Resource::Targets, &r.slug, &shown);
    }
    for r in dataset.experience_reports.iter().filter(|r| unverified(r.verification.status)) {
        refuse(
            Resource::ExperienceReports,
            &r.slug,
            &[
                ("results", r.results.is_some()),
                ("figures", !r.figures.is_empty()),
                ("award_weight_min", r.award_weight_min.is_some()),
                ("award_weight_max", r.award_weight_max.is_some()),
            ],
        );
    }
}

fn intermunicipalities_exist(dataset: &Dataset, findings: &mut Findings) {
    let organisations = dataset.organisations.iter().map(|r| (Resource::Organisations, &r.slug, &r.territory));
    let reports =
        dataset.experience_reports.iter().map(|r| (Resource::ExperienceReports, &r.slug, &r.organisation.territory));
    for (resource, slug, territory) in organisations.chain(reports) {
        let wrong = territory.as_ref().and_then(Territory::siren).map(str::parse::<Siren>);
        if let Some(Err(error)) = wrong {
            findings.add(resource, slug, "territory", format!("SIREN faux : {error}"));
        }
    }
}

fn withdrawals_have_a_reason(dataset: &Dataset, findings: &mut Findings) {
    for clause in &dataset.clauses {
        let ended = matches!(clause.status, ClauseStatus::Deprecated | ClauseStatus::Withdrawn);
        let published = ended || clause.status == ClauseStatus::Published;
        if ended && clause.status_reason.is_none() {
            findings.add(
                Resource::Clauses,
                &clause.reference,
                "status_reason",
                "dites pourquoi, en une phrase".to_owned(),
            );
        }
        if !published {
            let message = "seules paraissent les clauses publiées, dépréciées ou retirées".to_owned();
            findings.add(Resource::Clauses, &clause.reference, "status", message);
        }
    }
}

fn reviews_are_due_in_time(subject: &Subject<'_>, findings: &mut Findings) {
    let since = subject.clause.last_reviewed_on.unwrap_or(subject.version.published_on);
    if since.checked_add_months(Months::new(36)).is_none_or(|latest| subject.clause.next_review_on > latest) {
        findings.of(subject, "next_review_on", format!("la relecture tombe plus de 36 mois après le {since}"));
    }
}
