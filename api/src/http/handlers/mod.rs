//! Handlers: extract, ask one question, wrap.

pub mod catalogue;
pub mod clauses;
pub mod coverage;
pub mod discovery;
pub mod dumps;
pub mod feeds;
pub mod find;
pub mod history;
pub mod pages;
pub mod reference;
pub mod schemas;
pub mod service;

use serde::Deserialize;
use utoipa::IntoParams;

/// Path of one record.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct KeyPath {
    /// Id (UUID) or slug of the record.
    pub key: String,
}

/// Path of a whole list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct FormatPath {
    /// Form of the list.
    #[param(inline, value_type = ListFormat)]
    pub format: String,
}

/// Forms of a whole list.
#[derive(Debug, utoipa::ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "names the values in the OpenAPI document; the router has matched them")]
pub enum ListFormat {
    /// RFC 4180.
    Csv,
    /// One record per line.
    Ndjson,
    /// One page with every record.
    Json,
}
