//! The published files: what the index says of them, parts of them, and where they come from.

use std::{collections::BTreeMap, io::Read as _};

use api::service::{
    catalogue::{GraphFormat, catalogue},
    dump::Encoding,
    layout::open,
    snapshot::Snapshot,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use diesel::{Connection as _, RunQueryDsl as _, sql_query, sqlite::SqliteConnection};
use domain::{Dataset, Revision};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use strum::IntoEnumIterator as _;

use crate::{
    formats::decoded,
    support::{BASE, TestApi, fixture},
};

fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Bytes::copy_from_slice(&Sha256::digest(bytes)))
}

fn index() -> Vec<Value> {
    TestApi::shared().get("/v1/dumps").json()["items"].as_array().unwrap().clone()
}

fn path_of(entry: &Value) -> String {
    format!("/v1/dumps/{}", entry["name"].as_str().unwrap())
}

/// The files of a zip archive.
fn unzipped(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

fn parquet_rows(bytes: &[u8]) -> usize {
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).unwrap();
    assert_eq!(reader.metadata().num_row_groups(), 1);
    usize::try_from(reader.metadata().file_metadata().num_rows()).unwrap()
}

/// The rows that the index gives for the CSV file of the same records.
fn rows_of_csv(index: &[Value], entry: &Value) -> usize {
    let name = entry["name"].as_str().unwrap().replace(".xlsx", ".csv");
    let csv = index.iter().find(|other| other["name"] == name).unwrap();
    usize::try_from(csv["rows"].as_u64().unwrap()).unwrap()
}

#[test]
fn the_database_is_whole_and_has_the_rows_of_every_table() {
    #[derive(diesel::QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        number: i64,
    }
    let bytes = TestApi::shared().get("/v1/dumps/la-clause-verte.sqlite").bytes;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clauses.sqlite");
    std::fs::write(&path, bytes).unwrap();
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    let mut number = |query: &str| sql_query(query).get_result::<Found>(&mut conn).unwrap().number;
    assert_eq!(number("SELECT count(*) AS number FROM pragma_foreign_key_check"), 0);
    for entry in index().iter().filter(|entry| entry["format"] == "csv") {
        let table = entry["name"].as_str().unwrap().trim_end_matches(".csv");
        let rows = number(&format!("SELECT count(*) AS number FROM \"{table}\""));
        assert_eq!(Some(rows), entry["rows"].as_i64(), "{table}");
    }
    assert_eq!(number("SELECT count(*) AS number FROM clauses_fts WHERE clauses_fts MATCH 'reemploi'"), 1);
    assert!(number("SELECT count(*) AS number FROM clauses_par_segment") > 0);
}

#[test]
fn the_data_package_describes_every_column_of_every_table() {
    let (api, index) = (TestApi::shared(), index());
    let package = api.get("/v1/datapackage.json").json();
    let tables = index.iter().filter(|entry| entry["format"] == "csv");
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), tables.count());
    for resource in resources {
        let file = api.get(&format!("/v1/{}", resource["path"].as_str().unwrap()));
        assert_eq!((file.status, &resource["bytes"]), (200, &Value::from(file.bytes.len())));
        assert_eq!(resource["hash"], format!("sha256:{}", sha256(&file.bytes)));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let described: Vec<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), described);
        for field in fields {
            let (name, meaning) = (field["name"].as_str().unwrap(), field["description"].as_str().unwrap());
            assert!(!meaning.is_empty(), "{name} of {} has no meaning", resource["name"]);
            assert!(name.len() <= 63 && !name.contains("__"), "{name}: data.gouv.fr could not load it");
        }
    }
    let clauses = resources.iter().find(|resource| resource["name"] == "label-criteria").unwrap();
    insta::assert_json_snapshot!("label_criteria", clauses["schema"]);
}

#[test]
fn every_record_fits_the_json_schema_of_its_file() {
    let api = TestApi::shared();
    let schemas = api.get("/v1/schemas").json();
    assert_eq!(schemas["total"], 11);
    for entry in schemas["items"].as_array().unwrap() {
        let (name, url) = (entry["name"].as_str().unwrap(), entry["url"].as_str().unwrap());
        let schema = api.get(url).json();
        assert_eq!(schema["$id"], url, "{name}");
        let validator = jsonschema::validator_for(&schema).unwrap();
        for line in api.get(&format!("/v1/dumps/{name}.ndjson")).text().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let faults: Vec<_> = validator.iter_errors(&record).map(|fault| fault.to_string()).collect();
            assert_eq!(faults, Vec::<String>::new(), "{name}");
        }
        let fault = serde_json::json!({});
        assert!(!validator.is_valid(&fault), "{name} lets everything pass");
    }
}

