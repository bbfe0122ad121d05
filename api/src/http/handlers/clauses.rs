//! Clauses and their versions.

use actix_web::{get, web::Path};
use domain::{
    ClauseVersion, PublishedClause, Resource,
    difference::VersionDifference,
    filter::ClauseFilter,
    value::{Reference, VersionReference},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{FormatPath, KeyPath};
use crate::http::{
    answer::{Answer, CachePolicy, JSON},
    ask::Ask,
    difference::{MEDIA_TYPES, TEXT},
    params::{
        ClauseCriteria, DifferenceCriteria, Mentions, Nothing, Paging, ParameterError, VersionCriteria, VersionPaging,
        Whole,
    },
    problem::Problem,
    views::Page,
};

/// Path of one clause.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ClausePath {
    /// Reference (`LCV-0042`), id (UUID) or slug of the clause.
    #[param(example = "LCV-0001")]
    pub key: String,
}

/// Path of one version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionPath {
    /// Reference (`LCV-0042`), id (UUID) or slug of the clause.
    #[param(example = "LCV-0001")]
    pub key: String,
    /// Number of the version, from 1.
    #[param(value_type = u32, minimum = 1, maximum = 9999, example = 1)]
    pub version: String,
}

/// List clauses
///
/// Each with what it says today, by reference. To read on, follow `next`. With `Accept: text/csv` or
/// `application/x-ndjson` the whole list is answered, unless `limit` says otherwise.
#[utoipa::path(
    tag = "clauses",
    params(ClauseCriteria, Paging),
    responses((status = 200, description = "One page of clauses", body = Page<PublishedClause>))
)]
#[get("/clauses")]
pub async fn list_clauses(ask: Ask<ClauseCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export clauses
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "clauses",
    params(FormatPath, ClauseCriteria, Whole),
    responses((status = 200, description = "Every clause that the filters keep", body = Page<PublishedClause>))
)]
#[get("/clauses.{format:csv|ndjson|json}")]
pub async fn export_clauses(ask: Ask<ClauseCriteria, Whole>, path: Path<FormatPath>) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one clause
///
/// With what it says today; `LCV-0042@3` with what its version 3 says, beside what has become of the clause since.
#[utoipa::path(
    tag = "clauses",
    params(ClausePath),
    responses((status = 200, description = "The clause", body = PublishedClause))
)]
#[get("/clauses/{key}")]
pub async fn get_clause(ask: Ask<Nothing, Nothing>, path: Path<ClausePath>) -> Result<Answer, Problem> {
    match path.key.parse::<VersionReference>() {
        Ok(citation) => ask.cited_clause(&citation),
        Err(_) => ask.record(Resource::Clauses, &path.key),
    }
}

/// List the versions of a clause
///
/// From the first to the last; each never changes.
#[utoipa::path(
    tag = "clauses",
    params(ClausePath, VersionCriteria, VersionPaging),
    responses((status = 200, description = "One page of versions", body = Page<ClauseVersion>))
)]
#[get("/clauses/{key}/versions")]
pub async fn list_clause_versions(
    ask: Ask<VersionCriteria, VersionPaging>,
    path: Path<ClausePath>,
) -> Result<Answer, Problem> {
    let reference = reference(&ask, &path.key)?;
    let versions = ask.snapshot.versions(&reference);
    ask.list_within(&versions)
}

/// Get one version of a clause
///
/// It never changes: keep it for ever, and cite it with its `content_hash`.
#[utoipa::path(
    tag = "clauses",
    params(VersionPath),
    responses((status = 200, description = "The version", body = ClauseVersion))
)]
#[get("/clauses/{key}/versions/{version}")]
pub async fn get_clause_version(ask: Ask<Nothing, Nothing>, path: Path<VersionPath>) -> Result<Answer, Problem> {
    let number: Option<u32> = path.version.parse().ok();
    // One spelling, for what it names is kept for ever under it.
    let number = number.filter(|number| (1..=9999).contains(number) && path.version == number.to_string());
    let number = number.ok_or_else(|| {
        let detail = format!("`{}` is not the number of a version: 1 to 9999", path.version);
        Problem::bad_parameters(vec![("version".to_owned(), ParameterError::Invalid(detail))])
    })?;
    let clause = reference(&ask, &path.key)?;
    version(&ask, &VersionReference { clause, version: number })
}

