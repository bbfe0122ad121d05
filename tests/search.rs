//! Full text: what words find, in which order, and that any text may be asked.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Answer, TestApi, encoded, fixture};

fn search(query: &str) -> Answer {
    let answer = TestApi::bundled().get(&format!("/v1/search?limit=50&q={}", encoded(query)));
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer
}

fn keys(query: &str) -> Vec<String> {
    search(query).items("key")
}

fn found(query: &str) -> BTreeSet<String> {
    keys(query).into_iter().collect()
}

/// How each word was understood.
fn understood(query: &str) -> Vec<(String, String)> {
    let page = search(query).json();
    let words = page["understood"].as_array().unwrap().iter();
    words
        .map(|it| (it["word"].as_str().unwrap().to_owned(), it["understood_as"].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn accents_case_plurals_elisions_ligatures_and_hyphens_do_not_matter() {
    for writings in [
        ["béton bas carbone", "BETONS BAS-CARBONE"],
        ["œufs", "oeuf"],
        ["l'eau potable", "eau potable"],
        ["l’eau potable", "de l'eau potable"],
        ["éco-conception", "ecoconception"],
        ["véhicules électriques", "vehicule electrique"],
        ["matériaux recyclés", "materiau recycle"],
        ["e\u{301}clairage", "éclairage"],
        ["39130000-2", "39130000"],
    ] {
        // A compound is looked for in one more way than its parts: what comes first is the same.
        let [one, other] = writings.map(|query| keys(query).into_iter().take(1).collect::<Vec<_>>());
        assert!(!one.is_empty(), "{writings:?} finds nothing");
        assert_eq!(one, other, "{writings:?}");
    }
}

#[test]
fn words_of_the_trade_find_their_synonyms() {
    for (query, key) in [
        ("VE", "vehicules-legers-utilitaires"),
        ("DEEE", "LCV-0045"),
        ("MOE", "maitrise-oeuvre"),
        ("biosourcés", "LCV-0060"),
        ("PC", "postes-travail-ecrans"),
    ] {
        assert!(found(query).contains(key), "{query} does not find {key}");
    }
}

#[test]
fn what_no_record_holds_is_taken_for_a_slip() {
    let slip = |word: &str| (word.to_owned(), "spelling".to_owned());
    assert_eq!(understood("pompe electrqiue")[1], slip("electrqiue"));
    assert_eq!(understood("voiture electrqiue"), [slip("voiture electrqiue")], "a term of the trade, once mended");
    assert_eq!(keys("cantinne biologiqe"), keys("cantine biologique"), "in the same order");
    assert_eq!(understood("xylophoniste")[0].1, "unknown");
    assert_eq!(found("xylophoniste"), BTreeSet::new());
}

#[test]
fn quotes_ask_for_a_phrase_a_dash_excludes_and_a_star_completes() {
    let loose = found("eau de pluie");
    let phrase = found("\"eau de pluie\"");
    assert!(!phrase.is_empty() && phrase.is_subset(&loose) && phrase.len() < loose.len());
    assert_eq!(found("« eau de pluie »"), phrase);
    let without = found("\"eau de pluie\" -arrosage");
    assert!(without.is_subset(&phrase) && without.len() < phrase.len());
    let begun = found("imprim*");
    assert!(begun.contains("imprimantes-copieurs") && begun.contains("impression-communication-evenementiel"));
}

#[test]
fn references_codes_and_articles_are_found_by_name() {
    for (query, key) in [
        ("LCV-0042", "LCV-0042"),
        ("lcv-0042", "LCV-0042"),
        ("R2111-16", "ccp-r2111-16"),
        ("R. 2111-16", "ccp-r2111-16"),
        ("L. 2112-2", "ccp-l2112-2"),
        ("09310000", "electricite-renouvelable"),
    ] {
        assert_eq!(keys(query).first().map(String::as_str), Some(key), "{query}");
    }
    let clauses = TestApi::bundled().get("/v1/clauses?q=LCV-0042");
    assert_eq!(clauses.items("reference"), ["LCV-0042"]);
}

#[test]
fn any_text_is_served() {
    for query in [
        "\"",
        "«",
        "\" \" \"",
        "-",
        "- -",
        "*",
        "**",
        "-*",
        "a*",
        "\"*\"",
        "AND OR NOT",
        "title:béton",
        "[1 TO 5]",
        "^2~",
        "de la pour",
        "🌱🌱",
        "\u{0}\u{7}",
        "\u{202e}béton",
        "' OR 1=1 --",
        "<script>",
        "((((",
        "\\",
        "é",
        "œ",
        "ß",
        "e\u{301}\u{301}\u{301}",
        "日本語",
        "béton\u{a0}bas",
        &"a ".repeat(250),
        &"mot ".repeat(125),
        &"*".repeat(500),
        &"x".repeat(500),
        &"\"".repeat(500),
        &"bé-".repeat(166),
    ] {
        let answer = TestApi::bundled().get(&format!("/v1/search?q={}", encoded(query)));
        assert_eq!(answer.status, 200, "{query:?}: {answer:?}");
        let list = TestApi::bundled().get(&format!("/v1/clauses?limit=1&q={}", encoded(query)));
        assert_eq!(list.status, 200, "{query:?}: {list:?}");
    }
    for query in ["", " ", "de la pour", "🌱", "\"\"", "-"] {
        assert_eq!(search(query).json()["total"], 0, "{query:?} has no words");
    }
}

#[test]
fn a_query_that_is_too_long_is_refused_with_the_limit() {
    let problem = TestApi::shared().get(&format!("/v1/search?q={}", "x".repeat(10_000)));
    assert_eq!(problem.status, 400);
    assert_eq!(problem.json()["errors"][0]["detail"], "10000 characters are given; at most 500 are read");
    assert_eq!(TestApi::shared().get(&format!("/v1/clauses?q={}", "x".repeat(40_000))).status, 414);
    let missing = TestApi::shared().get("/v1/search");
    assert_eq!((missing.status, missing.json()["errors"][0]["parameter"].as_str()), (400, Some("q")));
}

/// Keys and scores of every page, forwards and then backwards.
fn both_ways(api: &TestApi, path: &str) -> [Vec<(String, String)>; 2] {
    let hits = |page: &Value| {
        let items = page["items"].as_array().unwrap();
        let hits = if page["matches"].is_null() { items } else { page["matches"].as_array().unwrap() };
        hits.iter().map(|hit| (hit["key"].to_string(), hit["score"].to_string())).collect::<Vec<_>>()
    };
    let (mut forwards, mut last) = (Vec::new(), api.get(path).json());
    loop {
        forwards.extend(hits(&last));
        match last["next"].as_str() {
            Some(next) => last = api.get(next).json(),
            None => break,
        }
    }
    let mut backwards = vec![hits(&last)];
    while let Some(prev) = last["prev"].as_str() {
        last = api.get(prev).json();
        backwards.push(hits(&last));
    }
    [forwards, backwards.into_iter().rev().flatten().collect()]
}

#[test]
fn both_directions_of_paging_give_the_same_hits_in_the_same_order_with_the_same_scores() {
    for path in ["/v1/search?limit=7&q=eau", "/v1/clauses?limit=3&q=recycl*", "/v1/segments?limit=4&q=travaux+eau"] {
        let [forwards, backwards] = both_ways(TestApi::bundled(), path);
        assert!(forwards.len() > 10, "{path}: {forwards:?}");
        assert_eq!(forwards, backwards, "{path}");
        let distinct: BTreeSet<_> = forwards.iter().collect();
        assert_eq!(distinct.len(), forwards.len(), "{path}: nothing comes twice");
        let total = TestApi::bundled().get(path).json()["total"].as_u64();
        assert_eq!(total, Some(forwards.len() as u64), "{path}");
    }
}

#[test]
fn every_rebuild_gives_the_same_hits_and_scores() {
    let one = TestApi::of(&api::service::seeds::bundled());
    for path in ["/v1/search?limit=200&q=eau+de+pluie", "/v1/clauses?q=recyclage+papier", "/v1/search?q=electrqiue"] {
        let expected = TestApi::bundled().get(path).text().to_owned();
        assert_eq!(one.get(path).text(), expected, "{path}");
    }
}

#[test]
fn filters_leave_the_scores_alone_and_a_sort_takes_their_place() {
    let scores = |path: &str| {
        let page = TestApi::bundled().get(path).json();
        let matches = page["matches"].as_array().unwrap().iter();
        matches.map(|it| (it["key"].to_string(), it["score"].to_string())).collect::<Vec<_>>()
    };
    let all = scores("/v1/clauses?q=papier&limit=200");
    let some = scores("/v1/clauses?q=papier&limit=200&segment=papier");
    assert!(!some.is_empty() && some.len() < all.len());
    assert!(some.iter().all(|hit| all.contains(hit)));
    let sorted = TestApi::bundled().get("/v1/clauses?q=papier&sort=reference&limit=200");
    let mut expected = sorted.items("reference");
    expected.sort();
    assert_eq!(sorted.items("reference"), expected);
}

#[test]
fn words_are_marked_and_everything_else_is_escaped() {
    let mut source = fixture::source();
    fixture::replace(
        &mut source,
        "themes.csv",
        "Dépenser moins de watts.",
        "Dépenser moins de <b>watts</b> & d'euros.",
    );
    let api = TestApi::of(&source);
    let hit = &api.get("/v1/search?q=watt").json()["items"][0];
    let snippet = hit["snippet_html"].as_str().unwrap();
    assert!(snippet.contains("&lt;b&gt;<mark>watts</mark>&lt;"), "{snippet}");
    assert!(snippet.contains("&amp;"), "{snippet}");
}

#[test]
fn a_search_answers_whole() {
    let answer = TestApi::shared().get("/v1/search?q=siege+fictif&limit=3");
    insta::assert_json_snapshot!("search", answer.json(), {".items[].score" => insta::rounded_redaction(3)});
}

#[test]
fn typing_is_completed_from_titles_other_names_and_codes() {
    let completed = |query: &str| {
        let answer = TestApi::bundled().get(&format!("/v1/suggest?limit=5&q={}", encoded(query)));
        answer.items("text").into_iter().zip(answer.items("key")).collect::<Vec<_>>()
    };
    assert_eq!(completed("mobilier de b")[0].1, "mobilier-bureau");
    assert_eq!(completed("ecolab")[0].1, "eu-ecolabel", "accents do not matter");
    assert_eq!(completed("3913")[0].1, "39130000", "codes complete too");
    assert_eq!(completed("LCV-004").len(), 5);
    assert!(completed("bio béton xyz").is_empty() && completed("").is_empty() && completed("🌱").is_empty());
    let only = TestApi::bundled().get("/v1/suggest?q=mob&resource=segments").items("resource");
    assert!(!only.is_empty() && only.iter().all(|resource| resource == "segments"));
}
