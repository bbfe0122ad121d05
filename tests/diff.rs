//! What differs between two versions of a clause.

use api::service::layout::Source;
use domain::difference::{TextPartKind, words};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{TestApi, fixture};

/// A clause with three versions, the third being the second with its texts in another order.
fn with_a_third_version() -> Source {
    let mut source = fixture::source();
    fixture::edit(&mut source, "clauses/LCV-9001.json", |clause| {
        let mut third = clause["versions"][1].clone();
        third["version"] = 3.into();
        third["citation"] = "LCV-9001@3".into();
        third["published_on"] = "2026-07-02".into();
        third["change_note"] = "Range les textes.".into();
        third["fragments"].as_array_mut().unwrap().swap(1, 2);
        third["fragments"][1]["body"] =
            "Chaque chaise manquante coûte {{montant_penalite}} euros, taxes comprises.".into();
        third.as_object_mut().unwrap().remove("content_hash");
        clause["versions"].as_array_mut().unwrap().push(third);
        clause["current_version"] = 3.into();
    });
    source
}

#[test]
fn a_new_version_is_compared_with_the_one_before_it() {
    let answer = TestApi::shared().get("/v1/clauses/LCV-9001/diff");
    assert_eq!((answer.status, answer.media_type()), (200, Some("application/json")));
    assert_eq!(answer.link("canonical").as_deref(), Some("/v1/clauses/LCV-9001/diff?from=1&to=2"));
    insta::assert_json_snapshot!("difference", answer.json());
}

#[test]
fn people_read_what_differs_as_a_unified_diff() {
    let api = TestApi::shared();
    let answer = api.get("/v1/clauses/LCV-9001/diff.txt?from=1&to=2");
    assert_eq!((answer.status, answer.expect("content-type")), (200, "text/plain; charset=utf-8"));
    let accepted = api.get_with("/v1/clauses/LCV-9001/diff?from=1&to=2", &[("accept", "text/plain")]);
    assert_eq!(accepted.text(), answer.text());
    assert_ne!(accepted.header("etag"), api.get("/v1/clauses/LCV-9001/diff?from=1&to=2").header("etag"));
    insta::assert_snapshot!("difference_as_text", answer.text());
}

#[test]
fn a_version_does_not_differ_from_itself() {
    let api = TestApi::shared();
    for path in ["/v1/clauses/LCV-9001/diff?from=2&to=2", "/v1/clauses/LCV-9002/diff"] {
        let difference = api.get(path).json();
        assert_eq!(difference["changes"], serde_json::json!([]), "{path}");
        assert_eq!(difference["from"], difference["to"], "{path}");
    }
    assert_eq!(
        api.get("/v1/clauses/LCV-9002/diff.txt").text(),
        "--- LCV-9002@1\t2026-01-15\n+++ LCV-9002@1\t2026-01-15\n"
    );
}

#[test]
fn a_difference_the_other_way_round_takes_it_back() {
    let api = TestApi::shared();
    let [forth, back] = ["from=1&to=2", "from=2&to=1"].map(|query| {
        let difference = api.get(&format!("/v1/clauses/LCV-9001/diff?{query}")).json();
        difference["changes"].as_array().unwrap().clone()
    });
    assert_eq!(forth.len(), back.len());
    for change in forth {
        let inverse = |other: &Value| {
            (&other["from_path"], &other["to_path"], &other["old"], &other["new"])
                == (&change["to_path"], &change["from_path"], &change["new"], &change["old"])
        };
        assert!(back.iter().any(inverse), "nothing takes back {change}");
    }
}

