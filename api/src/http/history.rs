//! Revisions and events on their way out: which are kept, and what a caller is told when they are not.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::web;
use domain::{
    enumeration::Enumeration as _,
    history::{PublishedRevision, RecordedChange},
    page::Cursor,
};

use super::{
    answer::Answer,
    ask::{Ask, cursor_of, given, list_name},
    outgoing::page_url,
    params::{ChangeCriteria, ChangePaging, RevisionToken},
    problem::{Problem, ProblemError, ProblemKind, unexpected},
    views::{ChangeEvent, ChangePage, Meta, RevisionEntry},
};
use crate::service::snapshot::{Publication, Snapshot};

/// Events per page when no limit is given.
const EVENTS: usize = 200;

impl Ask<ChangeCriteria, ChangePaging> {
    /// The page of events that the parameters ask for.
    pub fn changes(&self) -> Result<Answer, Problem> {
        let current = self.snapshot.history().revisions.last().map(RevisionToken::of);
        let until = current.map(|token| token.to_string()).unwrap_or_default();
        let example = || Some(format!("{}?since={until}", self.path));
        let since = given("since", self.criteria.since.as_ref());
        let since = since.map_err(|problem| Problem { example: example(), ..problem })?;
        let events = events(&self.snapshot, since)?;
        let list = list_name(&self.path, &self.pairs);
        let limit = self.paging.limit.map_or(EVENTS, |limit| usize::from(limit.0));
        let cursor = self.paging.cursor.as_ref();
        let cursor = cursor.map(|text| cursor_of(&list, text, &self.path, &self.pairs)).transpose()?;
        let start = cursor.map_or(0, |cursor| events.partition_point(|event| event.place() <= place(&cursor)));
        let page = &events[start..events.len().min(start + limit)];
        let end = page.last().filter(|_| start + limit < events.len());
        let next = end.map(|last| {
            let keys = vec![last.revision.to_string(), last.position.to_string()];
            let cursor = Cursor { list, keys, id: String::new(), backwards: false };
            page_url(&self.base, &self.path, &self.pairs, &cursor)
        });
        let answer = self.json(&ChangePage {
            items: page.iter().map(|event| ChangeEvent::of(event, &self.base)).collect(),
            total: events.len() as u64,
            next: next.clone(),
            until,
            meta: Meta::of(&self.snapshot, Vec::new()),
        })?;
        Ok(match next {
            Some(next) => answer.link(&next, "next"),
            None => answer,
        })
    }
}

/// The place in the history of the event that `cursor` holds.
fn place(cursor: &Cursor) -> (u64, u32) {
    let key = |rank: usize| cursor.keys.get(rank).map_or("", String::as_str);
    (key(0).parse().unwrap_or_default(), key(1).parse().unwrap_or_default())
}

/// How the current revision is called.
pub const LATEST: &str = "latest";

/// The revision called `number`.
pub fn kept<'s>(snapshot: &'s Snapshot, number: &str) -> Result<&'s PublishedRevision, Problem> {
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

/// What to do when the revision `number`, or what changed since, is not there any more.
fn gone(snapshot: &Snapshot, number: u64) -> Problem {
    let history = snapshot.history();
    let oldest = history.revisions.first().map_or(0, |oldest| oldest.revision.number);
    let why = match history.revision(number) {
        Some(_) => format!("what changed since revision {number} was not recorded"),
        None => format!("revision {number} is not kept, the oldest is {oldest}"),
    };
    let detail = format!("{why}: take the files of the current revision, then the changes since");
    Problem { example: Some("/v1/revisions/latest".to_owned()), ..Problem::new(ProblemKind::Gone, detail) }
}

/// The publication of a revision. Rebuilding a former one takes time: off the worker.
pub async fn publication(snapshot: &Arc<Snapshot>, number: u64) -> Result<Arc<Publication>, Problem> {
    let pinned = Arc::clone(snapshot);
    let former = web::block(move || pinned.former(number)).await.map_err(|error| unexpected(&error))?;
    former.map_err(|error| unexpected(&error))?.ok_or_else(|| gone(snapshot, number))
}

/// The events since `token`.
fn events<'s>(snapshot: &'s Snapshot, token: &RevisionToken) -> Result<&'s [RecordedChange], Problem> {
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

pub fn entry(snapshot: &Snapshot, kept: &PublishedRevision, base: &str) -> RevisionEntry {
    let number = kept.revision.number;
    let mut actions: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for recorded in snapshot.history().changes.iter().filter(|recorded| recorded.revision == number) {
        let of_resource = actions.entry(recorded.change.resource.name().to_owned()).or_default();
        *of_resource.entry(recorded.change.action.value().to_owned()).or_default() += 1;
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
