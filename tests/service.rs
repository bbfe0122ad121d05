//! The service document, the pages, preflights, and how records look.

use api::service::import::Published;

use crate::support::{BASE, TestApi, fixture, root};

#[test]
fn the_service_document_leads_to_everything() {
    let api = TestApi::shared();
    let service = api.get("/v1").json();
    let collections = service["collections"].as_array().unwrap().iter().map(|collection| &collection["url"]);
    for url in collections.chain(service["links"].as_object().unwrap().values()) {
        let answer = api.get(url.as_str().unwrap());
        assert_eq!(answer.status, 200, "{url}");
    }
    for collection in service["collections"].as_array().unwrap() {
        assert_eq!(collection["count"], api.get(collection["url"].as_str().unwrap()).json()["total"]);
    }
    insta::assert_json_snapshot!("service", service, {".version" => "[version]", ".fingerprint" => "[sha256]"});
}

#[test]
fn each_record_is_the_same_by_each_of_its_keys_and_links_to_its_canonical_address() {
    let api = TestApi::shared();
    let clause = api.get("/v1/clauses/LCV-9001");
    let id = clause.json()["id"].as_str().unwrap().to_owned();
    for key in [id.as_str(), "clause-a-deux-versions", "clause-a-une-version", "LCV-9001/"] {
        let same = api.get(&format!("/v1/clauses/{key}"));
        assert_eq!(same.text(), clause.text(), "{key}");
        assert_eq!(same.lasting_headers(), clause.lasting_headers(), "{key}");
    }
    assert_eq!(clause.link("canonical").as_deref(), Some("/v1/clauses/LCV-9001"));
    let label = api.get("/v1/labels/label-imaginaire").json();
    assert_eq!(api.get(&format!("/v1/labels/{}", label["id"].as_str().unwrap())).json(), label);
}

#[test]
fn a_cited_version_says_what_it_said_beside_what_became_of_the_clause() {
    let api = TestApi::shared();
    let (cited, today) = (api.get("/v1/clauses/LCV-9001@1"), api.get("/v1/clauses/LCV-9001").json());
    let numbered = api.get("/v1/clauses/clause-a-deux-versions/versions/1");
    for (member, value) in numbered.json().as_object().unwrap() {
        assert_eq!(cited.json()[member], *value, "{member}");
    }
    for member in ["id", "reference", "slug", "current_version", "status", "updated_on"] {
        assert_eq!(cited.json()[member], today[member], "{member}");
    }
    assert_eq!((cited.json()["version"].as_u64(), today["version"].as_u64()), (Some(1), Some(2)));
    assert_eq!(numbered.link("latest-version").as_deref(), Some("/v1/clauses/LCV-9001"));
    assert_eq!(api.get("/v1/clauses/LCV-9001@2").json(), today);
    insta::assert_json_snapshot!("version", numbered.json());
}

#[test]
fn one_record_of_each_collection_looks_like_this() {
    let api = TestApi::shared();
    for (collection, key) in [
        ("clauses", "clause-a-deux-versions"),
        ("segments", "mobilier-fictif"),
        ("themes", "dechets-exemple"),
        ("labels", "label-imaginaire"),
        ("legal-references", "article-fictif-abroge"),
        ("targets", "part-fictive-reemploi"),
        ("organisations", "reseau-fictif"),
        ("experience-reports", "exemple-chaises-reemployees"),
    ] {
        let answer = api.get(&format!("/v1/{collection}/{key}"));
        assert_eq!(answer.json()["slug"], key);
        insta::assert_json_snapshot!(format!("record_{collection}"), answer.json());
    }
}

#[test]
fn every_answer_about_the_data_says_its_licence() {
    let api = TestApi::shared();
    for path in ["/v1", "/v1/clauses", "/v1/clauses.csv", "/v1/clauses/LCV-9001", "/v1/dumps/clauses.csv", "/v1/dumps"]
    {
        let license = api.get(path).link("license");
        assert_eq!(license.as_deref(), Some("https://opendatacommons.org/licenses/odbl/1-0/"), "{path}");
    }
    for path in ["/v1/clauses", "/v1/dumps", "/v1/enumerations", "/v1/segments/mobilier-fictif/clauses"] {
        let meta = &api.get(path).json()["meta"];
        assert_eq!(meta["license"], "ODbL-1.0", "{path}");
        assert_eq!(meta["attribution"], "La clause verte, contributeurs, ODbL 1.0", "{path}");
        assert_eq!(meta["revision"], 1, "{path}");
    }
}

#[test]
fn every_origin_may_read_and_is_told_so_before() {
    let api = TestApi::shared();
    let asked = [("origin", "https://ailleurs.invalid"), ("access-control-request-method", "GET")];
    for path in ["/v1/clauses", "/v1/dumps/clauses.csv", "/nulle-part"] {
        let preflight = api.options(path, &asked);
        assert_eq!((preflight.status, preflight.bytes.len()), (204, 0), "{path}");
        assert_eq!(preflight.expect("access-control-allow-origin"), "*");
        assert_eq!(preflight.expect("access-control-allow-methods"), "GET, HEAD, OPTIONS");
        assert_eq!(preflight.expect("access-control-max-age"), "86400");
    }
    for path in ["/v1/clauses", "/v1/dumps/clauses.csv", "/nulle-part", "/v1/clauses?inconnu=1", "/", "/docs/"] {
        let answer = api.get(path);
        assert_eq!(answer.expect("access-control-allow-origin"), "*", "{path}");
        assert!(answer.expect("access-control-expose-headers").contains("ETag"), "{path}");
        assert_eq!(answer.expect("x-content-type-options"), "nosniff", "{path}");
    }
}