#[test]
fn every_pointer_leads_to_the_value_that_is_told() {
    let api = TestApi::of(&with_a_third_version());
    let version = |number: u32| api.get(&format!("/v1/clauses/LCV-9001/versions/{number}")).json();
    for (from, to) in [(1, 2), (2, 1), (1, 3), (2, 3), (3, 2)] {
        let difference = api.get(&format!("/v1/clauses/LCV-9001/diff?from={from}&to={to}")).json();
        for change in difference["changes"].as_array().unwrap() {
            for (path, value, version) in [("from_path", "old", version(from)), ("to_path", "new", version(to))] {
                let there = change[path].as_str().map(|path| version.pointer(path).unwrap().clone());
                if change["op"] != "move" {
                    assert_eq!(there.unwrap_or_default(), change[value], "{change}");
                }
            }
        }
    }
}

#[test]
fn a_text_that_moves_and_changes_is_followed() {
    let api = TestApi::of(&with_a_third_version());
    let difference = api.get("/v1/clauses/LCV-9001/diff").json();
    assert_eq!(
        (&difference["from"]["citation"], &difference["to"]["citation"]),
        (&"LCV-9001@2".into(), &"LCV-9001@3".into())
    );
    insta::assert_json_snapshot!("difference_moved", difference["changes"]);
    // From the first version to the third, past the second.
    let past = api.get("/v1/clauses/LCV-9001/diff?from=1").json();
    assert_eq!((&past["from"]["citation"], &past["to"]["citation"]), (&"LCV-9001@1".into(), &"LCV-9001@3".into()));
}

#[test]
fn two_versions_that_are_named_are_compared_for_ever() {
    let api = TestApi::shared();
    for (path, kept) in [
        ("/v1/clauses/LCV-9001/diff?from=1&to=2", true),
        ("/v1/clauses/LCV-9001/diff.txt?from=1&to=2", true),
        ("/v1/clauses/LCV-9001/diff?from=1", false),
        ("/v1/clauses/LCV-9001/diff?to=2", false),
        ("/v1/clauses/LCV-9001/diff", false),
    ] {
        assert_eq!(api.get(path).expect("cache-control").contains("immutable"), kept, "{path}");
    }
}

#[test]
fn a_version_that_does_not_exist_is_named_with_those_that_do() {
    let api = TestApi::shared();
    let answer = api.get("/v1/clauses/clause-a-deux-versions/diff?from=7&to=9");
    assert_eq!(answer.status, 404);
    insta::assert_json_snapshot!("difference_unknown_version", answer.json());
    assert_eq!(api.get(answer.json()["example"].as_str().unwrap()).status, 200);
}

#[test]
fn what_is_no_version_number_is_refused() {
    let api = TestApi::shared();
    for number in ["0", "01", "10000", "-1", "deux", "1,2"] {
        let answer = api.get(&format!("/v1/clauses/LCV-9001/diff?from={number}"));
        assert_eq!(answer.status, 400, "{number}");
        assert_eq!(answer.json()["errors"][0]["parameter"], "from", "{number}");
    }
    for (path, status) in [
        ("/v1/clauses/LCV-0000/diff", 404),
        ("/v1/clauses/LCV-9001@1/diff", 404),
        ("/v1/clauses/LCV-9001/diff?form=1", 400),
    ] {
        assert_eq!(api.get(path).status, status, "{path}");
    }
    assert_eq!(api.get_with("/v1/clauses/LCV-9001/diff", &[("accept", "text/html")]).status, 406);
}

proptest! {
    #[test]
    fn words_kept_and_deleted_are_the_old_text_and_those_kept_and_inserted_the_new(
        old in "([a-c]{1,2}|[ .,'\n]|\\{\\{a\\}\\}|é){0,30}",
        new in "([a-c]{1,2}|[ .,'\n]|\\{\\{a\\}\\}|é){0,30}",
    ) {
        let parts = words(&old, &new);
        let text = |other: TextPartKind| {
            parts.iter().filter(|part| part.kind != other).map(|part| part.text.as_str()).collect::<String>()
        };
        prop_assert_eq!(text(TextPartKind::Insert), old);
        prop_assert_eq!(text(TextPartKind::Delete), new);
        prop_assert!(parts.windows(2).all(|two| two[0].kind != two[1].kind));
    }
}
