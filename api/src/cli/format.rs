use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::readable;
use crate::service::layout::{open, read, to_directory, write};

/// What to format.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Directory laid out as the seeds
    directory: PathBuf,
}

/// Writes a directory of seeds in its canonical form.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let layout = readable(read(&open(&config.directory)?))?;
    let files = write(&layout.dataset)?;
    let directory = config.directory.display();
    to_directory(&files, &config.directory).with_context(|| format!("cannot write {directory}"))?;
    println!("{} files in canonical form in {directory}", files.len());
    Ok(())
}
