use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use clap::Args;

use super::Database;
use crate::{
    service::layout::{to_directory, write, write_history},
    store::{DatabaseUrl, Store},
};

/// Where to export to.
#[derive(Debug, Clone, Args)]
pub struct Config {
    #[command(flatten)]
    database: Database,

    /// Write the revisions that are kept and the events between them, too: for another database, which `import --history`
    /// makes the same
    #[arg(long)]
    history: bool,

    /// Directory to write; clause files in it that the data set does not hold are removed
    directory: PathBuf,
}

/// Writes the data set of the database to a directory.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let url = &config.database.database_url;
    if let DatabaseUrl::Sqlite { path } = url {
        ensure!(path.exists(), "there is no database at {}", path.display());
    }
    let store = Store::open(url)?;
    store.migrate()?;
    let (revision, dataset, history) = store.load()?;
    ensure!(revision.number > 0, "the database {url} was never filled: nothing to export");
    let mut files = write(&dataset)?;
    if config.history {
        files.extend(write_history(&dataset, revision, history)?);
    }
    let directory = config.directory.display();
    to_directory(&files, &config.directory).with_context(|| format!("cannot write {directory}"))?;
    println!("revision {} written to {directory}, {} files", revision.number, files.len());
    Ok(())
}
