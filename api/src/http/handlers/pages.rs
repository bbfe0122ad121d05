//! Pages for people: the entrance, in French, and the explanations of problems, in English.

use actix_web::{HttpResponse, get, http::header, web::Path};
use strum::IntoEnumIterator as _;

use super::catalogue::schema_org;
use crate::{
    http::{
        ask::Ask,
        params::Nothing,
        problem::{Problem, ProblemKind},
    },
    service::catalogue::SUBJECTS,
};

/// Neither scripts nor frames: a page of text.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HOME: &str = include_str!("home.html");
const PROBLEM: &str = include_str!("problem.html");

/// A page, as sent.
pub(super) fn page(html: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .insert_header((header::CACHE_CONTROL, "public, max-age=60"))
        .body(html)
}

/// A number as French writes it: `1 234`.
fn french(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    groups.iter().map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join("\u{202f}")
}

/// The entrance.
#[get("/")]
pub async fn home(ask: Ask<Nothing, Nothing>) -> Result<HttpResponse, Problem> {
    let mut html = HOME.replace("{{base}}", &ask.base);
    for (resource, count) in ask.snapshot.counts() {
        html = html.replace(&format!("{{{{{}}}}}", resource.name()), &french(count));
    }
    let revision = ask.snapshot.revision();
    let described = schema_org(ask.snapshot.publication(), &SUBJECTS[0], &ask.base);
    html = html.replace("{{json_ld}}", &described);
    html = html.replace("{{revision}}", &revision.number.to_string());
    Ok(page(html.replace("{{changed_on}}", &revision.changed_at.format("%d/%m/%Y").to_string())))
}

/// What a kind of problem means and what to do.
#[get("/problems/{kind}")]
pub async fn problem(path: Path<String>) -> Result<HttpResponse, Problem> {
    let kind = ProblemKind::iter().find(|kind| kind.slug() == *path);
    let slugs: Vec<&str> = ProblemKind::iter().map(ProblemKind::slug).collect();
    let kind = kind.ok_or_else(|| Problem::not_found("problems", &path, slugs.into_iter()))?;
    let html = PROBLEM
        .replace("{{status}}", kind.status().as_str())
        .replace("{{title}}", kind.title())
        .replace("{{slug}}", kind.slug())
        .replace("{{explanation}}", &marked_up(kind.explanation()));
    Ok(page(html))
}

/// `text` inside HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Back quotes as code.
fn marked_up(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(rank, part)| if rank % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([french(7), french(1234), french(1_000_000)], ["7", "1\u{202f}234", "1\u{202f}000\u{202f}000"]);
    }
}