#[test]
fn the_index_tells_the_truth_about_every_file() {
    let (api, index) = (TestApi::shared(), index());
    assert_eq!(index.len(), 11 * 5 + 14 + 2, "records in five forms, lists as CSV, everything in two");
    for entry in &index {
        let file = api.get(entry["url"].as_str().unwrap());
        let place = path_of(entry);
        assert_eq!(file.status, 200, "{place}");
        assert_eq!(entry["bytes"], file.bytes.len(), "{place}");
        assert_eq!(entry["sha256"], sha256(&file.bytes), "{place}");
        assert_eq!(entry["media_type"], file.expect("content-type"), "{place}");
        let rows = match entry["format"].as_str().unwrap() {
            "csv" => Some(csv::Reader::from_reader(file.bytes.as_slice()).records().count()),
            "json" => Some(file.json().as_array().unwrap().len()),
            "ndjson" => Some(file.text().lines().count()),
            "parquet" => Some(parquet_rows(&file.bytes)),
            // Read by its own tools in tests/consumers.
            "xlsx" => Some(rows_of_csv(&index, entry)),
            _ => None,
        };
        assert_eq!(entry["rows"].as_u64(), rows.map(|rows| rows as u64), "{place}");
        let disposition = format!("attachment; filename=\"{}\"", entry["name"].as_str().unwrap());
        assert_eq!(file.expect("content-disposition"), disposition);
        assert_eq!(file.expect("accept-ranges"), "bytes", "{place}");
    }
    let mut shown = TestApi::shared().get("/v1/dumps").json();
    shown["items"].as_array_mut().unwrap().truncate(2);
    insta::assert_json_snapshot!("index", shown, {".items[].bytes" => "[bytes]", ".items[].sha256" => "[sha256]"});
}

#[test]
fn a_file_holds_what_its_list_holds() {
    let api = TestApi::shared();
    for list in ["clauses", "segments", "legal-references"] {
        let file = list.replace('-', "_");
        let mut listed = api.get(&format!("/v1/{list}.json")).json()["items"].as_array().unwrap().clone();
        let mut dumped = api.get(&format!("/v1/dumps/{file}.json")).json().as_array().unwrap().clone();
        listed.sort_by_key(ToString::to_string);
        dumped.sort_by_key(ToString::to_string);
        assert_eq!(dumped, listed, "{list}");
    }
}

#[test]
fn a_part_of_a_file_is_answered_where_it_lies() {
    let api = TestApi::shared();
    let path = "/v1/dumps/segments.csv";
    let whole = api.get(path);
    let (full, etag) = (whole.bytes.len(), whole.expect("etag").to_owned());
    for (range, expected) in [
        ("bytes=0-9".to_owned(), 0..10),
        ("bytes=5-5".to_owned(), 5..6),
        (format!("bytes={}-", full - 3), full - 3..full),
        ("bytes=-7".to_owned(), full - 7..full),
        (format!("bytes=10-{}", full * 2), 10..full),
        (format!("bytes=-{}", full * 2), 0..full),
    ] {
        let part = api.get_with(path, &[("range", &range), ("accept-encoding", "gzip")]);
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.bytes, whole.bytes[expected.clone()], "{range}");
        let content_range = format!("bytes {}-{}/{full}", expected.start, expected.end - 1);
        assert_eq!(part.expect("content-range"), content_range, "{range}");
        assert_eq!(part.expect("etag"), etag, "{range}");
        assert_eq!(part.header("content-encoding"), None, "a part is of the plain file");
    }
    for range in ["bytes=0-1,4-5", "pages=1-2", "bytes=abc", "bytes=5-2"] {
        let answer = api.get_with(path, &[("range", range)]);
        assert_eq!((answer.status, &answer.bytes), (200, &whole.bytes), "{range}");
    }
    let beyond = api.get_with(path, &[("range", &format!("bytes={full}-"))]);
    assert_eq!(beyond.status, 416);
    assert!(beyond.json()["detail"].as_str().unwrap().contains(&full.to_string()));
    insta::assert_json_snapshot!("beyond", beyond.json(), {".detail" => "[length]"});

    let resumed = api.get_with(path, &[("range", "bytes=10-"), ("if-range", &etag)]);
    assert_eq!((resumed.status, resumed.bytes), (206, whole.bytes[10..].to_vec()));
    let restarted = api.get_with(path, &[("range", "bytes=10-"), ("if-range", "\"ancien\"")]);
    assert_eq!((restarted.status, restarted.bytes), (200, whole.bytes.clone()));
    let held = api.get_with(path, &[("range", "bytes=10-"), ("if-none-match", &etag)]);
    assert_eq!(held.status, 304);
}

