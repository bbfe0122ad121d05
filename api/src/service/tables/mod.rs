//! The published records as tables with types, keys and references: what a data package describes, what typed files and
//! a database are made from. Columns are those of the CSV files; their types are those of the records.

mod column;

use std::sync::LazyLock;

use domain::Resource;
use serde_json::Value;
use strum::IntoEnumIterator as _;

pub use column::{Kind, TableColumn};

use super::{
    layout::{ChildSheet, Sheet, sheet},
    schema,
};

/// A table: the records of a resource, or the rows of a list that they hold.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name: `legal_references`, `clause_fragments`.
    pub name: String,
    /// The resource whose records it holds or belongs to.
    pub resource: Resource,
    /// The list that it holds; none for the records themselves.
    pub child: Option<&'static ChildSheet>,
    /// What it holds, in French.
    pub title: String,
    /// Its columns, in order.
    pub columns: Vec<TableColumn>,
    /// The columns that name a row.
    pub primary_key: Vec<String>,
}

/// A column that names a row of another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The resource whose table it is.
    pub resource: Resource,
    /// Its column.
    pub column: &'static str,
}

/// Which columns name records of which resource, by their key: table, column, resource. CPV codes are not among them:
/// the catalogue need not hold every code that is used.
const REFERENCES: [(&str, &str, Resource); 25] = [
    ("segments", "parent", Resource::Segments),
    ("segments", "essential_clauses", Resource::Clauses),
    ("segments", "legal_duties", Resource::LegalReferences),
    ("labels", "scope_segments", Resource::Segments),
    ("labels", "r2111_14_checked_by", Resource::Organisations),
    ("legal_references", "replaced_by", Resource::LegalReferences),
    ("targets", "legal_reference", Resource::LegalReferences),
    ("organisations", "segments_of_expertise", Resource::Segments),
    ("experience_reports", "segments", Resource::Segments),
    ("experience_reports", "themes", Resource::Themes),
    ("experience_reports", "labels", Resource::Labels),
    ("clauses", "replaced_by", Resource::Clauses),
    ("clauses", "owner", Resource::Organisations),
    ("clauses", "last_reviewed_by", Resource::Organisations),
    ("clauses", "citation", Resource::ClauseVersions),
    ("clauses", "segments", Resource::Segments),
    ("clauses", "themes", Resource::Themes),
    ("clause_versions", "segments", Resource::Segments),
    ("clause_versions", "themes", Resource::Themes),
    ("clause_parameters", "legal_floor_legal_reference", Resource::LegalReferences),
    ("clause_label_citations", "label", Resource::Labels),
    ("clause_legal_references", "ref", Resource::LegalReferences),
    ("clause_relations", "target", Resource::Clauses),
    ("clause_contributors", "organisation", Resource::Organisations),
    ("experience_reports", "clauses", Resource::ClauseVersions),
];

/// Name of the column that says where a row stands in its list.
pub const POSITION: &str = "position";

impl Table {
    fn of_records(sheet: &'static Sheet) -> Self {
        let (name, schema) = (sheet.name(), schema::record(sheet.resource));
        let columns = sheet.columns().map(|column| TableColumn::new(&name, *column, &schema)).collect();
        let title = sheet.resource.label().to_owned();
        let primary_key = vec![sheet.key.to_owned()];
        Self { name, resource: sheet.resource, child: None, title, columns, primary_key }
    }

    fn of_list(sheet: &'static Sheet, child: &'static ChildSheet) -> Self {
        let schema = schema::record(sheet.resource);
        let member =
            |schema: &Value, member: &str| column::some(schema::resolved(schema))["properties"][member].clone();
        let list = child.path.split('.').fold(schema.into_owned(), |schema, name| member(&schema, name));
        let item = column::some(&list)["items"].clone();
        let owner = TableColumn::owner(child.owner, sheet);
        let columns = child.columns.iter().map(|column| TableColumn::new(child.name, *column, schema::resolved(&item)));
        let columns = std::iter::once(owner).chain(columns).chain([TableColumn::position()]).collect();
        let title = format!("{} : {}", sheet.resource.label(), child.title);
        let primary_key = vec![child.owner.to_owned(), POSITION.to_owned()];
        Self { name: child.name.to_owned(), resource: sheet.resource, child: Some(child), title, columns, primary_key }
    }

    /// The rows that `record` makes in this table, each as the texts of its cells.
    pub fn rows(&self, record: &Value) -> Vec<Vec<String>> {
        let Some(child) = self.child else {
            return vec![self.columns.iter().map(|column| column.cell(record)).collect()];
        };
        let key = record.get(sheet(self.resource).key).and_then(Value::as_str).unwrap_or_default();
        let list = child.path.split('.').try_fold(record, |value, member| value.get(member));
        let items = list.and_then(Value::as_array).into_iter().flatten();
        let of_item = |(item, position): (&Value, usize)| {
            let inner = self.columns.len() - 1;
            let mut row = vec![key.to_owned()];
            row.extend(self.columns[1..inner].iter().map(|column| column.cell(item)));
            row.push(position.to_string());
            row
        };
        items.zip(1..).map(of_item).collect()
    }
}

/// Every table: for each resource its records, then their lists.
static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let of_resource = |resource: Resource| {
        let sheet = sheet(resource);
        let lists = sheet.children.iter().map(|child| Table::of_list(sheet, child));
        std::iter::once(Table::of_records(sheet)).chain(lists)
    };
    Resource::iter().flat_map(of_resource).collect()
});

/// Every table: for each resource its records, then their lists.
pub fn tables() -> &'static [Table] {
    &TABLES
}

/// The tables of `resource`: its records, then their lists.
pub fn tables_of(resource: Resource) -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(move |table| table.resource == resource)
}

/// What a column of `table` names, if it names records.
fn target(table: &str, column: &str) -> Option<Target> {
    let known = REFERENCES.iter().find(|(of, name, _)| *of == table && *name == column);
    known.map(|(_, _, resource)| Target { resource: *resource, column: sheet(*resource).key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_a_column_that_is_there_and_names_records() {
        for (table, column, resource) in REFERENCES {
            let found = tables().iter().filter(|known| known.name == table).flat_map(|known| &known.columns);
            let targets: Vec<_> = found.filter(|known| known.name == column).map(|known| known.target).collect();
            assert_eq!(targets, [Some(Target { resource, column: sheet(resource).key })], "{table}.{column}");
        }
    }

    #[test]
    fn every_column_is_of_the_kind_of_its_member() {
        let kind = |table: &str, column: &str| {
            let table = tables().iter().find(|known| known.name == table).unwrap();
            let column = table.columns.iter().find(|known| known.name == column).unwrap();
            (column.kind, column.list, column.nullable)
        };
        assert_eq!(kind("clauses", "current_version"), (Kind::Integer, false, false));
        assert_eq!(kind("clauses", "segments"), (Kind::Text, true, true));
        assert_eq!(kind("clauses", "last_reviewed_on"), (Kind::Date, false, true));
        assert_eq!(kind("clauses", "scoring_weight_min"), (Kind::Number, false, true), "its parent may be null");
        assert_eq!(kind("experience_reports", "outcome_no_tender"), (Kind::Boolean, false, true));
        assert_eq!(kind("clause_parameters", "default"), (Kind::Any, false, true));
        assert_eq!(kind("clause_fragments", POSITION), (Kind::Integer, false, false));
    }
}
