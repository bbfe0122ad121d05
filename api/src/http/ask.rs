//! What a handler is asked: the pinned snapshot and the parameters, read together so that every error is told at once.

use std::{
    collections::BTreeSet,
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use chrono::NaiveDate;
use domain::{
    Resource, facet,
    page::{CURSOR_LENGTH, Cursor, PageRequest},
    value::{ContentHash, VersionReference},
};
use roaring::RoaringBitmap;
use serde::Serialize;

use super::{
    answer::{Answer, JSON},
    feed,
    found::{facet_counts, matches},
    negotiate,
    outgoing::{Extras, LIST_FORMATS, Outgoing, address},
    params::{AnyPaging, Criteria, Key, List, Mentions, Pages, Paging, Pairs, ParameterError, Words, read},
    problem::{Problem, ProblemError, ProblemKind, unexpected},
    state::{Pinned, pinned, text_header},
    views::FacetCount,
};
use crate::service::{
    dump::{Format, schema_path},
    snapshot::{Collection, Listing, Snapshot},
    suggest::nearest,
};

/// Records per page when no limit is given.
pub(super) const PAGE: usize = 20;

/// The question of one request: the snapshot, the address, and the parameters as `C` and `P`.
pub struct Ask<C, P> {
    /// The snapshot of this request.
    pub snapshot: Arc<Snapshot>,
    /// Address that callers use, without a trailing slash.
    pub base: String,
    /// The day in France, from which the law counts.
    pub today: NaiveDate,
    /// Path of the request.
    pub path: String,
    /// Filters and order.
    pub criteria: C,
    pub(super) paging: P,
    pub(super) pairs: Pairs,
    accept: Option<String>,
}

impl<C, P> FromRequest for Ask<C, P>
where
    C: Mentions,
    P: for<'de> serde::Deserialize<'de>,
{
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::new(request))
    }
}

impl<C, P> Ask<C, P>
where
    C: Mentions,
    P: for<'de> serde::Deserialize<'de>,
{
    fn new(request: &HttpRequest) -> Result<Self, Problem> {
        let pinned = pinned(request);
        let pinned = pinned.ok_or_else(|| Problem::new(ProblemKind::Unavailable, "there is no data yet"))?;
        let pairs = Pairs::parse(request.query_string());
        let asked = question::<C, P>(&pinned.snapshot, &pairs);
        let (criteria, paging) = asked.map_err(|problem| Problem {
            example: corrected::<C, P>(&pinned.snapshot, request.path(), &pairs, problem.errors.clone()),
            ..problem
        })?;
        let accept = text_header(request.headers(), &header::ACCEPT).map(str::to_owned);
        let path = request.path().to_owned();
        let Pinned { snapshot, base, today } = pinned;
        Ok(Self { snapshot, base, today, path, criteria, paging, pairs, accept })
    }

    /// The address of this question, the same for questions that mean the same.
    pub fn address(&self) -> String {
        format!("{}{}", self.base, address(&self.path, &self.pairs.canonical_without(&[])))
    }

    /// The forms of a list, by the `Accept` header.
    fn negotiated(&self, offered: &[Format]) -> Result<Format, Problem> {
        let names: Vec<&str> = offered.iter().map(|format| format.media_type()).collect();
        negotiate::format(self.accept.as_deref(), offered).ok_or_else(|| not_acceptable(&names))
    }

    /// The media type of `offered` that the caller wants most.
    pub fn preferred<'m>(&self, offered: &[&'m str]) -> Result<&'m str, Problem> {
        let place = negotiate::media_type(self.accept.as_deref(), offered);
        place.and_then(|place| offered.get(place).copied()).ok_or_else(|| not_acceptable(offered))
    }

    /// A JSON answer of `value`.
    pub fn json(&self, value: &impl Serialize) -> Result<Answer, Problem> {
        self.negotiated(&[Format::Json])?;
        Ok(Answer::new(JSON, serde_json::to_vec(value).map_err(|error| unexpected(&error))?))
    }

    /// The record of `resource` that `key` names, or the problem that suggests another.
    pub fn place(&self, resource: Resource, key: &str) -> Result<u32, Problem> {
        let collection = self.snapshot.collection(resource);
        collection.place(key).ok_or_else(|| {
            let mut problem = Problem::not_found(resource.name(), key, collection.keys());
            let suggestion = problem.errors.first().and_then(|error| error.suggestion.clone());
            problem.example = suggestion.map(|suggestion| with_key(&self.path, &suggestion));
            problem
        })
    }

    /// The record of `resource` that `key` names.
    pub fn record(&self, resource: Resource, key: &str) -> Result<Answer, Problem> {
        self.negotiated(&[Format::Json])?;
        let place = self.place(resource, key)?;
        let name = self.snapshot.collection(resource).name_of(place);
        let canonical = format!("{}/v1/{}/{name}", self.base, resource.name());
        let answer = Answer::new(JSON, self.snapshot.collection(resource).json(place)).link(&canonical, "canonical");
        let answer = answer.link(&format!("{}{}", self.base, schema_path(resource)), "describedby");
        let followed = resource == Resource::Clauses;
        let feed = || format!("{}{}?clause={name}", self.base, feed::CLAUSES);
        Ok(if followed { answer.alternate(&feed(), feed::MEDIA_TYPE) } else { answer })
    }
}

