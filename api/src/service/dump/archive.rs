use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use bytes::Bytes;
use domain::value::ContentHash;
use serde_json::json;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{Format, package};
use crate::service::{
    layout::{self, sheet},
    snapshot::Publication,
};

/// Name of the archive of everything.
pub const ARCHIVE: &str = "la-clause-verte";

const LICENCE: &str = include_str!("../../../../LICENSE-ODbL");
const DICTIONARY: &str = include_str!("../../../../docs/data-dictionary.md");
const README: &str = include_str!("archive-readme.md");

/// The archive of everything: the layout that an import reads, tables for analysts, documentation, licence, checksums.
pub(super) fn render(publication: &Publication) -> Bytes {
    // What JSON can express was established when the snapshot was built.
    let mut files = layout::write(publication.dataset()).unwrap_or_default();
    let tables = publication.files().iter().filter(|file| file.format == Format::Csv);
    files.extend(tables.map(|file| (format!("tables/{}", file.name), file.bytes(publication).to_vec())));
    let package = format!("{:#}\n", package(publication, "tables/"));
    files.insert("datapackage.json".to_owned(), package.into_bytes());
    files.insert("README.md".to_owned(), README.as_bytes().to_vec());
    files.insert("LICENSE-ODbL".to_owned(), LICENCE.as_bytes().to_vec());
    files.insert("data-dictionary.md".to_owned(), DICTIONARY.as_bytes().to_vec());
    files.insert("manifest.json".to_owned(), manifest(publication));
    let sums = sums(&files);
    files.insert("SHA256SUMS".to_owned(), sums);
    zip(&files).into()
}

/// What the archive holds; without dates and revisions, so that equal data give equal bytes.
fn manifest(publication: &Publication) -> Vec<u8> {
    let counts: serde_json::Map<_, _> =
        publication.counts().map(|(resource, count)| (sheet(resource).name(), count.into())).collect();
    let manifest = json!({
        "name": "la-clause-verte",
        "fingerprint": publication.fingerprint(),
        "license": "ODbL-1.0",
        "license_url": "https://opendatacommons.org/licenses/odbl/1-0/",
        "contents_license": "DbCL-1.0",
        "contents_license_url": "https://opendatacommons.org/licenses/dbcl/1-0/",
        "attribution": crate::service::ATTRIBUTION,
        "counts": counts,
    });
    format!("{manifest:#}\n").into_bytes()
}

/// `sha256sum`'s own format.
fn sums(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut sums = String::new();
    for (path, bytes) in files {
        // Writing to a `String` cannot fail.
        let _ = writeln!(sums, "{}  {path}", ContentHash::of(bytes));
    }
    sums.into_bytes()
}

/// A zip whose bytes depend on `files` alone: sorted, without the time of day.
fn zip(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        // Writing to memory cannot fail.
        let _ = writer.start_file(path.as_str(), options);
        let _ = writer.write_all(bytes);
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}
