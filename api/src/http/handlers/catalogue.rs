//! The catalogue for harvesters, in its forms, and the page of each data set.

use std::sync::Arc;

use actix_web::{
    HttpResponse, get,
    web::{self, Path},
};
use serde_json::{Value, json};
use strum::IntoEnumIterator as _;

use super::pages::{escaped, page};
use crate::{
    http::{
        answer::{Answer, JSON},
        ask::Ask,
        params::Nothing,
        problem::{Problem, unexpected},
        views::LICENSE_URL,
    },
    service::{
        catalogue::{GraphFormat, KEYWORDS, SUBJECTS, Subject, catalogue, files, first_day, instant},
        snapshot::Publication,
    },
};

const DATASET: &str = include_str!("dataset.html");

/// The catalogue in the form that the caller accepts; always here, for harvesters follow no redirect.
#[get("/catalog")]
pub async fn any(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let offered: Vec<GraphFormat> = GraphFormat::iter().collect();
    let names: Vec<&str> = offered.iter().map(|format| format.media_type()).collect();
    let wanted = ask.preferred(&names)?;
    let format = offered.into_iter().find(|format| format.media_type() == wanted).unwrap_or(GraphFormat::JsonLd);
    graph(&ask, format).await
}

/// The catalogue as JSON-LD.
#[get("/catalog.jsonld")]
pub async fn json_ld(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    graph(&ask, GraphFormat::JsonLd).await
}

/// The catalogue as Turtle.
#[get("/catalog.ttl")]
pub async fn turtle(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    graph(&ask, GraphFormat::Turtle).await
}

/// The catalogue as RDF/XML.
#[get("/catalog.rdf")]
pub async fn rdf_xml(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    graph(&ask, GraphFormat::RdfXml).await
}

/// Sizes are those of rendered files, which takes time: off the worker.
async fn graph(ask: &Ask<Nothing, Nothing>, format: GraphFormat) -> Result<Answer, Problem> {
    let (publication, base) = (Arc::clone(ask.snapshot.publication()), ask.base.clone());
    let bytes = web::block(move || catalogue(&publication, &base).serialise(format)).await;
    let bytes = bytes.map_err(|error| unexpected(&error))?.map_err(|error| unexpected(&error))?;
    let others = GraphFormat::iter().filter(|other| *other != format);
    let address = |format: GraphFormat| format!("{}/catalog.{}", ask.base, format.extension());
    let answer = Answer::new(format.media_type(), bytes).link(&address(format), "canonical");
    Ok(others.fold(answer, |answer, other| {
        let media_type = other.media_type().split(';').next().unwrap_or_default();
        answer.alternate(&address(other), media_type)
    }))
}

/// The catalogue as Project Open Data has it (DCAT-US 1.1, <https://resources.data.gov/resources/dcat-us/>).
#[get("/data.json")]
pub async fn data_json(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let (publication, base) = (Arc::clone(ask.snapshot.publication()), ask.base.clone());
    let bytes = web::block(move || serde_json::to_vec(&project_open_data(&publication, &base))).await;
    let bytes = bytes.map_err(|error| unexpected(&error))?.map_err(|error| unexpected(&error))?;
    Ok(Answer::new(JSON, bytes))
}

fn project_open_data(publication: &Publication, base: &str) -> Value {
    let described = |subject: &Subject| {
        let address = format!("{base}/datasets/{}", subject.name());
        let distributions: Vec<Value> = files(publication, subject)
            .map(|file| {
                json!({
                    "@type": "dcat:Distribution",
                    "title": file.name,
                    "downloadURL": format!("{base}/v1/dumps/{}", file.name),
                    "mediaType": file.format.media_type().split(';').next(),
                    "format": file.format.extension(),
                })
            })
            .collect();
        json!({
            "@type": "dcat:Dataset",
            "identifier": address,
            "title": subject.title,
            "description": subject.description,
            "keyword": KEYWORDS.iter().chain(subject.keywords).collect::<Vec<_>>(),
            "modified": instant(publication.revision().changed_at),
            "issued": first_day(publication),
            "publisher": {"@type": "org:Organization", "name": "La clause verte"},
            "contactPoint": {"@type": "vcard:Contact", "fn": "La clause verte", "hasURL": format!("{base}/")},
            "accessLevel": "public",
            "license": LICENSE_URL,
            "language": ["fr"],
            "spatial": "France",
            "accrualPeriodicity": "irregular",
            "landingPage": address,
            "distribution": distributions,
        })
    };
    json!({
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@id": format!("{base}/data.json"),
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
        "dataset": SUBJECTS.iter().map(described).collect::<Vec<_>>(),
    })
}

/// A data set as schema.org describes it, for search engines; inside a page, so nothing in it may close the element.
pub fn schema_org(publication: &Publication, subject: &Subject, base: &str) -> String {
    let distributions: Vec<Value> = files(publication, subject)
        .map(|file| {
            json!({
                "@type": "DataDownload",
                "name": file.name,
                "encodingFormat": file.format.media_type().split(';').next(),
                "contentUrl": format!("{base}/v1/dumps/{}", file.name),
            })
        })
        .collect();
    let address = format!("{base}/datasets/{}", subject.name());
    let described = json!({
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "identifier": address,
        "name": subject.title,
        "description": subject.description,
        "keywords": KEYWORDS.iter().chain(subject.keywords).collect::<Vec<_>>(),
        "license": LICENSE_URL,
        "creator": {"@type": "Organization", "name": "La clause verte", "url": format!("{base}/")},
        "isAccessibleForFree": true,
        "inLanguage": "fr",
        "spatialCoverage": "France",
        "temporalCoverage": format!("{}/..", first_day(publication)),
        "dateModified": instant(publication.revision().changed_at),
        "version": publication.fingerprint().as_str()[..16],
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "La clause verte", "url": format!("{base}/catalog")},
        "distribution": distributions,
    });
    described.to_string().replace('<', "\\u003c")
}

/// The page of a data set, in French.
#[get("/datasets/{name}")]
pub async fn dataset(ask: Ask<Nothing, Nothing>, path: Path<String>) -> Result<HttpResponse, Problem> {
    let names = SUBJECTS.iter().map(Subject::name);
    let subject = Subject::named(&path).ok_or_else(|| Problem::not_found("datasets", &path, names))?;
    let publication = ask.snapshot.publication();
    let file = |name: &str| {
        let (url, name) = (format!("{}/v1/dumps/{name}", ask.base), escaped(name));
        format!("<li><a href=\"{}\">{name}</a></li>\n", escaped(&url))
    };
    let listed: String = files(publication, subject).map(|dump| file(&dump.name)).collect();
    let html = DATASET
        .replace("{{title}}", &escaped(subject.title))
        .replace("{{description}}", &escaped(subject.description))
        .replace("{{files}}", &listed)
        .replace("{{changed_on}}", &publication.revision().changed_at.format("%d/%m/%Y").to_string())
        .replace("{{json_ld}}", &schema_org(publication, subject, &ask.base));
    Ok(page(html))
}
