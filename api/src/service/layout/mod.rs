//! The layout of the seeds, of an export and of the archive: how a data set is laid out in files, both ways.
//!
//! Reference resources are CSV files; each clause is one JSON file that holds its identity, its life and every
//! version, without members that are null or empty. What [`write()`] writes, [`read()`] reads, to the byte.

mod history;
mod read;
mod sheet;
mod source;
mod table;
mod write;

pub use history::{read_history, write_history};
pub use read::{Fault, Layout, LayoutError, read};
pub use sheet::{ChildSheet, Column, Form, Sheet, sheet};
pub use source::{OpenError, Source, open, open_archive};
use table::child_table;
pub use table::{Dialect, csv_rows, table};
pub use write::{to_directory, write};

use domain::{Clause, ClauseVersion, Resource};
use serde::Serialize;

/// The resources that are CSV files in the layout.
pub const REFERENCE_RESOURCES: [Resource; 9] = [
    Resource::Segments,
    Resource::Themes,
    Resource::Labels,
    Resource::LegalReferences,
    Resource::Targets,
    Resource::Organisations,
    Resource::ExperienceReports,
    Resource::Cpv,
    Resource::Synonyms,
];

/// Folder of the clauses.
const CLAUSES: &str = "clauses/";

/// A clause file.
#[derive(Debug, Serialize)]
struct ClauseFile {
    #[serde(flatten)]
    clause: Clause,
    versions: Vec<ClauseVersion>,
}
