//! What a catalogue covers, and what is thin.

use std::collections::BTreeSet;

use domain::{
    coverage::{WEIGHTY, coverage},
    enumeration::ClauseStatus,
};

use crate::support::{TestApi, fixture};

#[test]
fn the_coverage_of_the_fixture_looks_like_this() {
    insta::assert_json_snapshot!("coverage", coverage(&fixture::dataset(), "2027-03-01".parse().unwrap()));
}

#[test]
fn what_is_served_is_what_the_data_set_covers_today() {
    let api = TestApi::shared();
    let mut served = api.get("/v1/coverage").json();
    served.as_object_mut().unwrap().remove("meta").unwrap();
    let mut expected = serde_json::to_value(coverage(&fixture::dataset(), "2026-02-03".parse().unwrap())).unwrap();
    // It depends on the day.
    for coverage in [&mut served, &mut expected] {
        assert!(coverage.as_object_mut().unwrap().remove("due").unwrap().is_array());
    }
    assert_eq!(served, expected);
}

#[test]
fn a_clause_that_is_withdrawn_covers_nothing_and_needs_no_review() {
    let day = "2099-01-01".parse().unwrap();
    let mut dataset = fixture::dataset();
    let before = coverage(&dataset, day);
    assert_eq!(before.due.len() as u64, before.clauses, "every review is past");
    for clause in &mut dataset.clauses {
        clause.status = ClauseStatus::Withdrawn;
    }
    let after = coverage(&dataset, day);
    assert_eq!((after.clauses, after.due.len()), (0, 0));
    assert!(after.segments.iter().all(|segment| segment.clauses == 0 && !segment.lacks.is_empty()));
}

#[test]
fn the_segments_that_weigh_most_are_segments_of_the_second_level() {
    let page = TestApi::bundled().get("/v1/coverage").json();
    let segments = page["segments"].as_array().unwrap();
    let known: BTreeSet<_> = segments.iter().map(|segment| segment["segment"].as_str().unwrap()).collect();
    assert!(WEIGHTY.iter().all(|slug| known.contains(slug)));
    assert_eq!(segments.iter().filter(|segment| segment["expected"] == 10).count(), WEIGHTY.len());
}
