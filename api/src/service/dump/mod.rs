//! Every published file of one revision: each rendered once, when first asked for, identical on every process.

mod archive;
mod database;
mod encoding;
mod package;
mod parquet;
mod workbook;

pub use archive::ARCHIVE;
pub use database::DATABASE;
pub use encoding::Encoding;
pub use package::package;

use std::sync::OnceLock;

use bytes::Bytes;
use domain::{Resource, value::ContentHash};

use super::{
    layout::{csv_rows, sheet},
    snapshot::Publication,
    tables::{Table, tables},
};

/// Form of a published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Format {
    /// RFC 4180.
    Csv,
    /// One array of records.
    Json,
    /// One record per line.
    Ndjson,
    /// A workbook for people.
    Xlsx,
    /// Typed columns for analysts.
    Parquet,
    /// A database with tables, keys, views and a full-text index.
    Sqlite,
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
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
            Self::Zip => "zip",
        }
    }

    /// Media type, with its charset where it is text.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::Ndjson => "application/x-ndjson; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Sqlite => "application/vnd.sqlite3",
            Self::Zip => "application/zip",
        }
    }

    /// Whether compressing a file of it is of any use.
    fn compresses(self) -> bool {
        match self {
            Self::Csv | Self::Json | Self::Ndjson | Self::Sqlite => true,
            Self::Xlsx | Self::Parquet | Self::Zip => false,
        }
    }
}

/// Path of the data package.
pub const PACKAGE_PATH: &str = "/v1/datapackage.json";

/// Path of the JSON Schema of the records of `resource`.
pub fn schema_path(resource: Resource) -> String {
    format!("/v1/schemas/{}.json", sheet(resource).name())
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
enum Holds {
    /// The records of a resource.
    Records(Resource),
    /// The rows of a list that records hold.
    List(&'static Table),
    /// Everything.
    Everything,
}

/// One published file.
#[derive(Debug)]
pub struct Dump {
    /// Its name, such as `legal_references.csv`.
    pub name: String,
    /// Its form.
    pub format: Format,
    holds: Holds,
    content: OnceLock<Content>,
}

/// The bytes of a file.
#[derive(Debug)]
struct Content {
    bytes: Bytes,
    sha256: ContentHash,
    rows: Option<usize>,
    /// Compressed, each with its SHA-256.
    compressed: [OnceLock<(Bytes, ContentHash)>; 3],
}

impl Dump {
    fn new(name: &str, format: Format, holds: Holds) -> Self {
        Self { name: format!("{name}.{}", format.extension()), format, holds, content: OnceLock::new() }
    }

    /// The resource whose records, or lists of records, it holds; none for everything.
    pub fn resource(&self) -> Option<Resource> {
        match &self.holds {
            Holds::Records(resource) => Some(*resource),
            Holds::List(table) => Some(table.resource),
            Holds::Everything => None,
        }
    }

    /// Path of what describes its records: their JSON Schema, or the data package for tables and everything.
    pub fn described_by(&self) -> String {
        match (self.format, self.resource()) {
            (Format::Json | Format::Ndjson, Some(resource)) => schema_path(resource),
            _ => PACKAGE_PATH.to_owned(),
        }
    }

    /// Its bytes; rendered when first asked for, which takes time.
    pub fn bytes(&self, publication: &Publication) -> &Bytes {
        &self.content(publication).bytes
    }

    /// SHA-256 of its bytes.
    pub fn sha256(&self, publication: &Publication) -> &ContentHash {
        &self.content(publication).sha256
    }

    /// How many records or rows; none for everything.
    pub fn rows(&self, publication: &Publication) -> Option<usize> {
        self.content(publication).rows
    }

    /// Its bytes and their SHA-256, compressed when a coding is given; once for all who ask.
    pub fn sent(&self, publication: &Publication, encoding: Option<Encoding>) -> (&Bytes, &ContentHash) {
        let content = self.content(publication);
        let Some(encoding) = encoding else { return (&content.bytes, &content.sha256) };
        let (bytes, sha256) = content.compressed[encoding as usize].get_or_init(|| {
            let bytes = encoding.compress(&content.bytes);
            let sha256 = ContentHash::of(&bytes);
            (bytes, sha256)
        });
        (bytes, sha256)
    }

    /// Whether sending it takes no time: it was rendered and compressed before.
    pub fn is_ready(&self, encoding: Option<Encoding>) -> bool {
        let compressed = |content: &Content| encoding.is_none_or(|it| content.compressed[it as usize].get().is_some());
        self.content.get().is_some_and(compressed)
    }

    /// Whether compressing it is of any use.
    pub fn compresses(&self) -> bool {
        self.format.compresses()
    }

    fn content(&self, publication: &Publication) -> &Content {
        self.content.get_or_init(|| {
            let (bytes, rows) = self.render(publication);
            let sha256 = ContentHash::of(&bytes);
            Content { bytes, sha256, rows, compressed: [const { OnceLock::new() }; 3] }
        })
    }

    fn render(&self, publication: &Publication) -> (Bytes, Option<usize>) {
        match &self.holds {
            Holds::Records(resource) => {
                let collection = publication.collection(*resource);
                let bytes = match self.format {
                    Format::Csv => collection.csv().clone(),
                    Format::Json => json_array(collection.ndjson()),
                    Format::Xlsx => workbook::render(publication, *resource),
                    Format::Parquet => parquet::render(publication, *resource),
                    Format::Ndjson | Format::Sqlite | Format::Zip => collection.ndjson().clone(),
                };
                (bytes, Some(collection.count()))
            }
            Holds::List(table) => {
                let (bytes, rows) = csv(publication, table);
                (bytes.into(), Some(rows))
            }
            Holds::Everything if self.format == Format::Sqlite => (database::render(publication), None),
            Holds::Everything => (archive::render(publication), None),
        }
    }
}

/// The forms in which the records of each resource are published.
const OF_RECORDS: [Format; 5] = [Format::Csv, Format::Json, Format::Ndjson, Format::Xlsx, Format::Parquet];

/// Every file, none rendered yet.
pub(super) fn files() -> Vec<Dump> {
    let mut files = Vec::new();
    for table in tables() {
        if table.child.is_some() {
            files.push(Dump::new(&table.name, Format::Csv, Holds::List(table)));
        } else {
            files.extend(OF_RECORDS.map(|format| Dump::new(&table.name, format, Holds::Records(table.resource))));
        }
    }
    files.push(Dump::new(DATABASE, Format::Sqlite, Holds::Everything));
    files.push(Dump::new(ARCHIVE, Format::Zip, Holds::Everything));
    files
}

/// The rows of `table`, as the texts of their cells.
fn rows<'p>(publication: &'p Publication, table: &'p Table) -> impl Iterator<Item = Vec<String>> + 'p {
    let collection = publication.collection(table.resource);
    // One record at a time: all of them as values would take several times the memory of the snapshot.
    let places = (0..).take(collection.count());
    places.flat_map(move |place| table.rows(&collection.value(place)))
}

/// The CSV file of `table` and how many rows it has.
fn csv(publication: &Publication, table: &Table) -> (Vec<u8>, usize) {
    let mut count = 0;
    let counted = rows(publication, table).inspect(|_| count += 1);
    let bytes = csv_rows(table.columns.iter().map(|column| column.name.clone()), counted);
    (bytes, count)
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
