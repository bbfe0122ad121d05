//! The OpenAPI document: it is the one in the repository, it is exercised whole, and it tells the truth.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::{Map, Value, json};

use crate::support::{Answer, TestApi, root};

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&api::http::openapi::rendered().unwrap().0).unwrap());

/// One request.
struct Call {
    path: String,
    headers: Vec<(&'static str, &'static str)>,
    method: &'static str,
}

fn get(path: impl Into<String>) -> Call {
    Call { path: path.into(), headers: Vec::new(), method: "GET" }
}

impl Call {
    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// Everything that can be asked of every address, good and bad.
fn of_any(path: &str) -> Vec<Call> {
    let and = if path.contains('?') { '&' } else { '?' };
    vec![
        get(path),
        get(path).with("if-none-match", "*"),
        get(path).with("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        get(path).with("accept-encoding", "gzip"),
        get(format!("{path}{and}inconnu=1")),
        Call { method: "POST", ..get(path) },
        Call { method: "DELETE", ..get(path) },
        get(path).with("content-length", "100000"),
        get(format!("{path}{and}x={}", "x".repeat(40_000))),
    ]
}

/// Everything that can be asked of a JSON answer besides.
fn of_json(path: &str) -> Vec<Call> {
    let mut calls = of_any(path);
    calls.extend([get(path).with("accept", "image/png"), get(path).with("accept", "application/json, */*;q=0.1")]);
    calls
}

/// Everything that can be asked of a list at `path`, of which `key` is a record.
fn of_list(path: &str, key: &str, sort: &str) -> Vec<Call> {
    let mut calls = of_json(path);
    calls.extend([
        get(format!("{path}?limit=2")),
        get(format!("{path}?sort=-{sort}&limit=1")),
        get(format!("{path}?id={key},personne")),
        get(format!("{path}?fields=id,{sort},id")),
        get(format!("{path}?fields=idd")),
        get(format!("{path}?limit=0")),
        get(format!("{path}?limit=201")),
        get(format!("{path}?sort=beaute")),
        get(format!("{path}?cursor=abc")),
        get(path).with("accept", "text/csv"),
        get(format!("{path}?fields=id")).with("accept", "text/csv"),
        get(path).with("accept", "application/x-ndjson"),
    ]);
    calls
}

fn of_export(path: &str, key: &str) -> Vec<Call> {
    let mut calls = of_any(&format!("{path}.json"));
    for ending in ["csv", "ndjson"] {
        calls.extend([
            get(format!("{path}.{ending}")),
            get(format!("{path}.{ending}?fields=id")),
            get(format!("{path}.{ending}?id={key}")),
            get(format!("{path}.{ending}?limit=1")),
        ]);
    }
    calls.extend([
        get(format!("{path}.json?fields=id")),
        get(format!("{path}.csv?dialect=excel")),
        get(format!("{path}.csv?dialect=word")),
    ]);
    calls
}

fn of_record(path: &str, key: &str) -> Vec<Call> {
    let mut calls = of_json(&format!("{path}/{key}"));
    calls.extend([get(format!("{path}/personne")), get(format!("{path}/%00%FF")), get(format!("{path}/{key}/"))]);
    calls
}

/// Adds calls of one operation.
fn more(calls: &mut BTreeMap<&'static str, Vec<Call>>, name: &str, paths: &[&str]) {
    calls.get_mut(name).unwrap().extend(paths.iter().map(|path| get(*path)));
}

/// Adds what is asked of searches, facets, codes and guidance, good and bad.
fn ask_to_find(calls: &mut BTreeMap<&'static str, Vec<Call>>) {
    more(
        calls,
        "list_clauses",
        &[
            "/v1/clauses?q=chaises&facets=segment,theme,kind,organisation,status",
            "/v1/clauses?q=chaise&sort=title&limit=1",
            "/v1/clauses?facets=segmnt",
            "/v1/clauses.csv?q=chaises",
        ],
    );
    more(
        calls,
        "search",
        &[
            "/v1/search",
            "/v1/search?q=",
            "/v1/search?q=chaize+meubles+-toit&limit=1",
            "/v1/search?q=chaises&resource=segments,cpv",
            "/v1/search?q=chaises&resource=sieges",
            "/v1/search?q=chaises&cursor=abc",
        ],
    );
    more(calls, "suggest", &["/v1/suggest", "/v1/suggest?q=3911&limit=1", "/v1/suggest?q=a&limit=51"]);
    more(calls, "get_cpv_code", &["/v1/cpv/39112000-0", "/v1/cpv/45000000", "/v1/cpv/98000000", "/v1/cpv/3911"]);
    more(
        calls,
        "get_guidance",
        &[
            "/v1/guidance",
            "/v1/guidance?cpv=3911200",
            "/v1/guidance?segment=inconnu",
            "/v1/guidance?segment=toitures-fictives&contract_type=works_renovation&amount=9000000&date=2026-11-24",
            "/v1/guidance?cpv=45261000,39112000&buyer=state&defence=true&date=2026-08-01",
            "/v1/guidance?cpv=39112000&amount=-1&defence=oui&date=2026-02-30&buyer=roi",
        ],
    );
}

/// Adds what is asked of revisions and of what changed, good and bad.
fn ask_for_history(calls: &mut BTreeMap<&'static str, Vec<Call>>) {
    calls.insert("list_revisions", of_json("/v1/revisions"));
    calls.insert("get_revision", of_json("/v1/revisions/latest"));
    more(calls, "get_revision", &["/v1/revisions/1", "/v1/revisions/0", "/v1/revisions/demain"]);
    let mut files = of_any("/v1/revisions/1/dumps/clauses.csv");
    for file in [
        "clauses.json",
        "segments.ndjson",
        "labels.xlsx",
        "clauses.parquet",
        "la-clause-verte.sqlite",
        "la-clause-verte.zip",
    ] {
        let path = format!("/v1/revisions/latest/dumps/{file}");
        files.extend([get(&path), get(&path).with("range", "bytes=0-9"), get(&path).with("range", "bytes=999999999-")]);
    }
    files.extend([get("/v1/revisions/1/dumps/personne.csv"), get("/v1/revisions/7/dumps/clauses.csv")]);
    calls.insert("get_revision_dump", files);
    calls.insert("list_changes", of_json("/v1/changes?since=1"));
    more(
        calls,
        "list_changes",
        &["/v1/changes", "/v1/changes?since=0", "/v1/changes?since=9", "/v1/changes?since=1&cursor=abc&limit=0"],
    );
}

/// Adds what is asked of files and of their schemas, good and bad.
fn ask_for_files(calls: &mut BTreeMap<&'static str, Vec<Call>>) {
    let mut dumps = of_any("/v1/dumps/clauses.csv");
    dumps.extend([get("/v1/dumps/personne.csv")]);
    for file in [
        "clauses.json",
        "segments.ndjson",
        "labels.csv",
        "labels.xlsx",
        "clauses.parquet",
        "la-clause-verte.sqlite",
        "la-clause-verte.zip",
    ] {
        let path = format!("/v1/dumps/{file}");
        dumps.extend([get(&path), get(&path).with("range", "bytes=0-9"), get(&path).with("range", "bytes=999999999-")]);
    }
    calls.insert("get_dump", dumps);
    calls.insert("get_data_package", of_json("/v1/datapackage.json"));
    calls.insert("list_schemas", of_json("/v1/schemas"));
    calls.insert("get_schema", of_json("/v1/schemas/clauses.json"));
    more(calls, "get_schema", &["/v1/schemas/legal_references.json", "/v1/schemas/clause.json"]);
}

/// What is asked of each operation.
fn calls() -> BTreeMap<&'static str, Vec<Call>> {
    let mut calls = BTreeMap::from([
        ("get_service", of_json("/v1")),
        ("get_coverage", of_json("/v1/coverage")),
        ("list_enumerations", of_json("/v1/enumerations")),
        ("list_dumps", of_json("/v1/dumps")),
        ("get_health", of_json("/healthz")),
        ("get_readiness", of_json("/readyz")),
        ("list_clause_versions", of_list("/v1/clauses/LCV-9001/versions", "LCV-9001@1", "version")),
        ("get_clause_version", of_json("/v1/clauses/LCV-9001/versions/1")),
        ("follow_clauses", of_any("/v1/feeds/clauses.atom?segment=mobilier-fictif")),
        ("compare_clause_versions", of_json("/v1/clauses/LCV-9001/diff")),
        ("compare_clause_versions_as_text", of_any("/v1/clauses/LCV-9001/diff.txt?from=1&to=2")),
        ("list_segment_clauses", of_list("/v1/segments/fournitures-fictives/clauses", "LCV-9001", "title")),
        ("search", of_json("/v1/search?q=chaises")),
        ("suggest", of_json("/v1/suggest?q=mob")),
        ("get_guidance", of_json("/v1/guidance?cpv=39112000")),
        ("list_label_clauses", of_list("/v1/labels/label-imaginaire/clauses", "LCV-9005", "title")),
    ]);
    for (name, one, path, key, sort) in [
        ("list_clauses", ["get_clause", "export_clauses"], "/v1/clauses", "LCV-9001", "title"),
        ("list_segments", ["get_segment", "export_segments"], "/v1/segments", "mobilier-fictif", "label"),
        ("list_themes", ["get_theme", "export_themes"], "/v1/themes", "eau-exemple", "label"),
        ("list_labels", ["get_label", "export_labels"], "/v1/labels", "label-imaginaire", "name"),
        (
            "list_legal_references",
            ["get_legal_reference", "export_legal_references"],
            "/v1/legal-references",
            "article-fictif-premier",
            "citation",
        ),
        ("list_targets", ["get_target", "export_targets"], "/v1/targets", "part-fictive-reemploi", "category"),
        (
            "list_organisations",
            ["get_organisation", "export_organisations"],
            "/v1/organisations",
            "reseau-fictif",
            "name",
        ),
        (
            "list_experience_reports",
            ["get_experience_report", "export_experience_reports"],
            "/v1/experience-reports",
            "exemple-sans-annee",
            "title",
        ),
        ("list_cpv_codes", ["get_cpv_code", "export_cpv_codes"], "/v1/cpv", "39112000", "label"),
        ("list_synonyms", ["get_synonym", "export_synonyms"], "/v1/synonyms", "siege-fictif", "slug"),
    ] {
        calls.insert(name, of_list(path, key, sort));
        calls.insert(one[0], of_record(path, key));
        calls.insert(one[1], of_export(path, key));
    }
    more(&mut calls, "list_clauses", &["/v1/clauses?segment=inconnu", "/v1/clauses?kind=penality&theme=inconnu"]);
    more(
        &mut calls,
        "get_clause",
        &["/v1/clauses/LCV-9001@1", "/v1/clauses/clause-a-une-version", "/v1/clauses/LCV-9001@7"],
    );
    ask_to_find(&mut calls);
    more(&mut calls, "list_clause_versions", &["/v1/clauses/LCV-0000/versions"]);
    more(
        &mut calls,
        "get_clause_version",
        &["/v1/clauses/LCV-9001/versions/0", "/v1/clauses/LCV-9001/versions/7", "/v1/clauses/rien/versions/1"],
    );
    more(
        &mut calls,
        "compare_clause_versions",
        &[
            "/v1/clauses/LCV-9001/diff?from=2&to=1",
            "/v1/clauses/LCV-9002/diff",
            "/v1/clauses/LCV-9001/diff?from=7",
            "/v1/clauses/LCV-9001/diff?to=0",
            "/v1/clauses/LCV-0000/diff",
        ],
    );
    more(
        &mut calls,
        "follow_clauses",
        &[
            "/v1/feeds/clauses.atom",
            "/v1/feeds/clauses.atom?clause=LCV-9001,LCV-9003&organisation=reseau-fictif",
            "/v1/feeds/clauses.atom?segment=inconnu&clause=LCV-0000",
        ],
    );
    let text = get("/v1/clauses/LCV-9001/diff?from=1&to=2").with("accept", "text/plain");
    calls.entry("compare_clause_versions").or_default().push(text);
    more(&mut calls, "list_segment_clauses", &["/v1/segments/inconnu/clauses"]);
    more(&mut calls, "list_label_clauses", &["/v1/labels/inconnu/clauses"]);
    ask_for_files(&mut calls);
    ask_for_history(&mut calls);
    calls
}

/// The operations of the document by their ids.
fn operations() -> BTreeMap<String, (String, &'static Value)> {
    let mut operations = BTreeMap::new();
    for (path, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert_eq!(method, "get", "{path}: only reading is offered");
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(operations.insert(name.clone(), (path.clone(), operation)).is_none(), "{name} is there twice");
        }
    }
    operations
}