impl<C, P> Ask<C, P>
where
    C: Mentions,
    P: for<'de> serde::Deserialize<'de>,
{
    /// The place of the version that `citation` names, or the problem that says there is none.
    pub fn version(&self, citation: &VersionReference) -> Result<u32, Problem> {
        self.place(Resource::ClauseVersions, &citation.to_string())
    }

    /// A clause with what one of its versions says.
    pub fn cited_clause(&self, citation: &VersionReference) -> Result<Answer, Problem> {
        self.version(citation)?;
        let clause = self.snapshot.cited_clause(citation);
        let clause = clause.ok_or_else(|| Problem::new(ProblemKind::NotFound, format!("there is no {citation}")))?;
        Ok(self.json(&clause)?.link(&self.version_url(citation), "canonical"))
    }

    /// Where a version is for ever.
    pub fn version_url(&self, citation: &VersionReference) -> String {
        format!("{}/v1/clauses/{}/versions/{}", self.base, citation.clause, citation.version)
    }
}

impl<C: Criteria, P: Pages> Ask<C, P> {
    /// The list that the parameters ask for, in the form that the caller accepts.
    pub fn list(self) -> Result<Answer, Problem> {
        self.list_of(None)
    }

    /// The same, of the records that are in `within`.
    pub fn list_within(self, within: &RoaringBitmap) -> Result<Answer, Problem> {
        self.list_of(Some(within))
    }

    /// The whole list, in the form that the ending of the path says.
    pub fn whole(self, extension: &str) -> Result<Answer, Problem> {
        let format = LIST_FORMATS.into_iter().find(|format| format.extension() == extension);
        let format =
            format.ok_or_else(|| Problem::new(ProblemKind::NotFound, format!("there is no .{extension} form")))?;
        self.answer(None, format)
    }

    fn list_of(self, within: Option<&RoaringBitmap>) -> Result<Answer, Problem> {
        let format = self.negotiated(&LIST_FORMATS)?;
        self.answer(within, format)
    }

    fn answer(self, within: Option<&RoaringBitmap>, format: Format) -> Result<Answer, Problem> {
        let Self { snapshot, base, path, criteria, paging, pairs, .. } = self;
        let dialect = paging.dialect();
        let Paging { limit, cursor, fields, id, q, facets } = paging.parts();
        let list = list_name(&path, &pairs);
        let fields = known(&FIELDS, &Snapshot::fields(C::RESOURCE), fields, &path, &pairs)?;
        let countable: Vec<_> = facet::facets(C::RESOURCE).iter().map(|facet| facet.name).collect();
        let facets = known(&FACETS, &countable, facets, &path, &pairs)?;
        let cursor = cursor.map(|text| cursor_of(&list, &text, &path, &pairs)).transpose()?;
        let limit = match (limit, format) {
            (Some(limit), _) => Some(usize::from(limit.0)),
            (None, Format::Json) if !P::WHOLE && id.is_none() => Some(PAGE),
            (None, _) => None,
        };
        let found = q.map(|Words(text)| snapshot.search().search(&text));
        let hits = found.as_ref().map(|found| found.hits.get(&C::RESOURCE).map_or(&[][..], Vec::as_slice));
        let held = hits.map(|hits| hits.iter().map(|hit| hit.place).collect::<RoaringBitmap>());
        let scope = [within, held.as_ref()];
        let kept = within_all(criteria.keep(&snapshot), scope);
        let collection = snapshot.collection(C::RESOURCE);
        let request = PageRequest { sort: criteria.sort(), limit, cursor, list };
        let (listing, missing) = match (id, hits) {
            (Some(ids), _) => by_ids(collection, &kept, &ids.0),
            (None, Some(hits)) if !pairs.gives("sort") => (collection.ranked(hits, &kept, &request), Vec::new()),
            (None, _) => (collection.list(&kept, &request), Vec::new()),
        };
        let facets = (!facets.is_empty()).then(|| {
            let counted = |facet: &String| (facet.clone(), counts::<C>(&snapshot, facet, &pairs, scope));
            facets.iter().map(counted).collect()
        });
        let matches = found.as_ref().zip(hits).map(|(found, hits)| matches(&snapshot, found, hits, &listing.places));
        let understood = found.map(|found| found.understanding);
        let extras = Extras { facets, matches, understood, missing };
        let page = Outgoing { collection, listing, fields, dialect, extras, base: &base, path: &path, pairs: &pairs };
        Ok(match format {
            Format::Csv => page.csv(),
            Format::Ndjson => page.ndjson(),
            Format::Json | Format::Xlsx | Format::Parquet | Format::Sqlite | Format::Zip => page.json(&snapshot)?,
        })
    }
}

