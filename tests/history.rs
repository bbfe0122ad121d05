//! Revisions, what changed between them, and their files.

use std::collections::BTreeMap;

use api::service::import::Published;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Dataset, Resource,
    enumeration::{ClauseStatus, VerificationStatus},
};
use insta::assert_json_snapshot;
use proptest::prelude::*;
use serde_json::Value;
use strum::IntoEnumIterator as _;

use crate::support::{BASE, TestApi, fixture};

/// A server of the fixture, and of a second revision in which one theme changed.
fn changed() -> TestApi {
    let api = TestApi::of(&fixture::source());
    api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();
    api
}

#[test]
fn revisions_say_what_they_hold_and_what_they_changed() {
    let api = changed();
    assert_json_snapshot!("revisions", api.get("/v1/revisions").json());
    let latest = api.get("/v1/revisions/latest").json();
    assert_eq!(latest, api.get("/v1/revisions/2").json());
    assert_eq!(latest["fingerprint"], api.get("/v1").json()["fingerprint"]);
    for dump in latest["dumps"].as_array().unwrap() {
        assert!(dump["url"].as_str().unwrap().starts_with(&format!("{BASE}/v1/revisions/2/dumps/")), "{dump}");
    }
}

#[test]
fn what_changed_is_listed_in_order_and_until_names_where_to_go_on() {
    let api = changed();
    let since = api.get("/v1/revisions/1").json()["token"].as_str().unwrap().to_owned();
    let page = api.get(&format!("/v1/changes?since={since}"));
    assert_json_snapshot!("changes", page.json());
    let until = page.json()["until"].as_str().unwrap().to_owned();
    assert_eq!(until, api.get("/v1/revisions/latest").json()["token"]);
    assert_eq!(api.get(&format!("/v1/changes?since={until}")).json()["total"], 0);
}

#[test]
fn a_revision_of_another_instance_is_refused_and_one_that_is_not_kept_is_gone() {
    let api = changed();
    for (query, status) in [
        ("", 400),
        ("?since=", 400),
        ("?since=hier", 400),
        ("?since=1-0123", 400),
        ("?since=99", 400),
        ("?since=1-0123456789abcdef", 400),
        ("?since=0", 410),
        ("?since=1&limit=201", 400),
        ("?since=1&cursor=abc", 404),
    ] {
        let answer = api.get(&format!("/v1/changes{query}"));
        assert_eq!(answer.status, status, "{query}: {}", answer.text());
        assert_eq!(answer.media_type(), Some("application/problem+json"));
    }
    assert_json_snapshot!("elsewhere", api.get("/v1/changes?since=1-0123456789abcdef").json());
    assert_json_snapshot!("gone", api.get("/v1/changes?since=0").json());
    for path in ["/v1/revisions/0", "/v1/revisions/3", "/v1/revisions/demain", "/v1/revisions/3/dumps/clauses.csv"] {
        assert_eq!(api.get(path).status, 404, "{path}");
    }
}

#[test]
fn the_files_of_a_revision_never_change() {
    let api = TestApi::of(&fixture::source());
    let index = api.get("/v1/dumps").json();
    let names: Vec<String> =
        index["items"].as_array().unwrap().iter().map(|dump| dump["name"].as_str().unwrap().to_owned()).collect();
    let before: Vec<_> = names.iter().map(|name| api.get(&format!("/v1/dumps/{name}")).bytes).collect();

    api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();

    for (name, before) in names.iter().zip(before) {
        let former = api.get(&format!("/v1/revisions/1/dumps/{name}"));
        assert!(former.bytes == before, "{name} is another one");
        assert_eq!(former.expect("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(former.expect("data-revision"), "1");
        let latest = api.get(&format!("/v1/revisions/latest/dumps/{name}"));
        assert!(latest.bytes == api.get(&format!("/v1/dumps/{name}")).bytes, "{name}");
        assert!(latest.expect("cache-control").contains("max-age=60"), "{name} is to be revalidated");
    }
    assert_ne!(api.get("/v1/revisions/1/dumps/themes.csv").bytes, api.get("/v1/dumps/themes.csv").bytes);
    api.head_is_get("/v1/revisions/1/dumps/themes.csv", &[]);
}

#[test]
fn a_list_keeps_what_changed_since_a_day_and_everything_beyond_the_history() {
    let api = changed();
    let total =
        |list: &str, day: &str| api.get(&format!("/v1/{list}?updated_since={day}")).json()["total"].as_u64().unwrap();
    for list in
        ["segments", "labels", "legal-references", "targets", "organisations", "experience-reports", "cpv", "synonyms"]
    {
        let all = api.get(&format!("/v1/{list}")).json()["total"].as_u64().unwrap();
        assert_eq!(
            [total(list, "2026-02-03"), total(list, "2026-02-04"), total(list, "2026-02-05")],
            [all, 0, 0],
            "{list}"
        );
    }
    assert_eq!(api.get("/v1/themes?updated_since=2026-02-04").json()["total"], 1);
    assert_eq!(api.get("/v1/themes?updated_since=2026-02-05").json()["total"], 0);
    assert_eq!(api.get("/v1/themes?updated_since=hier").status, 400);
}

/// An edit of the data: what, and on which record.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Relabel(usize),
    Rename(usize),
    Withdraw(usize),
    Restore(usize),
    DropReport(usize),
    Unverify(usize),
    ForgetWord(usize),
    StartAnew,
}

fn an_edit() -> impl Strategy<Value = Edit> {
    let place = 0_usize..50;
    prop_oneof![
        place.clone().prop_map(Edit::Relabel),
        place.clone().prop_map(Edit::Rename),
        place.clone().prop_map(Edit::Withdraw),
        place.clone().prop_map(Edit::Restore),
        place.clone().prop_map(Edit::DropReport),
        place.clone().prop_map(Edit::Unverify),
        place.prop_map(Edit::ForgetWord),
        Just(Edit::StartAnew),
    ]
}

/// Takes an element by a place that may lie beyond the end; none of an empty list.
fn at<T>(list: &mut [T], place: usize) -> Option<&mut T> {
    let length = list.len();
    list.get_mut(place.checked_rem(length)?)
}

fn edit(dataset: &mut Dataset, edit: Edit, rank: usize) {
    match edit {
        Edit::Relabel(place) => {
            if let Some(segment) = at(&mut dataset.segments, place) {
                segment.label = format!("Libellé fictif {rank}");
            }
        }
        Edit::Rename(place) => {
            // Nothing cites a synonym.
            if let Some(synonym) = at(&mut dataset.synonyms, place) {
                synonym.slug = format!("renomme-{rank}").parse().unwrap();
            }
        }
        Edit::Withdraw(place) | Edit::Restore(place) => {
            if let Some(clause) = at(&mut dataset.clauses, place) {
                let withdrawn = matches!(edit, Edit::Withdraw(_));
                clause.status = if withdrawn { ClauseStatus::Withdrawn } else { ClauseStatus::Published };
                clause.status_reason = withdrawn.then(|| format!("Motif fictif {rank}"));
            }
        }
        Edit::DropReport(place) => {
            if !dataset.experience_reports.is_empty() {
                dataset.experience_reports.remove(place % dataset.experience_reports.len());
            }
        }
        Edit::Unverify(place) => {
            if let Some(target) = at(&mut dataset.targets, place) {
                target.verification.status = VerificationStatus::Unverified;
                target.category = format!("Catégorie fictive {rank}");
            }
        }
        Edit::ForgetWord(place) => {
            if !dataset.synonyms.is_empty() {
                dataset.synonyms.remove(place % dataset.synonyms.len());
            }
        }
        Edit::StartAnew => *dataset = fixture::dataset(),
    }
}

/// A mirror's copy: the records of each collection by key, as JSON texts.
type Copy = BTreeMap<String, BTreeMap<String, String>>;

/// The member that names a record of `resource` for ever.
fn key_member(resource: Resource) -> &'static str {
    match resource {
        Resource::ClauseVersions => "citation",
        Resource::Cpv => "code",
        _ => "id",
    }
}

