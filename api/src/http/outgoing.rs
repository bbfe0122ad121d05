//! A list on its way out: its records, already written, joined in the form that the caller wants.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use domain::{Resource, page::Cursor, search::UnderstoodWord};
use serde_json::value::RawValue;

use super::{
    answer::{Answer, JSON},
    feed,
    params::Pairs,
    problem::{Problem, unexpected},
    views::{FacetCount, Match, Meta, PageTail},
};
use crate::service::{
    dump::Format,
    layout::{Dialect, sheet, table},
    snapshot::{Collection, Listing, Snapshot},
};

/// The forms of a list.
pub const LIST_FORMATS: [Format; 3] = [Format::Json, Format::Csv, Format::Ndjson];

/// A path with its query, if it has one.
pub fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The address of the page at `cursor` of the same list.
pub fn page_url(base: &str, path: &str, pairs: &Pairs, cursor: &Cursor) -> String {
    format!("{base}{path}?{}", pairs.with("cursor", &cursor.encode()))
}

/// What a list says besides its records.
#[derive(Debug, Default)]
pub struct Extras {
    /// Values of filters, counted.
    pub facets: Option<BTreeMap<String, Vec<FacetCount>>>,
    /// How each record answers the words asked for.
    pub matches: Option<Vec<Match>>,
    /// How the words were understood.
    pub understood: Option<Vec<UnderstoodWord>>,
    /// Names given in `id` that name no record.
    pub missing: Vec<String>,
}

/// A list on its way out.
pub struct Outgoing<'a> {
    /// The records.
    pub collection: &'a Collection,
    /// Which of them, and the pages around.
    pub listing: Listing,
    /// Members to give; all when none.
    pub fields: Vec<String>,
    /// For whom CSV is written.
    pub dialect: Dialect,
    /// What the list says besides its records.
    pub extras: Extras,
    /// Address that callers use.
    pub base: &'a str,
    /// Path of the request.
    pub path: &'a str,
    /// Its parameters.
    pub pairs: &'a Pairs,
}

impl Outgoing<'_> {
    fn page_url(&self, cursor: &Cursor) -> String {
        page_url(self.base, self.path, self.pairs, cursor)
    }

    /// The wanted members of a record, in the order asked for: passed on as they are written, not read.
    fn sparse(&self, place: u32) -> String {
        let record = self.collection.json(place);
        // What was written as JSON is read back as JSON.
        let members: HashMap<&str, &RawValue> = serde_json::from_slice(&record).unwrap_or_default();
        let member = |field: &String| Some(format!("\"{field}\":{}", members.get(field.as_str())?));
        let wanted: Vec<String> = self.fields.iter().filter_map(member).collect();
        format!("{{{}}}", wanted.join(","))
    }

    fn record(&self, place: u32) -> Bytes {
        if self.fields.is_empty() { self.collection.json(place) } else { self.sparse(place).into() }
    }

    /// As CSV.
    pub fn csv(self) -> Answer {
        let sheet = sheet(self.collection.resource());
        let parts = if self.fields.is_empty() && self.dialect == Dialect::Standard {
            let rows = self.listing.places.iter().map(|place| self.collection.csv_row(*place));
            std::iter::once(self.collection.csv_header()).chain(rows).collect()
        } else {
            let records = self.listing.places.iter().map(|place| self.collection.value(*place));
            vec![table(sheet, &self.fields, self.dialect, records).into()]
        };
        self.linked(Answer::parts(Format::Csv.media_type(), parts))
    }

    /// As one record per line.
    pub fn ndjson(self) -> Answer {
        let places = self.listing.places.iter();
        let parts = if self.fields.is_empty() {
            places.map(|place| self.collection.line(*place)).collect()
        } else {
            places.map(|place| format!("{}\n", self.sparse(*place)).into()).collect()
        };
        self.linked(Answer::parts(Format::Ndjson.media_type(), parts))
    }

    /// As one page of JSON.
    pub fn json(mut self, snapshot: &Snapshot) -> Result<Answer, Problem> {
        let extras = std::mem::take(&mut self.extras);
        let tail = PageTail {
            total: self.listing.total,
            next: self.listing.next.as_ref().map(|cursor| self.page_url(cursor)),
            prev: self.listing.prev.as_ref().map(|cursor| self.page_url(cursor)),
            facets: extras.facets,
            matches: extras.matches,
            understood: extras.understood,
            meta: Meta::of(snapshot, extras.missing),
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
            for format in LIST_FORMATS {
                let form = address(&format!("{collection}.{}", format.extension()), &whole);
                let media_type = format.media_type().split(';').next().unwrap_or_default();
                answer = answer.alternate(&format!("{}{form}", self.base), media_type);
            }
            if self.collection.resource() == Resource::Clauses {
                let feed = address(feed::CLAUSES, &self.pairs.canonical_with(&["organisation", "segment"]));
                answer = answer.alternate(&format!("{}{feed}", self.base), feed::MEDIA_TYPE);
            }
        }
        answer
    }
}