/// None of the forms offered is accepted.
fn not_acceptable(offered: &[&str]) -> Problem {
    let allowed: Vec<String> = offered.iter().map(ToString::to_string).collect();
    let detail = format!("offered here: {}", allowed.join(", "));
    let error = ProblemError { detail: detail.clone(), allowed, ..ProblemError::default() };
    Problem { errors: vec![error], ..Problem::new(ProblemKind::NotAcceptable, detail) }
}

/// A parameter that must be given.
pub fn given<'a, T>(name: &'static str, value: Option<&'a T>) -> Result<&'a T, Problem> {
    value.ok_or_else(|| {
        let missing = ParameterError::Invalid("is missing: it must be given".to_owned());
        Problem::bad_parameters(vec![(name.to_owned(), missing)])
    })
}

/// The records of `kept` that are in every scope.
fn within_all(kept: RoaringBitmap, scopes: [Option<&RoaringBitmap>; 2]) -> RoaringBitmap {
    scopes.into_iter().flatten().fold(kept, |kept, scope| kept & scope)
}

/// How many records each value of a filter keeps under the other filters.
fn counts<C: Criteria>(
    snapshot: &Snapshot,
    facet: &str,
    pairs: &Pairs,
    scope: [Option<&RoaringBitmap>; 2],
) -> Vec<FacetCount> {
    // Reading the parameters again without this one is what leaves its own filter aside.
    let others = read::<C, AnyPaging>(&pairs.without(facet)).map(|(criteria, _)| criteria.keep(snapshot));
    let kept = within_all(others.unwrap_or_default(), scope);
    let given = pairs.0.iter().find(|(name, _)| name == facet).map_or("", |(_, value)| value);
    facet_counts(snapshot, C::RESOURCE, facet, &kept, given)
}

/// The parameters as `C` and `P`, or everything that is wrong with them.
fn question<C, P>(snapshot: &Snapshot, pairs: &Pairs) -> Result<(C, P), Problem>
where
    C: Mentions,
    P: for<'de> serde::Deserialize<'de>,
{
    let (criteria, paging) = read::<C, P>(pairs).map_err(Problem::bad_parameters)?;
    let mut errors = Vec::new();
    for (parameter, resource, slugs) in criteria.mentions() {
        let collection = snapshot.collection(resource);
        for slug in slugs.iter().filter(|slug| collection.place(slug).is_none()) {
            // Looking for the nearest costs a pass over all names.
            let suggestion = (errors.len() < MENDINGS).then(|| nearest(slug, collection.keys())).flatten();
            errors.push(ProblemError {
                parameter: Some(parameter.to_owned()),
                detail: format!("`{slug}` is not in {}", resource.name()),
                suggestion: suggestion.map(str::to_owned),
                allowed: Vec::new(),
            });
        }
    }
    if errors.is_empty() { Ok((criteria, paging)) } else { Err(Problem::unknown_values(errors)) }
}

/// What a cursor belongs to: the path, the filters and the order.
pub(super) fn list_name(path: &str, pairs: &Pairs) -> String {
    let scope = format!("{path}?{}", pairs.canonical_without(&["cursor", "limit", "fields", "facets"]));
    ContentHash::of(scope.as_bytes()).as_str()[..12].to_owned()
}

pub(super) fn cursor_of(list: &str, text: &str, path: &str, pairs: &Pairs) -> Result<Cursor, Problem> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let (kind, detail) = match Cursor::decode(text) {
        Some(cursor) if cursor.list == list => return Ok(cursor),
        Some(_) => {
            let detail = "this cursor belongs to another list: other filters, another order or another path";
            (ProblemKind::UnknownValue, detail)
        }
        None if text.is_empty() || text.len() > CURSOR_LENGTH || !plain => {
            (ProblemKind::BadParameter, "this is no cursor: it has other characters, or too many")
        }
        None => (ProblemKind::UnknownValue, "this is no cursor: pass `next` or `prev` of a page back as it is"),
    };
    let error = ProblemError { parameter: Some("cursor".to_owned()), detail: detail.to_owned(), ..Default::default() };
    let example = Some(address(path, &pairs.canonical_without(&["cursor"])));
    Err(Problem { errors: vec![error], example, ..Problem::new(kind, format!("`cursor`: {detail}")) })
}

