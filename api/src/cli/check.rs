use std::path::PathBuf;

use anyhow::bail;
use chrono::Utc;
use clap::Args;
use domain::{
    coverage::coverage,
    enumeration::{Enumeration as _, Severity},
};

use super::{readable, source};
use crate::service::import::check;

/// What to check.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Directory or zip archive laid out as the seeds; the bundled catalogue when not given
    source: Option<PathBuf>,
}

/// Holds a data set against the rules; fails when one that blocks publication is broken.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let (layout, violations) = readable(check(&source(config.source.as_deref())?))?;
    for violation in &violations {
        println!("{} : {}", violation.severity.label(), layout.fault(violation));
    }
    let count = |severity| violations.iter().filter(|violation| violation.severity == severity).count();
    let blocking = count(Severity::Blocking);
    println!("{blocking} blocking, {} to fix, {} advice", count(Severity::ToFix), count(Severity::Advice));
    let covered = coverage(&layout.dataset, Utc::now().date_naive());
    println!(
        "{} clauses published, {} segments, themes and legal shares to complete: see `coverage`",
        covered.clauses, covered.holes
    );
    if blocking > 0 {
        bail!("the data set cannot be published");
    }
    Ok(())
}