/// `schema` such that a member that it does not name is refused, however deep.
///
/// Whatever stands in `allOf` is left open: the schema that holds it is closed instead.
fn closed(schema: &Value, open: bool) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(|item| closed(item, open)).collect(),
        Value::Object(members) => {
            let mut copy: Map<String, Value> = Map::new();
            for (name, member) in members {
                let is_schemas = name == "properties";
                let value = match member {
                    Value::Object(named) if is_schemas => {
                        named.iter().map(|(name, schema)| (name.clone(), closed(schema, false))).collect()
                    }
                    other => closed(other, name == "allOf"),
                };
                copy.insert(name.clone(), value);
            }
            if !open && ["$ref", "properties", "allOf"].iter().any(|name| members.contains_key(*name)) {
                copy.insert("unevaluatedProperties".to_owned(), false.into());
            }
            copy.into()
        }
        other => other.clone(),
    }
}

/// The schemas of the document, closed; a reference to one closes it, not its definition.
static SCHEMAS: LazyLock<Value> = LazyLock::new(|| {
    let schemas = DOCUMENT["components"]["schemas"].as_object().unwrap().iter();
    schemas.map(|(name, schema)| (name.clone(), closed(schema, true))).collect::<Map<_, _>>().into()
});

fn faults(schema: &Value, body: &Value) -> Vec<String> {
    let mut root = closed(schema, false);
    root["components"] = json!({"schemas": *SCHEMAS});
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&root).unwrap();
    validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The schema of a full answer when no member was chosen, so that a loose one cannot hide what is missing.
