use serde_json::Value;

use super::{POSITION, Target, target};
use crate::service::{
    layout::{Column, Form, Sheet},
    schema,
};

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A day.
    Date,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A flag.
    Boolean,
    /// A number or a text, as the row says.
    Any,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// What its cells hold, or what each element of their lists is.
    pub kind: Kind,
    /// Whether its cells hold lists, joined by `|`.
    pub list: bool,
    /// Whether its cells may be empty.
    pub nullable: bool,
    /// What it means, in English.
    pub description: String,
    /// The values that a text may have.
    pub values: Vec<String>,
    /// The form of a text: a regular expression.
    pub pattern: Option<String>,
    /// What a text is: `uuid`, `uri`.
    pub format: Option<String>,
    /// Least value of a number.
    pub minimum: Option<f64>,
    /// Greatest value of a number.
    pub maximum: Option<f64>,
    /// The record that it names.
    pub target: Option<Target>,
    column: Option<Column>,
}

impl TableColumn {
    /// The column of `table`, whose records have `schema`.
    pub(super) fn new(table: &str, column: Column, schema: &Value) -> Self {
        let (mut schema, mut nullable, mut description) = (schema, false, String::new());
        for member in column.path.split('.') {
            let property = &some(schema::resolved(schema))["properties"][member];
            description = meaning(property);
            nullable |= is_nullable(property);
            schema = property;
        }
        let list = column.form == Form::List;
        let mut value = some(schema);
        if list {
            value = some(&value["items"]);
        }
        if description.is_empty() {
            description = meaning(value);
        }
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let values = value["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        let name = column.name();
        Self {
            kind: kind(value),
            list,
            // An empty list is an empty cell.
            nullable: nullable || list,
            description,
            values: values.collect(),
            pattern: text("pattern"),
            format: text("format").filter(|format| matches!(format.as_str(), "uuid" | "uri")),
            minimum: value["minimum"].as_f64(),
            maximum: value["maximum"].as_f64(),
            target: target(table, &name),
            name,
            column: Some(column),
        }
    }

    /// The column that names the record of a row.
    pub(super) fn owner(name: &str, sheet: &'static Sheet) -> Self {
        let target = Target { resource: sheet.resource, column: sheet.key };
        let description = format!("The record that the row belongs to: its `{}`.", sheet.key);
        Self { target: Some(target), ..Self::made(name, Kind::Text, description) }
    }

    /// The column that says where a row stands in its list.
    pub(super) fn position() -> Self {
        let description = "Place of the row in the list of its record, from 1.".to_owned();
        Self { minimum: Some(1.0), ..Self::made(POSITION, Kind::Integer, description) }
    }

    fn made(name: &str, kind: Kind, description: String) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            list: false,
            nullable: false,
            description,
            values: Vec::new(),
            pattern: None,
            format: None,
            minimum: None,
            maximum: None,
            target: None,
            column: None,
        }
    }

    /// What a cell holds: lists are texts.
    pub fn kind_of_cell(&self) -> Kind {
        if self.list { Kind::Text } else { self.kind }
    }

    /// The text of a cell for `record`; empty for a column that no record holds.
    pub(super) fn cell(&self, record: &Value) -> String {
        self.column.map(|column| column.cell(record)).unwrap_or_default()
    }
}

/// What `schema` stands for when it is not null.
pub(super) fn some(schema: &Value) -> &Value {
    let schema = schema::resolved(schema);
    let choices = ["oneOf", "anyOf"].into_iter().find_map(|choices| schema[choices].as_array());
    let present: Vec<&Value> = choices.into_iter().flatten().filter(|choice| choice["type"] != "null").collect();
    match present.as_slice() {
        [only] => some(only),
        _ => schema,
    }
}

fn is_nullable(property: &Value) -> bool {
    let is_null = |value: &Value| value == "null";
    let types = property["type"].as_array().into_iter().flatten().any(is_null);
    let choices = ["oneOf", "anyOf"].into_iter().filter_map(|choices| property[choices].as_array()).flatten();
    types || choices.into_iter().any(|choice| is_null(&choice["type"]))
}

/// The first paragraph of the description of a property, or of what it holds.
fn meaning(property: &Value) -> String {
    let own = property["description"].as_str().or_else(|| {
        let choices = ["oneOf", "anyOf"].into_iter().filter_map(|choices| property[choices].as_array()).flatten();
        choices.into_iter().find_map(|choice| choice["description"].as_str())
    });
    own.unwrap_or_default().split("\n\n").next().unwrap_or_default().replace('\n', " ")
}

fn kind(schema: &Value) -> Kind {
    let is = |name: &str| {
        schema["type"] == name || schema["type"].as_array().is_some_and(|types| types.iter().any(|it| it == name))
    };
    if is("integer") {
        Kind::Integer
    } else if is("number") {
        Kind::Number
    } else if is("boolean") {
        Kind::Boolean
    } else if is("string") {
        if schema["format"] == "date" { Kind::Date } else { Kind::Text }
    } else {
        Kind::Any
    }
}
