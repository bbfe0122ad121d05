use std::path::{Path, PathBuf};

use anyhow::anyhow;
use chrono::Utc;
use clap::Args;

use super::{Database, print_faults, source, spinner};
use crate::{
    service::{
        import::{Published, Step, import_with, load_nomenclature, restore},
        mirror::Mirror,
        nomenclature::{self, NomenclatureError},
    },
    store::Store,
};

/// What to import.
#[derive(Debug, Clone, Args)]
pub struct Config {
    #[command(flatten)]
    database: Database,

    /// Directory or zip archive laid out as the seeds, or address of another instance, such as
    /// `https://api.example.org`; the bundled catalogue when not given
    source: Option<PathBuf>,

    /// CPV nomenclature to load, as the European Union publishes it: its XML file, or its table saved as CSV with the
    /// columns `code`, `fr` and `en`. Without SOURCE the rest of a database that holds data stays as it is
    #[arg(long, value_name = "FILE")]
    cpv: Option<PathBuf>,

    /// Take the revision and the history of the export, too, number and time: into a database that was never written
    #[arg(long, requires = "source", conflicts_with_all = ["cpv", "replace_published"])]
    history: bool,

    /// Replace published versions that the import changes or leaves out; only for a database that nobody cites
    #[arg(long)]
    replace_published: bool,
}

/// Puts a data set in place of the one in the database.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let spinner = spinner();
    spinner.set_message("opening the files");
    let nomenclature = config.cpv.as_deref().map(nomenclature::open).transpose();
    let nomenclature = nomenclature.inspect_err(|error| {
        if let NomenclatureError::Faults(faults) = error {
            print_faults(faults);
        }
    })?;
    let store = Store::open(&config.database.database_url)?;
    store.migrate()?;
    let outcome = match nomenclature {
        Some(codes) if config.source.is_none() && store.revision()?.number > 0 => {
            load_nomenclature(&store, codes, Utc::now())
        }
        nomenclature => {
            let address = config.source.as_deref().and_then(Path::to_str).filter(|it| it.contains("://"));
            let files = match address {
                Some(address) => Mirror::new(address).files()?.2,
                None => source(config.source.as_deref())?,
            };
            let show = |step| {
                spinner.set_message(match step {
                    Step::Read => "reading records",
                    Step::Check => "checking rules",
                    Step::Write => "writing the revision",
                });
            };
            if config.history {
                restore(&store, &files, show)
            } else {
                let published = if config.replace_published { Published::Replace } else { Published::Keep };
                import_with(&store, &files, nomenclature, published, Utc::now(), show)
            }
        }
    };
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
