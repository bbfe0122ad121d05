//! A database that moves: copied while it is in use, exported with its history, put into another kind of database.

use std::{collections::BTreeMap, fs, path::Path};

use api::{
    service::import::{Published, import},
    store::{DatabaseUrl, Store},
};
use domain::{Dataset, Revision};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    cli::{fails, succeeds},
    support::{BASE, TestApi, database, files_in, fixture},
};

/// The database of `folder`, with three revisions.
fn with_a_history(url: &DatabaseUrl) -> Store {
    let store = Store::open(url).unwrap();
    store.migrate().unwrap();
    let later = fixture::later();
    for (source, at) in [
        (fixture::source(), fixture::instant()),
        (fixture::with_a_changed_theme(), later),
        (fixture::source(), later + chrono::TimeDelta::hours(1)),
    ] {
        import(&store, &source, Published::Keep, at, |_| {}).unwrap();
    }
    store
}

fn in_a_file(folder: &TempDir) -> DatabaseUrl {
    DatabaseUrl::Sqlite { path: folder.path().join("clause-verte.db") }
}

/// Everything that a database holds.
fn whole(store: &Store) -> (Revision, Dataset, String) {
    let (revision, dataset, history) = store.load().unwrap();
    (revision, dataset, format!("{history:?}"))
}

/// What the server of `store` publishes: every file of every revision, the events, the versions.
fn published(store: &Store) -> BTreeMap<String, Vec<u8>> {
    let api = TestApi::start(store.clone(), tempfile::tempdir().unwrap(), Some(BASE.to_owned()));
    let mut paths = vec!["/v1/revisions".to_owned(), "/v1/changes?since=1".to_owned(), "/catalog.ttl".to_owned()];
    for revision in 1..=3 {
        let document: Value = api.get(&format!("/v1/revisions/{revision}")).json();
        let names = document["dumps"].as_array().unwrap().iter().map(|dump| dump["name"].as_str().unwrap());
        paths.extend(names.map(|name| format!("/v1/revisions/{revision}/dumps/{name}")));
    }
    paths.extend(["/v1/clauses/LCV-9001/versions".to_owned(), "/v1/feeds/clauses.atom".to_owned()]);
    assert!(paths.len() > 100);
    paths.into_iter().map(|path| (api.get(&path).bytes, path)).map(|(bytes, path)| (path, bytes)).collect()
}

fn exported(address: &str, to: &Path) -> BTreeMap<String, Vec<u8>> {
    succeeds(to, &["export", "--history", "--database-url", address, "out"]);
    files_in(&to.join("out"))
}

#[test]
fn a_move_to_another_database_and_back_keeps_every_byte() {
    let [here, there, back] = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let first = with_a_history(&in_a_file(&here));
    let expected = published(&first);
    let files = exported(&in_a_file(&here).to_string(), here.path());
    assert!(files.contains_key("history/revisions.ndjson") && files.contains_key("history/events-0000.ndjson"));

    let out = here.path().join("out").display().to_string();
    let said =
        succeeds(there.path(), &["import", "--history", "--database-url", &database::address(there.path()), &out]);
    assert!(said.starts_with("imported as revision 3"), "{said}");
    let second = Store::open(&database::url(there.path())).unwrap();
    assert_eq!(whole(&second), whole(&first));
    assert!(published(&second) == expected);
    assert!(exported(&database::address(there.path()), there.path()) == files);

    let out = there.path().join("out").display().to_string();
    succeeds(back.path(), &["import", "--history", "--database-url", &in_a_file(&back).to_string(), &out]);
    let third = Store::open(&in_a_file(&back)).unwrap();
    assert_eq!(whole(&third), whole(&first));
    assert!(published(&third) == expected);

    // The history goes on from there.
    let later = fixture::later() + chrono::TimeDelta::days(1);
    let next = import(&third, &fixture::with_a_changed_theme(), Published::Keep, later, |_| {}).unwrap();
    assert_eq!(next.revision.number, 4);
}

