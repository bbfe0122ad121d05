use std::path::PathBuf;

use clap::Args;
use domain::coverage::coverage;

use super::{readable, source};
use crate::service::{coverage::page, layout::read};

/// What to describe.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Directory or zip archive laid out as the seeds; the bundled catalogue when not given
    source: Option<PathBuf>,
}

/// Prints what a data set covers, on the day of its latest text.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let dataset = readable(read(&source(config.source.as_deref())?))?.dataset;
    print!("{}", page(&coverage(&dataset, dataset.latest_publication())));
    Ok(())
}
