//! What crawlers, programs and assistants look for first.

use std::fmt::Write as _;

use actix_web::{get, web::Path};
use domain::Resource;
use quick_xml::escape::escape;
use serde_json::json;

use crate::{
    http::{
        answer::Answer,
        ask::Ask,
        params::Nothing,
        problem::{Problem, ProblemKind},
        views::LICENSE_URL,
    },
    service::{catalogue::SUBJECTS, snapshot::Snapshot},
};

const LLMS: &str = include_str!("llms.txt");
const XML: &str = "application/xml; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const LINKSET: &str = "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"";
/// Most addresses of one sitemap (<https://www.sitemaps.org/protocol.html>).
const ADDRESSES: usize = 50_000;

/// Everything may be read by everybody.
#[get("/robots.txt")]
pub async fn robots(ask: Ask<Nothing, Nothing>) -> Answer {
    Answer::new(TEXT, format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", ask.base))
}

/// A guide for assistants (<https://llmstxt.org>).
#[get("/llms.txt")]
pub async fn llms(ask: Ask<Nothing, Nothing>) -> Answer {
    Answer::new("text/markdown; charset=utf-8", LLMS.replace("{{base}}", &ask.base))
}

/// Where the API is described (RFC 9727, RFC 9264).
#[get("/.well-known/api-catalog")]
pub async fn api_catalog(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let at = |path: &str| format!("{}{path}", ask.base);
    let linkset = json!({"linkset": [{
        "anchor": at("/v1"),
        "service-desc": [
            {"href": at("/openapi.json"), "type": "application/vnd.oai.openapi+json"},
            {"href": at("/openapi.yaml"), "type": "application/vnd.oai.openapi"},
        ],
        "service-doc": [{"href": at("/docs/"), "type": "text/html"}, {"href": at("/llms.txt"), "type": "text/markdown"}],
        "service-meta": [{"href": at("/catalog.jsonld"), "type": "application/ld+json"}],
        "status": [{"href": at("/readyz"), "type": "application/json"}],
        "license": [{"href": LICENSE_URL}],
    }]});
    let answer = Answer::new(LINKSET, linkset.to_string());
    Ok(answer.link(&at("/.well-known/api-catalog"), "api-catalog"))
}

/// The pages and the records, or the sitemaps that hold them when they are too many for one.
#[get("/sitemap.xml")]
pub async fn sitemap(ask: Ask<Nothing, Nothing>) -> Answer {
    let addresses = addresses(&ask.snapshot, &ask.base);
    if addresses.len() <= ADDRESSES {
        return Answer::new(XML, urls(&ask.snapshot, &addresses));
    }
    let mut xml = head("sitemapindex");
    for number in 1..=addresses.len().div_ceil(ADDRESSES) {
        // Writing to a `String` cannot fail.
        let _ = write!(xml, "<sitemap><loc>{}</loc></sitemap>", escape(format!("{}/sitemap-{number}.xml", ask.base)));
    }
    Answer::new(XML, xml + "</sitemapindex>")
}

/// One of several sitemaps.
#[get("/sitemap-{number}.xml")]
pub async fn part_of_sitemap(ask: Ask<Nothing, Nothing>, path: Path<String>) -> Result<Answer, Problem> {
    let addresses = addresses(&ask.snapshot, &ask.base);
    let number = path.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let part = number.and_then(|number| addresses.chunks(ADDRESSES).nth(number));
    let part = part.ok_or_else(|| Problem::new(ProblemKind::NotFound, "there is no such sitemap"))?;
    Ok(Answer::new(XML, urls(&ask.snapshot, part)))
}

fn head(element: &str) -> String {
    let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"{namespace}\">")
}

fn urls(snapshot: &Snapshot, addresses: &[String]) -> String {
    let changed_on = snapshot.revision().changed_at.date_naive();
    let mut xml = head("urlset");
    for address in addresses {
        // Writing to a `String` cannot fail.
        let _ = write!(xml, "<url><loc>{}</loc><lastmod>{changed_on}</lastmod></url>", escape(address.as_str()));
    }
    xml + "</urlset>"
}

/// Pages first, then every record that has an address of its own.
fn addresses(snapshot: &Snapshot, base: &str) -> Vec<String> {
    let pages = ["/", "/docs/", "/catalog.jsonld"].map(|path| format!("{base}{path}"));
    let datasets = SUBJECTS.iter().map(|subject| format!("{base}/datasets/{}", subject.name()));
    let resources = [
        Resource::Clauses,
        Resource::Segments,
        Resource::Themes,
        Resource::Labels,
        Resource::LegalReferences,
        Resource::Targets,
        Resource::Organisations,
        Resource::ExperienceReports,
    ];
    let records = resources.into_iter().flat_map(|resource| {
        let collection = snapshot.collection(resource);
        collection
            .all()
            .into_iter()
            .map(move |place| format!("{base}/v1/{}/{}", resource.name(), collection.name_of(place)))
    });
    pages.into_iter().chain(datasets).chain(records).collect()
}
