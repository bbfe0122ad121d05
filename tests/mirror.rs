//! An instance that mirrors another: what it takes, and what it refuses.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    thread,
};

use api::service::{
    import::{ImportError, Published},
    mirror::{Mirror, MirrorError, Taken},
};
use domain::enumeration::ClauseStatus;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{TestApi, fixture};

const ARCHIVE: &str = "/v1/revisions/1/dumps/la-clause-verte.zip";

/// The server of what `source` publishes.
fn mirror_of(source: &Mirror) -> TestApi {
    let folder = tempfile::tempdir().unwrap();
    let store = fixture::empty_store(folder.path());
    source.follow(&store).unwrap();
    TestApi::start(store, folder, None)
}

/// Demands that both serve the same bytes under the same validators.
fn assert_same_files(mirror: &TestApi, source: &TestApi) {
    let index = source.get("/v1/dumps").json();
    for entry in index["items"].as_array().unwrap() {
        let path = format!("/v1/dumps/{}", entry["name"].as_str().unwrap());
        let (ours, theirs) = (mirror.get(&path), source.get(&path));
        assert!(ours.bytes == theirs.bytes, "{path} differs");
        assert_eq!(ours.expect("etag"), theirs.expect("etag"), "{path}");
    }
}

#[test]
fn a_mirror_serves_the_same_bytes_and_follows_an_edit() {
    let source = TestApi::of(&fixture::source());
    let upstream = Mirror::new(&source.url());
    let mirror = mirror_of(&upstream);
    assert_same_files(&mirror, &source);
    assert_eq!(upstream.follow(&mirror.store).unwrap(), Taken::Nothing);

    source.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    let revision = source.refresh().unwrap().unwrap();
    assert_eq!(upstream.follow(&mirror.store).unwrap(), Taken::Changes(revision), "not everything again");
    assert_eq!(mirror.refresh().unwrap(), Some(revision), "the same number and the same time");
    assert_same_files(&mirror, &source);
    assert_eq!(mirror.get("/v1").json()["fingerprint"], source.get("/v1").json()["fingerprint"]);

    // A mirror can be mirrored, and says what changed.
    let changes = |api: &TestApi| {
        let page = api.get("/v1/changes?since=1").json();
        let names: Vec<_> = page["items"].as_array().unwrap().iter().map(|event| event["name"].clone()).collect();
        (names, page["until"].clone())
    };
    assert_eq!(changes(&mirror), changes(&source));
    assert_same_files(&mirror_of(&Mirror::new(&mirror.url())), &source);
}

#[test]
fn a_mirror_that_is_too_far_behind_takes_everything() {
    let source = TestApi::of(&fixture::source());
    let upstream = Mirror::new(&source.url());
    let mirror = mirror_of(&upstream);
    let theirs = fixture::dataset();
    // Another history under the same address: the revision that the mirror holds never was.
    let other = TestApi::of(&fixture::with_a_changed_theme());
    other.store.write(fixture::later(), |tx| tx.replace_dataset(theirs)).unwrap();
    let revision = other.refresh().unwrap().unwrap();
    assert_eq!(Mirror::new(&other.url()).follow(&mirror.store).unwrap(), Taken::Everything(revision));
    mirror.refresh().unwrap();
    assert_same_files(&mirror, &other);
    assert_eq!(mirror.get("/v1/changes?since=1").status, 410, "its history begins anew");
}

#[test]
fn data_of_its_own_are_never_replaced_by_a_mirror() {
    let (source, own) = (TestApi::of(&fixture::with_a_changed_theme()), TestApi::of(&fixture::source()));
    let refused = Mirror::new(&source.url()).follow(&own.store);
    assert!(matches!(refused, Err(MirrorError::Original)), "{refused:?}");
    assert_eq!(own.store.load_dataset().unwrap().1, fixture::dataset());
}

#[test]
fn nothing_is_imported_into_a_mirror() {
    let source = TestApi::of(&fixture::source());
    let mirror = mirror_of(&Mirror::new(&source.url()));
    let refused = mirror.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later());
    assert!(matches!(&refused, Err(ImportError::Mirror(url)) if *url == source.url()), "{refused:?}");
    assert_eq!(mirror.store.load_dataset().unwrap().1, fixture::dataset());
}

