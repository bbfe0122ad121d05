//! The data package: what every CSV file holds, column by column (Data Package and Table Schema, version 2,
//! <https://datapackage.org/standard/data-package/>). Names of version 1 stand beside those that changed.

use serde_json::{Map, Value, json};

use crate::service::{
    ATTRIBUTION,
    layout::sheet,
    snapshot::Publication,
    tables::{Kind, Table, TableColumn, tables},
};

/// The package of `publication`, whose files lie in `folder` of the address of the package.
pub fn package(publication: &Publication, folder: &str) -> Value {
    let resources: Vec<Value> = tables()
        .iter()
        .filter_map(|table| {
            let name = format!("{}.csv", table.name);
            let file = publication.file(&name)?;
            Some(json!({
                "name": table.name.replace('_', "-"),
                "title": table.title,
                "type": "table",
                "path": format!("{folder}{name}"),
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": file.bytes(publication).len(),
                "hash": format!("sha256:{}", file.sha256(publication)),
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true},
                "schema": table_schema(table),
            }))
        })
        .collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "la-clause-verte",
        "title": "La clause verte : clauses environnementales pour les marchés publics",
        "description": "Clauses environnementales prêtes à l'emploi, segments d'achat, thèmes, labels, textes juridiques, \
                        proportions légales, organisations et retours d'expérience. Aide à la rédaction, ne vaut pas avis \
                        juridique.",
        "version": publication.fingerprint().as_str()[..16],
        "keywords": ["commande publique", "achats responsables", "clauses environnementales"],
        "licenses": [
            {"name": "ODbL-1.0", "path": "https://opendatacommons.org/licenses/odbl/1-0/", "title": "Open Data Commons Open Database License 1.0"},
            {"name": "DbCL-1.0", "path": "https://opendatacommons.org/licenses/dbcl/1-0/", "title": "Database Contents License 1.0 (contents)"},
        ],
        "contributors": [{"title": ATTRIBUTION, "roles": ["publisher"]}],
        "resources": resources,
    })
}

fn table_schema(table: &Table) -> Value {
    let fields: Vec<Value> = table.columns.iter().map(|column| field(table, column)).collect();
    let foreign_keys: Vec<Value> = table
        .columns
        .iter()
        .filter(|column| !column.list)
        .filter_map(|column| {
            let target = column.target?;
            let name = sheet(target.resource).name();
            // A table names itself by nothing.
            let resource = if name == table.name { String::new() } else { name.replace('_', "-") };
            Some(json!({
                "fields": [column.name],
                "reference": {"resource": resource, "fields": [target.column]},
            }))
        })
        .collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields,
        "fieldsMatch": "equal",
        "missingValues": [""],
        "primaryKey": table.primary_key,
        "foreignKeys": foreign_keys,
    })
}

fn field(table: &Table, column: &TableColumn) -> Value {
    let (kind, list) = (column.kind, column.list);
    let name = match kind {
        _ if list => "string",
        Kind::Text => "string",
        Kind::Date => "date",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Any => "any",
    };
    let mut constraints = Map::new();
    if !column.nullable {
        constraints.insert("required".to_owned(), true.into());
    }
    if table.child.is_none() && matches!(column.name.as_str(), "id" | "slug") {
        constraints.insert("unique".to_owned(), true.into());
    }
    let choices = (!column.values.is_empty()).then(|| column.values.join("|"));
    let form = choices.clone().or_else(|| column.pattern.clone());
    match form {
        Some(form) if list => {
            let one = form.trim_start_matches('^').trim_end_matches('$');
            constraints.insert("pattern".to_owned(), format!("^(?:{one})(?:\\|(?:{one}))*$").into());
        }
        Some(_) if choices.is_some() => {
            constraints.insert("enum".to_owned(), column.values.clone().into());
        }
        Some(pattern) => {
            constraints.insert("pattern".to_owned(), pattern.into());
        }
        None => {}
    }
    for (name, bound) in [("minimum", column.minimum), ("maximum", column.maximum)].into_iter().filter(|_| !list) {
        if let Some(bound) = bound {
            constraints.insert(name.to_owned(), bound.into());
        }
    }
    let joined = if list { " Values joined by `|`." } else { "" };
    let description = format!("{}{joined}", column.description);
    let mut field = json!({"name": column.name, "type": name, "description": description, "constraints": constraints});
    let format = column.format.as_deref().filter(|_| !list);
    if let Some(format) = format {
        field["format"] = format.into();
    }
    if kind == Kind::Boolean {
        field["trueValues"] = json!(["true"]);
        field["falseValues"] = json!(["false"]);
    }
    field
}
