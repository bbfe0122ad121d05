//! What a handler is asked: the pinned snapshot and the parameters, read together so that every error is told at once.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use bytes::Bytes;
use domain::{
    Resource,
    page::{CURSOR_LENGTH, Cursor, PageRequest},
    value::{ContentHash, VersionReference},
};
use roaring::RoaringBitmap;
use serde::Serialize;
use serde_json::Value;

use super::{
    answer::{Answer, JSON},
    negotiate,
    params::{Criteria, Key, List, Pages, Paging, Pairs, ParameterError, read},
    problem::{Problem, ProblemError, ProblemKind},
    state::{pinned, text_header},
    views::{Meta, PageTail},
};
use crate::service::{
    dump::Format,
    layout::{Dialect, sheet, table},
    snapshot::{Collection, Listing, Snapshot},
    suggest::nearest,
};

/// Records per page when no limit is given.
const PAGE: usize = 20;
/// The forms of a list.
pub const LIST_FORMATS: [Format; 3] = [Format::Json, Format::Csv, Format::Ndjson];

/// The question of one request: the snapshot, the address, and the parameters as `C` and `P`.
pub struct Ask<C, P> {
    /// The snapshot of this request.
    pub snapshot: Arc<Snapshot>,
    /// Address that callers use, without a trailing slash.
    pub base: String,
    /// Path of the request.
    pub path: String,
    /// Filters and order.
    pub criteria: C,
    paging: P,
    pairs: Pairs,
    accept: Option<String>,
}

impl<C, P> FromRequest for Ask<C, P>
where
    C: for<'de> serde::Deserialize<'de>,
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
    C: for<'de> serde::Deserialize<'de>,
    P: for<'de> serde::Deserialize<'de>,
{
    fn new(request: &HttpRequest) -> Result<Self, Problem> {
        let pinned = pinned(request);
        let pinned = pinned.ok_or_else(|| Problem::new(ProblemKind::Unavailable, "there is no data yet"))?;
        let pairs = Pairs::parse(request.query_string());
        let (criteria, paging) = read::<C, P>(&pairs).map_err(|errors| {
            let mut problem = Problem::bad_parameters(errors);
            problem.example = corrected(request.path(), &pairs, &problem.errors);
            problem
        })?;
        let accept = text_header(request.headers(), &header::ACCEPT).map(str::to_owned);
        let path = request.path().to_owned();
        Ok(Self { snapshot: pinned.snapshot, base: pinned.base, path, criteria, paging, pairs, accept })
    }

    /// The forms of a list, by the `Accept` header.
    fn negotiated(&self, offered: &[Format]) -> Result<Format, Problem> {
        negotiate::format(self.accept.as_deref(), offered).ok_or_else(|| {
            let allowed: Vec<String> = offered.iter().map(|format| format.media_type().to_owned()).collect();
            let detail = format!("offered here: {}", allowed.join(", "));
            let error = ProblemError { detail: detail.clone(), allowed, ..ProblemError::default() };
            Problem { errors: vec![error], ..Problem::new(ProblemKind::NotAcceptable, detail) }
        })
    }

    /// A JSON answer of `value`.
    pub fn json(&self, value: &impl Serialize) -> Result<Answer, Problem> {
        self.negotiated(&[Format::Json])?;
        Ok(Answer::new(JSON, serde_json::to_vec(value).map_err(|error| unexpected(&error))?))
    }

    /// The record of `resource` that `key` names, or the problem that suggests another.
    pub fn place(&self, resource: Resource, key: &str) -> Result<u32, Problem> {
        let collection = self.snapshot.collection(resource);
        collection.place(key).ok_or_else(|| Problem::not_found(resource.name(), key, collection.keys()))
    }

    /// The record of `resource` that `key` names.
    pub fn record(&self, resource: Resource, key: &str) -> Result<Answer, Problem> {
        self.negotiated(&[Format::Json])?;
        let place = self.place(resource, key)?;
        let name = self.snapshot.collection(resource).name_of(place);
        let canonical = format!("{}/v1/{}/{name}", self.base, resource.name());
        Ok(Answer::new(JSON, self.snapshot.collection(resource).json(place)).link(&canonical, "canonical"))
    }
}

impl<C, P> Ask<C, P>
where
    C: for<'de> serde::Deserialize<'de>,
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

/// A failure that no caller can mend: logged once, here.
pub fn unexpected(error: &dyn std::error::Error) -> Problem {
    log::error!("An answer could not be written: {error}.");
    Problem::new(ProblemKind::Internal, "the answer could not be written")
}