#[test]
fn each_coding_of_a_file_has_a_strong_etag_and_a_true_digest() {
    let api = TestApi::shared();
    let path = "/v1/dumps/clauses.ndjson";
    let plain = api.get(path);
    let mut etags = vec![plain.expect("etag").to_owned()];
    for encoding in ["identity", "gzip", "br", "zstd"] {
        let sent = api.get_with(path, &[("accept-encoding", encoding)]);
        let digest = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(&sent.bytes)));
        assert_eq!(sent.expect("repr-digest"), digest, "{encoding}");
        assert!(sent.expect("etag").starts_with('"'), "{encoding}: a strong validator");
        if encoding != "identity" {
            assert_eq!(decoded(encoding, &sent.bytes), plain.bytes, "{encoding}");
            etags.push(sent.expect("etag").to_owned());
        }
    }
    etags.sort();
    etags.dedup();
    assert_eq!(etags.len(), 4, "{etags:?}");
    let part = api.get_with(path, &[("range", "bytes=0-9")]);
    assert_eq!(part.header("repr-digest"), plain.header("repr-digest"), "it is of the whole file");
    let archive = api.get_with("/v1/dumps/la-clause-verte.zip", &[("accept-encoding", "gzip")]);
    assert_eq!(archive.header("content-encoding"), None, "a zip is compressed already");
}

#[test]
fn the_archive_holds_everything_and_its_checksums_hold() {
    let files = unzipped(&TestApi::shared().get("/v1/dumps/la-clause-verte.zip").bytes);
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let summed: BTreeMap<_, _> =
        sums.lines().map(|line| line.split_once("  ").unwrap()).map(|(sum, path)| (path, sum)).collect();
    for (path, bytes) in files.iter().filter(|(path, _)| *path != "SHA256SUMS") {
        assert_eq!(summed.get(path.as_str()), Some(&sha256(bytes).as_str()), "{path}");
    }
    assert_eq!(summed.len(), files.len() - 1);
    for (path, bytes) in fixture::source() {
        assert_eq!(files.get(&path), Some(&bytes), "{path}: the archive holds the seeds as they are");
    }
    for path in ["README.md", "LICENSE-ODbL", "data-dictionary.md", "manifest.json", "tables/clause_fragments.csv"] {
        assert!(files.contains_key(path), "{path} is missing");
    }
    let license = String::from_utf8_lossy(&files["LICENSE-ODbL"]);
    assert!(license.contains("Open Database License"));
    let names: Vec<_> = files.keys().collect();
    insta::assert_json_snapshot!("archive", names);
}

#[test]
fn the_archive_of_one_server_makes_another_that_publishes_the_same_bytes() {
    let api = TestApi::shared();
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("catalogue.zip");
    std::fs::write(&archive, api.get("/v1/dumps/la-clause-verte.zip").bytes).unwrap();
    let other = TestApi::of(&open(&archive).unwrap());
    for entry in index() {
        let path = path_of(&entry);
        let (ours, theirs) = (api.get(&path), other.get(&path));
        assert_eq!(theirs.expect("etag"), ours.expect("etag"), "{path}");
        assert!(theirs.bytes == ours.bytes, "{path} differs");
    }
}

/// The records of `dataset` in an order that no list has.
fn shuffled(dataset: &Dataset, runner: &mut TestRunner) -> Dataset {
    let mut copy = dataset.clone();
    macro_rules! shuffle {
        ($($records:ident),*) => {$(
            copy.$records = Just(copy.$records).prop_shuffle().new_tree(runner).unwrap().current();
        )*};
    }
    shuffle!(segments, themes, labels, legal_references, targets, organisations, experience_reports);
    shuffle!(clauses, clause_versions);
    copy
}

#[test]
fn ten_builds_from_shuffled_records_give_the_same_bytes() {
    let mut runner = TestRunner::new(Config::default());
    let revision = Revision { number: 1, changed_at: fixture::instant() };
    let files = |dataset: Dataset| {
        let snapshot = Snapshot::build(dataset, revision).unwrap();
        let dumps = snapshot.publication().files().iter();
        let sums = dumps.map(|dump| {
            let of = |encoding: Encoding| sha256(dump.sent(snapshot.publication(), Some(encoding)).0);
            let compressed = dump.compresses().then(|| Encoding::ALL.map(of));
            (dump.name.clone(), dump.sha256(snapshot.publication()).clone(), compressed)
        });
        let catalogue = catalogue(snapshot.publication(), BASE);
        let forms = GraphFormat::iter().map(|format| catalogue.serialise(format).unwrap());
        (sums.collect::<Vec<_>>(), forms.collect::<Vec<_>>(), snapshot.fingerprint().clone())
    };
    let dataset = fixture::dataset();
    let first = files(dataset.clone());
    for _ in 0..10 {
        let other = shuffled(&dataset, &mut runner);
        assert_ne!(other, dataset, "it was shuffled");
        assert_eq!(files(other), first);
    }
}

#[test]
fn a_range_beyond_the_end_is_refused_with_the_length_of_the_file() {
    let api = TestApi::shared();
    let full = api.get("/v1/dumps/segments.csv").bytes.len();
    let beyond = api.get_with("/v1/dumps/segments.csv", &[("range", "bytes=99999999-")]);
    assert_eq!(beyond.expect("content-range"), format!("bytes */{full}"), "RFC 9110, section 15.5.17");
}
