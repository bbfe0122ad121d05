//! What changed, and the files of each revision that is kept.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{self, Path},
};
use domain::history::{KEPT_REVISIONS, PublishedRevision, RECORD_FORMAT};
use serde::Deserialize;
use utoipa::IntoParams;

use super::dumps::{self, Wanted};
use crate::{
    http::{
        answer::{Answer, CachePolicy},
        ask::{Ask, given},
        params::{ChangeCriteria, ChangePaging, Nothing, RevisionToken},
        problem::{Problem, ProblemError, ProblemKind, unexpected},
        views::{ChangeEvent, ChangePage, Meta, RevisionDocument, RevisionEntry, RevisionList},
    },
    service::snapshot::{Publication, Snapshot},
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
    dumps::send(publication, file, Wanted::of(&request), policy).await
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
    let since = given("since", ask.criteria.since.as_ref())?;
    let events = events(&ask.snapshot, since)?;
    let (start, limit) = ask.page_of_events()?;
    let start = start.map_or(0, |place| events.partition_point(|event| event.place() <= place));
    let page = &events[start..events.len().min(start + limit)];
    let next = page.last().filter(|_| start + limit < events.len()).map(|last| ask.next_url(last.place()));
    let current = ask.snapshot.history().revisions.last();
    let answer = ask.json(&ChangePage {
        items: page.iter().map(|event| ChangeEvent::of(event, &ask.base)).collect(),
        total: events.len() as u64,
        next: next.clone(),
        until: current.map(|current| RevisionToken::of(current).to_string()).unwrap_or_default(),
        meta: Meta::of(&ask.snapshot, Vec::new()),
    })?;
    Ok(match next {
        Some(next) => answer.link(&next, "next"),
        None => answer,
    })
}

/// How the current revision is called.
const LATEST: &str = "latest";

/// The revision called `number`.
fn kept<'s>(snapshot: &'s Snapshot, number: &str) -> Result<&'s PublishedRevision, Problem> {
    let current = snapshot.revision().number;
    let parsed = if number == LATEST { Some(current) } else { number.parse().ok() };
    let Some(wanted) = parsed.filter(|wanted| (1..=current).contains(wanted)) else {
        let detail = format!("there is no such revision: they are numbered from 1 to {current}");
        let allowed = vec![LATEST.to_owned()];
        let error = ProblemError { detail: detail.clone(), allowed, ..ProblemError::default() };
        return Err(Problem { errors: vec![error], ..Problem::new(ProblemKind::NotFound, detail) });
    };
    snapshot.history().revision(wanted).ok_or_else(|| gone(snapshot, wanted))
}

/// What to do without the revision `number`.
fn gone(snapshot: &Snapshot, number: u64) -> Problem {
    let oldest = snapshot.history().revisions.first().map_or(0, |oldest| oldest.revision.number);
    let detail = format!(
        "revision {number} is no longer kept, the oldest is {oldest}: take the files of the current revision, then the \
         changes since"
    );
    Problem { example: Some("/v1/revisions/latest".to_owned()), ..Problem::new(ProblemKind::Gone, detail) }
}

/// The publication of a revision. Rebuilding a former one takes time: off the worker.
async fn publication(snapshot: &Arc<Snapshot>, number: u64) -> Result<Arc<Publication>, Problem> {
    let pinned = Arc::clone(snapshot);
    let former = web::block(move || pinned.former(number)).await.map_err(|error| unexpected(&error))?;
    former.map_err(|error| unexpected(&error))?.ok_or_else(|| gone(snapshot, number))
}

/// The events since `token`.
fn events<'s>(snapshot: &'s Snapshot, token: &RevisionToken) -> Result<&'s [domain::history::RecordedChange], Problem> {
    let current = snapshot.revision().number;
    let elsewhere = |detail: String| {
        let parameter = Some("since".to_owned());
        let error = ProblemError { parameter, detail: detail.clone(), ..ProblemError::default() };
        let example = Some("/v1/revisions/latest".to_owned());
        Problem { errors: vec![error], example, ..Problem::new(ProblemKind::BadParameter, detail) }
    };
    if token.number > current {
        return Err(elsewhere(format!(
            "revision {} is not reached here, the current one is {current}: is it of another instance? Take the files",
            token.number
        )));
    }
    let kept = snapshot.history().revision(token.number).ok_or_else(|| gone(snapshot, token.number))?;
    if !token.stands_for(kept) {
        return Err(elsewhere(format!(
            "revision {} holds something else here: the token is of another instance. Take the files",
            token.number
        )));
    }
    snapshot.history().since(token.number).ok_or_else(|| gone(snapshot, token.number))
}

fn entry(snapshot: &Snapshot, kept: &PublishedRevision, base: &str) -> RevisionEntry {
    let number = kept.revision.number;
    let mut actions: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for recorded in snapshot.history().changes.iter().filter(|recorded| recorded.revision == number) {
        let of_resource = actions.entry(recorded.change.resource.name().to_owned()).or_default();
        *of_resource.entry(recorded.change.action.name().to_owned()).or_default() += 1;
    }
    let reachable = snapshot.history().since(number).is_some();
    RevisionEntry {
        number,
        changed_at: kept.revision.changed_at,
        fingerprint: kept.fingerprint.to_string(),
        token: RevisionToken::of(kept).to_string(),
        counts: kept.counts.iter().map(|(resource, count)| (resource.name().to_owned(), *count)).collect(),
        changes: kept.changes,
        actions,
        url: format!("{base}/v1/revisions/{number}"),
        changes_url: reachable.then(|| format!("{base}/v1/changes?since={}", RevisionToken::of(kept))),
    }
}
