//! CPV codes: their place, what fits them, and the nomenclature as the European Union publishes it.

use std::{fmt::Write as _, fs};

use api::service::{
    import::{Published, import_with, load_nomenclature},
    nomenclature,
};
use domain::NOMENCLATURE_CODES;

use crate::support::{TestApi, fixture};

#[test]
fn a_code_is_answered_with_its_place_and_what_fits_it() {
    insta::assert_json_snapshot!("cpv_class", TestApi::shared().get("/v1/cpv/39112000").json());
}

#[test]
fn every_level_of_the_hierarchy_is_answered_with_or_without_the_check_digit() {
    for (code, level, above, below) in [
        ("39000000-2", "division", &[][..], &["39100000"][..]),
        ("39100000", "group", &["39000000"], &["39110000"]),
        ("39110000-6", "class", &["39000000", "39100000"], &["39112000"]),
        ("39112000", "category", &["39000000", "39100000", "39110000"], &[]),
        ("39112100", "subcategory", &["39000000", "39100000", "39110000", "39112000"], &[]),
    ] {
        let entry = TestApi::shared().get(&format!("/v1/cpv/{code}")).json();
        let codes = |member: &str| {
            let codes = entry[member].as_array().unwrap().iter();
            codes.map(|code| code["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(entry["level"], level, "{code}");
        assert_eq!(
            (codes("above"), codes("below")),
            (above.iter().map(|c| (*c).to_owned()).collect(), below.iter().map(|c| (*c).to_owned()).collect()),
            "{code}"
        );
    }
}

#[test]
fn a_code_that_is_none_is_refused_and_told_why() {
    for (code, why) in [
        ("3913000", "eight digits"),
        ("ABCDEFGH", "eight digits"),
        ("00000000", "there is no division 00"),
        ("39130000-22", "eight digits"),
    ] {
        let problem = TestApi::shared().get(&format!("/v1/cpv/{code}"));
        assert_eq!((problem.status, problem.json()["errors"][0]["parameter"].as_str()), (400, Some("code")), "{code}");
        assert!(problem.json()["errors"][0]["detail"].as_str().unwrap().contains(why), "{code}: {problem:?}");
    }
}

#[test]
fn the_clauses_beside_a_code_are_those_of_the_list_filtered_by_it() {
    let api = TestApi::bundled();
    for code in ["39130000", "45000000", "90910000", "09310000", "34110000", "98000000"] {
        let entry = api.get(&format!("/v1/cpv/{code}")).json();
        let list = api.get(&format!("/v1/clauses?limit=50&fields=reference&cpv={code}"));
        let named = entry["clauses"].as_array().unwrap().iter().map(|clause| clause["reference"].as_str().unwrap());
        assert_eq!(named.collect::<Vec<_>>(), list.items("reference"), "{code}");
        assert_eq!(entry["clauses_total"], list.json()["total"], "{code}");
    }
}

#[test]
fn every_code_that_the_seeds_use_has_its_labels() {
    let dataset = api::service::layout::read(&api::service::seeds::bundled()).unwrap().dataset;
    let of_segments = dataset.segments.iter().flat_map(|segment| &segment.cpv_prefixes);
    let of_targets = dataset.targets.iter().flat_map(|target| &target.cpv_prefixes);
    let of_clauses = dataset.clause_versions.iter().flat_map(|version| version.cpv.iter().cloned());
    let of_reports = dataset.experience_reports.iter().flat_map(|report| report.contract.cpv.iter().cloned());
    let codes = of_segments.chain(of_targets).map(domain::value::CpvPrefix::code).chain(of_clauses).chain(of_reports);
    for code in codes {
        assert!(dataset.cpv_code(&code).is_some(), "{code} has no label in seeds/cpv.csv");
    }
}

/// As many codes as the nomenclature holds, with made-up labels; 39112000 and what is under it are not among them.
fn whole() -> String {
    let mut sheet = String::from("CODE;EN;FR\r\n");
    let divisions = ["03", "09", "14", "39", "45", "90"];
    let mut codes: Vec<String> = vec!["39000000".into(), "39100000".into(), "39110000".into(), "39113000".into()];
    let numbers = divisions
        .iter()
        .flat_map(|division| (100_000..).step_by(137).take(2000).map(move |n| format!("{division}{n:06}")));
    codes.extend(numbers.filter(|code| !code.starts_with("39112")));
    codes.sort();
    codes.dedup();
    for code in codes.iter().take(NOMENCLATURE_CODES) {
        writeln!(sheet, "{code}-0;Fictional label {code};Libellé fictif {code}\r").unwrap();
    }
    sheet
}

#[test]
fn after_the_whole_nomenclature_every_code_has_its_label_and_unknown_codes_are_named_as_such() {
    let api = TestApi::of(&fixture::source());
    assert_eq!(api.get("/v1/cpv/39113000").json()["existence"], "not_held");
    let before = api.get("/v1/dumps/clauses.csv").bytes;
    let codes = nomenclature::read("cpv.csv", whole().as_bytes()).unwrap();
    assert_eq!(codes.len(), NOMENCLATURE_CODES);

    let loaded = load_nomenclature(&api.store, codes.clone(), fixture::later()).unwrap();
    api.refresh().unwrap();

    assert!(loaded.changed);
    let known = api.get("/v1/cpv/39113000").json();
    assert_eq!(
        (known["existence"].as_str(), known["label"].as_str()),
        (Some("known"), Some("Libellé fictif 39113000"))
    );
    assert_eq!(api.get("/v1/cpv/39112000").json()["existence"], "unknown");
    let gaps = api.get("/v1/guidance?cpv=39112000&date=2026-11-24").json()["gaps"].to_string();
    assert!(gaps.contains("Le code 39112000 n'existe pas dans la nomenclature CPV de 2008."), "{gaps}");
    assert_eq!(api.get("/v1/dumps/clauses.csv").bytes, before, "nothing else changes");
    assert_eq!(api.get("/v1/cpv?limit=1").json()["total"], NOMENCLATURE_CODES);
    let again = load_nomenclature(&api.store, codes, fixture::later()).unwrap();
    assert!(!again.changed, "the same nomenclature twice is written once");
}

#[test]
fn a_data_set_is_imported_together_with_the_nomenclature() {
    let folder = tempfile::tempdir().unwrap();
    let store = fixture::empty_store(folder.path());
    let codes = nomenclature::read("cpv.csv", b"code,fr,en\n39000000,Libell\xc3\xa9 fictif,Fictional label\n").unwrap();
    import_with(&store, &fixture::source(), Some(codes.clone()), Published::Keep, fixture::instant(), |_| {}).unwrap();
    let (_, dataset) = store.load_dataset().unwrap();
    assert_eq!((dataset.cpv, dataset.clauses), (codes, fixture::dataset().clauses));
}

#[test]
fn a_file_that_holds_no_nomenclature_is_refused_and_its_faults_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cpv.csv");
    fs::write(&file, "code,fr,en\n39130000,,Office furniture\nABC,Meubles,Furniture\n").unwrap();
    let error = nomenclature::open(&file).unwrap_err();
    let nomenclature::NomenclatureError::Faults(faults) = error else { panic!("{error}") };
    let told: Vec<_> = faults.iter().map(|fault| (fault.row, fault.field.as_str())).collect();
    assert_eq!(told, [(Some(2), "fr"), (Some(3), "code")]);
    assert!(matches!(nomenclature::open(folder.path()), Err(nomenclature::NomenclatureError::Read { .. })));
}
