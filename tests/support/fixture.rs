//! The fictional catalogue of `tests/fixtures`, and ways to spoil it.

use std::path::Path;

use api::{
    service::layout::{Source, open, read},
    store::Store,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Dataset;
use serde_json::Value;

use super::{database, root};

/// Its folder.
pub const FOLDER: &str = "tests/fixtures/catalogue";

/// Its files.
pub fn source() -> Source {
    open(&root().join(FOLDER)).unwrap()
}

/// Its records.
pub fn dataset() -> Dataset {
    read(&source()).unwrap().dataset
}

/// When it is imported: fixed, so that answers are.
pub fn instant() -> DateTime<Utc> {
    "2026-02-03T04:05:06Z".parse().unwrap()
}

/// A day later.
pub fn later() -> DateTime<Utc> {
    instant() + TimeDelta::days(1)
}

/// The migrated database that belongs to `folder`, without data.
pub fn empty_store(folder: &Path) -> Store {
    let store = Store::open(&database::url(folder)).unwrap();
    store.migrate().unwrap();
    store
}

/// Replaces `from`, which must be there, in `file`.
pub fn replace(source: &mut Source, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(source[file].clone()).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    source.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
}

/// Changes a JSON file.
pub fn edit(source: &mut Source, file: &str, change: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_slice(&source[file]).unwrap();
    change(&mut value);
    source.insert(file.to_owned(), serde_json::to_vec_pretty(&value).unwrap());
}

/// The fixture with another title for the only version of one clause: published text that changed.
pub fn with_a_changed_version() -> Source {
    let mut source = source();
    edit(&mut source, "clauses/LCV-9004.json", |clause| {
        let version = clause["versions"][0].as_object_mut().unwrap();
        version.insert("title".to_owned(), "Écrans verts".into());
        version.remove("content_hash");
    });
    source
}

/// The fixture with another label for one theme: an ordinary change.
pub fn with_a_changed_theme() -> Source {
    let mut source = source();
    replace(&mut source, "themes.csv", "Dépenser moins de watts.", "Dépenser encore moins de watts.");
    source
}

/// Writes `source` as files under `folder`.
pub fn write_to(source: &Source, folder: &Path) {
    for (name, bytes) in source {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}
