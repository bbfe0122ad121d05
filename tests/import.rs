//! A data set in, all or nothing, and out again to the byte.

use std::collections::BTreeMap;

use api::service::{
    import::{ImportError, Published, check, import},
    layout::{Fault, OpenError, Source, open, read, to_directory, write},
    seeds,
};
use domain::{Dataset, enumeration::Severity};

use crate::support::{TestApi, fixture, root};

/// What an import of `source` into an empty database writes out again.
fn exported(source: &Source) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let store = fixture::empty_store(folder.path());
    import(&store, source, Published::Keep, fixture::instant(), |_| {}).unwrap();
    let out = folder.path().join("export");
    to_directory(&write(&store.load_dataset().unwrap().1).unwrap(), &out).unwrap();
    open(&out).unwrap()
}

fn same_files(one: &Source, other: &Source) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        let (ours, theirs) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&other[path]));
        let line = ours.lines().zip(theirs.lines()).find(|(one, other)| one != other);
        assert!(*bytes == other[path], "{path} differs: {line:?}");
    }
}

#[test]
fn import_then_export_gives_the_same_bytes_of_the_fixture_and_of_the_seeds() {
    let mut of_the_repository = open(&root().join("seeds")).unwrap();
    // Written for readers: it is no data.
    of_the_repository.remove("README.md");
    for source in [fixture::source(), of_the_repository] {
        same_files(&exported(&source), &source);
    }
}

#[test]
fn the_program_carries_the_seeds_of_the_repository() {
    same_files(&seeds::bundled(), &open(&root().join("seeds")).unwrap());
}

#[test]
fn the_bundled_seeds_break_no_rule() {
    let (layout, violations) = check(&seeds::bundled()).unwrap();
    let serious: Vec<_> = violations.iter().filter(|violation| violation.severity != Severity::Advice).collect();
    let shown: Vec<_> = serious.iter().map(|violation| layout.fault(violation).to_string()).collect();
    assert!(serious.is_empty(), "{}", shown.join("\n"));
    assert!(layout.dataset.clauses.len() >= 60, "{} clauses", layout.dataset.clauses.len());
}

#[test]
fn the_fixture_breaks_no_rule() {
    let (_, violations) = check(&fixture::source()).unwrap();
    assert_eq!(violations, []);
}

/// The faults for which an import of `source` is refused; nothing was written.
fn refused(source: &Source) -> Vec<Fault> {
    let folder = tempfile::tempdir().unwrap();
    let store = fixture::empty_store(folder.path());
    let error = import(&store, source, Published::Keep, fixture::instant(), |_| {}).unwrap_err();
    let (revision, dataset) = store.load_dataset().unwrap();
    assert_eq!((revision.number, dataset), (0, Dataset::default()), "something was written");
    error.faults().to_vec()
}

