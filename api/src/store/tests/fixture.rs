//! A small invented data set in which every field is filled and every list has two values.

use chrono::NaiveDate;
use domain::{Clause, ClauseVersion, Dataset, value::ContentHash};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// « Commune d'Exemple » and what it would publish.
pub(super) fn dataset() -> Dataset {
    let mut dataset = Dataset {
        segments: segments(),
        themes: themes(),
        labels: labels(),
        legal_references: legal_references(),
        targets: targets(),
        organisations: organisations(),
        experience_reports: experience_reports(),
        cpv: cpv(),
        synonyms: synonyms(),
        clauses: [1, 2, 3].map(clause).into(),
        clause_versions: [(1, 1), (1, 2), (2, 1), (3, 1)].map(|(clause, number)| version(clause, number)).into(),
    };
    dataset.sort();
    dataset
}

fn records<T: DeserializeOwned>(records: Value) -> Vec<T> {
    serde_json::from_value(records).unwrap()
}

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn verification() -> Value {
    json!({"status": "secondary_source", "source_url": "https://www.example.org/source", "checked_on": "2026-01-31"})
}

fn cpv() -> Vec<domain::CpvCode> {
    records(json!([
        {"code": "03400000", "label": "Bois d'exemple", "label_en": "Example wood"},
        {"code": "45000000", "label": "Travaux d'exemple", "label_en": "Example works"}
    ]))
}

fn synonyms() -> Vec<domain::Synonym> {
    records(json!([
        {"id": id(91), "slug": "bois-exemple", "terms": ["bois", "ligneux"], "also_finds": ["forêt", "planche"]},
        {"id": id(92), "slug": "eau-exemple", "terms": ["eau"], "also_finds": []}
    ]))
}

fn segments() -> Vec<domain::Segment> {
    records(json!([
        {
            "id": id(1), "slug": "exemple", "label": "Achats d'exemple", "label_en": "Example purchases",
            "description": "Famille inventée.", "parent": null, "position": 1
        },
        {
            "id": id(2), "slug": "exemple-bois", "label": "Bois d'exemple", "label_en": "Example wood",
            "description": "Segment inventé.", "parent": "exemple", "position": u32::MAX,
            "cpv_prefixes": ["44", "0341"], "contract_types": ["supplies", "works_new"],
            "essential_clauses": ["LCV-0002", "LCV-0001"], "legal_duties": ["loi-exemple", "decret-exemple"],
            "synonyms": ["bois d'œuvre", "ameublement"]
        }
    ]))
}

fn themes() -> Vec<domain::Theme> {
    let theme = |number: u32, slug: &str| {
        json!({
            "id": id(number), "slug": slug, "label": "Réemploi d'exemple", "label_en": "Example reuse",
            "description": "Thème inventé.", "position": number, "impacts": ["circ-econ", "clim-mitig"],
            "synonyms": ["seconde vie", "« occasion »"]
        })
    };
    records(json!([theme(11, "reemploi"), theme(12, "climat")]))
}

fn labels() -> Vec<domain::Label> {
    let label = |number: u32, slug: &str| {
        json!({
            "id": id(number), "slug": slug, "name": "Label d'Exemple", "aliases": ["LE", "Exemple+"],
            "owner": "Commune d'Exemple", "iso_type": "type_i", "nature": "ecolabel", "scope": "Tout, ou presque.",
            "scope_segments": ["exemple-bois", "exemple"], "url": "https://www.example.org/label",
            "register_url": "https://www.example.org/registre", "valid_from": "2020-02-29", "valid_to": "2030-12-31",
            "criteria": [
                {"id": "duree", "statement": "Durer deux fois plus."}, {"id": "bois", "statement": "Du bois d'ici."}
            ],
            "governmental": "no", "third_party_verified": "yes",
            "r2111_14": {
                "open_procedure": "yes", "objective_criteria": "no", "third_party": "unknown", "reason": "Inventée.",
                "checked_by": "commune-d-exemple", "checked_on": "2026-02-01"
            },
            "usage_note": "À ne pas citer.", "verification": verification()
        })
    };
    records(json!([label(21, "label-exemple"), label(22, "autre-label")]))
}

fn legal_references() -> Vec<domain::LegalReference> {
    let text = |number: u32, slug: &str, replaced_by: Option<&str>| {
        json!({
            "id": id(number), "slug": slug, "kind": "code_article", "citation": "Code d'exemple, art. 1",
            "title": "Article inventé", "summary": "Il faut donner l'exemple.", "legifrance_id": "LEGIARTI000000000000",
            "valid_from": "2021-01-01", "valid_to": "2029-12-31", "state": "amended", "replaced_by": replaced_by,
            "applies_to": "Toute commune d'exemple.", "thresholds": "Aucun.", "dates_note": "Dates inventées.",
            "url": "https://www.example.org/loi", "verification": verification()
        })
    };
    records(json!([text(31, "loi-exemple", None), text(32, "decret-exemple", Some("loi-exemple"))]))
}

