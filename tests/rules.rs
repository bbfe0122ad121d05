//! The rules of the data: each can be broken, is then named, and is silent on the fixture.

use std::collections::BTreeSet;

use domain::{
    ClauseVersion, Dataset,
    check::{CHECKS, violations},
    clause::{CcagReference, ClauseRelation, NormCitation, Proof},
    enumeration::{
        AmbitiousDirection, Bindingness, Ccag, CcagEffect, ClauseStatus, FragmentKind, LegalState, Licence,
        ProcedureStage, ProofType, RelationType, ScoringMethod, SourceUsage, TargetDocument, Verdict,
        VerificationStatus,
    },
    guidance::shortcomings,
    value::ContentHash,
};

use api::service::{layout::read, seeds};

use crate::support::fixture;

/// What a clause of the fixture says today.
fn current(dataset: &mut Dataset, number: u32) -> &mut ClauseVersion {
    let wanted = format!("LCV-{number}");
    let versions = dataset.clause_versions.iter_mut().filter(|version| version.citation.clause.to_string() == wanted);
    versions.last().unwrap()
}

/// Appends to the first text of a clause.
fn append(dataset: &mut Dataset, number: u32, text: &str) {
    current(dataset, number).fragments[0].body.push_str(text);
}

/// The rules that the fixture breaks once `damage` is done.
fn broken(damage: Damage) -> BTreeSet<&'static str> {
    let mut dataset = fixture::dataset();
    let before: Vec<_> = dataset.clause_versions.clone();
    damage(&mut dataset);
    for (version, before) in dataset.clause_versions.iter_mut().zip(&before) {
        // An author seals what is written; a damaged seal stays damaged.
        if version.content_hash == before.content_hash {
            version.content_hash = ContentHash::of(version.document().unwrap().as_bytes());
        }
    }
    violations(&dataset).into_iter().map(|violation| violation.rule).collect()
}

fn label_citation(dataset: &mut Dataset) -> &mut domain::clause::LabelCitation {
    current(dataset, 9005)
        .label_citations
        .iter_mut()
        .find(|citation| citation.label.as_str() == "label-imaginaire")
        .unwrap()
}

type Damage = fn(&mut Dataset);