/// What the NDJSON files under `folder` hold.
fn copy(api: &TestApi, folder: &str) -> Copy {
    let of = |resource: Resource| {
        let file = api.get(&format!("{folder}/{}.ndjson", resource.name().replace('-', "_")));
        assert_eq!(file.status, 200, "{folder}: {}", file.text());
        let lines = file.text().lines().map(|line| {
            let record: Value = serde_json::from_str(line).unwrap();
            (record[key_member(resource)].as_str().unwrap().to_owned(), line.to_owned())
        });
        (resource.name().to_owned(), lines.collect())
    };
    Resource::iter().map(of).collect()
}

/// Applies every event since `token`, page by page; returns the token to go on from.
fn catch_up(api: &TestApi, copy: &mut Copy, token: &str, limit: usize) -> String {
    let mut next = Some(format!("/v1/changes?since={token}&limit={limit}"));
    let mut until = token.to_owned();
    while let Some(path) = next {
        let page = api.get(&path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        let raw: BTreeMap<String, Box<serde_json::value::RawValue>> = serde_json::from_slice(&page.bytes).unwrap();
        let items: Vec<BTreeMap<String, Box<serde_json::value::RawValue>>> =
            serde_json::from_str(raw["items"].get()).unwrap();
        for item in items {
            let text = |name: &str| serde_json::from_str::<String>(item[name].get()).unwrap();
            let records = copy.get_mut(&text("resource")).unwrap();
            match item["record"].get() {
                "null" => assert!(records.remove(&text("key")).is_some(), "a tombstone of nothing"),
                record => drop(records.insert(text("key"), record.to_owned())),
            }
        }
        let page = page.json();
        next = page["next"].as_str().map(str::to_owned);
        page["until"].as_str().unwrap().clone_into(&mut until);
    }
    until
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_revision_and_the_changes_since_are_the_current_one(
        steps in prop::collection::vec(prop::collection::vec(an_edit(), 1..4), 1..6),
        limit in 1_usize..8,
    ) {
        let api = TestApi::of(&fixture::source());
        let mut dataset = fixture::dataset();
        let mut at: DateTime<Utc> = fixture::later();
        let first = api.get("/v1/revisions/latest").json();
        let mut follower = copy(&api, "/v1/dumps");
        let mut token = first["token"].as_str().unwrap().to_owned();
        let mut rank = 0;
        for edits in &steps {
            for one in edits {
                rank += 1;
                edit(&mut dataset, *one, rank);
            }
            at += TimeDelta::hours(1);
            api.store.write(at, |tx| tx.replace_dataset(dataset.clone())).unwrap();
            api.refresh().unwrap();
            // One that follows every revision.
            token = catch_up(&api, &mut follower, &token, limit);
            prop_assert_eq!(&follower, &copy(&api, "/v1/dumps"));
        }
        let current = copy(&api, "/v1/dumps");
        // One that begins late, at any revision that is kept.
        for revision in api.get("/v1/revisions").json()["items"].as_array().unwrap() {
            let (number, token) = (revision["number"].as_u64().unwrap(), revision["token"].as_str().unwrap());
            let mut late = copy(&api, &format!("/v1/revisions/{number}/dumps"));
            catch_up(&api, &mut late, token, limit);
            prop_assert_eq!(&late, &current, "from revision {}", number);
        }
    }
}
