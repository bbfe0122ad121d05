use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;

use super::Database;
use crate::store::{DatabaseUrl, Store};

/// Where to copy to.
#[derive(Debug, Clone, Args)]
pub struct Config {
    #[command(flatten)]
    database: Database,

    /// File to make; it must not exist
    file: PathBuf,
}

/// Copies the database to a file while it is in use.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let (url, file) = (&config.database.database_url, config.file.display());
    if let DatabaseUrl::Sqlite { path } = url {
        ensure!(path.exists(), "there is no database at {}", path.display());
    }
    ensure!(!config.file.exists(), "{file} exists already: name another file");
    Store::open(url)?.back_up(&config.file)?;
    println!("{url} was copied to {file}");
    Ok(())
}