/// A parameter that names parts of the records or of the list.
struct Names {
    parameter: &'static str,
    /// What a name that does not exist is told.
    unknown: &'static str,
}

const FIELDS: Names = Names { parameter: "fields", unknown: "is not a member of these records" };
const FACETS: Names = Names { parameter: "facets", unknown: "is not a filter of this list that can be counted" };

/// The names given, each once, all of which must be known.
fn known(
    names: &Names,
    known: &[&'static str],
    given: Option<List<String>>,
    path: &str,
    pairs: &Pairs,
) -> Result<Vec<String>, Problem> {
    let mut given = given.map(|list| list.0).unwrap_or_default();
    let mut seen = BTreeSet::new();
    given.retain(|name| seen.insert(name.clone()));
    let unknown = given.iter().filter(|name| !known.contains(&name.as_str()));
    let errors: Vec<ProblemError> = unknown
        .map(|name| ProblemError {
            parameter: Some(names.parameter.to_owned()),
            detail: format!("`{name}` {}", names.unknown),
            suggestion: nearest(name, known.iter().copied()).map(str::to_owned),
            allowed: known.iter().map(ToString::to_string).collect(),
        })
        .collect();
    if errors.is_empty() {
        return Ok(given);
    }
    let mended = mended(pairs.clone(), &errors);
    let example = mended.map(|pairs| address(path, &pairs.canonical_without(&[])));
    let detail = errors.iter().map(|error| error.detail.as_str()).collect::<Vec<_>>().join("; ");
    Err(Problem { errors, example, ..Problem::new(ProblemKind::BadParameter, detail) })
}

/// The records that `ids` name, in the order given, and the names that name none.
fn by_ids(collection: &Collection, kept: &RoaringBitmap, ids: &[Key]) -> (Listing, Vec<String>) {
    let (mut places, mut missing) = (Vec::new(), Vec::new());
    for Key(id) in ids {
        match collection.place(id).filter(|place| kept.contains(*place)) {
            Some(place) => places.push(place),
            None => missing.push(id.clone()),
        }
    }
    (Listing { total: places.len() as u64, places, next: None, prev: None }, missing)
}

/// The path `/v1/collection/key...` with another key.
fn with_key(path: &str, key: &str) -> String {
    let segments = path.split('/').enumerate();
    segments.map(|(rank, segment)| if rank == 3 { key } else { segment }).collect::<Vec<_>>().join("/")
}

/// How often an address is mended, each time showing what the mistakes before had hidden; and how many mistakes at most.
const MENDINGS: usize = 10;

/// The address with suggestions applied until it can be read; none when one is missing.
fn corrected<C, P>(snapshot: &Snapshot, path: &str, pairs: &Pairs, mut errors: Vec<ProblemError>) -> Option<String>
where
    C: Mentions,
    P: for<'de> serde::Deserialize<'de>,
{
    if errors.len() > MENDINGS {
        return None;
    }
    let mut pairs = pairs.clone();
    for _ in 0..MENDINGS {
        pairs = mended(pairs, &errors)?;
        match question::<C, P>(snapshot, &pairs) {
            Ok(_) => return Some(address(path, &pairs.canonical_without(&[]))),
            Err(problem) => errors = problem.errors,
        }
    }
    None
}

/// The parameters with every suggestion applied; none when one is missing.
fn mended(mut pairs: Pairs, errors: &[ProblemError]) -> Option<Pairs> {
    for error in errors {
        let (parameter, suggestion) = (error.parameter.as_ref()?, error.suggestion.as_ref()?);
        let place = pairs.0.iter().position(|(name, _)| name == parameter)?;
        if error.detail == ParameterError::Unknown(&[]).to_string() {
            let (_, value) = pairs.0.remove(place);
            // The right name may stand beside the wrong one.
            match pairs.0.iter_mut().find(|(name, _)| name == suggestion) {
                Some((_, joined)) => *joined = format!("{joined},{value}"),
                None => pairs.0.push((suggestion.clone(), value)),
            }
        } else {
            let given = error.detail.split('`').nth(1)?.to_owned();
            let mend = |value: &str| match value.strip_prefix('-') {
                Some(value) if value == given => format!("-{suggestion}"),
                _ if value == given => suggestion.clone(),
                _ => value.to_owned(),
            };
            let pair = &mut pairs.0[place];
            pair.1 = pair.1.split(',').map(|value| mend(value.trim())).collect::<Vec<_>>().join(",");
        }
    }
    Some(pairs)
}