fn targets() -> Vec<domain::ProcurementTarget> {
    records(json!([{
        "id": id(41), "slug": "part-exemple", "legal_reference": "loi-exemple", "category": "Fournitures d'exemple",
        "products": "Des exemples.", "cpv_prefixes": ["30", "3913"], "buyers": ["state", "local_authorities"],
        "buyers_note": "Les communes d'exemple.", "indicator": "share_reused", "base": "Montant annuel hors taxes.",
        "rates": [{"year_from": 2030, "percent": 33.3}, {"year_from": 2026, "percent": 20}],
        "schedule_note": "Du plus exigeant au moins exigeant.", "derogations": "Tout empêchement.",
        "valid_from": "2026-01-01", "verification": verification()
    }]))
}

fn organisations() -> Vec<domain::Organisation> {
    let organisation = |number: u32, slug: &str| {
        json!({
            "id": id(number), "slug": slug, "name": "Commune d'Exemple", "kind": "municipality",
            "roles": ["maintainer", "carrier"], "territory": "departement:2A", "siren": "000000000",
            "url": "https://www.example.org", "description": "Donne l'exemple.",
            "segments_of_expertise": ["exemple-bois", "exemple"], "contact": "contact@example.org",
            "charter_signed_on": "2026-03-01", "verification": verification()
        })
    };
    records(json!([organisation(51, "commune-d-exemple"), organisation(52, "reseau-d-exemple")]))
}

fn experience_reports() -> Vec<domain::ExperienceReport> {
    records(json!([{
        "id": id(61), "slug": "mobilier-d-exemple", "title": "Du mobilier d'exemple",
        "clauses": ["LCV-0001@2", "LCV-0001@1"],
        "organisation": {
            "name": "Commune d'Exemple", "kind": "municipality", "siret": "00000000000000", "territory": "region:94"
        },
        "contract": {
            "object": "Mobilier", "contract_type": "supplies", "cpv": ["39130000", "39100000"], "year": 2025
        },
        "segments": ["exemple-bois", "exemple"], "themes": ["reemploi", "climat"],
        "kinds": ["penalty", "award_criterion"], "requirement": "Du réemploi.", "award_weight_min": 12.5,
        "award_weight_max": 30, "labels_cited": ["Label d'Exemple", "Autre"], "labels": ["label-exemple", "autre-label"],
        "results": "Bons.", "figures": ["3 offres", "20 % de moins"],
        "outcome": {
            "bids_received": 3, "no_tender": false, "price_effect": "Aucun.", "target_reached": "partly"
        },
        "lessons": "Commencer tôt.", "legal_check": "internal", "evidence_level": "clause",
        "source_title": "Bulletin d'Exemple",
        "other_source_urls": ["https://www.example.org/b", "https://www.example.org/a"],
        "verification": verification()
    }]))
}

fn clause(number: u32) -> Clause {
    let others: Vec<_> = [3, 2, 1].into_iter().filter(|other| *other != number).map(reference).collect();
    serde_json::from_value(json!({
        "id": id(70 + number), "reference": reference(number), "slug": format!("clause-{number}"),
        "former_slugs": [format!("vieille-clause-{number}"), format!("ancienne-clause-{number}")],
        "current_version": if number == 1 { 2 } else { 1 }, "status": "deprecated", "status_since": "2026-04-01",
        "status_reason": "Pour l'exemple.", "replaced_by": others, "maintenance": "review_due",
        "owner": "commune-d-exemple", "created_on": "2026-01-01", "last_reviewed_on": "2026-02-28",
        "last_reviewed_by": "reseau-d-exemple", "next_review_on": "2029-02-28",
        "legacy_url": "https://www.example.org/ancienne-page"
    }))
    .unwrap()
}

fn reference(number: u32) -> String {
    format!("LCV-{number:04}")
}

fn version(clause: u32, number: u32) -> ClauseVersion {
    let mut record = said(clause, number);
    for part in [evidence(), citations(clause), origin()] {
        record.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
    }
    let mut version: ClauseVersion = serde_json::from_value(record).unwrap();
    sign(&mut version);
    version
}

/// Gives `version` the hash of what it says.
pub(super) fn sign(version: &mut ClauseVersion) {
    version.content_hash = ContentHash::of(version.document().unwrap().as_bytes());
}

