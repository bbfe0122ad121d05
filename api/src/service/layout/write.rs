use std::{collections::BTreeMap, fs, io, path::Path};

use domain::{Dataset, Resource, canonical::pruned};
use serde::Serialize;
use serde_json::Value;

use super::{CLAUSES, ClauseFile, Dialect, REFERENCE_RESOURCES, child_table, history::HISTORY, sheet, table};

/// The files of the layout, by their path.
///
/// # Errors
/// A record that JSON cannot express.
pub fn write(dataset: &Dataset) -> Result<BTreeMap<String, Vec<u8>>, serde_json::Error> {
    let mut files = BTreeMap::new();
    for resource in REFERENCE_RESOURCES {
        let (sheet, records) = (sheet(resource), values(dataset, resource)?);
        files.insert(format!("{}.csv", sheet.name()), table(sheet, &[], Dialect::Standard, &records));
        for child in sheet.children {
            files.insert(format!("{}.csv", child.name), child_table(sheet, child, &records));
        }
    }
    for clause in &dataset.clauses {
        let versions = dataset.versions_of(&clause.reference).to_vec();
        let file = ClauseFile { clause: clause.clone(), versions };
        let mut text = serde_json::to_string_pretty(&pruned(serde_json::to_value(&file)?))?;
        text.push('\n');
        files.insert(format!("{CLAUSES}{}.json", clause.reference), text.into_bytes());
    }
    Ok(files)
}

/// The records of a reference resource as JSON.
fn values(dataset: &Dataset, resource: Resource) -> Result<Vec<Value>, serde_json::Error> {
    fn all<T: Serialize>(records: &[T]) -> Result<Vec<Value>, serde_json::Error> {
        records.iter().map(serde_json::to_value).collect()
    }
    match resource {
        Resource::Segments => all(&dataset.segments),
        Resource::Themes => all(&dataset.themes),
        Resource::Labels => all(&dataset.labels),
        Resource::LegalReferences => all(&dataset.legal_references),
        Resource::Targets => all(&dataset.targets),
        Resource::Organisations => all(&dataset.organisations),
        Resource::ExperienceReports => all(&dataset.experience_reports),
        Resource::Cpv => all(&dataset.cpv),
        Resource::Synonyms => all(&dataset.synonyms),
        Resource::Clauses => all(&dataset.clauses),
        Resource::ClauseVersions => all(&dataset.clause_versions),
    }
}

/// Writes `files` under `directory`, which is made when missing, and removes files of clauses and of the history that are
/// no longer there.
///
/// # Errors
/// A file that cannot be written or removed.
pub fn to_directory(files: &BTreeMap<String, Vec<u8>>, directory: &Path) -> io::Result<()> {
    let folders = [(CLAUSES, "json"), (HISTORY, "ndjson")];
    for (folder, _) in folders.iter().filter(|(folder, _)| files.keys().any(|path| path.starts_with(folder))) {
        fs::create_dir_all(directory.join(folder))?;
    }
    fs::create_dir_all(directory)?;
    for (path, bytes) in files {
        fs::write(directory.join(path), bytes)?;
    }
    for (folder, extension) in folders.iter().filter(|(folder, _)| directory.join(folder).is_dir()) {
        for entry in fs::read_dir(directory.join(folder))? {
            let entry = entry?;
            let ours = entry.path().extension().is_some_and(|found| found == *extension);
            if ours && !files.contains_key(&format!("{folder}{}", entry.file_name().to_string_lossy())) {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}