#[test]
fn the_entrance_and_the_docs_are_pages_that_work_offline() {
    let api = TestApi::shared();
    let home = api.get("/");
    assert_eq!(home.expect("content-type"), "text/html; charset=utf-8");
    assert!(home.expect("content-security-policy").contains("default-src 'none'"));
    assert!(!home.text().contains("{{"), "a blank was left: {}", home.text());

    assert_eq!(api.get("/docs").status, 302);
    let docs = api.get("/docs/");
    assert_eq!(docs.media_type(), Some("text/html"));
    let local = |part: &&str| part.starts_with("./") || part.rsplit('.').next() == Some("js");
    let files: Vec<_> = docs.text().split(['"', '\'']).filter(local).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let path = format!("/docs/{}", file.trim_start_matches("./"));
        assert_eq!(api.get(&path).status, 200, "{file} is not served from here");
    }
}

#[test]
fn links_begin_with_the_host_of_the_request_only_when_it_is_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let store = fixture::empty_store(folder.path());
    let api = TestApi::start(store, folder, None);
    let port = api.url().rsplit(':').next().unwrap().to_owned();
    let base = |host: &str| {
        let answer = api.raw(format!("GET /v1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        answer.json()["links"]["docs"].as_str().unwrap().to_owned()
    };
    assert_eq!(base(&format!("localhost:{port}")), format!("http://localhost:{port}/docs/"));
    assert_eq!(base("[::1]:80"), "http://[::1]:80/docs/");
    for foreign in ["voleur.invalid", "localhost.voleur.invalid", "localhost:80@voleur.invalid", "127.0.0.1:x"] {
        assert_eq!(base(foreign), format!("{}/docs/", api.url()), "{foreign}");
    }
    assert!(TestApi::shared().get("/v1").text().contains(&format!("{BASE}/docs/")));
}

#[test]
fn an_empty_database_is_served_as_an_empty_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let store = fixture::empty_store(folder.path());
    let api = TestApi::start(store, folder, None);
    for path in ["/v1", "/v1/clauses", "/v1/clauses.csv", "/v1/dumps", "/v1/dumps/la-clause-verte.zip", "/"] {
        assert_eq!(api.get(path).status, 200, "{path}");
    }
    assert_eq!(api.get("/v1/clauses").json()["total"], 0);
}

#[test]
fn the_metrics_count_requests_and_tell_how_the_database_is_followed() {
    let api = TestApi::of(&fixture::source());
    for path in ["/v1/clauses", "/v1/clauses/LCV-9001", "/v1/clauses/LCV-0000", "/nulle/part", "/docs/"] {
        api.get(path);
    }
    let answer = api.get("/metrics");
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    assert_eq!(answer.expect("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let lines: Vec<&str> = answer.text().lines().collect();
    for line in [
        "clause_verte_requests_total{route=\"/v1/clauses\",status=\"200\"} 2",
        "clause_verte_requests_total{route=\"/v1/clauses\",status=\"404\"} 1",
        "clause_verte_requests_total{route=\"/docs\",status=\"200\"} 1",
        // Whatever callers make up is one label.
        "clause_verte_requests_total{route=\"other\",status=\"404\"} 1",
        "clause_verte_request_duration_seconds_count{route=\"/v1/clauses\"} 3",
        "clause_verte_data_revision 1",
        "clause_verte_degraded 0",
        "clause_verte_snapshots_built 1",
        "clause_verte_refresh_failures 0",
        "clause_verte_database{state=\"writable\"} 1",
        "clause_verte_database{state=\"unreadable\"} 0",
        "clause_verte_database_connections{state=\"most\"} 4",
    ] {
        assert!(lines.contains(&line), "{line} is missing: {}", answer.text());
    }

    api.import(&fixture::with_a_changed_theme(), Published::Keep, fixture::later()).unwrap();
    api.refresh().unwrap();
    let text = api.get("/metrics");
    let told = |line: &str| text.text().lines().any(|told| told == line);
    assert!(told("clause_verte_data_revision 2") && told("clause_verte_snapshots_built 2"), "{}", text.text());
}

#[test]
fn every_metric_is_in_the_operating_manual() {
    let manual = std::fs::read_to_string(root().join("docs/operating.md")).unwrap();
    let metrics = TestApi::shared().get("/metrics");
    let names = metrics.text().lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    let ours: Vec<&str> = names.filter(|name| name.starts_with("clause_verte_")).collect();
    assert!(ours.len() >= 12, "{ours:?}");
    for name in ours {
        assert!(manual.contains(&format!("`{name}")), "docs/operating.md does not name {name}");
    }
}
