//! Everything as one `SQLite` database: a table for each CSV file, one more for each list of values, with keys and
//! references; views; a full-text index over the clauses, which tools such as Datasette find by themselves.

use std::fmt::Write as _;

use bytes::Bytes;
use domain::Resource;

use super::rows;
use crate::{
    service::{
        layout::sheet,
        snapshot::Publication,
        tables::{Kind, POSITION, Table, TableColumn, Target, tables},
    },
    store::{Cell, FileTable, database_file},
};

/// Name of the database of everything.
pub const DATABASE: &str = "la-clause-verte";

/// What stands over the tables.
const AFTERWARDS: &str = r"
CREATE VIEW clauses_en_vigueur AS
    SELECT reference, title, summary, bindingness, market_maturity, updated_on FROM clauses WHERE status = 'published';
CREATE VIEW textes_des_clauses AS
    SELECT c.reference, c.title, f.position, f.kind, f.level, f.documents, f.body
    FROM clause_fragments f JOIN clauses c ON c.reference = f.clause ORDER BY c.reference, f.position;
CREATE VIEW clauses_par_segment AS
    SELECT s.slug AS segment, s.label, c.reference, c.title
    FROM clause_segments l JOIN segments s ON s.slug = l.value JOIN clauses c ON c.reference = l.clause
    ORDER BY s.slug, c.reference;
CREATE VIRTUAL TABLE clauses_fts USING fts5 (
    title, summary, rationale, context, content = 'clauses', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO clauses_fts (clauses_fts) VALUES ('rebuild');
";

/// The database of `publication`.
pub(super) fn render(publication: &Publication) -> Bytes {
    let files = tables().iter().flat_map(|table| {
        let lists = table.columns.iter().enumerate().filter(|(_, column)| column.list);
        let lists = lists.map(|(place, column)| of_list(publication, table, place, column));
        std::iter::once(of_table(publication, table)).chain(lists)
    });
    match database_file(files, AFTERWARDS) {
        Ok(bytes) => bytes.into(),
        // The definitions are the program's own: its tests see what is wrong with them.
        Err(error) => {
            log::error!("The published database could not be made: {}.", chain(&error));
            Bytes::new()
        }
    }
}

fn of_table<'p>(publication: &'p Publication, table: &'p Table) -> FileTable<'p> {
    let mut definition = format!("CREATE TABLE \"{}\" (", table.name);
    for column in &table.columns {
        // Writing to a `String` cannot fail.
        let _ = write!(definition, "\n    {},", defined(column));
    }
    let key: Vec<String> = table.primary_key.iter().map(|name| format!("\"{name}\"")).collect();
    let _ = write!(definition, "\n    PRIMARY KEY ({})\n)", key.join(", "));
    let typed =
        |row: Vec<String>| row.into_iter().zip(&table.columns).map(|(text, column)| cell(column, text)).collect();
    FileTable {
        name: table.name.clone(),
        definition,
        columns: table.columns.len(),
        rows: Box::new(rows(publication, table).map(typed)),
    }
}

/// The values of a list column, one per row, each led by the key of its row.
fn of_list<'p>(publication: &'p Publication, table: &'p Table, place: usize, column: &'p TableColumn) -> FileTable<'p> {
    // What the key of the row is called here, and there.
    let keys: Vec<(&str, &str, &str)> = match table.child {
        Some(child) => vec![(child.owner, child.owner, "TEXT"), ("of", POSITION, "INTEGER")],
        None => vec![(singular(table.resource), sheet(table.resource).key, "TEXT")],
    };
    let joined = |name: fn(&(&str, &str, &str)) -> String| keys.iter().map(name).collect::<Vec<_>>().join(", ");
    let here = joined(|(here, _, _)| format!("\"{here}\""));
    let there = joined(|(_, there, _)| format!("\"{there}\""));
    let columns = joined(|(here, _, kind)| format!("\"{here}\" {kind} NOT NULL"));
    let name = format!("{}_{}", table.child.map_or(singular(table.resource), |child| child.name), column.name);
    let definition = format!(
        "CREATE TABLE \"{name}\" (\n    {columns}, \"{POSITION}\" INTEGER NOT NULL, value {} NOT NULL{},\n    PRIMARY KEY \
         ({here}, \"{POSITION}\"),\n    FOREIGN KEY ({here}) REFERENCES \"{}\" ({there})\n)",
        sql_type(column.kind),
        reference(column),
        table.name,
    );
    let of_key = |(_, there, _): &(&str, &str, &str)| table.columns.iter().position(|column| column.name == *there);
    let places: Vec<usize> = keys.iter().filter_map(of_key).collect();
    let columns = places.len() + 2;
    let of_row = move |row: Vec<String>| {
        let owner: Vec<Cell> = places.iter().map(|key| cell(&table.columns[*key], row[*key].clone())).collect();
        let values: Vec<String> = row[place].split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let of_value = move |(position, value)| {
            let own = [Cell::Integer(position), typed(column.kind, value)];
            owner.iter().cloned().chain(own).collect()
        };
        (1..).zip(values).map(of_value).collect::<Vec<Vec<Cell>>>()
    };
    FileTable { name, definition, columns, rows: Box::new(rows(publication, table).flat_map(of_row)) }
}

/// A column as SQL defines it.
fn defined(column: &TableColumn) -> String {
    let mut definition = format!("\"{}\" {}", column.name, sql_type(column.kind_of_cell()));
    if !column.nullable || column.list {
        definition.push_str(" NOT NULL");
    }
    if !column.list {
        definition.push_str(&reference(column));
    }
    definition
}

fn reference(column: &TableColumn) -> String {
    let of = |target: Target| format!(" REFERENCES \"{}\" (\"{}\")", sheet(target.resource).name(), target.column);
    column.target.map(of).unwrap_or_default()
}

/// The affinity of a column; days and flags as `SQLite` has them.
fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Date | Kind::Any => "TEXT",
        Kind::Integer | Kind::Boolean => "INTEGER",
        Kind::Number => "REAL",
    }
}

fn cell(column: &TableColumn, text: String) -> Cell {
    if text.is_empty() && !column.list { Cell::Null } else { typed(column.kind_of_cell(), text) }
}

fn typed(kind: Kind, text: String) -> Cell {
    let number = match kind {
        Kind::Integer => text.parse().ok().map(Cell::Integer),
        Kind::Number => text.parse().ok().map(Cell::Number),
        Kind::Boolean => text.parse::<bool>().ok().map(|flag| Cell::Integer(flag.into())),
        Kind::Text | Kind::Date | Kind::Any => None,
    };
    number.unwrap_or(Cell::Text(text))
}

/// A record of a resource, as columns that hold its key are called.
fn singular(resource: Resource) -> &'static str {
    match resource {
        Resource::Clauses => "clause",
        Resource::ClauseVersions => "clause_version",
        Resource::Segments => "segment",
        Resource::Themes => "theme",
        Resource::Labels => "label",
        Resource::LegalReferences => "legal_reference",
        Resource::Targets => "target",
        Resource::Organisations => "organisation",
        Resource::ExperienceReports => "experience_report",
        Resource::Cpv => "cpv_code",
        Resource::Synonyms => "synonym",
    }
}

/// An error and its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
