//! The published files: rendered once per snapshot, with strong validators, ranges and prepared compression.

use std::{sync::Arc, time::SystemTime};

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{
        StatusCode,
        header::{self, ByteRangeSpec, Header as _, Range},
    },
    web::{self, Path},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use domain::Revision;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        answer::{Answer, CachePolicy},
        ask::Ask,
        gate::{REVISION, common, matches_etag},
        negotiate,
        params::Nothing,
        problem::{Problem, unexpected},
        state::{BUILD, text_header},
        views::{DumpEntry, DumpIndex, LICENSE_URL, Meta},
    },
    service::{
        dump::{Dump, Encoding},
        snapshot::Publication,
    },
};

/// Path of one file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DumpPath {
    /// Name of the file, from the index.
    #[param(example = "clauses.csv")]
    pub file: String,
}

/// List the published files
///
/// Every collection whole as CSV, JSON, NDJSON, XLSX and Parquet, the lists of its records as CSV, and everything as one
/// SQLite database and as one archive, with sizes and checksums.
#[utoipa::path(tag = "dumps", responses((status = 200, description = "The files", body = DumpIndex)))]
#[get("/dumps")]
pub async fn list_dumps(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let snapshot = Arc::clone(&ask.snapshot);
    web::block(move || snapshot.publication().render()).await.map_err(|error| unexpected(&error))?;
    let address = format!("{}/v1/dumps", ask.base);
    let files = ask.snapshot.publication().files().iter();
    let items: Vec<_> = files.map(|dump| entry(ask.snapshot.publication(), dump, &address)).collect();
    ask.json(&DumpIndex { total: items.len() as u64, items, meta: Meta::of(&ask.snapshot, Vec::new()) })
}

/// What the index says of a file in the folder at `address`.
pub(super) fn entry(publication: &Publication, dump: &Dump, address: &str) -> DumpEntry {
    DumpEntry {
        name: dump.name.clone(),
        url: format!("{address}/{}", dump.name),
        resource: dump.resource().map(|resource| resource.name().to_owned()),
        format: dump.format.extension().to_owned(),
        media_type: dump.format.media_type().to_owned(),
        rows: dump.rows(publication).map(|rows| rows as u64),
        bytes: dump.bytes(publication).len() as u64,
        sha256: dump.sha256(publication).to_string(),
        revision: publication.revision().number,
    }
}

