//! What the published files hold: a data package for the tables, JSON Schemas for the records.

use std::sync::Arc;

use actix_web::{
    get,
    web::{self, Path},
};
use domain::Resource;
use serde::Deserialize;
use strum::IntoEnumIterator as _;
use utoipa::IntoParams;

use crate::{
    http::{
        answer::Answer,
        ask::Ask,
        params::Nothing,
        problem::{Problem, unexpected},
        views::{Meta, SchemaEntry, SchemaList},
    },
    service::{
        dump::{package, schema_path},
        layout::sheet,
        schema::json_schema,
    },
};

/// Path of one schema.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SchemaPath {
    /// Name of the file that the schema describes, without its ending.
    #[param(example = "legal_references", pattern = "^[a-z_]{1,40}$")]
    pub name: String,
}

/// Get the data package
///
/// Every CSV file with its columns: types, constraints, values, keys and references (Data Package and Table Schema,
/// version 2). Paths are relative to this address.
#[utoipa::path(
    tag = "dumps",
    responses((status = 200, description = "The data package", body = serde_json::Value))
)]
#[get("/datapackage.json")]
pub async fn get_data_package(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let publication = Arc::clone(ask.snapshot.publication());
    let package = web::block(move || package(&publication, "dumps/")).await.map_err(|error| unexpected(&error))?;
    ask.json(&package)
}

/// List the schemas
///
/// One for the records of each collection, as NDJSON and JSON files hold them.
#[utoipa::path(tag = "dumps", responses((status = 200, description = "The schemas", body = SchemaList)))]
#[get("/schemas")]
pub async fn list_schemas(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let entry = |resource: Resource| {
        let url = format!("{}{}", ask.base, schema_path(resource));
        SchemaEntry { name: sheet(resource).name(), resource: resource.name().to_owned(), url }
    };
    let items: Vec<_> = Resource::iter().map(entry).collect();
    ask.json(&SchemaList { total: items.len() as u64, items, meta: Meta::of(&ask.snapshot, Vec::new()) })
}

/// Get a schema
///
/// JSON Schema (2020-12) of one record. Members and values may be added within `v1`.
#[utoipa::path(
    tag = "dumps",
    params(SchemaPath),
    responses((status = 200, description = "The schema", body = serde_json::Value))
)]
#[get("/schemas/{name}.json")]
pub async fn get_schema(ask: Ask<Nothing, Nothing>, path: Path<SchemaPath>) -> Result<Answer, Problem> {
    let names: Vec<String> = Resource::iter().map(|resource| sheet(resource).name()).collect();
    let resource = Resource::iter().find(|resource| sheet(*resource).name() == path.name);
    let unknown = || Problem::not_found("schemas", &path.name, names.iter().map(String::as_str));
    let resource = resource.ok_or_else(unknown)?;
    ask.json(&json_schema(resource, &format!("{}{}", ask.base, schema_path(resource))))
}
