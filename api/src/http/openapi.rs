//! The OpenAPI document: what the handlers say, completed with what is true of all of them.

use actix_web::App;
use domain::{Resource, facet::facets};
use serde_json::{Value, json};
use utoipa::{OpenApi as _, ToSchema as _, openapi::schema::ComponentsBuilder};

use super::{problem::ProblemDocument, routes, state::BUILD, views::SparseRecord};
use crate::service::{schema::open_records, snapshot::Snapshot};

const DESCRIPTION: &str = "\
Environmental clauses for French public procurement: ready-to-use texts by purchase segment, labels, legal references, \
legal shares and documented purchases. Reading needs no key and no account.

The database is under ODbL 1.0, its contents under DbCL 1.0: a clause pasted into a contract carries no obligation. \
Texts are models to adapt: *aide à la rédaction, ne vaut pas avis juridique*.

Within `v1`, fields may be added, never renamed, removed or changed in meaning; enumerations may grow; cursors are \
opaque; orders are total; ids are never reused.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "La clause verte", license(name = "ODbL-1.0", identifier = "ODbL-1.0")),
    tags(
        (name = "guidance", description = "From a CPV code: duties in force, a short proposal of clauses, and what stands behind it."),
        (name = "search", description = "Full text in French, completions, and the words of the trade."),
        (name = "clauses", description = "Clauses: a whole packet of texts, values to set, proofs, follow-up, penalty and scoring."),
        (name = "segments", description = "Purchase segments: a tree, joined to CPV codes."),
        (name = "themes", description = "Environmental themes."),
        (name = "labels", description = "Labels and certifications that can serve as proof."),
        (name = "legal-references", description = "Legal texts, with the dates between which they apply."),
        (name = "targets", description = "Shares that the law sets to the yearly purchases of a buyer."),
        (name = "organisations", description = "Networks, contributors and interested bodies."),
        (name = "experience-reports", description = "Documented purchases, each with its public source."),
        (name = "cpv", description = "Codes of the Common Procurement Vocabulary, with what fits them."),
        (name = "enumerations", description = "Closed lists of values, with French labels."),
        (name = "dumps", description = "Everything, as files."),
        (name = "history", description = "Revisions, their files, and what changed between them."),
        (name = "feeds", description = "The life of clauses, to be followed in a feed reader."),
        (name = "service", description = "What the service is, and how it is.")
    )
)]
struct Base;

/// The OpenAPI document of this program.
///
/// # Errors
/// A document that JSON cannot express: a fault of the program, seen by its tests.
pub fn document() -> Result<Value, serde_json::Error> {
    let (_, generated) = routes::documented(App::new());
    let mut document = Base::openapi();
    document.merge(generated);
    BUILD.clone_into(&mut document.info.version);
    document.info.description = Some(DESCRIPTION.to_owned());
    let (mut names, mut schemas) = (Vec::new(), Vec::new());
    ProblemDocument::schemas(&mut schemas);
    names.push((ProblemDocument::name().into_owned(), <ProblemDocument as utoipa::PartialSchema>::schema()));
    names.push((SparseRecord::name().into_owned(), <SparseRecord as utoipa::PartialSchema>::schema()));
    let components = ComponentsBuilder::from(document.components.take().unwrap_or_default());
    document.components = Some(components.schemas_from_iter(names.into_iter().chain(schemas)).build());
    Ok(complete(serde_json::to_value(&document)?))
}

/// Items of lists that YAML 1.1 takes for flags.
const FLAGS: [&str; 6] = ["- yes", "- no", "- on", "- off", "- y", "- n"];

/// The document as JSON and as YAML.
///
/// # Errors
/// A document that cannot be written: a fault of the program, seen by its tests.
pub fn rendered() -> Result<(String, String), Box<dyn std::error::Error>> {
    let document = document()?;
    Ok((format!("{document:#}\n"), texts_quoted(&yaml_serde::to_string(&document)?)))
}

