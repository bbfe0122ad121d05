use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use domain::coverage::coverage;

use super::{print_faults, source};
use crate::service::{coverage::page, import::check};

/// What to describe.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Directory or zip archive laid out as the seeds; the bundled catalogue when not given
    source: Option<PathBuf>,
}

/// Prints what a data set covers, on the day of its latest text.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let layout = match check(&source(config.source.as_deref())?) {
        Ok((layout, _)) => layout,
        Err(error) => {
            print_faults(&error.0);
            bail!(error);
        }
    };
    let latest = layout.dataset.clause_versions.iter().map(|version| version.published_on).max();
    print!("{}", page(&coverage(&layout.dataset, latest.unwrap_or_default())));
    Ok(())
}