impl<C: Criteria, P: Pages> Ask<C, P> {
    /// The list that the parameters ask for, in the form that the caller accepts.
    pub fn list(self) -> Result<Answer, Problem> {
        let kept = self.criteria.keep(&self.snapshot);
        self.list_of(&kept)
    }

    /// The same, of the records that are in `kept`.
    pub fn list_within(self, kept: &RoaringBitmap) -> Result<Answer, Problem> {
        let kept = self.criteria.keep(&self.snapshot) & kept;
        self.list_of(&kept)
    }

    /// The whole list, in the form that the ending of the path says.
    pub fn whole(self, extension: &str) -> Result<Answer, Problem> {
        let format = LIST_FORMATS.into_iter().find(|format| format.extension() == extension);
        let format =
            format.ok_or_else(|| Problem::new(ProblemKind::NotFound, format!("there is no .{extension} form")))?;
        let kept = self.criteria.keep(&self.snapshot);
        self.answer(&kept, format)
    }

    fn list_of(self, kept: &RoaringBitmap) -> Result<Answer, Problem> {
        let format = self.negotiated(&LIST_FORMATS)?;
        self.answer(kept, format)
    }

    fn answer(self, kept: &RoaringBitmap, format: Format) -> Result<Answer, Problem> {
        self.refuse_unknown_mentions()?;
        let Self { snapshot, base, path, criteria, paging, pairs, .. } = self;
        let dialect = paging.dialect();
        let Paging { limit, cursor, fields, id } = paging.parts();
        let list = list_name(&path, &pairs);
        let fields = known_fields(C::RESOURCE, fields)?;
        let cursor = cursor.map(|text| cursor_of(&list, &text, &path, &pairs)).transpose()?;
        let limit = match (limit, format) {
            (Some(limit), _) => Some(usize::from(limit.0)),
            (None, Format::Json) if !P::WHOLE && id.is_none() => Some(PAGE),
            (None, _) => None,
        };
        let collection = snapshot.collection(C::RESOURCE);
        let request = PageRequest { sort: criteria.sort(), limit, cursor, list };
        let (listing, missing) = match id {
            Some(ids) => by_ids(collection, kept, &ids.0),
            None => (snapshot.list(C::RESOURCE, kept, &request), Vec::new()),
        };
        let page = Outgoing { collection, listing, fields, dialect, missing, base: &base, path: &path, pairs: &pairs };
        Ok(match format {
            Format::Csv => page.csv(),
            Format::Ndjson => page.ndjson(),
            Format::Json | Format::Zip => page.json(&snapshot)?,
        })
    }

    fn refuse_unknown_mentions(&self) -> Result<(), Problem> {
        let mut errors = Vec::new();
        for (parameter, resource, slugs) in self.criteria.mentions() {
            let collection = self.snapshot.collection(resource);
            for slug in slugs.iter().filter(|slug| collection.place(slug).is_none()) {
                errors.push(ProblemError {
                    parameter: Some(parameter.to_owned()),
                    detail: format!("`{slug}` is not in {}", resource.name()),
                    suggestion: nearest(slug, collection.keys()).map(str::to_owned),
                    allowed: Vec::new(),
                });
            }
        }
        if errors.is_empty() {
            return Ok(());
        }
        let example = corrected(&self.path, &self.pairs, &errors);
        Err(Problem { example, ..Problem::unknown_values(errors) })
    }
}

/// What a cursor belongs to: the path, the filters and the order.
fn list_name(path: &str, pairs: &Pairs) -> String {
    let scope = format!("{path}?{}", pairs.canonical_without(&["cursor", "limit", "fields"]));
    ContentHash::of(scope.as_bytes()).as_str()[..12].to_owned()
}