/// An answer of a source that lies: a body, and the length that it announces.
type Lie = (Vec<u8>, usize);

fn whole(body: Vec<u8>) -> Lie {
    let length = body.len();
    (body, length)
}

/// The address of a server that answers each path once or more as `answers` says, and nothing else.
fn lying(answers: BTreeMap<String, Lie>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for socket in listener.incoming() {
            let mut reader = BufReader::new(socket.unwrap());
            let mut request = String::new();
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                request.push_str(&line);
                line.clear();
            }
            let path = request.split(' ').nth(1).unwrap_or_default();
            let mut socket = reader.into_inner();
            let _ = match answers.get(path) {
                Some((body, length)) => {
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
                    socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(body))
                }
                None => socket.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            };
        }
    });
    format!("http://{address}")
}

/// What the fixture's own server answers, to be spoiled.
fn honest() -> BTreeMap<String, Lie> {
    let source = TestApi::shared();
    let paths = ["/v1", "/v1/revisions/latest", ARCHIVE];
    paths.map(|path| (path.to_owned(), whole(source.get(path).bytes))).into()
}

fn spoilt(change: impl FnOnce(&mut Value)) -> BTreeMap<String, Lie> {
    let mut answers = honest();
    let mut latest: Value = serde_json::from_slice(&answers["/v1/revisions/latest"].0).unwrap();
    change(&mut latest);
    answers.insert("/v1/revisions/latest".to_owned(), whole(serde_json::to_vec(&latest).unwrap()));
    answers
}

/// A mirror's database, filled before its source began to lie.
fn filled() -> (api::store::Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = fixture::empty_store(folder.path());
    let source = TestApi::of(&fixture::with_a_changed_theme());
    Mirror::new(&source.url()).follow(&store).unwrap();
    (store, folder)
}

#[test]
fn a_source_that_lies_or_stops_half_way_is_refused_by_name_and_what_was_there_stays() {
    let (store, _folder) = filled();
    let before = store.load_dataset().unwrap();
    let half = || {
        let mut answers = honest();
        let (archive, length) = answers[ARCHIVE].clone();
        answers.insert(ARCHIVE.to_owned(), (archive[..archive.len() / 2].to_vec(), length));
        answers
    };
    let without_archive = |latest: &mut Value| latest["dumps"] = json!([]);
    for (answers, expected) in [
        (
            spoilt(|latest| latest["dumps"].as_array_mut().unwrap().last_mut().unwrap()["sha256"] = json!("00")),
            "SHA-256",
        ),
        (spoilt(|latest| latest["fingerprint"] = json!("0".repeat(64))), "does not hold what its fingerprint says"),
        (spoilt(|latest| latest["record_format"] = json!(2)), "publishes records of format 2"),
        (spoilt(without_archive), "does not publish la-clause-verte.zip"),
        (spoilt(|latest| *latest = json!([])), "does not answer as an instance"),
        (half(), "cannot read"),
        (BTreeMap::new(), "cannot read"),
    ] {
        let error = Mirror::new(&lying(answers)).follow(&store).unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
        assert_eq!(store.load_dataset().unwrap(), before, "{expected}");
    }
    let error = Mirror::new("http://127.0.0.1:9").follow(&store).unwrap_err();
    assert!(matches!(error, MirrorError::Unreachable { .. }), "{error}");
}

#[test]
fn a_revision_that_breaks_a_rule_is_refused_by_the_mirror() {
    let source = TestApi::of(&fixture::source());
    let upstream = Mirror::new(&source.url());
    let mirror = mirror_of(&upstream);
    let mut dataset = fixture::dataset();
    dataset.clauses[0].status = ClauseStatus::Withdrawn;
    dataset.clauses[0].status_reason = None;
    source.store.write(fixture::later(), |tx| tx.replace_dataset(dataset)).unwrap();
    source.refresh().unwrap();

    let error = upstream.follow(&mirror.store).unwrap_err();
    assert!(matches!(error, MirrorError::Invalid(_)) && error.to_string().contains("W04"), "{error}");
    assert_eq!(mirror.store.load_dataset().unwrap().1, fixture::dataset());
}
