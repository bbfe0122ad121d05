//! The service document, the enumerations, health, and the OpenAPI document.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, http::header, web::Data};
use domain::enumeration::enumerations;

use crate::{
    http::{
        answer::{Answer, CachePolicy, JSON},
        ask::Ask,
        feed, metrics,
        params::Nothing,
        problem::{Problem, ProblemDocument, ProblemKind, unexpected},
        state::{BUILD, State},
        views::{
            CONTENTS_LICENSE, CONTENTS_LICENSE_URL, CollectionLink, EnumerationList, Health, LICENSE, LICENSE_URL,
            Meta, Readiness, ReadinessStatus, ServiceDocument,
        },
    },
    service::ATTRIBUTION,
};

/// Describe the service
///
/// What there is, under which licence, and where.
#[utoipa::path(tag = "service", responses((status = 200, description = "The service", body = ServiceDocument)))]
#[get("")]
pub async fn get_service(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let base = &ask.base;
    let listed = |(resource, count): (domain::Resource, usize)| {
        // Versions are listed under their clause.
        let listed = resource != domain::Resource::ClauseVersions;
        let name = resource.name().to_owned();
        listed.then(|| CollectionLink { url: format!("{base}/v1/{name}"), name, count: count as u64 })
    };
    let links = [
        ("guidance", "/v1/guidance?cpv=39130000"),
        ("search", "/v1/search?q=mobilier"),
        ("suggest", "/v1/suggest?q=mobil"),
        ("enumerations", "/v1/enumerations"),
        ("dumps", "/v1/dumps"),
        ("catalog", "/catalog.jsonld"),
        ("datapackage", "/v1/datapackage.json"),
        ("schemas", "/v1/schemas"),
        ("revisions", "/v1/revisions"),
        ("feed", feed::CLAUSES),
        ("openapi_json", "/openapi.json"),
        ("openapi_yaml", "/openapi.yaml"),
        ("docs", "/docs/"),
        ("readiness", "/readyz"),
    ];
    ask.json(&ServiceDocument {
        title: "La clause verte".to_owned(),
        description: "Environmental clauses for French public procurement, ready to use, under ODbL.".to_owned(),
        version: BUILD.to_owned(),
        revision: ask.snapshot.revision().number,
        changed_at: ask.snapshot.revision().changed_at,
        fingerprint: ask.snapshot.fingerprint().to_string(),
        license: LICENSE.to_owned(),
        license_url: LICENSE_URL.to_owned(),
        contents_license: CONTENTS_LICENSE.to_owned(),
        contents_license_url: CONTENTS_LICENSE_URL.to_owned(),
        attribution: ATTRIBUTION.to_owned(),
        disclaimer: "Aide à la rédaction, ne vaut pas avis juridique.".to_owned(),
        collections: ask.snapshot.counts().filter_map(listed).collect(),
        links: links
            .map(|(name, path)| (name.to_owned(), format!("{base}{path}")))
            .into_iter()
            .chain([("changes".to_owned(), format!("{base}/v1/changes?since={}", ask.snapshot.revision().number))])
            .collect::<BTreeMap<_, _>>(),
    })
}

/// List the enumerations
///
/// Every closed list of values, with its French labels and meanings. Lists may grow within `v1`.
#[utoipa::path(tag = "enumerations", responses((status = 200, description = "The lists", body = EnumerationList)))]
#[get("/enumerations")]
pub async fn list_enumerations(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let items = enumerations();
    ask.json(&EnumerationList { total: items.len() as u64, items, meta: Meta::of(&ask.snapshot, Vec::new()) })
}

/// Say whether the server runs
#[utoipa::path(tag = "service", responses((status = 200, description = "It runs", body = Health)))]
#[get("/healthz")]
pub async fn get_health(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    Ok(ask.json(&Health { status: "ok".to_owned() })?.kept(CachePolicy::NoStore))
}

/// Say what the server serves
///
/// `degraded` when the database holds a revision that cannot be served, or cannot be read: the previous revision stays.
/// `503` once the server was told to stop: it answers what comes, and others should be asked.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "It serves", body = Readiness),
        (status = 503, description = "It is about to stop", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
#[get("/readyz")]
pub async fn get_readiness(ask: Ask<Nothing, Nothing>, state: Data<State>) -> Result<Answer, Problem> {
    if state.settings.stopping.has_begun() {
        return Err(Problem::new(ProblemKind::Unavailable, "the server was told to stop: ask another"));
    }
    let trouble = state.live.trouble();
    let status = if trouble.is_none() { ReadinessStatus::Ready } else { ReadinessStatus::Degraded };
    let revision = ask.snapshot.revision();
    let readiness = Readiness {
        status,
        revision: revision.number,
        changed_at: revision.changed_at,
        database: state.live.vitals().database,
        refused_revision: trouble.as_ref().and_then(|trouble| trouble.revision),
        detail: trouble.map(|trouble| trouble.detail),
    };
    Ok(ask.json(&readiness)?.kept(CachePolicy::NoStore))
}

/// What Prometheus reads.
#[get("/metrics")]
pub async fn get_metrics(state: Data<State>) -> Result<Answer, Problem> {
    let text = state.metrics.render(&state.live).map_err(|error| unexpected(&error))?;
    Ok(Answer::new(metrics::MEDIA_TYPE, text).kept(CachePolicy::NoStore))
}

/// The OpenAPI document as JSON.
#[get("/openapi.json")]
pub async fn openapi_json(state: Data<State>) -> Answer {
    Answer::new(JSON, state.openapi.0.clone())
}

/// The OpenAPI document as YAML.
#[get("/openapi.yaml")]
pub async fn openapi_yaml(state: Data<State>) -> Answer {
    Answer::new("application/yaml; charset=utf-8", state.openapi.1.clone())
}

/// The docs have their own folder, so that their files are found.
#[get("/docs")]
pub async fn docs(ask: Ask<Nothing, Nothing>) -> HttpResponse {
    HttpResponse::Found().insert_header((header::LOCATION, format!("{}/docs/", ask.base))).finish()
}