/// Get a published file
///
/// `HEAD`, `Range` and conditional requests are served; compression is by `Accept-Encoding`, prepared beforehand.
#[utoipa::path(
    tag = "dumps",
    params(DumpPath),
    responses(
        (status = 200, description = "The file", content((String = "text/csv"), (Vec<serde_json::Value> = "application/json"), (String = "application/x-ndjson"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/vnd.apache.parquet"), (Vec<u8> = "application/vnd.sqlite3"), (Vec<u8> = "application/zip"))),
        (status = 206, description = "The range of the file that was asked for", content((String = "text/csv"), (String = "application/json"), (String = "application/x-ndjson"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/vnd.apache.parquet"), (Vec<u8> = "application/vnd.sqlite3"), (Vec<u8> = "application/zip"))),
        (status = 416, description = "The file ends before the range that was asked for", body = crate::http::problem::ProblemDocument, content_type = "application/problem+json")
    )
)]
#[get("/dumps/{file}")]
pub async fn get_dump(
    ask: Ask<Nothing, Nothing>,
    path: Path<DumpPath>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let publication = Arc::clone(ask.snapshot.publication());
    send(publication, path.into_inner().file, Wanted::of(&request, &ask.base), CachePolicy::Revision).await
}

/// What of a file the caller wants: its headers.
pub(super) struct Wanted {
    base: String,
    headers: header::HeaderMap,
    encoding: Option<Encoding>,
    range: Option<Range>,
}

impl Wanted {
    /// The headers of `request`, made at `base`.
    pub(super) fn of(request: &HttpRequest, base: &str) -> Self {
        let headers = request.headers().clone();
        let range = text_header(&headers, &header::RANGE).and(Range::parse(request).ok());
        // A part of a compressed file is of no use to anybody.
        let encoding = negotiate::encoding(text_header(&headers, &header::ACCEPT_ENCODING));
        Self { base: base.to_owned(), encoding: encoding.filter(|_| range.is_none()), headers, range }
    }
}

/// Sends the file `name` of `publication`. Rendering it the first time is slow: off the worker.
pub(super) async fn send(
    publication: Arc<Publication>,
    name: String,
    wanted: Wanted,
    policy: CachePolicy,
) -> Result<HttpResponse, Problem> {
    let (revision, encoding) = (publication.revision(), wanted.encoding);
    let ready = publication.file(&name).is_some_and(|dump| dump.is_ready(encoding.filter(|_| dump.compresses())));
    let file = if ready {
        file(&publication, &name, encoding)
    } else {
        web::block(move || file(&publication, &name, encoding)).await.map_err(|error| unexpected(&error))?
    };
    file?.send(&wanted, revision, policy)
}

/// A file on its way out.
struct File {
    name: String,
    media_type: &'static str,
    described_by: String,
    digest: String,
    etag: String,
    encoding: Option<Encoding>,
    bytes: Bytes,
}

fn file(publication: &Publication, name: &str, wanted: Option<Encoding>) -> Result<File, Problem> {
    let dump = publication.file(name);
    let known = publication.files().iter().map(|file| file.name.as_str());
    let dump = dump.ok_or_else(|| Problem::not_found("dumps", name, known))?;
    let encoding = wanted.filter(|_| dump.compresses());
    let (bytes, sent) = dump.sent(publication, encoding);
    let hash = dump.sha256(publication).as_str();
    let etag = format!("\"{}-{BUILD}-{}\"", &hash[..32], encoding.map_or("identity", Encoding::token));
    // The digest of RFC 9530 is of the bytes as they are sent.
    let digest = format!("sha-256=:{}:", STANDARD.encode(bytes_of(sent.as_str())));
    let (name, media_type, described_by) = (dump.name.clone(), dump.format.media_type(), dump.described_by());
    Ok(File { name, media_type, described_by, digest, etag, encoding, bytes: bytes.clone() })
}

fn bytes_of(hexadecimal: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(hexadecimal.get(at..at + 2).unwrap_or_default(), 16).unwrap_or_default();
    (0..hexadecimal.len()).step_by(2).map(pair).collect()
}

impl File {
    fn send(self, wanted: &Wanted, revision: Revision, policy: CachePolicy) -> Result<HttpResponse, Problem> {
        let Wanted { base, headers, range, .. } = wanted;
        let last_modified = SystemTime::from(revision.changed_at);
        let since = || {
            let date = text_header(headers, &header::IF_MODIFIED_SINCE)?;
            httpdate::parse_http_date(date).ok().map(|since| last_modified <= since)
        };
        let current = text_header(headers, &header::IF_NONE_MATCH)
            .map_or_else(|| since().unwrap_or(false), |tags| matches_etag(tags, &self.etag));
        let full = self.bytes.len() as u64;
        // A part that was begun under another version of the file is started over.
        let unchanged = text_header(headers, &header::IF_RANGE).is_none_or(|tag| tag.trim() == self.etag);
        let part = range.as_ref().filter(|_| unchanged).and_then(single).map(|range| range.to_satisfiable_range(full));
        let mut response = HttpResponse::build(match part {
            _ if current => StatusCode::NOT_MODIFIED,
            Some(Some(_)) => StatusCode::PARTIAL_CONTENT,
            Some(None) => StatusCode::RANGE_NOT_SATISFIABLE,
            None => StatusCode::OK,
        });
        for header in common() {
            response.insert_header(header);
        }
        let described = format!("<{base}{}>; rel=\"describedby\"", self.described_by);
        let links = format!("<{LICENSE_URL}>; rel=\"license\", {described}");
        response
            .insert_header((header::ETAG, self.etag))
            .insert_header((header::LAST_MODIFIED, httpdate::fmt_http_date(last_modified)))
            .insert_header((header::CACHE_CONTROL, policy.header()))
            .insert_header((REVISION, revision.number.to_string()))
            .insert_header((header::ACCEPT_RANGES, "bytes"))
            .insert_header((header::LINK, links));
        if current {
            return Ok(response.finish());
        }
        if part == Some(None) {
            return Err(Problem::unsatisfiable(full));
        }
        response
            .insert_header((header::CONTENT_TYPE, self.media_type))
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)))
            .insert_header(("Repr-Digest", self.digest));
        if let Some(encoding) = self.encoding {
            response.insert_header((header::CONTENT_ENCODING, encoding.token()));
        }
        Ok(match part.flatten() {
            Some((start, end)) => {
                response.insert_header((header::CONTENT_RANGE, format!("bytes {start}-{end}/{full}")));
                // Both ends lie inside the file, which is in memory.
                let within = |place: u64| usize::try_from(place).unwrap_or(self.bytes.len());
                response.body(self.bytes.slice(within(start)..=within(end)))
            }
            None => response.body(self.bytes),
        })
    }
}

/// The one range of bytes asked for; several at once are answered with the whole file, as the RFC allows.
fn single(range: &Range) -> Option<ByteRangeSpec> {
    match range {
        Range::Bytes(ranges) if ranges.len() == 1 => ranges.first().cloned(),
        Range::Bytes(_) | Range::Unregistered(..) => None,
    }
}
