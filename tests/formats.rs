//! The forms of a list, and the codings of every answer.

use std::io::Read as _;

use serde_json::Value;

use crate::support::{Answer, TestApi};

const LISTS: [&str; 8] =
    ["clauses", "segments", "themes", "labels", "legal-references", "targets", "organisations", "experience-reports"];

/// The header row and the rows of a CSV file, read strictly.
fn rows(answer: &Answer) -> (Vec<String>, Vec<Vec<String>>) {
    assert!(!answer.bytes.starts_with(b"\xef\xbb\xbf"), "no BOM");
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(answer.bytes.as_slice());
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let texts = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    (header, reader.records().map(|row| texts(row.unwrap())).collect())
}

fn lines(answer: &Answer) -> Vec<Value> {
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_form_of_a_list_holds_the_same_records_by_suffix_and_by_accept() {
    let api = TestApi::shared();
    for list in LISTS {
        let page = api.get(&format!("/v1/{list}?limit=200")).json();
        let records = page["items"].as_array().unwrap();
        let whole = api.get(&format!("/v1/{list}.json"));
        assert_eq!(whole.json()["items"], page["items"], "{list}.json");

        let ndjson = api.get(&format!("/v1/{list}.ndjson"));
        assert_eq!(&lines(&ndjson), records, "{list}.ndjson");
        assert!(ndjson.bytes.ends_with(b"}\n"), "{list}");
        let csv = api.get(&format!("/v1/{list}.csv"));
        let (header, rows) = rows(&csv);
        let slug = header.iter().position(|name| name == "slug").unwrap();
        let slugs: Vec<_> = rows.iter().map(|row| row[slug].as_str()).collect();
        assert_eq!(slugs, records.iter().map(|r| r["slug"].as_str().unwrap()).collect::<Vec<_>>(), "{list}.csv");

        for (accept, by_suffix) in [("text/csv", &csv), ("application/x-ndjson", &ndjson)] {
            let by_accept = api.get_with(&format!("/v1/{list}"), &[("accept", accept)]);
            assert_eq!(by_accept.text(), by_suffix.text(), "{list} as {accept}");
            assert_eq!(by_accept.header("content-type"), by_suffix.header("content-type"));
        }
    }
}

#[test]
fn a_csv_file_has_the_shape_that_is_promised() {
    let api = TestApi::shared();
    let answer = api.get("/v1/segments.csv");
    assert_eq!(answer.expect("content-type"), "text/csv; charset=utf-8");
    let text = answer.text();
    assert_eq!(text.matches("\r\n").count(), 7, "one header row and six records, each ended by CRLF: {text}");
    assert!(text.contains(r#""Meubles, « neufs » ou d'occasion, avec une virgule.""#), "{text}");
    insta::assert_snapshot!("segments_csv", text.replace("\r\n", "\n"));

    for list in LISTS {
        let (header, _) = rows(&api.get(&format!("/v1/{list}.csv")));
        for name in header {
            let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            assert!(plain && name.len() <= 63 && !name.contains("__"), "{list}: {name}");
        }
    }
}

#[test]
fn a_spreadsheet_opens_the_dialect_made_for_it() {
    let api = TestApi::shared();
    let answer = api.get("/v1/experience-reports.csv?dialect=excel");
    let plain = answer.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(plain);
    let header = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| &row[header.iter().position(|known| known == name).unwrap()];
    assert_eq!(cell("award_weight_max"), "20,5");
    assert_eq!(cell("outcome_price_effect"), "'-2,5 %", "a text that begins like a formula is guarded");

    let canonical = api.get("/v1/experience-reports.csv");
    assert!(canonical.text().contains(",20.5,") && canonical.text().contains(",\"-2,5 %\","), "{}", canonical.text());
}

#[test]
fn a_filter_an_order_and_a_batch_hold_for_every_form() {
    let api = TestApi::shared();
    let query = "status=published&sort=-title";
    let expected = api.get(&format!("/v1/clauses?{query}")).items("reference");
    let ndjson = lines(&api.get(&format!("/v1/clauses.ndjson?{query}")));
    assert_eq!(ndjson.iter().map(|record| record["reference"].as_str().unwrap()).collect::<Vec<_>>(), expected);
    let (_, csv) = rows(&api.get(&format!("/v1/clauses.csv?{query}&fields=reference")));
    assert_eq!(csv.concat(), expected);

    let batch = api.get("/v1/clauses.csv?id=LCV-9004,LCV-9002&fields=reference");
    assert_eq!(batch.text(), "reference\r\nLCV-9004\r\nLCV-9002\r\n");
    let none = api.get("/v1/clauses.csv?kind=exclusion_ground&fields=reference");
    assert_eq!(none.text(), "reference\r\n", "an empty list keeps its header row");
    let limited = api.get_with("/v1/clauses?limit=2", &[("accept", "application/x-ndjson")]);
    assert_eq!(lines(&limited).len(), 2);
}

#[test]
fn a_form_that_is_not_offered_is_refused_with_those_that_are() {
    let api = TestApi::shared();
    let list = api.get_with("/v1/clauses", &[("accept", "image/png")]);
    assert_eq!(list.status, 406);
    insta::assert_json_snapshot!("not_acceptable_list", list.json());
    let record = api.get_with("/v1/clauses/LCV-9001", &[("accept", "text/csv")]);
    assert_eq!((record.status, record.json()["errors"][0]["allowed"].as_array().unwrap().len()), (406, 1));
    for (accept, form) in [
        ("text/html, */*;q=0.5", "application/json"),
        ("text/csv;q=0.9, application/json;q=0.8", "text/csv"),
        ("application/*", "application/json"),
    ] {
        assert_eq!(api.get_with("/v1/clauses", &[("accept", accept)]).media_type(), Some(form), "{accept}");
    }
    assert_eq!(api.get("/v1/clauses.xml").status, 404);
}

/// The bytes that a coding stands for.
pub fn decoded(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match encoding {
        "gzip" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap(),
        "br" => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut plain).unwrap(),
        "zstd" => zstd::Decoder::new(bytes).unwrap().read_to_end(&mut plain).unwrap(),
        other => panic!("{other}"),
    };
    plain
}

#[test]
fn a_compressed_answer_stands_for_the_same_bytes() {
    let api = TestApi::shared();
    for path in ["/v1/clauses", "/v1/clauses.csv", "/v1/clauses.ndjson", "/openapi.yaml", "/v1/dumps/clauses.json"] {
        let plain = api.get(path);
        assert_eq!(plain.header("content-encoding"), None, "{path}: nobody asked");
        for encoding in ["gzip", "br", "zstd"] {
            let sent = api.get_with(path, &[("accept-encoding", encoding)]);
            assert_eq!(sent.expect("content-encoding"), encoding, "{path}");
            assert_eq!(decoded(encoding, &sent.bytes), plain.bytes, "{path} {encoding}");
            assert!(sent.bytes.len() < plain.bytes.len() / 2, "{path} {encoding}: {}", sent.bytes.len());
            assert_eq!(sent.expect("content-length"), sent.bytes.len().to_string(), "{path} {encoding}");
            // Twice, for the second answer is remembered.
            assert_eq!(api.get_with(path, &[("accept-encoding", encoding)]).bytes, sent.bytes, "{path} {encoding}");
        }
    }
    let chosen = api.get_with("/v1/clauses", &[("accept-encoding", "gzip;q=1, br;q=0.1, zstd;q=0")]);
    assert_eq!(chosen.expect("content-encoding"), "gzip");
    let refused = api.get_with("/v1/clauses", &[("accept-encoding", "gzip;q=0, identity")]);
    assert_eq!(refused.header("content-encoding"), None);
}

#[test]
fn every_answer_says_its_length() {
    let api = TestApi::shared();
    for path in
        ["/v1", "/v1/clauses", "/v1/clauses.csv", "/v1/themes/eau-exemple", "/nulle-part", "/", "/v1/dumps/labels.csv"]
    {
        let answer = api.get(path);
        assert_eq!(answer.expect("content-length"), answer.bytes.len().to_string(), "{path}");
    }
}