fn cursor_of(list: &str, text: &str, path: &str, pairs: &Pairs) -> Result<Cursor, Problem> {
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

fn known_fields(resource: Resource, fields: Option<List<String>>) -> Result<Vec<String>, Problem> {
    let (fields, known) = (fields.map(|list| list.0).unwrap_or_default(), Snapshot::fields(resource));
    let unknown = fields.iter().filter(|field| !known.contains(&field.as_str()));
    let errors: Vec<ProblemError> = unknown
        .map(|field| ProblemError {
            parameter: Some("fields".to_owned()),
            detail: format!("`{field}` is not a member of these records"),
            suggestion: nearest(field, known.iter().copied()).map(str::to_owned),
            allowed: known.iter().map(ToString::to_string).collect(),
        })
        .collect();
    if errors.is_empty() {
        return Ok(fields);
    }
    let detail = errors.iter().map(|error| error.detail.as_str()).collect::<Vec<_>>().join("; ");
    Err(Problem { errors, ..Problem::new(ProblemKind::BadParameter, detail) })
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

/// The address with every suggestion applied; none when one is missing.
fn corrected(path: &str, pairs: &Pairs, errors: &[ProblemError]) -> Option<String> {
    let mut pairs = pairs.clone();
    for error in errors {
        let (parameter, suggestion) = (error.parameter.as_ref()?, error.suggestion.as_ref()?);
        let pair = pairs.0.iter_mut().find(|(name, _)| name == parameter)?;
        if error.detail == ParameterError::Unknown(&[]).to_string() {
            pair.0.clone_from(suggestion);
        } else {
            let given = error.detail.split('`').nth(1)?;
            pair.1 = pair
                .1
                .split(',')
                .map(|value| if value == given { suggestion } else { value })
                .collect::<Vec<_>>()
                .join(",");
        }
    }
    Some(address(path, &pairs.canonical_without(&[])))
}

fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A list on its way out.
struct Outgoing<'a> {
    collection: &'a Collection,
    listing: Listing,
    fields: Vec<String>,
    dialect: Dialect,
    missing: Vec<String>,
    base: &'a str,
    path: &'a str,
    pairs: &'a Pairs,
}

impl Outgoing<'_> {
    fn page_url(&self, cursor: &Cursor) -> String {
        format!("{}{}?{}", self.base, self.path, self.pairs.with("cursor", &cursor.encode()))
    }

    /// The wanted members of a record, in the order asked for.
    fn sparse(&self, place: u32) -> Value {
        let record = self.collection.value(place);
        let member = |field: &String| Some((field.clone(), record.get(field)?.clone()));
        Value::Object(self.fields.iter().filter_map(member).collect())
    }

    fn record(&self, place: u32) -> Bytes {
        if self.fields.is_empty() { self.collection.json(place) } else { self.sparse(place).to_string().into() }
    }

    fn csv(self) -> Answer {
        let sheet = sheet(self.collection.resource());
        let parts = if self.fields.is_empty() && self.dialect == Dialect::Standard {
            let rows = self.listing.places.iter().map(|place| self.collection.csv_row(*place));
            std::iter::once(self.collection.csv_header()).chain(rows).collect()
        } else {
            let records: Vec<Value> = self.listing.places.iter().map(|place| self.collection.value(*place)).collect();
            vec![table(sheet, &self.fields, self.dialect, &records).into()]
        };
        self.linked(Answer::parts(Format::Csv.media_type(), parts))
    }

    fn ndjson(self) -> Answer {
        let places = self.listing.places.iter();
        let parts = if self.fields.is_empty() {
            places.map(|place| self.collection.line(*place)).collect()
        } else {
            places.map(|place| format!("{}\n", self.sparse(*place)).into()).collect()
        };
        self.linked(Answer::parts(Format::Ndjson.media_type(), parts))
    }

    fn json(self, snapshot: &Snapshot) -> Result<Answer, Problem> {
        let tail = PageTail {
            total: self.listing.total,
            next: self.listing.next.as_ref().map(|cursor| self.page_url(cursor)),
            prev: self.listing.prev.as_ref().map(|cursor| self.page_url(cursor)),
            meta: Meta::of(snapshot, self.missing.clone()),
        };
        let tail = serde_json::to_string(&tail).map_err(|error| unexpected(&error))?;
        // The records are JSON already: they are joined, not written again.
        let mut parts = vec![Bytes::from_static(b"{\"items\":[")];
        for (rank, place) in self.listing.places.iter().enumerate() {
            if rank > 0 {
                parts.push(Bytes::from_static(b","));
            }
            parts.push(self.record(*place));
        }
        parts.push(Bytes::from_static(b"],"));
        parts.push(Bytes::from(tail).slice(1..));
        Ok(self.linked(Answer::parts(JSON, parts)))
    }

    /// The links of a list: its other pages and its other forms.
    fn linked(&self, mut answer: Answer) -> Answer {
        let first = address(self.path, &self.pairs.canonical_without(&["cursor"]));
        answer = answer.link(&format!("{}{first}", self.base), "first");
        for (cursor, relation) in [(&self.listing.next, "next"), (&self.listing.prev, "prev")] {
            if let Some(cursor) = cursor {
                answer = answer.link(&self.page_url(cursor), relation);
            }
        }
        let whole = self.pairs.canonical_without(&["cursor", "limit"]);
        let collection = format!("/v1/{}", self.collection.resource().name());
        if self.path == collection {
            for format in [Format::Csv, Format::Ndjson] {
                let form = address(&format!("{collection}.{}", format.extension()), &whole);
                let media_type = format.media_type().split(';').next().unwrap_or_default();
                answer.links.push(format!("<{}{form}>; rel=\"alternate\"; type=\"{media_type}\"", self.base));
            }
        }
        answer
    }
}
