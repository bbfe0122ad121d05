//! Every published file of one snapshot: rendered once, when first asked for, identical on every process.

mod archive;
mod encoding;

pub use archive::ARCHIVE;
pub use encoding::Encoding;

use std::sync::OnceLock;

use bytes::Bytes;
use domain::{Resource, value::ContentHash};
use strum::IntoEnumIterator as _;

use super::{
    layout::{child_table, sheet},
    snapshot::Publication,
};

/// Form of a published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// RFC 4180.
    Csv,
    /// One array of records.
    Json,
    /// One record per line.
    Ndjson,
    /// The archive of everything.
    Zip,
}

impl Format {
    /// Ending of file names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Zip => "zip",
        }
    }

    /// Media type, with its charset where it is text.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::Ndjson => "application/x-ndjson; charset=utf-8",
            Self::Zip => "application/zip",
        }
    }
}

/// One published file.
#[derive(Debug)]
pub struct Dump {
    /// Its name, such as `legal_references.csv`.
    pub name: String,
    /// What it holds; none for the archive of everything.
    pub resource: Option<Resource>,
    /// Its form.
    pub format: Format,
    /// How many records; none for the archive.
    pub rows: Option<usize>,
    /// SHA-256 of its bytes.
    pub sha256: ContentHash,
    bytes: Bytes,
    compressed: [OnceLock<Bytes>; 3],
}

impl Dump {
    fn new(name: String, resource: Option<Resource>, format: Format, rows: Option<usize>, bytes: Bytes) -> Self {
        let sha256 = ContentHash::of(&bytes);
        Self { name, resource, format, rows, sha256, bytes, compressed: [const { OnceLock::new() }; 3] }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Its bytes, compressed; once for all who ask.
    pub fn compressed(&self, encoding: Encoding) -> &Bytes {
        self.compressed[encoding as usize].get_or_init(|| encoding.compress(&self.bytes))
    }

    /// Whether compressing it is of any use.
    pub fn compresses(&self) -> bool {
        self.format != Format::Zip
    }
}

/// Every file of `publication`.
pub(super) fn render(publication: &Publication) -> Vec<Dump> {
    let mut files = Vec::new();
    for resource in Resource::iter() {
        let (collection, name) = (publication.collection(resource), sheet(resource).name());
        for (format, bytes) in [
            (Format::Csv, collection.csv().clone()),
            (Format::Json, json_array(collection.ndjson())),
            (Format::Ndjson, collection.ndjson().clone()),
        ] {
            let name = format!("{name}.{}", format.extension());
            files.push(Dump::new(name, Some(resource), format, Some(collection.count()), bytes));
        }
    }
    let archive = archive::render(publication);
    files.push(Dump::new(ARCHIVE.to_owned(), None, Format::Zip, None, archive));
    files
}

/// The tables of everything that records hold in lists, by file name.
fn child_tables(publication: &Publication) -> Vec<(String, Vec<u8>)> {
    let mut tables = Vec::new();
    for resource in Resource::iter() {
        let (sheet, collection) = (sheet(resource), publication.collection(resource));
        for child in sheet.children {
            // One record at a time: all of them as values would take several times the memory of the publication.
            let records = collection.all().into_iter().map(|place| collection.value(place));
            tables.push((format!("{}.csv", child.name), child_table(sheet, child, records)));
        }
    }
    tables
}

/// The records of an NDJSON file as one array, one record per line.
fn json_array(ndjson: &[u8]) -> Bytes {
    let mut array = Vec::with_capacity(ndjson.len() + ndjson.len() / 512 + 8);
    array.extend_from_slice(b"[\n");
    for (place, line) in ndjson.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).enumerate() {
        if place > 0 {
            array.extend_from_slice(b",\n");
        }
        array.extend_from_slice(line);
    }
    array.extend_from_slice(b"\n]\n");
    array.into()
}