/// Compare two versions of a clause
///
/// What turns `from` into `to`, member by member, texts word by word. With `Accept: text/plain`, a unified diff of
/// texts that people can read. With both parameters the answer never changes.
#[utoipa::path(
    tag = "clauses",
    params(ClausePath, DifferenceCriteria),
    responses((status = 200, description = "What differs", content((VersionDifference = "application/json"), (String = "text/plain"))))
)]
#[get("/clauses/{key}/diff")]
pub async fn compare_clause_versions(
    ask: Ask<DifferenceCriteria, Nothing>,
    path: Path<ClausePath>,
) -> Result<Answer, Problem> {
    ask.difference(&path.key, ask.preferred(&MEDIA_TYPES)?)
}

/// Compare two versions of a clause as text
///
/// A unified diff of texts that people can read.
#[utoipa::path(
    tag = "clauses",
    params(ClausePath, DifferenceCriteria),
    responses((status = 200, description = "What differs", content((String = "text/plain"))))
)]
#[get("/clauses/{key}/diff.txt")]
pub async fn compare_clause_versions_as_text(
    ask: Ask<DifferenceCriteria, Nothing>,
    path: Path<ClausePath>,
) -> Result<Answer, Problem> {
    ask.difference(&path.key, TEXT)
}

/// List the clauses of a segment
///
/// And of everything under it; the filters of the clause list apply.
#[utoipa::path(
    tag = "segments",
    params(KeyPath, ClauseCriteria, Paging),
    responses((status = 200, description = "One page of clauses", body = Page<PublishedClause>))
)]
#[get("/segments/{key}/clauses")]
pub async fn list_segment_clauses(ask: Ask<ClauseCriteria, Paging>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    let place = ask.place(Resource::Segments, &path.key)?;
    let dataset = ask.snapshot.dataset();
    let segments = dataset.with_descendants(&[dataset.segments[place as usize].slug.clone()].into());
    let within = ask.snapshot.clauses(&ClauseFilter { segments, ..ClauseFilter::default() });
    ask.list_within(&within)
}

/// List the clauses that cite a label
///
/// The filters of the clause list apply.
#[utoipa::path(
    tag = "labels",
    params(KeyPath, ClauseCriteria, Paging),
    responses((status = 200, description = "One page of clauses", body = Page<PublishedClause>))
)]
#[get("/labels/{key}/clauses")]
pub async fn list_label_clauses(ask: Ask<ClauseCriteria, Paging>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    let place = ask.place(Resource::Labels, &path.key)?;
    let labels = [ask.snapshot.dataset().labels[place as usize].slug.clone()].into();
    let within = ask.snapshot.clauses(&ClauseFilter { labels, ..ClauseFilter::default() });
    ask.list_within(&within)
}

/// The reference of the clause that `key` names.
fn reference<C, P>(ask: &Ask<C, P>, key: &str) -> Result<Reference, Problem>
where
    C: Mentions,
    P: for<'de> Deserialize<'de>,
{
    let place = ask.place(Resource::Clauses, key)?;
    Ok(ask.snapshot.dataset().clauses[place as usize].reference.clone())
}

fn version(ask: &Ask<Nothing, Nothing>, citation: &VersionReference) -> Result<Answer, Problem> {
    let place = ask.version(citation)?;
    let latest = format!("{}/v1/clauses/{}", ask.base, citation.clause);
    let body = ask.snapshot.collection(Resource::ClauseVersions).json(place);
    let answer = Answer::new(JSON, body).kept(CachePolicy::Immutable);
    Ok(answer.link(&ask.version_url(citation), "canonical").link(&latest, "latest-version"))
}
