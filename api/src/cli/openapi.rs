use anyhow::anyhow;
use clap::{Args, ValueEnum};

use crate::http::openapi::rendered;

/// In which form.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Form of the document
    #[arg(long, value_enum, default_value = "yaml")]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    Yaml,
    Json,
}

/// Prints the OpenAPI document.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let (json, yaml) = rendered().map_err(|error| anyhow!("{error}"))?;
    print!("{}", if matches!(config.format, Form::Json) { json } else { yaml });
    Ok(())
}
