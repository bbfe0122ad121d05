//! The gate that every request passes: limits, methods, the pinned snapshot, remembered answers, validators, headers.

use std::{
    sync::Arc,
    time::{Instant, SystemTime},
};

use actix_web::{
    Error, HttpMessage as _, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody, SizedStream},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType, Method, StatusCode, Uri,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use bytes::Bytes;
use futures_util::stream;

use super::{
    answer::{Answer, Body, CachePolicy},
    deprecation::{self, DEPRECATED},
    negotiate,
    problem::{self, Problem, ProblemKind},
    state::{BUILD, Pinned, State, text_header, today},
};
use domain::value::ContentHash;

use crate::service::dump::Encoding;

/// Longest path and query that are read, in bytes.
const URI_BYTES: usize = 32_768;
/// Largest body that a request may announce, in bytes: nothing here reads one.
const CONTENT_BYTES: u64 = 65_536;
/// Below this size compressing makes answers no smaller on the wire.
const COMPRESSED_BYTES: usize = 860;
/// Revision of the data that an answer shows.
pub const REVISION: HeaderName = HeaderName::from_static("data-revision");
/// The methods that every address answers.
pub const METHODS: &str = "GET, HEAD, OPTIONS";

/// An answer as it was sent, to be sent again.
#[derive(Debug)]
pub struct Remembered {
    /// Every header but those of the connection.
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Its validator; none for what is of the moment and never confirmed.
    etag: Option<String>,
    /// When the data last changed, as HTTP says it.
    last_modified: SystemTime,
    /// The bytes, compressed as the key of the answer says.
    pub body: Bytes,
}

