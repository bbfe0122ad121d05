use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::{
    Clause, ClauseVersion, Dataset, Resource,
    check::Violation,
    value::{ContentHash, Reference, VersionReference},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{CLAUSES, ChildSheet, ClauseFile, Column, REFERENCE_RESOURCES, Sheet, Source, history::HISTORY, sheet};

/// Files that an archive holds besides the layout: written for readers, not read back.
const COMPANIONS: [&str; 7] =
    ["README.md", "LICENSE-ODbL", "LICENSE-DbCL", "data-dictionary.md", "manifest.json", "datapackage.json", SUMS];
/// Folder of the tables that an archive holds besides the layout.
const TABLES: &str = "tables/";
/// File of the checksums.
const SUMS: &str = "SHA256SUMS";

/// What is wrong with a file, where, in French: contributors read it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File inside the layout.
    pub file: String,
    /// Row, counted from 1, the header row; none for a fault of the whole file or of a JSON file.
    pub row: Option<u64>,
    /// Column, or path inside a JSON file; empty for a fault of the whole file.
    pub field: String,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", ligne {row}")?;
        }
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        write!(f, " : {}", self.message)
    }
}

/// Every fault of a layout, in the order of its files.
#[derive(Debug, thiserror::Error)]
#[error("the layout holds {} faults", .0.len())]
pub struct LayoutError(pub Vec<Fault>);

/// A data set and the place of each of its records.
#[derive(Debug)]
pub struct Layout {
    /// The records, sorted.
    pub dataset: Dataset,
    rows: BTreeMap<(Resource, String), u64>,
}

impl Layout {
    /// Where in the files a rule is broken.
    pub fn fault(&self, violation: &Violation) -> Fault {
        let Violation { resource, record, field, rule, message, .. } = violation;
        let in_clauses = matches!(resource, Resource::Clauses | Resource::ClauseVersions);
        let file = if in_clauses {
            format!("{CLAUSES}{}.json", record.split('@').next().unwrap_or_default())
        } else {
            format!("{}.csv", sheet(*resource).name())
        };
        let row = self.rows.get(&(*resource, record.clone())).copied();
        Fault { file, row, field: field.clone(), message: format!("[{rule}] {message}") }
    }
}

/// The data set that `source` lays out.
///
/// Clauses may leave out `id`, and versions `citation` and `content_hash`: they are filled in.
///
/// # Errors
/// Every fault at once, each with its file, row and field.
pub fn read(source: &Source) -> Result<Layout, LayoutError> {
    let mut reader = Reader { source, faults: Vec::new(), rows: BTreeMap::new() };
    reader.refuse_unknown_files();
    reader.verify_sums();
    let mut dataset = Dataset {
        segments: reader.records(Resource::Segments),
        themes: reader.records(Resource::Themes),
        labels: reader.records(Resource::Labels),
        legal_references: reader.records(Resource::LegalReferences),
        targets: reader.records(Resource::Targets),
        organisations: reader.records(Resource::Organisations),
        experience_reports: reader.records(Resource::ExperienceReports),
        cpv: reader.records(Resource::Cpv),
        synonyms: reader.records(Resource::Synonyms),
        ..Dataset::default()
    };
    for (path, bytes) in source.iter().filter(|(path, _)| is_clause(path)) {
        if let Some(ClauseFile { clause, versions }) = reader.clause(path, bytes) {
            dataset.clauses.push(clause);
            dataset.clause_versions.extend(versions);
        }
    }
    dataset.sort();
    if reader.faults.is_empty() {
        Ok(Layout { dataset, rows: reader.rows })
    } else {
        reader.faults.sort();
        Err(LayoutError(reader.faults))
    }
}

/// Rows of a child file with their numbers, by the key of their record.
type RowsByOwner = BTreeMap<String, Vec<(u64, Value)>>;

struct Reader<'a> {
    source: &'a Source,
    faults: Vec<Fault>,
    rows: BTreeMap<(Resource, String), u64>,
}

