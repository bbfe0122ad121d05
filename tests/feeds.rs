//! The life of clauses as a feed.

use std::collections::BTreeSet;

use api::service::{import::Published, layout::Source};
use atom_syndication::Feed;

use crate::support::{Answer, BASE, TestApi, fixture};

const FEED: &str = "/v1/feeds/clauses.atom";

fn feed(answer: &Answer) -> Feed {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.expect("content-type"), "application/atom+xml; charset=utf-8");
    Feed::read_from(answer.bytes.as_slice()).unwrap()
}

fn titles(api: &TestApi, query: &str) -> Vec<String> {
    feed(&api.get(&format!("{FEED}{query}"))).entries.into_iter().map(|entry| entry.title.value).collect()
}

/// The fixture with `count` more versions of one clause.
fn with_many_versions(count: u32) -> Source {
    let mut source = fixture::source();
    fixture::edit(&mut source, "clauses/LCV-9005.json", |clause| {
        let versions = clause["versions"].as_array_mut().unwrap();
        for number in 2..=count + 1 {
            let mut next = versions[0].clone();
            next["version"] = number.into();
            next["citation"] = format!("LCV-9005@{number}").into();
            next["change_note"] = format!("Essai {number}.").into();
            next.as_object_mut().unwrap().remove("content_hash");
            versions.push(next);
        }
        clause["current_version"] = (count + 1).into();
    });
    source
}

#[test]
fn the_life_of_clauses_is_told_from_the_newest_event_to_the_oldest() {
    let answer = TestApi::shared().get(FEED);
    let feed = feed(&answer);
    let days: Vec<_> = feed.entries.iter().map(|entry| entry.updated).collect();
    assert!(days.windows(2).all(|two| two[0] >= two[1]), "{days:?}");
    assert_eq!(feed.updated, days[0]);
    let ids: BTreeSet<_> = feed.entries.iter().map(|entry| &entry.id).collect();
    assert_eq!(ids.len(), feed.entries.len(), "an id comes twice");
    insta::assert_snapshot!("feed", answer.text());
}

#[test]
fn every_link_of_a_feed_leads_somewhere() {
    let api = TestApi::shared();
    let feed = feed(&api.get(&format!("{FEED}?segment=mobilier-fictif")));
    let links = feed.links.iter().chain(feed.entries.iter().flat_map(|entry| &entry.links));
    for link in links.filter(|link| link.href.starts_with(BASE)) {
        let answer = api.get(&link.href);
        assert_eq!(answer.status, 200, "{}", link.href);
        assert!(link.mime_type.as_deref().is_none_or(|told| answer.media_type() == Some(told)), "{}", link.href);
    }
    let itself = feed.links.iter().find(|link| link.rel == "self").unwrap();
    assert_eq!(itself.href, format!("{BASE}{FEED}?segment=mobilier-fictif"));
}

#[test]
fn a_feed_follows_what_its_parameters_keep_with_its_whole_life() {
    let api = TestApi::shared();
    let all = titles(api, "");
    let about = |references: &[&str]| -> Vec<String> {
        all.iter().filter(|title| references.iter().any(|it| title.contains(it))).cloned().collect()
    };
    for (query, kept) in [
        // A segment stands for everything under it, and a clause that has left it stays followed.
        ("?segment=mobilier-fictif", &["LCV-9001", "LCV-9003", "LCV-9005"][..]),
        ("?segment=chaises-fictives", &["LCV-9001"]),
        ("?segment=toitures-fictives,chaises-fictives", &["LCV-9001", "LCV-9002"]),
        // Who reviews a clause or answers for it is concerned by it.
        ("?organisation=commune-exemple", &["LCV-9001", "LCV-9002"]),
        ("?organisation=association-imaginaire", &[]),
        ("?clause=LCV-9004,LCV-9001", &["LCV-9001", "LCV-9004"]),
        ("?clause=clause-a-une-version", &["LCV-9001"]),
        ("?clause=LCV-9001,LCV-9002,LCV-9003&segment=mobilier-fictif&organisation=commune-exemple", &["LCV-9001"]),
    ] {
        assert_eq!(titles(api, query), about(kept), "{query}");
    }
}

#[test]
fn what_does_not_exist_cannot_be_followed() {
    let api = TestApi::shared();
    for (query, status, parameter) in [
        ("?segmnt=mobilier-fictif", 400, "segmnt"),
        ("?segment=mobilie-fictif", 404, "segment"),
        ("?organisation=personne", 404, "organisation"),
        ("?clause=LCV-9001,LCV-0000", 404, "clause"),
        ("?clause=LCV-9001,,", 400, "clause"),
        ("?limit=10", 400, "limit"),
    ] {
        let answer = api.get(&format!("{FEED}{query}"));
        assert_eq!((answer.status, &answer.json()["errors"][0]["parameter"]), (status, &parameter.into()), "{query}");
    }
    let many = vec!["LCV-9001"; 201].join(",");
    assert_eq!(api.get(&format!("{FEED}?clause={many}")).status, 400);
}

#[test]
fn a_feed_of_nothing_is_a_feed() {
    let api = TestApi::shared();
    let (empty, whole) =
        (feed(&api.get(&format!("{FEED}?segment=ecrans-fictifs&organisation=commune-exemple"))), feed(&api.get(FEED)));
    assert_eq!((empty.entries.len(), empty.updated), (0, whole.updated));
}

#[test]
fn a_feed_holds_the_last_two_hundred_events() {
    let api = TestApi::of(&with_many_versions(250));
    let feed = feed(&api.get(&format!("{FEED}?clause=LCV-9005")));
    let titles: Vec<_> = feed.entries.iter().map(|entry| entry.title.value.as_str()).collect();
    assert_eq!(titles.len(), 200);
    assert!(titles[0].starts_with("LCV-9005, version 251"), "{}", titles[0]);
    assert!(titles[199].starts_with("LCV-9005, version 52"), "{}", titles[199]);
}

#[test]
fn a_feed_is_the_same_on_every_instance_but_for_its_address() {
    let api = TestApi::of(&fixture::source());
    // Another revision, written on another day, of the same data.
    api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    api.import(&fixture::source(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();
    let (folder, here) = (tempfile::tempdir().unwrap(), TestApi::shared().get(FEED));
    assert_eq!(api.get(FEED).text(), here.text());
    let store = fixture::empty_store(folder.path());
    api::service::import::import(&store, &fixture::source(), Published::Keep, fixture::later(), |_| {}).unwrap();
    let elsewhere = TestApi::start(store, folder, Some("https://miroir.exemple.invalid".to_owned()));
    assert_eq!(elsewhere.get(FEED).text().replace("https://miroir.exemple.invalid", BASE), here.text());
}

#[test]
fn clauses_lead_to_their_feeds() {
    let api = TestApi::shared();
    for (path, leads_to) in [
        ("/v1/clauses", FEED.to_owned()),
        ("/v1/clauses?segment=mobilier-fictif&limit=1&q=chaises", format!("{FEED}?segment=mobilier-fictif")),
        ("/v1/clauses/clause-a-deux-versions", format!("{FEED}?clause=LCV-9001")),
    ] {
        let link = format!("<{BASE}{leads_to}>; rel=\"alternate\"; type=\"application/atom+xml\"");
        assert!(api.get(path).expect("link").contains(&link), "{path}: {}", api.get(path).expect("link"));
        assert_eq!(api.get(&leads_to).status, 200, "{leads_to}");
    }
    for path in ["/v1/segments", "/v1/segments/mobilier-fictif"] {
        assert!(!api.get(path).expect("link").contains("atom"), "{path}");
    }
}