/// The gate.
pub async fn gate(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    let Some(state) = request.app_data::<Data<State>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body().map_into_left_body());
    };
    let host = text_header(request.headers(), &header::HOST).map(str::to_owned);
    let base = state.base(host.as_deref()).into_owned();
    if request.method() == Method::OPTIONS {
        return Ok(request.into_response(preflight()).map_into_left_body());
    }
    let begun = Instant::now();
    without_trailing_slash(&mut request);
    let going = deprecation::headers(DEPRECATED, || request.match_pattern(), &base);
    let mut response = answered(request, next, &state, base).await?;
    state.metrics.count(response.request().path(), response.status(), begun.elapsed());
    if state.settings.stopping.has_begun() {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    // Appended, not inserted: an answer has links of its own.
    for (name, value) in going {
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

/// What is answered, before it is told that the route will go.
async fn answered(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    state: &State,
    base: String,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    if let Some(problem) = refused(&request) {
        let response = problem_response(&problem, &base, request.uri());
        return Ok(request.into_response(response).map_into_left_body());
    }

    // actix answers HEAD on no `get` route; the connection leaves the body out by itself.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let snapshot = state.live.pin();
    let encoding = negotiate::encoding(text_header(request.headers(), &header::ACCEPT_ENCODING));
    let pinned = Pinned { snapshot, base, today: today() };
    let key = key(&request, &pinned, encoding);
    if let Some(answer) = state.answers.get(&key) {
        let response = send(&answer, request.headers());
        return Ok(request.into_response(response).map_into_left_body());
    }

    request.extensions_mut().insert(pinned.clone());
    let (inner, mut response) = next.call(request).await?.into_parts();
    if let Some(answer) = response.extensions_mut().remove::<Answer>() {
        let response = finish(answer, state, &pinned, encoding, key, inner.headers());
        return Ok(ServiceResponse::new(inner, response).map_into_left_body());
    }
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let response = problem_response(&problem, &pinned.base, inner.uri());
        return Ok(ServiceResponse::new(inner, response).map_into_left_body());
    }
    if response.status().is_client_error() || response.status().is_server_error() {
        let problem = of_the_framework(response.status());
        let response = problem_response(&problem, &pinned.base, inner.uri());
        return Ok(ServiceResponse::new(inner, response).map_into_left_body());
    }
    for (name, value) in common() {
        response.headers_mut().insert(name, value);
    }
    Ok(ServiceResponse::new(inner, response.map_into_boxed_body()).map_into_left_body())
}

/// Why a request goes no further.
fn refused(request: &ServiceRequest) -> Option<Problem> {
    let path_and_query = request.uri().path_and_query().map_or(0, |it| it.as_str().len());
    if path_and_query > URI_BYTES {
        let detail = format!("the path and query hold {path_and_query} bytes; at most {URI_BYTES} are read");
        return Some(Problem::new(ProblemKind::UriTooLong, detail));
    }
    let length = text_header(request.headers(), &header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    if let Some(length) = length.filter(|length: &u64| *length > CONTENT_BYTES) {
        let detail = format!("the body holds {length} bytes; at most {CONTENT_BYTES} are read");
        return Some(Problem::new(ProblemKind::ContentTooLarge, detail));
    }
    if *request.method() == Method::GET || *request.method() == Method::HEAD {
        return None;
    }
    if request.match_pattern().is_none() {
        return Some(Problem::new(ProblemKind::NotFound, format!("there is nothing at {}", request.path())));
    }
    let detail = format!("{} is not offered here; {METHODS} are", request.method());
    Some(Problem::new(ProblemKind::MethodNotAllowed, detail))
}

/// `/v1/clauses/` is `/v1/clauses`: the same answer, never a redirect, which harvesters refuse.
fn without_trailing_slash(request: &mut ServiceRequest) {
    let path = request.uri().path();
    if path.len() < 2 || !path.ends_with('/') || path.starts_with("/docs") {
        return;
    }
    let mut trimmed = path.trim_end_matches('/').to_owned();
    if let Some(query) = request.uri().query() {
        trimmed.push('?');
        trimmed.push_str(query);
    }
    if let Ok(uri) = trimmed.parse::<Uri>() {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}

/// What an answer depends on, all of it.
fn key(request: &ServiceRequest, pinned: &Pinned, encoding: Option<Encoding>) -> String {
    let Pinned { snapshot, base, today } = pinned;
    let path_and_query = request.uri().path_and_query().map_or("/", |it| it.as_str());
    let accept = text_header(request.headers(), &header::ACCEPT).unwrap_or_default();
    let revision = snapshot.revision().number;
    let fingerprint = &snapshot.fingerprint().as_str()[..16];
    let encoding = encoding.map_or("", Encoding::token);
    [path_and_query, accept, encoding, base, fingerprint, &revision.to_string(), &today.to_string()].join("\n")
}

/// Adds what every answer about the data carries, compresses it, remembers it and sends it.
fn finish(
    answer: Answer,
    state: &State,
    pinned: &Pinned,
    encoding: Option<Encoding>,
    key: String,
    request: &header::HeaderMap,
) -> HttpResponse {
    let Answer { media_type, body, links, policy } = answer;
    let Pinned { snapshot, base, today } = pinned;
    let changed_at = snapshot.revision().changed_at;
    // What is said of a day changes with it, at midnight in France or, to be sure, an hour and more later.
    let begun = today.and_hms_opt(0, 0, 0).map(|midnight| midnight.and_utc()).filter(|_| policy == CachePolicy::Day);
    let last_modified = SystemTime::from(begun.map_or(changed_at, |begun| begun.max(changed_at)));
    // What never changes has a validator of its own; the rest changes with the revision.
    let content = match &body {
        Body::Whole(bytes) if policy == CachePolicy::Immutable => ContentHash::of(bytes).as_str()[..16].to_owned(),
        // Links in the body begin with the base address.
        _ => {
            let base = ContentHash::of(base.as_bytes());
            let (content, base) = (&snapshot.fingerprint().as_str()[..16], &base.as_str()[..8]);
            let day = if policy == CachePolicy::Day { format!(".{today}") } else { String::new() };
            format!("{content}.{}.{base}{day}", snapshot.revision().number)
        }
    };
    let etag = format!(
        "W/\"{content}-{BUILD}{}\"",
        media_type
            .split([';', '+'])
            .next()
            .and_then(|it| it.rsplit('/').next())
            .map_or(String::new(), |it| format!("-{it}")),
    );
    let links = [links, standing_links(base)].concat().join(", ");
    let mut headers = common();
    let mut add = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.push((name, value));
        }
    };
    add(header::CONTENT_TYPE, media_type);
    add(header::CACHE_CONTROL, policy.header());
    add(header::LINK, &links);
    add(REVISION, &snapshot.revision().number.to_string());
    let etag = (policy != CachePolicy::NoStore).then_some(etag);
    if let Some(etag) = &etag {
        add(header::ETAG, etag);
        add(header::LAST_MODIFIED, &httpdate::fmt_http_date(last_modified));
    }
    match body {
        Body::Parts(parts) => {
            let remembered = Remembered { headers, etag, last_modified, body: Bytes::new() };
            if is_current(&remembered, request) {
                return send(&remembered, request);
            }
            let mut response = HttpResponse::Ok();
            for header in remembered.headers {
                response.insert_header(header);
            }
            let length = parts.iter().map(|part| part.len() as u64).sum();
            response.body(SizedStream::new(length, stream::iter(parts.into_iter().map(Ok::<_, Error>))))
        }
        Body::Whole(bytes) => {
            let encoding = encoding.filter(|_| bytes.len() >= COMPRESSED_BYTES);
            if let Some(encoding) = encoding {
                add(header::CONTENT_ENCODING, encoding.token());
            }
            // A copy: a slice of the snapshot would keep all of it alive after the next one.
            let plain = || Bytes::copy_from_slice(&bytes);
            let body = encoding.map_or_else(plain, |encoding| encoding.compress_quickly(&bytes));
            let remembered = Arc::new(Remembered { headers, etag, last_modified, body });
            if policy != CachePolicy::NoStore {
                state.answers.insert(key, Arc::clone(&remembered));
            }
            send(&remembered, request)
        }
    }
}

/// Sends an answer, or the news that the caller has it already.
fn send(answer: &Remembered, request: &header::HeaderMap) -> HttpResponse {
    let current = is_current(answer, request);
    let mut response = HttpResponse::build(if current { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    for (name, value) in &answer.headers {
        let of_content = *name == header::CONTENT_TYPE || *name == header::CONTENT_ENCODING;
        if !(current && of_content) {
            response.append_header((name.clone(), value.clone()));
        }
    }
    if current { response.finish() } else { response.body(answer.body.clone()) }
}

/// Whether what the caller holds is still true (RFC 9110, section 13.2.2: `If-None-Match` first).
fn is_current(answer: &Remembered, request: &header::HeaderMap) -> bool {
    let Some(etag) = &answer.etag else { return false };
    if let Some(tags) = text_header(request, &header::IF_NONE_MATCH) {
        return matches_etag(tags, etag);
    }
    let since = text_header(request, &header::IF_MODIFIED_SINCE).and_then(|date| httpdate::parse_http_date(date).ok());
    since.is_some_and(|since| answer.last_modified <= since)
}

/// Weak comparison of `tags`, a header, with `etag` (RFC 9110, section 8.8.3.2).
pub fn matches_etag(tags: &str, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.split(',').any(|tag| tag.trim() == "*" || opaque(tag) == opaque(etag))
}

/// The links of every answer about the data.
fn standing_links(base: &str) -> Vec<String> {
    vec![
        "<https://opendatacommons.org/licenses/odbl/1-0/>; rel=\"license\"".to_owned(),
        format!("<{base}/openapi.json>; rel=\"service-desc\"; type=\"application/vnd.oai.openapi+json\""),
        format!("<{base}/docs/>; rel=\"service-doc\"; type=\"text/html\""),
        format!("<{base}/.well-known/api-catalog>; rel=\"api-catalog\""),
    ]
}

/// The headers of every answer: open to every origin, and never guessed at.
pub fn common() -> Vec<(HeaderName, HeaderValue)> {
    vec![
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(
                "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, Data-Revision, Deprecation, ETag, Last-Modified, Link, Repr-Digest, Retry-After, Sunset",
            ),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::VARY, HeaderValue::from_static("Accept, Accept-Encoding")),
    ]
}

/// The answer to OPTIONS: what every origin may do, for a day.
fn preflight() -> HttpResponse<BoxBody> {
    let mut response = HttpResponse::NoContent();
    for header in common() {
        response.insert_header(header);
    }
    response
        .insert_header((header::ALLOW, METHODS))
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "*, Authorization"))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish()
}

/// The problem behind an answer of the framework's own.
fn of_the_framework(status: StatusCode) -> Problem {
    let kind = match status {
        StatusCode::NOT_FOUND => ProblemKind::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ProblemKind::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemKind::ContentTooLarge,
        StatusCode::URI_TOO_LONG => ProblemKind::UriTooLong,
        status if status.is_client_error() => ProblemKind::BadParameter,
        _ => ProblemKind::Internal,
    };
    Problem::new(kind, kind.title())
}

/// A problem document, with the headers of every answer.
fn problem_response(problem: &Problem, base: &str, uri: &Uri) -> HttpResponse<BoxBody> {
    use actix_web::ResponseError as _;
    let instance = uri.path_and_query().map_or("/", |it| it.as_str());
    // What was sent is shown back only as far as it can help.
    let instance: String = instance.chars().take(2_000).collect();
    let document = problem.document(base, &instance);
    let mut response = problem.error_response();
    for (name, value) in common() {
        response.headers_mut().insert(name, value);
    }
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA_TYPE));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let body = serde_json::to_vec(&document).unwrap_or_default();
    response.set_body(BoxBody::new(body))
}