/// One way to break each rule.
const DAMAGES: &[(&str, Damage)] = &[
    ("D01", |d| d.themes[1].id = d.themes[0].id),
    ("D02", |d| d.clauses[0].owner = "personne".parse().unwrap()),
    ("D03", |d| {
        let slug = d.segments[0].slug.clone();
        d.segments[0].parent = Some(slug);
    }),
    ("D04", |d| {
        let target = "LCV-9001".parse().unwrap();
        current(d, 9001).relations.push(ClauseRelation { kind: RelationType::Requires, target, note: None });
    }),
    ("D05", |d| d.clauses[0].current_version = 1),
    ("D05", |d| {
        let reference = d.clauses[1].reference.clone();
        d.clause_versions.retain(|version| version.citation.clause != reference);
        d.clauses[1].current_version = 0;
    }),
    ("D05", |d| d.clauses[1].current_version = u32::MAX),
    ("D06", |d| d.clause_versions[0].content_hash = ContentHash::of(b"autre")),
    ("D07", |d| current(d, 9001).segments.clear()),
    ("D08", |d| current(d, 9001).penalty.as_mut().unwrap().fragment = "nulle-part".parse().unwrap()),
    ("D09", |d| d.themes[0].label.push('|')),
    ("D10", |d| {
        let target = d.targets.iter_mut().find(|target| !target.rates.is_empty()).unwrap();
        target.verification.status = VerificationStatus::Unverified;
    }),
    ("D11", |d| d.clauses[0].next_review_on = "2099-01-01".parse().unwrap()),
    ("D12", |d| d.organisations[0].territory = Some("epci:200054808".parse().unwrap())),
    ("D13", |d| {
        let taken = d.synonyms[0].terms[0].to_uppercase();
        d.synonyms[1].terms.push(taken);
    }),
    ("W04", |d| {
        d.clauses[0].status = ClauseStatus::Withdrawn;
        d.clauses[0].status_reason = None;
    }),
    ("Q11", |d| append(d, 9002, "\n\nÉcrivez à prenom.nom@exemple.fr.")),
    ("J01", |d| label_citation(d).equivalence = None),
    ("J02", |d| {
        let label = d.labels.iter_mut().find(|label| label.slug.as_str() == "label-imaginaire").unwrap();
        label.r2111_14.open_procedure = Verdict::No;
    }),
    ("J03", |d| label_citation(d).required_characteristics.clear()),
    ("J04", |d| label_citation(d).other_proof = None),
    ("J05", |d| append(d, 9001, "\n\nLe mobilier respecte la norme NF EN 12345.")),
    ("J06", |d| append(d, 9001, "\n\nLe titulaire fournit des produits locaux.")),
    ("J07", |d| current(d, 9004).fragments[0].kind = FragmentKind::SelectionCriterion),
    ("J08", |d| current(d, 9006).scoring = None),
    ("J09", |d| {
        let scoring = current(d, 9006).scoring.as_mut().unwrap();
        scoring.method = ScoringMethod::Lcc;
        scoring.response_frame.clear();
    }),
    ("J10", |d| {
        let version = current(d, 9001);
        let mut criterion = version.fragments[0].clone();
        criterion.key = "rc-critere".parse().unwrap();
        criterion.kind = FragmentKind::AwardCriterion;
        "La part de {{part_reemploi}} % est notée.".clone_into(&mut criterion.body);
        version.fragments.push(criterion);
    }),
    ("J11", |d| append(d, 9002, "\n\nLe titulaire décrit la politique générale de son groupe.")),
    ("J12", |d| current(d, 9006).proofs[0].equivalents_accepted = false),
    ("J13", |d| {
        let reference = CcagReference { ccag: Ccag::Works, article: "9".to_owned(), effect: CcagEffect::Derogates };
        current(d, 9001).fragments[0].ccag_references.push(reference);
    }),
    ("J14", |d| current(d, 9004).fragments[0].kind = FragmentKind::VariantRequirement),
    ("J15", |d| {
        let law = d.legal_references.iter_mut().find(|law| law.slug.as_str() == "article-fictif-premier").unwrap();
        law.state = LegalState::Repealed;
    }),
    ("Q01", |d| append(d, 9001, "\n\nAu moins XX % du mobilier.")),
    ("Q02", |d| current(d, 9001).fragments[0].documents = vec![TargetDocument::Rc]),
    ("Q03", |d| append(d, 9001, "\n\nLe titulaire s'efforcera de réparer.")),
    ("Q04", |d| current(d, 9001).monitoring = None),
    ("Q05", |d| current(d, 9001).penalty.as_mut().unwrap().proof = "nulle-part".parse().unwrap()),
    ("Q06", |d| {
        let parameters = &mut current(d, 9001).parameters;
        let share = parameters.iter_mut().find(|parameter| parameter.name.as_str() == "part_reemploi").unwrap();
        share.ambitious_direction = Some(AmbitiousDirection::Lower);
    }),
    ("Q07", |d| append(d, 9001, "\n\nLe mobilier est éco-responsable.")),
    ("Q08", |d| {
        let text = "\n\nLe titulaire remet chaque année un bilan fictif des meubles réparés, remplacés et donnés à la commune.";
        append(d, 9002, text);
        append(d, 9003, text);
    }),
    ("Q09", |d| {
        let sources = &mut current(d, 9001).sources;
        let source = sources.iter_mut().find(|source| source.usage == SourceUsage::Wording).unwrap();
        source.licence = Licence::Unknown;
    }),
    ("E01", |d| {
        let essential = d.segments.iter().find_map(|segment| segment.essential_clauses.first()).unwrap().clone();
        let clause = d.clauses.iter_mut().find(|clause| clause.reference == essential).unwrap();
        clause.status = ClauseStatus::Withdrawn;
    }),
    ("Q10", |d| "mot ".repeat(60).trim().clone_into(&mut current(d, 9001).summary)),
];

#[test]
fn every_rule_can_be_broken_and_is_then_named() {
    for (rule, damage) in DAMAGES {
        let found = broken(*damage);
        assert!(found.contains(rule), "{rule} is not found, only {found:?}");
    }
}

#[test]
fn every_rule_is_tried_and_none_speaks_without_reason() {
    let rules: BTreeSet<_> = CHECKS.iter().copied().flatten().map(|check| check.rule).collect();
    let tried: BTreeSet<_> = DAMAGES.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(tried, rules);
    assert_eq!(broken(|_| {}), BTreeSet::new());
}

