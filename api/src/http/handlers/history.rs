//! What changed, and the files of each revision that is kept.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{self, Path},
};
use domain::history::{KEPT_REVISIONS, RECORD_FORMAT};
use serde::Deserialize;
use utoipa::IntoParams;

use super::dumps::{self, Wanted};
use crate::http::{
    answer::{Answer, CachePolicy},
    ask::Ask,
    history::{LATEST, entry, kept, publication},
    params::{ChangeCriteria, ChangePaging, Nothing},
    problem::{Problem, unexpected},
    views::{ChangePage, Meta, RevisionDocument, RevisionList},
};

/// Path of one revision.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RevisionPath {
    /// Number of the revision, or `latest`.
    #[param(value_type = String, pattern = "^(latest|[0-9]{1,18})$", example = "latest")]
    pub number: String,
}

/// Path of one file of one revision.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RevisionDumpPath {
    /// Number of the revision, or `latest`.
    #[param(value_type = String, pattern = "^(latest|[0-9]{1,18})$", example = "latest")]
    pub number: String,
    /// Name of the file, from the index.
    #[param(example = "clauses.csv")]
    pub file: String,
}

/// List the revisions
///
/// Those that are kept, the newest first: when each was written, what it holds and what it changed.
#[utoipa::path(tag = "history", responses((status = 200, description = "The revisions", body = RevisionList)))]
#[get("/revisions")]
pub async fn list_revisions(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let kept = ask.snapshot.history().revisions.iter().rev();
    let items: Vec<_> = kept.map(|kept| entry(&ask.snapshot, kept, &ask.base)).collect();
    let (total, meta) = (items.len() as u64, Meta::of(&ask.snapshot, Vec::new()));
    ask.json(&RevisionList { items, total, kept: KEPT_REVISIONS, meta })
}

/// Get one revision
///
/// With its files, at addresses whose bytes never change, and their checksums: what a mirror takes.
#[utoipa::path(
    tag = "history",
    params(RevisionPath),
    responses(
        (status = 200, description = "The revision", body = RevisionDocument),
        (status = 410, description = "The revision is no longer kept", body = crate::http::problem::ProblemDocument, content_type = "application/problem+json")
    )
)]
#[get("/revisions/{number}")]
pub async fn get_revision(ask: Ask<Nothing, Nothing>, path: Path<RevisionPath>) -> Result<Answer, Problem> {
    let kept = kept(&ask.snapshot, &path.number)?.clone();
    let number = kept.revision.number;
    let publication = publication(&ask.snapshot, number).await?;
    let rendered = Arc::clone(&publication);
    web::block(move || rendered.render()).await.map_err(|error| unexpected(&error))?;
    let address = format!("{}/v1/revisions/{number}/dumps", ask.base);
    ask.json(&RevisionDocument {
        revision: entry(&ask.snapshot, &kept, &ask.base),
        record_format: RECORD_FORMAT,
        dumps: publication.files().iter().map(|dump| dumps::entry(&publication, dump, &address)).collect(),
        meta: Meta::of(&ask.snapshot, Vec::new()),
    })
}

/// Get a file of one revision
///
/// As `/v1/dumps/{file}`, at an address whose bytes never change while the revision is kept. Under `latest` it is the
/// file of the current revision, to be revalidated.
#[utoipa::path(
    tag = "history",
    params(RevisionDumpPath),
    responses(
        (status = 200, description = "The file", content((String = "text/csv"), (Vec<serde_json::Value> = "application/json"), (String = "application/x-ndjson"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/vnd.apache.parquet"), (Vec<u8> = "application/vnd.sqlite3"), (Vec<u8> = "application/zip"))),
        (status = 206, description = "The range of the file that was asked for", content((String = "text/csv"), (String = "application/json"), (String = "application/x-ndjson"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/vnd.apache.parquet"), (Vec<u8> = "application/vnd.sqlite3"), (Vec<u8> = "application/zip"))),
        (status = 410, description = "The revision is no longer kept", body = crate::http::problem::ProblemDocument, content_type = "application/problem+json"),
        (status = 416, description = "The file ends before the range that was asked for", body = crate::http::problem::ProblemDocument, content_type = "application/problem+json")
    )
)]
#[get("/revisions/{number}/dumps/{file}")]
pub async fn get_revision_dump(
    ask: Ask<Nothing, Nothing>,
    path: Path<RevisionDumpPath>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let RevisionDumpPath { number, file } = path.into_inner();
    let publication = publication(&ask.snapshot, kept(&ask.snapshot, &number)?.revision.number).await?;
    let policy = if number == LATEST { CachePolicy::Revision } else { CachePolicy::Immutable };
    dumps::send(publication, file, Wanted::of(&request, &ask.base), policy).await
}

/// List what changed
///
/// Every record that was written or deleted since a revision, in order: applied to a copy of that revision, they make
/// the current one, exactly. Follow `next` until it is null, then keep `until` for the next time.
#[utoipa::path(
    tag = "history",
    params(ChangeCriteria, ChangePaging),
    responses(
        (status = 200, description = "One page of events", body = ChangePage),
        (status = 410, description = "The events since that revision are no longer kept: take the files", body = crate::http::problem::ProblemDocument, content_type = "application/problem+json")
    )
)]
#[get("/changes")]
pub async fn list_changes(ask: Ask<ChangeCriteria, ChangePaging>) -> Result<Answer, Problem> {
    ask.changes()
}
