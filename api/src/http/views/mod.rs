//! What is on the wire besides the records themselves.

mod history;

pub use history::{ChangeEvent, ChangePage, RevisionDocument, RevisionEntry, RevisionList};

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{coverage::Coverage, guidance::Guidance, nomenclature::CpvEntry, search::UnderstoodWord};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::service::{ATTRIBUTION, live::DatabaseState, snapshot::Snapshot};

/// Licence of the database, as SPDX names it.
pub const LICENSE: &str = "ODbL-1.0";
/// Its text.
pub const LICENSE_URL: &str = "https://opendatacommons.org/licenses/odbl/1-0/";
/// Licence of the contents.
pub const CONTENTS_LICENSE: &str = "DbCL-1.0";
/// Its text.
pub const CONTENTS_LICENSE_URL: &str = "https://opendatacommons.org/licenses/dbcl/1-0/";

/// What every list says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Meta {
    /// Revision of the data.
    pub revision: u64,
    /// Licence of the database.
    #[schema(example = "ODbL-1.0")]
    pub license: String,
    /// Its text.
    pub license_url: String,
    /// How to credit the data.
    pub attribution: String,
    /// Names given in `id` that name no record of the list.
    pub missing: Vec<String>,
}

impl Meta {
    /// What a list of `snapshot` says of itself.
    pub fn of(snapshot: &Snapshot, missing: Vec<String>) -> Self {
        Self {
            revision: snapshot.revision().number,
            license: LICENSE.to_owned(),
            license_url: LICENSE_URL.to_owned(),
            attribution: ATTRIBUTION.to_owned(),
            missing,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// How many records the filters keep, on all pages.
    pub total: u64,
    /// Address of the next page; null on the last one.
    pub next: Option<String>,
    /// Address of the page before; null on the first one.
    pub prev: Option<String>,
    /// The values of each filter named in `facets`, with how many records they keep under the other filters; null when
    /// none are named.
    pub facets: Option<BTreeMap<String, Vec<FacetCount>>>,
    /// With `q`, one match per record of the page, in the same order; null without.
    pub matches: Option<Vec<Match>>,
    /// With `q`, how its words were understood; null without.
    pub understood: Option<Vec<UnderstoodWord>>,
    /// Licence and revision.
    pub meta: Meta,
}

/// A value of a filter, and how many records it keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FacetCount {
    /// The value, as the filter takes it.
    #[schema(example = "mobilier")]
    pub value: String,
    /// What people call it, in French.
    #[schema(example = "Mobilier et équipement")]
    pub label: String,
    /// For segments, the one above: its count includes this one's records.
    pub parent: Option<String>,
    /// How many records the list holds with this value, under the other filters.
    pub count: u64,
    /// Whether the filter holds this value now.
    pub selected: bool,
}

/// How a record answers the words of `q`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Match {
    /// Slug, reference or code of the record.
    #[schema(example = "LCV-0008")]
    pub key: String,
    /// How well: only to be compared with others of the same query.
    pub score: f32,
    /// Its title as HTML, the words in `<mark>`.
    pub title_html: String,
    /// Where else it holds the words, as HTML; null when only its title or its other names do.
    pub snippet_html: Option<String>,
}

/// A page of what a search over several collections found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SearchPage {
    /// The hits, the best first.
    pub items: Vec<SearchHit>,
    /// How many hits there are, on all pages.
    pub total: u64,
    /// Address of the next page; null on the last one.
    pub next: Option<String>,
    /// Address of the page before; null on the first one.
    pub prev: Option<String>,
    /// How many hits each collection has, whatever `resource` says.
    pub facets: BTreeMap<String, Vec<FacetCount>>,
    /// How the words of `q` were understood.
    pub understood: Vec<UnderstoodWord>,
    /// Licence and revision.
    pub meta: Meta,
}

/// A record that a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SearchHit {
    /// Its collection.
    #[schema(example = "clauses")]
    pub resource: String,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// How it answers.
    #[serde(flatten)]
    pub found: Match,
}

/// What completes the words typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestions {
    /// The completions, the likeliest first.
    pub items: Vec<Suggestion>,
    /// How many there are.
    pub total: u64,
    /// Licence and revision.
    pub meta: Meta,
}

/// A title, another name or a code that begins as was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// The text.
    #[schema(example = "Mobilier de bureau")]
    pub text: String,
    /// Collection of the record that it leads to.
    #[schema(example = "segments")]
    pub resource: String,
    /// Slug, reference or code of the record.
    #[schema(example = "mobilier-bureau")]
    pub key: String,
    /// Title of the record.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// A CPV code with what surrounds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CpvDocument {
    /// The code.
    #[serde(flatten)]
    pub entry: CpvEntry,
    /// Licence and revision.
    pub meta: Meta,
}