/// Days and flags in quotes: YAML 1.1 readers, of which there are many, do not take them for texts.
fn texts_quoted(yaml: &str) -> String {
    let day = |text: &&str| text.parse::<chrono::NaiveDate>().is_ok();
    let quoted = |line: &str| match line.split_once(": ") {
        Some((name, value)) if day(&value) => format!("{name}: '{value}'\n"),
        _ if FLAGS.contains(&line.trim()) => format!("{}\n", line.replace("- ", "- '") + "'"),
        _ => format!("{line}\n"),
    };
    yaml.lines().map(quoted).collect()
}

/// Adds what every operation shares, so that no handler repeats it.
fn complete(mut value: Value) -> Value {
    open_records(&mut value["components"]["schemas"]);
    for (path, item) in value["paths"].as_object_mut().into_iter().flatten() {
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
                // A list without anything to count has no such parameter.
                parameters.retain(|parameter| parameter["name"] != "facets" || !facets(listed(path)).is_empty());
                for parameter in parameters {
                    complete_parameter(path, parameter);
                }
            }
            let parametric = path.contains('{');
            add_responses(operation, parametric);
            if path.ends_with("/dumps/{file}") {
                describe_files(&mut operation["responses"]);
            }
            if NEVER_KEPT.contains(&path.as_str()) {
                forget_validators(&mut operation["responses"]);
            }
        }
    }
    name_records(&mut value["components"]["schemas"]);
    name_sparse_pages(&mut value);
    value
}

/// Lists in queries are separated by commas; names that depend on the path are filled in.
fn complete_parameter(path: &str, parameter: &mut Value) {
    let (name, schema) = (parameter["name"].clone(), &mut parameter["schema"]);
    // A parameter is absent rather than null.
    let types: Vec<Value> =
        schema["type"].as_array().into_iter().flatten().filter(|t| **t != "null").cloned().collect();
    if let [only] = types.as_slice() {
        schema["type"] = only.clone();
    }
    if name == "fields" {
        schema["items"]["enum"] = Snapshot::fields(listed(path)).into();
    }
    if name == "facets" {
        schema["items"]["enum"] = facets(listed(path)).iter().map(|facet| facet.name).collect();
    }
    if name == "id" || name == "clause" && path.starts_with("/v1/feeds/") {
        schema["items"]["pattern"] = json!("^[A-Za-z0-9@-]{1,100}$");
    }
    if schema["type"] == "array" {
        schema["minItems"] = json!(1);
        schema["maxItems"] = json!(200);
        parameter["style"] = json!("form");
        parameter["explode"] = json!(false);
    }
    if name == "key" && parameter.get("example").is_none() {
        parameter["example"] = example_key(path).into();
    }
}

/// The resource that the list at `path` holds.
fn listed(path: &str) -> Resource {
    let last = path.rsplit('/').find(|segment| !segment.starts_with('{')).unwrap_or_default();
    let name = last.split('.').next().unwrap_or_default();
    if name == "versions" { Resource::ClauseVersions } else { name.parse().unwrap_or(Resource::Clauses) }
}

/// A record of the bundled catalogue that can be asked for at `path`.
fn example_key(path: &str) -> &'static str {
    match path.split('/').nth(2).unwrap_or_default() {
        "segments" => "mobilier",
        "themes" => "climat-carbone",
        "labels" => "eu-ecolabel",
        "legal-references" => "ccp-l2112-2",
        "targets" => "agec58-02-it-telephonie-reemploi",
        "organisations" => "la-clause-verte",
        "synonyms" => "vehicule-electrique",
        "experience-reports" => "champigny-ordinateurs-reconditionnes",
        _ => "LCV-0001",
    }
}

