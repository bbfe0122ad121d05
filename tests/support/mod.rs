//! What the tests share: a server, its answers, the fixture.

mod answer;
mod api;
pub mod database;
pub mod fixture;
pub mod postgres;

pub use answer::Answer;
pub use api::{BASE, TestApi};

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file under `folder` of the repository, by its path inside it, sorted.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::from(folder)]);
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// `text` as the value of a query parameter.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Every file under `folder`, by its path inside it.
pub fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    ::api::service::layout::open(folder).unwrap()
}