/// What a purchase needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GuidanceDocument {
    /// The guidance.
    #[serde(flatten)]
    pub guidance: Guidance,
    /// Licence and revision.
    pub meta: Meta,
}

/// What the catalogue covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoverageDocument {
    /// The coverage.
    #[serde(flatten)]
    pub coverage: Coverage,
    /// Licence and revision.
    pub meta: Meta,
}

/// A page without its records, which are JSON already.
#[derive(Debug, Serialize)]
pub struct PageTail {
    /// See [`Page`].
    pub total: u64,
    /// See [`Page`].
    pub next: Option<String>,
    /// See [`Page`].
    pub prev: Option<String>,
    /// See [`Page`].
    pub facets: Option<BTreeMap<String, Vec<FacetCount>>>,
    /// See [`Page`].
    pub matches: Option<Vec<Match>>,
    /// See [`Page`].
    pub understood: Option<Vec<UnderstoodWord>>,
    /// See [`Page`].
    pub meta: Meta,
}

/// A record of which only the members named in `fields` are given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SparseRecord(pub BTreeMap<String, Value>);

/// The entry point of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ServiceDocument {
    /// Name of the service.
    pub title: String,
    /// What it is.
    pub description: String,
    /// Version of the program.
    pub version: String,
    /// Revision of the data.
    pub revision: u64,
    /// When the data last changed.
    pub changed_at: DateTime<Utc>,
    /// SHA-256 that stands for the content: equal for equal data.
    pub fingerprint: String,
    /// Licence of the database.
    pub license: String,
    /// Its text.
    pub license_url: String,
    /// Licence of the contents: a clause pasted into a contract carries no obligation.
    pub contents_license: String,
    /// Its text.
    pub contents_license_url: String,
    /// How to credit the data.
    pub attribution: String,
    /// What the texts are, in French.
    pub disclaimer: String,
    /// The collections.
    pub collections: Vec<CollectionLink>,
    /// Addresses of everything else, by name.
    pub links: BTreeMap<String, String>,
}

/// A collection and its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CollectionLink {
    /// Name.
    pub name: String,
    /// Address.
    pub url: String,
    /// Number of records.
    pub count: u64,
}

/// The index of the published files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DumpIndex {
    /// The files.
    pub items: Vec<DumpEntry>,
    /// How many there are.
    pub total: u64,
    /// Licence and revision.
    pub meta: Meta,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DumpEntry {
    /// Its name.
    #[schema(example = "clauses.csv")]
    pub name: String,
    /// Its address; stable over revisions.
    pub url: String,
    /// Collection whose records, or lists of records, it holds; null for everything.
    pub resource: Option<String>,
    /// Its form: csv, json, ndjson, xlsx, parquet, sqlite or zip.
    pub format: String,
    /// Its media type.
    pub media_type: String,
    /// Number of records or rows; null for everything.
    pub rows: Option<u64>,
    /// Size in bytes, uncompressed.
    pub bytes: u64,
    /// SHA-256 of its bytes, uncompressed.
    pub sha256: String,
    /// Revision of the data that it holds.
    pub revision: u64,
}

/// The schemas of the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SchemaList {
    /// The schemas.
    pub items: Vec<SchemaEntry>,
    /// How many there are.
    pub total: u64,
    /// Licence and revision.
    pub meta: Meta,
}

/// A schema and its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SchemaEntry {
    /// Name of the files whose records it describes.
    #[schema(example = "legal_references")]
    pub name: String,
    /// Collection of these records.
    #[schema(example = "legal-references")]
    pub resource: String,
    /// Its address.
    pub url: String,
}

/// Every closed list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnumerationList {
    /// The lists, by name.
    pub items: Vec<domain::enumeration::EnumerationRecord>,
    /// How many there are.
    pub total: u64,
    /// Licence and revision.
    pub meta: Meta,
}

/// Whether the server runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// `ok`.
    pub status: String,
}

/// Whether the server serves, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Readiness {
    /// `ready`, or `degraded` when it serves an older revision than the database holds.
    pub status: ReadinessStatus,
    /// Revision that is served.
    pub revision: u64,
    /// When it was written.
    pub changed_at: DateTime<Utc>,
    /// How the database answered last.
    pub database: DatabaseState,
    /// Revision that cannot be served, if there is one.
    pub refused_revision: Option<u64>,
    /// What is wrong; null when nothing is.
    pub detail: Option<String>,
}

/// State of a server that answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadinessStatus {
    /// It serves what the database holds.
    Ready,
    /// It serves an older revision: the newer one cannot be served, or the database cannot be read.
    Degraded,
}