fn strictest<'a>(schema: &'a Value, path: &str) -> &'a Value {
    let forms = schema["anyOf"].as_array().filter(|_| !path.contains("fields="));
    forms.and_then(|forms| forms.first()).unwrap_or(schema)
}

fn hold_against(operation: &Value, call: &Call, answer: &Answer) {
    let Call { path, method, .. } = call;
    let shown: String = path.chars().take(120).collect();
    let place = format!("{method} {shown} {:?} -> {} {:?}", call.headers, answer.status, answer.media_type());
    let response = &operation["responses"][answer.status.to_string()];
    assert!(response.is_object(), "{place}: this status is not documented");
    for header in response["headers"].as_object().into_iter().flat_map(Map::keys) {
        assert!(answer.header(header).is_some(), "{place}: {header} is documented and missing");
    }
    if answer.status == 304 {
        assert!(answer.bytes.is_empty(), "{place}: 304 has no body");
        return;
    }
    let media_type = answer.media_type().unwrap_or_else(|| panic!("{place}: no media type"));
    let content = &response["content"][media_type];
    assert!(content.is_object(), "{place}: this media type is not documented");
    let whole = answer.header("content-encoding").is_none() && answer.status != 206;
    if (media_type == "application/json" || media_type.ends_with("+json")) && whole {
        let faults = faults(strictest(&content["schema"], path), &answer.json());
        assert!(faults.is_empty(), "{place}: {faults:#?}");
    }
}

