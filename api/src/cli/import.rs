use std::path::PathBuf;

use anyhow::anyhow;
use chrono::Utc;
use clap::Args;

use super::{Database, print_faults, source, spinner};
use crate::{
    service::import::{Published, Step, import},
    store::Store,
};

/// What to import.
#[derive(Debug, Clone, Args)]
pub struct Config {
    #[command(flatten)]
    database: Database,

    /// Directory or zip archive laid out as the seeds; the bundled catalogue when not given
    source: Option<PathBuf>,

    /// Replace published versions that the import changes or leaves out; only for a database that nobody cites
    #[arg(long)]
    replace_published: bool,
}

/// Puts a data set in place of the one in the database.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let spinner = spinner();
    spinner.set_message("opening the files");
    let files = source(config.source.as_deref())?;
    let store = Store::open(&config.database.database_url)?;
    store.migrate()?;
    let published = if config.replace_published { Published::Replace } else { Published::Keep };
    let outcome = import(&store, &files, published, Utc::now(), |step| {
        spinner.set_message(match step {
            Step::Read => "reading records",
            Step::Check => "checking rules",
            Step::Write => "writing the revision",
        });
    });
    spinner.finish_and_clear();
    match outcome {
        Ok(imported) => {
            print_faults(&imported.remarks);
            let what = if imported.changed { "imported as" } else { "unchanged: the same data is already there as" };
            println!("{what} revision {}, {} remarks", imported.revision.number, imported.remarks.len());
            Ok(())
        }
        Err(error) => {
            print_faults(error.faults());
            Err(anyhow!(error).context("nothing was written"))
        }
    }
}
