//! The command line: wires everything. One file per subcommand.

mod backup;
mod check;
mod coverage;
mod dictionary;
mod export;
mod format;
mod import;
mod migrate;
mod openapi;
mod serve;

use std::{io::IsTerminal as _, path::Path, process::ExitCode};

use clap::{
    Args, Parser, Subcommand,
    error::{ContextKind, ContextValue},
};

use crate::{
    service::layout::{Fault, LayoutError, OpenError, Source, open},
    store::{DatabaseUrl, StoreError},
};

/// La clause verte: environmental clauses for French public procurement, as open data.
///
/// Without a subcommand it serves the catalogue. Every setting is a flag or an environment variable.
#[derive(Debug, Parser)]
#[command(name = "clause-verte", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Config,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the catalogue (the default)
    Serve(serve::Config),
    /// Bring the database to the schema of this program
    Migrate(Database),
    /// Put a data set in place of the one in the database, all or nothing
    Import(import::Config),
    /// Write the data set of the database to a directory
    Export(export::Config),
    /// Copy the database to a file while it is in use
    Backup(backup::Config),
    /// Hold a data set against the rules, without a database
    Check(check::Config),
    /// Write a directory of seeds in its canonical form, filling in ids, citations and content hashes
    Format(format::Config),
    /// Print the OpenAPI document
    Openapi(openapi::Config),
    /// Print the data dictionary
    Dictionary,
    /// Print what a data set covers, and what is thin, in French
    Coverage(coverage::Config),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
struct Database {
    /// Where the data is: `sqlite://path`, relative to the working directory or absolute, or
    /// `postgres://user@host/database` with every option of libpq
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, default_value = "sqlite://clause-verte.db")]
    database_url: DatabaseUrl,
}

/// Runs the command of this process.
pub fn run() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info")).init();
    let cli = Cli::try_parse().unwrap_or_else(|error| discreet(error).exit());
    let outcome = match cli.command {
        None => serve::run(cli.serve),
        Some(Command::Serve(config)) => serve::run(config),
        Some(Command::Migrate(config)) => migrate::run(&config),
        Some(Command::Import(config)) => import::run(&config),
        Some(Command::Export(config)) => export::run(&config),
        Some(Command::Backup(config)) => backup::run(&config),
        Some(Command::Check(config)) => check::run(&config),
        Some(Command::Format(config)) => format::run(&config),
        Some(Command::Coverage(config)) => coverage::run(&config),
        Some(Command::Openapi(config)) => openapi::run(&config),
        Some(Command::Dictionary) => {
            dictionary::run();
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            let of_the_database = error.chain().find_map(|cause| cause.downcast_ref::<StoreError>());
            if of_the_database.is_some_and(StoreError::is_temporary) { TRY_AGAIN.into() } else { ExitCode::FAILURE }
        }
    }
}

/// What is said of an address that cannot be read does not repeat it: it may hold a password.
fn discreet(mut error: clap::Error) -> clap::Error {
    let of_a_database = |value: &ContextValue| value.to_string().contains("--database-");
    if error.get(ContextKind::InvalidArg).is_some_and(of_a_database) {
        error.insert(ContextKind::InvalidValue, ContextValue::String("...".to_owned()));
    }
    error
}

/// Exit code of what may succeed later, without anybody changing anything here: `EX_TEMPFAIL` of sysexits.h.
const TRY_AGAIN: u8 = 75;

/// The files at `path`, or the catalogue that the program carries.
fn source(path: Option<&Path>) -> Result<Source, OpenError> {
    path.map_or_else(|| Ok(crate::service::seeds::bundled()), open)
}

/// Every fault on a line of its own.
fn print_faults(faults: &[Fault]) {
    for fault in faults {
        eprintln!("{fault}");
    }
}

/// What was read; every fault on a line of its own when it cannot be.
fn readable<T>(read: Result<T, LayoutError>) -> anyhow::Result<T> {
    read.map_err(|error| {
        print_faults(&error.0);
        error.into()
    })
}

/// A line that turns while something runs; silent where nobody watches.
fn spinner() -> indicatif::ProgressBar {
    if !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let spinner = indicatif::ProgressBar::new_spinner();
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    spinner
}