fn shown(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn every_fault_of_the_files_is_named_by_file_row_and_field_at_once() {
    let mut source = fixture::source();
    fixture::replace(&mut source, "themes.csv", "position", "pozition");
    fixture::replace(&mut source, "labels.csv", "type_i,", "type_9,");
    fixture::replace(&mut source, "organisations.csv", "123456782", "123456789");
    fixture::replace(&mut source, "segments.csv", "39112", "3911x");
    fixture::replace(&mut source, "label_criteria.csv", "label-imaginaire,bois", "label-inconnu,bois");
    fixture::replace(&mut source, "experience_reports.csv", "2024", "deux mille");
    fixture::replace(&mut source, "target_rates.csv", "2027,22.5", "2027,22.5,en trop");
    fixture::replace(&mut source, "clauses/LCV-9002.json", "\"status\":", "\"status\"");
    fixture::edit(&mut source, "clauses/LCV-9003.json", |clause| clause["versions"][0]["titre"] = "x".into());
    fixture::edit(&mut source, "clauses/LCV-9004.json", |clause| clause["status"] = "parti".into());
    fixture::edit(&mut source, "clauses/LCV-9006.json", |clause| {
        clause["versions"][0].as_object_mut().unwrap().remove("fragments");
    });
    let misnamed = source.remove("clauses/LCV-9005.json").unwrap();
    source.insert("clauses/LCV-9999.json".to_owned(), misnamed);
    source.remove("targets.csv").unwrap();
    source.insert("target.csv".to_owned(), Vec::new());
    source.insert("clauses/lisez-moi.txt".to_owned(), b"?".to_vec());

    let faults = refused(&source);

    let places: Vec<_> = faults.iter().map(|fault| (fault.file.as_str(), fault.row, fault.field.as_str())).collect();
    for place in [
        ("themes.csv", Some(1), "pozition"),
        ("themes.csv", Some(1), "position"),
        ("labels.csv", Some(2), "iso_type"),
        ("label_criteria.csv", Some(2), "label"),
        ("experience_reports.csv", Some(2), "contract_year"),
        ("clauses/LCV-9003.json", None, "versions/[0].titre"),
        ("clauses/LCV-9004.json", None, "status"),
        ("clauses/LCV-9999.json", None, "reference"),
        ("targets.csv", None, ""),
        ("target.csv", None, ""),
        ("clauses/lisez-moi.txt", None, ""),
    ] {
        assert!(places.contains(&place), "{place:?} is not among {places:#?}");
    }
    insta::assert_json_snapshot!("faults_of_the_files", shown(&faults));
}

#[test]
fn every_blocking_violation_is_named_by_file_row_and_field_at_once() {
    let mut source = fixture::source();
    fixture::replace(&mut source, "segments.csv", "LCV-9001|LCV-9005", "LCV-9001|LCV-9999");
    fixture::replace(&mut source, "segments.csv", ",fournitures-fictives,2", ",chaises-fictives,2");
    fixture::replace(&mut source, "experience_reports.csv", "LCV-9001@1|", "LCV-9001@9|");
    fixture::edit(&mut source, "clauses/LCV-9002.json", |clause| {
        clause["versions"][0]["title"] = "Titre retouché".into();
    });
    fixture::edit(&mut source, "clauses/LCV-9003.json", |clause| {
        clause.as_object_mut().unwrap().remove("status_reason");
    });

    let faults = refused(&source);

    for rule in ["[D02]", "[D03]", "[D06]", "[W04]"] {
        assert!(faults.iter().any(|fault| fault.message.starts_with(rule)), "{rule} is not among {faults:#?}");
    }
    assert!(faults.iter().all(|fault| !fault.file.is_empty() && !fault.field.is_empty()), "{faults:#?}");
    insta::assert_json_snapshot!("blocking_violations", shown(&faults));
}

#[test]
fn an_archive_that_was_altered_is_refused() {
    let mut source = fixture::source();
    let sum = "0".repeat(64);
    source.insert("SHA256SUMS".to_owned(), format!("{sum}  themes.csv\n{sum}  absent.csv\n").into_bytes());
    let files: Vec<_> = refused(&source).into_iter().map(|fault| fault.file).collect();
    assert_eq!(files, ["absent.csv", "themes.csv"]);
}

#[test]
fn what_is_neither_a_folder_nor_a_zip_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalogue.zip");
    std::fs::write(&file, b"PK\x03\x04 and nothing more").unwrap();
    assert!(matches!(open(&file), Err(OpenError::Archive { .. })));
    let missing = open(&folder.path().join("absent.zip")).unwrap_err();
    assert!(missing.to_string().contains("absent.zip"), "{missing}");
}

#[test]
fn what_is_published_never_changes_nor_disappears() {
    let mut removed = fixture::source();
    removed.remove("clauses/LCV-9006.json");
    for (source, rule, file) in [
        (fixture::with_a_changed_version(), "[W01]", "clauses/LCV-9004.json"),
        (removed, "[W03]", "clauses/LCV-9006.json"),
    ] {
        let api = TestApi::of(&fixture::source());
        let error = api.import(&source, Published::Keep, fixture::later()).unwrap_err();
        assert!(matches!(error, ImportError::Published(_)), "{error}");
        let [fault] = error.faults() else { panic!("{error:?}") };
        assert_eq!((fault.file.as_str(), fault.field.as_str()), (file, "versions/1"));
        assert!(fault.message.starts_with(rule), "{fault}");
        assert_eq!(api.store.load_dataset().unwrap().1, fixture::dataset(), "{rule}: something was written");
        assert_eq!(api.store.revision().unwrap().number, 1, "{rule}: something was written");

        let replaced = api.import(&source, Published::Replace, fixture::later()).unwrap();
        assert_eq!((replaced.changed, replaced.revision.number), (true, 2));
        assert_eq!(api.store.load_dataset().unwrap().1, read(&source).unwrap().dataset);
    }
}

#[test]
fn the_same_data_twice_makes_one_revision() {
    let api = TestApi::of(&fixture::source());
    let again = api.import(&fixture::source(), Published::Keep, fixture::later()).unwrap();
    assert!(!again.changed);
    assert_eq!(again.revision, api.store.revision().unwrap());
    assert_eq!((again.revision.number, again.revision.changed_at), (1, fixture::instant()));
}

#[test]
fn an_author_may_leave_out_what_the_program_can_fill_in() {
    let mut source = fixture::source();
    fixture::edit(&mut source, "clauses/LCV-9001.json", |clause| {
        clause.as_object_mut().unwrap().remove("id");
        for version in clause["versions"].as_array_mut().unwrap() {
            version.as_object_mut().unwrap().remove("citation");
            version.as_object_mut().unwrap().remove("content_hash");
        }
    });
    same_files(&write(&read(&source).unwrap().dataset).unwrap(), &fixture::source());
}

#[test]
fn a_file_that_is_not_expected_is_one_fault() {
    let mut source = crate::support::fixture::source();
    source.insert("clauses/lisez-moi.txt".to_owned(), b"?".to_vec());
    let faults = api::service::layout::read(&source).unwrap_err().0;
    assert_eq!(faults.len(), 1, "{faults:#?}");
}