impl Reader<'_> {
    fn fault(&mut self, file: &str, row: Option<u64>, field: impl Into<String>, message: impl Into<String>) {
        self.faults.push(Fault { file: file.to_owned(), row, field: field.into(), message: message.into() });
    }

    fn refuse_unknown_files(&mut self) {
        let sheets = REFERENCE_RESOURCES.map(sheet);
        let known: BTreeSet<String> = sheets
            .iter()
            .flat_map(|sheet| sheet.children.iter().map(|child| child.name.to_owned()).chain([sheet.name()]))
            .map(|name| format!("{name}.csv"))
            .collect();
        for file in known.iter().filter(|file| !self.source.contains_key(*file)).cloned().collect::<Vec<_>>() {
            self.fault(&file, None, "", "ce fichier manque");
        }
        for file in self.source.keys().cloned().collect::<Vec<_>>() {
            let expected = known.contains(&file)
                || is_clause(&file)
                || COMPANIONS.contains(&file.as_str())
                || file.starts_with(TABLES)
                || file.starts_with(HISTORY);
            if !expected {
                let nearest = nearest(&file, known.iter().map(String::as_str));
                self.fault(&file, None, "", format!("ce fichier n'est pas attendu{nearest}"));
            }
        }
    }

    /// Checks the files against `SHA256SUMS`, where there is one.
    fn verify_sums(&mut self) {
        let Some(sums) = self.source.get(SUMS) else { return };
        for line in String::from_utf8_lossy(sums).lines() {
            let Some((expected, path)) = line.split_once("  ") else { continue };
            let actual = self.source.get(path).map(|bytes| ContentHash::of(bytes));
            if actual.as_ref().map(ContentHash::as_str) != Some(expected) {
                let message = format!(
                    "l'empreinte diffère de celle de {SUMS} : archive abîmée, ou modifiée (retirez alors {SUMS})"
                );
                self.fault(path, None, "", message);
            }
        }
    }

    /// The rows of a CSV file as cells by column, with their row numbers.
    fn rows(&mut self, file: &str, columns: &[Column], owner: Option<&str>) -> Vec<(u64, String, Map<String, Value>)> {
        let Some(bytes) = self.source.get(file) else { return Vec::new() };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(str::to_owned).collect(),
            Err(error) => {
                self.fault(file, Some(1), "", error.to_string());
                return Vec::new();
            }
        };
        if !self.header_is_known(file, &header, columns, owner) {
            return Vec::new();
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let row = error.position().map(csv::Position::record).map(|record| record + 1);
                    self.fault(file, row, "", error.to_string());
                    continue;
                }
            };
            let row = record.position().map_or(0, |position| position.record() + 1);
            let mut members = Map::new();
            let mut key = String::new();
            for (name, cell) in header.iter().zip(&record) {
                if Some(name.as_str()) == owner {
                    cell.clone_into(&mut key);
                    continue;
                }
                let Some(column) = columns.iter().find(|column| column.name() == *name) else { continue };
                match column.parse(cell) {
                    Ok(value) => insert(&mut members, column.path, value),
                    Err(message) => self.fault(file, Some(row), name, message),
                }
            }
            rows.push((row, key, members));
        }
        rows
    }

    fn header_is_known(&mut self, file: &str, header: &[String], columns: &[Column], owner: Option<&str>) -> bool {
        let expected: Vec<String> =
            owner.map(str::to_owned).into_iter().chain(columns.iter().map(Column::name)).collect();
        let before = self.faults.len();
        for name in header.iter().filter(|name| !expected.contains(name)) {
            let nearest = nearest(name, expected.iter().map(String::as_str));
            self.fault(file, Some(1), name, format!("cette colonne n'est pas attendue{nearest}"));
        }
        // A file of an earlier program lacks the columns that came since: their values are empty.
        let may_lack = |name: &str| columns.iter().any(|column| column.name() == name && column.parse("").is_ok());
        for name in expected.iter().filter(|name| !header.contains(name) && !may_lack(name)) {
            self.fault(file, Some(1), name, "cette colonne manque");
        }
        self.faults.len() == before
    }

    fn records<T: DeserializeOwned>(&mut self, resource: Resource) -> Vec<T> {
        let sheet: &Sheet = sheet(resource);
        let file = format!("{}.csv", sheet.name());
        let columns: Vec<Column> = sheet.columns().copied().collect();
        let mut children: Vec<(&ChildSheet, RowsByOwner)> = Vec::new();
        for child in sheet.children {
            let mut by_owner = RowsByOwner::new();
            for (row, key, members) in self.rows(&format!("{}.csv", child.name), child.columns, Some(child.owner)) {
                by_owner.entry(key).or_default().push((row, Value::Object(members)));
            }
            children.push((child, by_owner));
        }
        let mut records = Vec::new();
        for (row, _, mut members) in self.rows(&file, &columns, None) {
            let key = members.get(sheet.key).and_then(Value::as_str).unwrap_or_default().to_owned();
            for (child, by_owner) in &mut children {
                let items = by_owner.remove(&key).unwrap_or_default().into_iter().map(|(_, item)| item).collect();
                insert(&mut members, child.path, Value::Array(items));
            }
            let faulty = self.faults.iter().any(|fault| fault.file == file && fault.row == Some(row));
            match serde_path_to_error::deserialize(Value::Object(members)) {
                Ok(record) => records.push(record),
                // Its cells were already named one by one.
                Err(_) if faulty => {}
                Err(error) => self.fault(&file, Some(row), error.path().to_string(), error.inner().to_string()),
            }
            self.rows.insert((resource, key), row);
        }
        for (child, by_owner) in children {
            for (key, items) in by_owner {
                for (row, _) in items {
                    let message = format!("« {key} » n'est pas dans {file}");
                    self.fault(&format!("{}.csv", child.name), Some(row), child.owner, message);
                }
            }
        }
        records
    }

    fn clause(&mut self, path: &str, bytes: &[u8]) -> Option<ClauseFile> {
        let mut value: Value = match serde_json::from_slice(bytes) {
            Ok(value) => value,
            Err(error) => {
                self.fault(
                    path,
                    None,
                    format!("ligne {}, colonne {}", error.line(), error.column()),
                    error.to_string(),
                );
                return None;
            }
        };
        complete(&mut value);
        // Apart, so that neither hides an unknown member of the other.
        let versions = value.as_object_mut().and_then(|members| members.shift_remove("versions")).unwrap_or_default();
        let clause = self.parsed(path, "", value);
        let versions = self.parsed(path, "versions", versions);
        let (clause, versions): (Clause, Vec<ClauseVersion>) = (clause?, versions?);
        let named = format!("{CLAUSES}{}.json", clause.reference);
        if named != path {
            self.fault(path, None, "reference", format!("ce fichier doit s'appeler {named}"));
        }
        let sealed = versions.into_iter().map(|mut version| {
            if version.content_hash == unsealed() {
                version.content_hash = ContentHash::of(version.document().unwrap_or_default().as_bytes());
            }
            version
        });
        Some(ClauseFile { clause, versions: sealed.collect() })
    }
}

