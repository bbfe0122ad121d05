//! How the server follows the database.

use std::thread;

use api::service::import::Published;

use crate::support::{TestApi, database, fixture};

#[test]
fn an_import_is_served_after_the_next_refresh() {
    let api = TestApi::of(&fixture::source());
    assert_eq!(api.get("/readyz").json()["revision"], 1);

    api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    assert!(!api.get("/v1/themes").text().contains("encore moins"), "nothing changes before the refresh");
    let revision = api.refresh().unwrap();

    assert_eq!(revision.map(|revision| revision.number), Some(2));
    assert!(api.get("/v1/themes").text().contains("encore moins"));
    assert_eq!(api.get("/v1").json()["revision"], 2);
    assert_eq!(api.refresh().unwrap(), None, "there is nothing new");
    insta::assert_json_snapshot!("ready", api.get("/readyz").json());
}

#[test]
fn a_revision_that_cannot_be_served_leaves_the_previous_one() {
    let api = TestApi::of(&fixture::source());
    let before = api.get("/v1/clauses");
    let mut broken = fixture::dataset();
    broken.clauses[0].current_version = 7;
    api.store.write(fixture::later(), |tx| tx.replace_dataset(broken)).unwrap();

    api.refresh().unwrap_err();

    assert_eq!(api.get("/v1/clauses"), before);
    let ready = api.get("/readyz");
    assert_eq!((ready.status, ready.json()["status"].as_str()), (200, Some("degraded")));
    insta::assert_json_snapshot!("degraded", ready.json());
    assert_eq!(api.refresh().unwrap(), None, "a revision that cannot be served is not tried again");
    assert_eq!(api.get("/readyz").json()["refused_revision"], 2);

    api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();
    assert_eq!(api.get("/readyz").json()["status"], "ready");
}

#[test]
fn a_database_that_cannot_be_read_is_said_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let database = database::address(folder.path());
    let api = TestApi::start(fixture::empty_store(folder.path()), folder, None);

    database::execute(&database, "ALTER TABLE data_revision RENAME TO elsewhere").unwrap();
    api.refresh().unwrap_err();
    let ready = api.get("/readyz").json();
    assert_eq!((ready["status"].as_str(), ready["refused_revision"].as_u64()), (Some("degraded"), None));
    assert_eq!(api.get("/v1/clauses").status, 200, "the previous revision stays");

    database::execute(&database, "ALTER TABLE elsewhere RENAME TO data_revision").unwrap();
    api.refresh().unwrap();
    assert_eq!(api.get("/readyz").json()["status"], "ready");
}

#[test]
fn the_validator_and_the_body_of_an_answer_are_of_one_revision() {
    let api = TestApi::of(&fixture::source());
    let mut revisions = Vec::new();
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for _ in 0..5 {
                for source in [fixture::with_a_changed_theme(), fixture::source()] {
                    api.import(&source, Published::Keep, fixture::later()).unwrap();
                    api.refresh().unwrap();
                }
            }
        });
        while !writer.is_finished() {
            let answer = api.get("/v1");
            let service = answer.json();
            let (content, revision) = (service["fingerprint"].as_str().unwrap(), &service["revision"]);
            let expected = format!("W/\"{}.{revision}.", &content[..16]);
            assert!(answer.expect("etag").starts_with(&expected), "{answer:?}");
            revisions.push(revision.as_u64().unwrap());
        }
        writer.join().unwrap();
    });
    assert!(revisions.is_sorted(), "{revisions:?}");
    assert_eq!(api.get("/v1").json()["revision"], 11);
}