#[test]
fn what_the_law_allows_breaks_no_rule() {
    let lawful: &[Damage] = &[
        |d| {
            append(d, 9001, "\n\nLe mobilier respecte la norme NF EN 12345 ou équivalent.");
            let fragment = current(d, 9001).fragments[0].key.clone();
            let norm =
                NormCitation { reference: "NF EN 12345".to_owned(), title: "Norme fictive".to_owned(), fragment };
            current(d, 9001).norm_citations.push(norm);
        },
        |d| append(d, 9001, "\n\nLes locaux de la mairie sont chauffés ; la voiture émet 95 g de CO2 par km."),
        |d| {
            let version = current(d, 9004);
            version.fragments[0].kind = FragmentKind::SelectionCriterion;
            version.fragments[0].documents = vec![TargetDocument::Rc];
            version.proofs.push(Proof {
                key: "references".parse().unwrap(),
                stage: ProcedureStage::Candidature,
                kind: ProofType::ReferenceList,
                description: "Références de la Commune d'Exemple.".to_owned(),
                strength: 3,
                equivalents_accepted: true,
                buyer_obtainable: false,
                retention: None,
            });
        },
        |d| current(d, 9002).bindingness = Bindingness::Incentive,
    ];
    for (rank, change) in lawful.iter().enumerate() {
        assert_eq!(broken(*change), BTreeSet::new(), "change {rank}");
    }
}

/// What is missing of a set of clauses for purchases of `segment`, in the catalogue that the program carries.
fn lacking(segment: &str, chosen: &[&str], day: &str, damage: Damage) -> Vec<(&'static str, String)> {
    let mut dataset = read(&seeds::bundled()).unwrap().dataset;
    damage(&mut dataset);
    let segment = dataset.segment(&segment.parse().unwrap()).unwrap();
    let chosen: Vec<_> = chosen.iter().map(|reference| reference.parse().unwrap()).collect();
    let found = shortcomings(&dataset, segment, &chosen, day.parse().unwrap());
    found.into_iter().map(|lack| (lack.rule, lack.message)).collect()
}

/// A clause on new furniture, with a text of each kind that the code asks for.
const FURNITURE: &str = "LCV-0023";

#[test]
fn a_set_of_clauses_has_what_the_law_asks_for_on_the_day() {
    let nothing = lacking("mobilier", &[], "2026-08-22", |_| {});
    let rules: Vec<_> = nothing.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["S01", "S02", "S03", "S03", "S10", "S10"], "{nothing:?}");
    let before = lacking("mobilier", &[], "2026-08-20", |_| {});
    assert!(!before.iter().any(|(rule, _)| rule.starts_with("S0")), "nothing was asked for yet: {before:?}");

    let enough = lacking("mobilier", &[FURNITURE, "LCV-0022"], "2026-08-22", |_| {});
    assert_eq!(enough, [], "the second one rests on the texts that weigh on furniture");
    let without_criterion = lacking("mobilier", &[FURNITURE, "LCV-0022"], "2026-08-22", |dataset| {
        for version in &mut dataset.clause_versions {
            version.fragments.retain(|fragment| fragment.kind != FragmentKind::AwardCriterion);
        }
    });
    assert_eq!(without_criterion[0], ("S03", "aucun texte « Critère d'attribution »".to_owned()));
}

#[test]
fn a_set_of_clauses_goes_together() {
    let requires: Damage = |dataset| relate_furniture(dataset, RelationType::Requires);
    let excludes: Damage = |dataset| relate_furniture(dataset, RelationType::Excludes);
    let both = [FURNITURE, "LCV-0022"];
    let only = |found: Vec<(&'static str, String)>| {
        found.into_iter().filter(|(rule, _)| *rule == "S08").map(|(_, message)| message).collect::<Vec<_>>()
    };
    let day = "2026-11-23";
    assert_eq!(only(lacking("mobilier", &[FURNITURE], day, requires)), ["LCV-0023 nécessite LCV-0022"]);
    assert!(only(lacking("mobilier", &both, day, requires)).is_empty());
    assert_eq!(only(lacking("mobilier", &both, day, excludes)), ["LCV-0023 exclut LCV-0022"]);
    assert!(only(lacking("mobilier", &[FURNITURE], day, excludes)).is_empty());
    assert_eq!(only(lacking("mobilier", &["LCV-9999"], day, |_| {})), ["LCV-9999 n'est pas une clause publiée"]);
}

fn relate_furniture(dataset: &mut Dataset, kind: RelationType) {
    let version = dataset.clause_versions.iter_mut().find(|version| version.citation.clause.to_string() == FURNITURE);
    version.unwrap().relations.push(ClauseRelation { kind, target: "LCV-0022".parse().unwrap(), note: None });
}