#[test]
fn a_history_that_does_not_lead_to_the_data_is_refused_and_so_is_one_for_a_database_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let address = in_a_file(&folder).to_string();
    with_a_history(&in_a_file(&folder));
    exported(&address, folder.path());
    let message = fails(folder.path(), &["import", "--history", "--database-url", &address, "out"]);
    assert!(message.contains("the database holds revision 3 already"), "{message}");

    let revisions = folder.path().join("out/history/revisions.ndjson");
    let events = folder.path().join("out/history/events-0000.ndjson");
    let refused = |file: &Path, from: &str, to: &str, said: &str| {
        let kept = fs::read_to_string(file).unwrap();
        assert!(kept.contains(from), "{from}");
        fs::write(file, kept.replacen(from, to, 1)).unwrap();
        let empty = tempfile::tempdir().unwrap();
        let address = in_a_file(&empty).to_string();
        let message = fails(folder.path(), &["import", "--history", "--database-url", &address, "out"]);
        assert!(message.contains(said) && message.contains("nothing was written"), "{message}");
        assert_eq!(Store::open(&in_a_file(&empty)).unwrap().revision().unwrap().number, 0);
        fs::write(file, kept).unwrap();
    };
    let fingerprint = fixture::dataset().fingerprint();
    let other = fingerprint.as_str().chars().rev().collect::<String>();
    refused(&revisions, fingerprint.as_str(), &other, "revisions.ndjson, ligne 1 : la révision 1 n'a pas le contenu");
    refused(&revisions, "\"record_format\":1", "\"record_format\":2", "record_format : format 2");
    refused(&revisions, "\"changes\":1", "\"changes\":2", "2 événements annoncés, 1 trouvés");
    refused(&revisions, "{\"number\":1,", "{\"number\":0,", "aucune révision, ou une révision 0");
    refused(&revisions, "{\"number\"", "{\"numéro\"", "unknown field `numéro`");
    refused(
        &events,
        "\"revision\":2",
        "\"revision\":7",
        "events-0000.ndjson, ligne 1, revision : la révision 7 manque",
    );
    refused(&events, "Dépenser moins de watts.", "Dépenser moins.", "la révision 1 n'a pas le contenu");
    fs::remove_file(&revisions).unwrap();
    let empty = tempfile::tempdir().unwrap();
    let message =
        fails(folder.path(), &["import", "--history", "--database-url", &in_a_file(&empty).to_string(), "out"]);
    assert!(message.contains("le fichier manque : exportez avec --history"), "{message}");
}

#[test]
fn a_copy_is_made_while_the_database_is_written_and_holds_one_revision_whole() {
    let folder = tempfile::tempdir().unwrap();
    let address = in_a_file(&folder).to_string();
    let store = with_a_history(&in_a_file(&folder));
    let before = whole(&store);
    let copy = |to: &str| ["backup", "--database-url", &address, to].map(str::to_owned);
    let (said, _) = store
        .write::<_, api::store::StoreError>(fixture::later(), |tx| {
            tx.replace_dataset(fixture::dataset())?;
            let arguments = copy("copie.db");
            Ok(succeeds(folder.path(), &arguments.each_ref().map(String::as_str)))
        })
        .unwrap();
    assert!(said.ends_with("was copied to copie.db\n"), "{said}");
    let copied = Store::open(&DatabaseUrl::Sqlite { path: folder.path().join("copie.db") }).unwrap();
    assert_eq!(whole(&copied), before, "the writer had not come to its end");

    let message = fails(folder.path(), &copy("copie.db").each_ref().map(String::as_str));
    assert!(message.contains("copie.db exists already"), "{message}");
    let message = fails(folder.path(), &copy("nulle/part.db").each_ref().map(String::as_str));
    assert!(message.contains("cannot copy the database"), "{message}");
    let message = fails(folder.path(), &["backup", "--database-url", "sqlite://absente.db", "autre.db"]);
    assert!(message.contains("there is no database at absente.db"), "{message}");
}

#[test]
fn a_database_of_a_server_is_not_copied_as_a_file() {
    if !database::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let message = fails(folder.path(), &["backup", "copie.db"]);
    assert!(message.contains("back it up with `pg_dump --format=custom`"), "{message}");
}