impl Reader<'_> {
    /// The value under `member` of a JSON file, or the fault that says where it cannot be read.
    fn parsed<T: DeserializeOwned>(&mut self, file: &str, member: &str, value: Value) -> Option<T> {
        serde_path_to_error::deserialize(value)
            .map_err(|error: serde_path_to_error::Error<serde_json::Error>| {
                let path = error.path().to_string();
                let place = [member, if path == "." { "" } else { &path }].into_iter().filter(|part| !part.is_empty());
                self.fault(file, None, place.collect::<Vec<_>>().join("/"), error.inner().to_string());
            })
            .ok()
    }
}

/// Stands for a hash that the author left out: no document has it, for it is the hash of no JSON.
fn unsealed() -> ContentHash {
    ContentHash::of(b"")
}

/// Fills in what an author may leave out.
fn complete(value: &mut Value) {
    let Some(members) = value.as_object_mut() else { return };
    let reference = members.get("reference").and_then(Value::as_str).unwrap_or_default().to_owned();
    if !members.contains_key("id") {
        let name = format!("https://laclauseverte.fr/id/clause/{reference}");
        let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
        members.shift_insert(0, "id".to_owned(), id.to_string().into());
    }
    for version in members.get_mut("versions").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(version) = version.as_object_mut() else { continue };
        let number = version.get("version").and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        if let (Some(number), Ok(clause)) = (number, reference.parse()) {
            let citation = VersionReference { clause, version: number }.to_string();
            version.entry("citation").or_insert_with(|| citation.into());
        }
        version.entry("content_hash").or_insert_with(|| unsealed().as_str().into());
    }
}

/// Whether a file is called as the file of a clause is.
fn is_clause(path: &str) -> bool {
    let name = path.strip_prefix(CLAUSES).and_then(|name| name.strip_suffix(".json"));
    name.is_some_and(|name| name.parse::<Reference>().is_ok())
}

/// Puts `value` at `path`, such as `verification.status`.
fn insert(members: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            members.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = members.entry(first).or_insert_with(|| Value::Object(Map::new()));
            if let Some(inner) = inner.as_object_mut() {
                insert(inner, rest, value);
            }
        }
    }
}

/// « , vouliez-vous écrire … ? », where something expected is near.
fn nearest<'a>(given: &str, expected: impl Iterator<Item = &'a str>) -> String {
    crate::service::suggest::nearest(given, expected)
        .map_or_else(String::new, |near| format!(" ; vouliez-vous écrire « {near} » ?"))
}