fn add_responses(operation: &mut Value, parametric: bool) {
    let list = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        .as_str()
        .is_some_and(|name| name.contains("/Page_"));
    if list {
        let content = &mut operation["responses"]["200"]["content"];
        content["text/csv"] = json!({"schema": {"type": "string"}});
        content["application/x-ndjson"] = json!({"schema": {"type": "string"}});
    }
    let kept = json!({
        "ETag": header("Validator of the answer"),
        "Last-Modified": header("When the data last changed"),
        "Cache-Control": header("How long the answer may be kept"),
        "Data-Revision": header("Revision of the data that the answer shows"),
        "Link": header("Licence, description and, for lists, other pages and forms (RFC 8288)"),
        "Vary": header("What the answer depends on"),
    });
    let responses = &mut operation["responses"];
    for status in ["200", "206"] {
        if let Some(response) = responses.get_mut(status) {
            response["headers"] = kept.clone();
        }
    }
    responses["304"] = json!({"description": "What the caller holds is still true", "headers": kept});
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        })
    };
    let takes_parameters = takes_queries(operation);
    let responses = &mut operation["responses"];
    responses["400"] = problem("A parameter is unknown or cannot be read");
    if parametric || takes_parameters {
        responses["404"] = problem("Something that was named does not exist");
    }
    responses["405"] = problem("Only GET, HEAD and OPTIONS are offered");
    responses["405"]["headers"] = json!({"Allow": header("The methods that are offered")});
    responses["406"] = problem("None of the forms that the caller accepts is offered");
    responses["413"] = problem("The request body is too large");
    responses["414"] = problem("The address is too long");
    responses["500"] = problem("The server failed");
    responses["503"] = problem("The server cannot do it now");
    responses["503"]["headers"] = json!({"Retry-After": header("Seconds after which to try again")});
}

/// What files carry besides.
fn describe_files(responses: &mut Value) {
    for status in ["200", "206"] {
        let headers = &mut responses[status]["headers"];
        headers["Accept-Ranges"] = header("`bytes`: parts of the file may be asked for");
        headers["Content-Disposition"] = header("Name under which to save the file");
        headers["Repr-Digest"] = header("SHA-256 of the whole representation (RFC 9530)");
    }
    responses["206"]["headers"]["Content-Range"] = header("Which part of the file this is, and of how many bytes");
    responses["416"]["headers"] = json!({"Content-Range": header("Length of the file")});
}

/// A header, as OpenAPI describes it.
fn header(description: &str) -> Value {
    json!({"description": description, "schema": {"type": "string"}})
}

/// Paths whose answers are of the moment.
const NEVER_KEPT: [&str; 2] = ["/healthz", "/readyz"];

fn forget_validators(responses: &mut Value) {
    if let Some(responses) = responses.as_object_mut() {
        responses.shift_remove("304");
    }
    if let Some(headers) = responses["200"]["headers"].as_object_mut() {
        headers.shift_remove("ETag");
        headers.shift_remove("Last-Modified");
    }
}

fn takes_queries(operation: &Value) -> bool {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    parameters.into_iter().flatten().any(|parameter| parameter["in"] == "query")
}

/// Pages name their records instead of spelling them out, so that generators make one type of each.
fn name_records(schemas: &mut Value) {
    for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
        if let Some(record) = name.strip_prefix("Page_") {
            schema["properties"]["items"]["items"] = json!({"$ref": format!("#/components/schemas/{record}")});
        }
    }
}

/// With `fields`, the records of a page hold only the members that were named.
fn name_sparse_pages(document: &mut Value) {
    let Some(page) = document["components"]["schemas"]
        .as_object()
        .and_then(|schemas| schemas.iter().find(|(name, _)| name.starts_with("Page_")))
        .map(|(_, page)| page.clone())
    else {
        return;
    };
    let mut sparse = page;
    sparse["description"] = json!("One page of records of which only the members named in `fields` are given.");
    sparse["properties"]["items"] = json!({
        "type": "array",
        "description": "The records.",
        "items": {"$ref": "#/components/schemas/SparseRecord"},
    });
    document["components"]["schemas"]["SparsePage"] = sparse;
    for item in document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut()) {
        // Indexing would give this form to the operations that do not have it.
        let schema = item.pointer_mut("/get/responses/200/content/application~1json/schema");
        let Some(schema) = schema else { continue };
        if schema["$ref"].as_str().is_some_and(|name| name.contains("/Page_")) {
            *schema = json!({"anyOf": [schema, {"$ref": "#/components/schemas/SparsePage"}]});
        }
    }
}
