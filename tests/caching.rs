//! Conditional requests, HEAD, and how long answers may be kept.

use api::service::import::Published;

use crate::support::{TestApi, fixture};

#[test]
fn head_is_get_without_the_body_on_pages_files_and_problems() {
    let api = TestApi::shared();
    for path in [
        "/",
        "/docs/",
        "/problems/not-found",
        "/openapi.json",
        "/openapi.yaml",
        "/v1/dumps/la-clause-verte.zip",
        "/v1/dumps/nulle-part",
        "/v1/clauses?inconnu=1",
        "/nulle-part",
    ] {
        for encoding in ["identity", "gzip"] {
            let headers = [("accept-encoding", encoding)];
            api.head_is_get(path, &headers);
        }
    }
}

#[test]
fn what_the_caller_holds_is_not_sent_again() {
    let api = TestApi::shared();
    for path in ["/v1/clauses", "/v1/clauses/LCV-9001/versions/1", "/v1/dumps/clauses.csv", "/openapi.json"] {
        let first = api.get(path);
        let (etag, modified) = (first.expect("etag"), first.expect("last-modified"));
        let same = |name, value: &str| api.get_with(path, &[(name, value)]);

        for (name, value) in [
            ("if-none-match", etag),
            ("if-none-match", &format!("\"autre\", {etag}")),
            ("if-none-match", "*"),
            ("if-modified-since", modified),
        ] {
            let again = same(name, value);
            assert_eq!((again.status, again.bytes.len()), (304, 0), "{path} {name}: {value}");
            for header in ["etag", "last-modified", "cache-control", "vary", "link", "access-control-allow-origin"] {
                assert_eq!(again.header(header), first.header(header), "{path}: 304 repeats {header}");
            }
            assert_eq!(again.header("content-type"), None, "{path}");
        }
        for (name, value) in [
            ("if-none-match", "\"autre\""),
            ("if-modified-since", "Sat, 01 Jan 2000 00:00:00 GMT"),
            ("if-modified-since", "hier"),
        ] {
            let again = same(name, value);
            assert_eq!((again.status, &again.bytes), (200, &first.bytes), "{path} {name}: {value}");
        }
        let both = api.get_with(path, &[("if-none-match", "\"autre\""), ("if-modified-since", modified)]);
        assert_eq!(both.status, 200, "{path}: If-None-Match goes before If-Modified-Since");
    }
}

#[test]
fn each_answer_says_how_long_it_may_be_kept() {
    let api = TestApi::shared();
    let current = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";
    let for_ever = "public, max-age=31536000, immutable";
    for (path, kept) in [
        ("/v1/clauses", current),
        ("/v1/clauses/LCV-9001", current),
        ("/v1/dumps/clauses.csv", current),
        ("/v1/clauses/LCV-9001@1", current),
        ("/v1/clauses/LCV-9001/versions/2", for_ever),
        ("/healthz", "no-store"),
        ("/readyz", "no-store"),
        ("/v1/clauses/LCV-9999", "no-cache"),
    ] {
        let answer = api.get(path);
        assert_eq!(answer.expect("cache-control"), kept, "{path}");
        assert_eq!(answer.expect("vary"), "Accept, Accept-Encoding", "{path}");
    }
    assert_eq!(api.get("/readyz").header("etag"), None);
}

#[test]
fn every_form_has_an_etag_of_its_own() {
    let api = TestApi::shared();
    let of = |accept| api.get_with("/v1/clauses", &[("accept", accept)]).expect("etag").to_owned();
    let mut etags = vec![of("application/json"), of("text/csv"), of("application/x-ndjson")];
    assert!(etags.iter().all(|etag| etag.starts_with("W/\"")), "{etags:?}");
    etags.sort();
    etags.dedup();
    assert_eq!(etags.len(), 3, "{etags:?}");
}

#[test]
fn the_etag_changes_with_the_data_and_only_then() {
    let api = TestApi::of(&fixture::source());
    let paths = ["/v1/themes", "/v1/dumps/themes.csv", "/v1"];
    let state = || paths.map(|path| api.get(path)).map(|answer| (answer.expect("etag").to_owned(), answer.bytes));
    let before = state();

    let same = api.import(&fixture::source(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();
    assert!(!same.changed);
    assert_eq!(state(), before, "the same data again changed an answer");

    let other = api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();
    assert!(other.changed);
    for (path, (new, old)) in paths.iter().zip(state().iter().zip(&before)) {
        assert_ne!(new.0, old.0, "{path}");
    }
    assert_eq!(api.get("/v1/themes").expect("data-revision"), "2");
    let modified = api.get("/v1/themes").expect("last-modified").to_owned();
    assert_eq!(modified, "Wed, 04 Feb 2026 04:05:06 GMT");
    let old = api.get_with("/v1/themes", &[("if-none-match", &before[0].0)]);
    assert_eq!(old.status, 200);
}

#[test]
fn a_version_keeps_its_validator_when_something_else_changes() {
    let api = TestApi::of(&fixture::source());
    let path = "/v1/clauses/LCV-9001/versions/1";
    let before = api.get(path);
    api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();
    assert_eq!(api.get(path).header("etag"), before.header("etag"));
    assert_eq!(api.get_with(path, &[("if-none-match", before.expect("etag"))]).status, 304);
}