fn answer(api: &TestApi, call: &Call) -> Answer {
    let longer_than_clients_send = call.headers.iter().any(|(name, _)| *name == "content-length");
    if longer_than_clients_send {
        return api.raw_line(call.method, &call.path, "Content-Length: 100000\r\n");
    }
    api.request(call.method, &call.path, &call.headers)
}

#[test]
fn the_document_of_the_repository_is_the_one_of_the_program() {
    let kept = std::fs::read_to_string(root().join("openapi.yaml")).unwrap_or_default();
    let rendered = api::http::openapi::rendered().unwrap().1;
    // Not `assert_eq`: six thousand lines say nothing.
    assert!(kept == rendered, "openapi.yaml is out of date: cargo run -- openapi > openapi.yaml, then read the change");
}

#[test]
fn the_server_answers_with_its_own_document() {
    let api = TestApi::shared();
    let (json, yaml) = api::http::openapi::rendered().unwrap();
    assert_eq!(api.get("/openapi.json").text(), json);
    assert_eq!(api.get("/openapi.yaml").text(), yaml);
}

#[test]
fn every_operation_is_exercised_and_every_answer_fits_its_schema() {
    let (api, mut calls) = (TestApi::shared(), calls());
    for (name, (path, operation)) in operations() {
        let calls = calls.remove(name.as_str()).unwrap_or_else(|| panic!("no call exercises {name} ({path})"));
        let mut seen = Vec::new();
        for call in &calls {
            let answer = answer(api, call);
            hold_against(operation, call, &answer);
            seen.push(answer.status);
        }
        for status in [200, 400, 405, 413, 414] {
            assert!(seen.contains(&status), "{name}: no call was answered with {status}");
        }
    }
    assert!(calls.is_empty(), "these are no operations: {:?}", calls.keys());
}

