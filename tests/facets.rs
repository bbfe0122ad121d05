//! Facets: what is counted beside a list is what the list would hold.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    lists::{CASES, Case},
    support::{TestApi, encoded},
};

/// The counts of one facet, by value.
fn counts(page: &Value, facet: &str) -> BTreeMap<String, u64> {
    let counts = page["facets"][facet].as_array().unwrap_or_else(|| panic!("no {facet} in {page}"));
    counts.iter().map(|count| (count["value"].as_str().unwrap().to_owned(), count["count"].as_u64().unwrap())).collect()
}

/// The facets that the document offers for a list.
fn offered(list: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_str(&api::http::openapi::rendered().unwrap().0).unwrap();
    let parameters = document["paths"][format!("/v1/{list}")]["get"]["parameters"].as_array().unwrap().clone();
    let facets = parameters.iter().find(|parameter| parameter["name"] == "facets");
    let names = facets.unwrap_or(&Value::Null)["schema"]["items"]["enum"].as_array().cloned().unwrap_or_default();
    names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// The values that the naive filter keeps under `parameter`, each with its records; lists of values left out.
fn naive(cases: &[Case], parameter: &str) -> BTreeMap<String, BTreeSet<String>> {
    let single = cases.iter().filter(|case| case.parameter == parameter && !case.value.contains(','));
    single.map(|case| (case.value.clone(), case.kept.clone())).collect()
}

#[test]
fn the_counts_of_every_facet_are_the_totals_of_the_filtered_lists_under_every_other_filter() {
    let api = TestApi::shared();
    let mut compared = 0;
    for (list, cases) in &*CASES {
        let facets = offered(list);
        if facets.is_empty() {
            continue;
        }
        let wanted = facets.iter().cloned().collect::<Vec<_>>().join(",");
        for Case { parameter, value, kept } in cases {
            let page = api.get(&format!("/v1/{list}?limit=1&facets={wanted}&{parameter}={}", encoded(value))).json();
            for facet in &facets {
                let expected: BTreeMap<String, u64> = naive(cases, facet)
                    .into_iter()
                    // Its own filter does not count.
                    .map(|(value, of_value)| {
                        let shared = of_value.intersection(kept).count();
                        (value, if facet == parameter { of_value.len() } else { shared } as u64)
                    })
                    .filter(|(_, count)| *count > 0)
                    .collect();
                assert_eq!(counts(&page, facet), expected, "{list}?{parameter}={value}, facet {facet}");
                compared += expected.len();
            }
        }
    }
    assert!(compared > 1000, "only {compared} counts were compared");
}

#[test]
fn every_filter_with_values_to_count_is_a_facet() {
    for (list, cases) in &*CASES {
        let parameters: BTreeSet<String> = cases.iter().map(|case| case.parameter.to_owned()).collect();
        let uncounted = |name: &String| {
            ["cpv", "applies_on", "updated_since"].contains(&name.as_str())
                || name.ends_with("_gte")
                || name.ends_with("_lte")
        };
        let expected: BTreeSet<String> = parameters.into_iter().filter(|name| !uncounted(name)).collect();
        let under_a_code = if *list == "cpv" { BTreeSet::from(["under".to_owned()]) } else { BTreeSet::new() };
        assert_eq!(offered(list), &expected - &under_a_code, "{list}");
    }
}

#[test]
fn a_facet_says_what_people_call_its_values_in_the_order_of_the_tree() {
    let page = TestApi::shared().get("/v1/clauses?facets=segment,kind,theme&segment=mobilier-fictif&limit=1");
    insta::assert_json_snapshot!("facets", page.json()["facets"]);
}

#[test]
fn counts_follow_the_words_and_the_path() {
    let api = TestApi::shared();
    let page = api.get("/v1/clauses?q=chaises&facets=status&limit=1").json();
    let total: u64 = counts(&page, "status").values().sum();
    assert_eq!(Some(total), page["total"].as_u64(), "one status per clause");
    let within = api.get("/v1/segments/mobilier-fictif/clauses?facets=status").json();
    let total: u64 = counts(&within, "status").values().sum();
    assert_eq!(Some(total), within["total"].as_u64());
    assert_eq!(api.get("/v1/clauses").json()["facets"], Value::Null, "none are counted unasked");
}

#[test]
fn an_unknown_facet_is_refused_and_the_nearest_is_named() {
    let problem = TestApi::shared().get("/v1/clauses?facets=segmnt,kind,date");
    assert_eq!(problem.status, 400);
    insta::assert_json_snapshot!("unknown_facet", problem.json());
}
