use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use clap::Args;

use super::Database;
use crate::{
    service::layout::{to_directory, write},
    store::{DatabaseUrl, Store},
};

/// Where to export to.
#[derive(Debug, Clone, Args)]
pub struct Config {
    #[command(flatten)]
    database: Database,

    /// Directory to write; clause files in it that the data set does not hold are removed
    directory: PathBuf,
}

/// Writes the data set of the database to a directory.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let DatabaseUrl::Sqlite { path } = &config.database.database_url;
    ensure!(path.exists(), "there is no database at {}", path.display());
    let store = Store::open(&config.database.database_url)?;
    store.migrate()?;
    let (revision, dataset) = store.load_dataset()?;
    ensure!(revision.number > 0, "the database at {} was never filled: nothing to export", path.display());
    let files = write(&dataset)?;
    let directory = config.directory.display();
    to_directory(&files, &config.directory).with_context(|| format!("cannot write {directory}"))?;
    println!("revision {} written to {directory}, {} files", revision.number, files.len());
    Ok(())
}