#[test]
fn every_answer_in_every_documented_form_is_given_once() {
    let api = TestApi::shared();
    let mut calls = calls();
    for (name, (_, operation)) in operations() {
        let calls = calls.remove(name.as_str()).unwrap_or_default();
        let answers: Vec<Answer> = calls.iter().map(|call| answer(api, call)).collect();
        for media_type in operation["responses"]["200"]["content"].as_object().unwrap().keys() {
            let given = answers.iter().any(|a| a.status == 200 && a.media_type() == Some(media_type));
            assert!(given, "{name}: {media_type} is documented and was never answered");
        }
    }
}

#[test]
fn head_is_get_without_the_body_on_every_operation() {
    let api = TestApi::shared();
    let mut all = calls();
    for name in operations().into_keys() {
        let calls = all.remove(name.as_str()).unwrap_or_else(|| panic!("no call exercises {name}"));
        for call in calls.iter().filter(|call| call.method == "GET") {
            if !call.headers.iter().any(|(name, _)| *name == "content-length") {
                api.head_is_get(&call.path, &call.headers);
            }
        }
    }
}

#[test]
fn a_member_that_is_not_documented_is_a_fault_however_deep() {
    let page = TestApi::shared().get("/v1/clauses").json();
    let schema = json!({"$ref": "#/components/schemas/Page_PublishedClause"});
    assert_eq!(faults(&schema, &page), Vec::<String>::new());
    for place in
        ["", "/meta", "/items/0", "/items/0/fragments/0", "/items/0/penalty", "/items/0/parameters/0/legal_floor"]
    {
        let mut spoilt = page.clone();
        spoilt.pointer_mut(place).unwrap()["inconnu"] = 1.into();
        assert_ne!(faults(&schema, &spoilt), Vec::<String>::new(), "{place}/inconnu was not seen");
    }
    for (place, wrong) in
        [("/total", json!("6")), ("/items/0/status", json!("parti")), ("/items/0/created_on", json!("hier"))]
    {
        let mut spoilt = page.clone();
        *spoilt.pointer_mut(place).unwrap() = wrong;
        assert_ne!(faults(&schema, &spoilt), Vec::<String>::new(), "{place} was not seen");
    }
}

#[test]
fn the_document_promises_no_validator_of_what_is_never_kept() {
    let document: Value = serde_json::from_str(&api::http::openapi::rendered().unwrap().0).unwrap();
    for path in ["/healthz", "/readyz"] {
        let responses = &document["paths"][path]["get"]["responses"];
        assert_eq!(responses["304"], Value::Null, "{path} never answers 304");
        assert_eq!(responses["200"]["headers"]["ETag"], Value::Null, "{path} has no ETag");
    }
}

#[test]
fn a_yaml_reader_of_version_1_1_reads_texts_as_texts() {
    let (_, yaml) = api::http::openapi::rendered().unwrap();
    let flags = ["- yes", "- no", "- on", "- off", "- y", "- n"];
    let bare: Vec<_> = yaml.lines().map(str::trim).filter(|line| flags.contains(line)).collect();
    assert!(bare.is_empty(), "{bare:?} are flags to YAML 1.1, which PyYAML and Ruby read");
}