fn said(clause: u32, number: u32) -> Value {
    let fragment = |key: &str| {
        json!({
            "key": key, "kind": "technical_specification", "documents": ["cctp", "ccap"], "article_hint": "Article X",
            "level": "advanced", "replaces": "cctp-base", "alternative_group": "groupe",
            "body": "Au moins {{taux}} % d'exemples.\n\n« Second » paragraphe.",
            "optional_passages": [
                {"text": "d'exemples", "keep_when": "Toujours."}, {"text": "Au moins", "keep_when": "Parfois."}
            ],
            "ccag_references": ccag_references()
        })
    };
    let parameter = |name: &str, kind: &str, values: [Value; 3]| {
        let [basic, advanced, exemplary] = values;
        json!({
            "name": name, "label": "Taux", "type": kind, "unit": "%", "default": basic, "min": 0.5, "max": 100,
            "choices": ["un", "deux"], "required": true, "help": "Selon le marché.", "ambitious_direction": "higher",
            "scale_by_level": {"basic": basic, "advanced": advanced, "exemplary": exemplary},
            "legal_floor": {"value": 12.5, "legal_reference": "loi-exemple"}
        })
    };
    json!({
        "citation": format!("{}@{number}", reference(clause)), "version": number, "title": "Clause d'exemple",
        "summary": "Obtenir un exemple.", "rationale": "Parce qu'il en faut un.", "context": "Inventé.",
        "contract_types": ["supplies", "services"], "segments": ["exemple-bois", "exemple"],
        "cpv": ["39130000", "03410000"], "themes": ["reemploi", "climat"],
        "environmental_impacts": ["circ-econ", "other"], "bindingness": "mandatory", "obligation": "result",
        "fragments": [fragment("cctp-base"), fragment("cctp-plus")],
        "parameters": [
            parameter("taux", "percent", [json!(20), json!(33.3), json!(1e18)]),
            parameter("liste", "list", [json!(["a", "b"]), json!("2026-01-01"), json!(["c", "d"])])
        ]
    })
}

fn ccag_references() -> Value {
    json!([
        {"ccag": "Travaux", "article": "20", "effect": "completes"},
        {"ccag": "Maitrise d'œuvre", "article": "21", "effect": "derogates"}
    ])
}

fn evidence() -> Value {
    let proof = |key: &str| {
        json!({
            "key": key, "stage": "performance", "type": "test_report", "description": "Il montre.", "strength": 2,
            "equivalents_accepted": true, "buyer_obtainable": false, "retention": "Deux ans."
        })
    };
    let question = |text: &str| {
        json!({
            "text": text, "answer_type": "yes_no", "proof_expected": "Un exemple.", "scored": true,
            "mandatory_for_awardee": false
        })
    };
    json!({
        "proofs": [proof("rapport"), proof("bordereau")],
        "monitoring": {
            "indicator": {"name": "Part d'exemples", "unit": "%", "target_parameter": "taux"}, "frequency": "monthly",
            "evidence": "Un bilan.", "responsible": "buyer", "checkpoint_docs": ["Bilan", "Annexe"],
            "buyer_minutes_per_year": 30
        },
        "penalty": {
            "trigger": "Pas d'exemple.", "proof": "rapport", "amount": "{{taux}} euros", "cap": "5 %",
            "notice": "Huit jours.", "ccag_references": ccag_references(), "fragment": "cctp-base"
        },
        "scoring": {
            "weight_min": 5, "weight_max": 30, "weight_default": 12.5, "method": "thresholds",
            "scale": [{"points": 0, "condition": "Rien."}, {"points": 2.5, "condition": "{{taux}} %."}],
            "response_frame": [question("Combien ?"), question("Comment ?")]
        }
    })
}

fn citations(clause: u32) -> Value {
    let label = |slug: &str, mode: &str| {
        json!({
            "label": slug, "mode": mode, "required_characteristics": ["duree", "bois"],
            "equivalence": {"fragment": "cctp-base", "quote": "ou équivalent"},
            "other_proof": {"fragment": "cctp-base", "quote": "toute autre preuve"}
        })
    };
    let relations: Vec<_> = (1..=3)
        .filter(|other| *other != clause)
        .map(|other| json!({"type": "complements", "target": reference(other), "note": "Elles vont ensemble."}))
        .collect();
    json!({
        "label_citations": [label("label-exemple", "required"), label("autre-label", "example")],
        "norm_citations": [
            {"ref": "NF EN 0", "title": "Norme inventée", "fragment": "cctp-base"},
            {"ref": "ISO 0", "title": "Autre norme inventée", "fragment": "cctp-plus"}
        ],
        "legal_references": [{"ref": "loi-exemple", "role": "duty"}, {"ref": "decret-exemple", "role": "limit"}],
        "relations": relations
    })
}

fn origin() -> Value {
    json!({
        "cautions": [
            {"text": "Ceci est inventé.", "severity": "risk"}, {"text": "Cela aussi.", "severity": "attention"}
        ],
        "sourcing_questions": ["Qui ?", "Où ?"], "market_maturity": "emerging",
        "feasibility": {"buyer_effort": 1, "supplier_effort": 3},
        "sources": [
            {"title": "Guide", "url": "https://www.example.org/guide", "usage": "facts", "licence": "etalab-2.0"},
            {"title": "Manuel", "url": "https://www.example.org/manuel", "usage": "wording", "licence": "ODbL-1.0"}
        ],
        "contributors": [
            {"organisation": "commune-d-exemple", "role": "author"},
            {"organisation": "reseau-d-exemple", "role": "reviewer"}
        ],
        "change_kind": "substantive", "change_note": "Première version.",
        "published_on": NaiveDate::from_ymd_opt(2026, 4, 1), "content_hash": "0".repeat(64)
    })
}

/// Whether `record` has no null and no list of fewer than two values, at any depth.
pub(super) fn is_full(record: &Value) -> bool {
    match record {
        Value::Null => false,
        Value::Array(items) => items.len() >= 2 && items.iter().all(is_full),
        Value::Object(members) => members.values().all(is_full),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}
