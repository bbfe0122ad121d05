//! A whole data set in, all or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    CpvCode, Dataset, Revision,
    check::{Violation, violations},
    enumeration::Severity,
    value::ContentHash,
};

use super::layout::{self, Fault, Layout, LayoutError, OpenError, Source};
use crate::store::{Store, StoreError};

/// Why an import was refused. When this is returned, nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The files cannot be read.
    #[error("cannot open the import")]
    Open(#[from] OpenError),
    /// The files do not hold records.
    #[error("{} faults in the files", .0.len())]
    Layout(Vec<Fault>),
    /// The records break rules.
    #[error("{} blocking violations of the rules", .0.len())]
    Invalid(Vec<Fault>),
    /// Published versions would change or disappear.
    #[error("{} published versions would change or disappear", .0.len())]
    Published(Vec<Fault>),
    /// The database belongs to another instance's data.
    #[error("the database mirrors {0}, whose next revision would replace the import: use another database")]
    Mirror(String),
    /// A history can only be the first that a database holds.
    #[error(
        "the database holds revision {0} already: a history can only be put into a database that was never written"
    )]
    Written(u64),
    /// The database refused.
    #[error("cannot write the import")]
    Store(#[from] StoreError),
}

impl ImportError {
    /// The faults, each with its place; empty when the trouble is elsewhere.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Layout(faults) | Self::Invalid(faults) | Self::Published(faults) => faults,
            Self::Open(_) | Self::Mirror(_) | Self::Written(_) | Self::Store(_) => &[],
        }
    }
}

impl From<LayoutError> for ImportError {
    fn from(LayoutError(faults): LayoutError) -> Self {
        Self::Layout(faults)
    }
}

/// What becomes of published versions that the import changes or leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// The import is refused: what is published never changes (W01) and stays readable (W03).
    Keep,
    /// They are replaced: for a database that nobody cites.
    Replace,
}

/// A step of an import, to be shown while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Files become records.
    Read,
    /// Records are held against the rules.
    Check,
    /// Records are written.
    Write,
}

/// What an import did.
#[derive(Debug)]
pub struct Imported {
    /// The revision that holds the data.
    pub revision: Revision,
    /// Whether anything was written: the same data twice is written once.
    pub changed: bool,
    /// Rules that are broken without refusing the import.
    pub remarks: Vec<Fault>,
}

/// The data set of `source` and the rules that it breaks.
///
/// # Errors
/// Every fault of the files at once.
pub fn check(source: &Source) -> Result<(Layout, Vec<Violation>), LayoutError> {
    let layout = layout::read(source)?;
    let violations = violations(&layout.dataset);
    Ok((layout, violations))
}

/// Puts the data set of `source` in place of the one that `store` holds, as one revision.
///
/// # Errors
/// See [`ImportError`]; nothing is written.
pub fn import(
    store: &Store,
    source: &Source,
    published: Published,
    at: DateTime<Utc>,
    progress: impl FnMut(Step),
) -> Result<Imported, ImportError> {
    import_with(store, source, None, published, at, progress)
}

/// The same, with `nomenclature` in place of the CPV codes of `source`.
///
/// # Errors
/// See [`ImportError`]; nothing is written.
pub fn import_with(
    store: &Store,
    source: &Source,
    nomenclature: Option<Vec<CpvCode>>,
    published: Published,
    at: DateTime<Utc>,
    mut progress: impl FnMut(Step),
) -> Result<Imported, ImportError> {
    no_mirror(store)?;
    let (layout, remarks) = publishable(source, nomenclature, &mut progress)?;
    progress(Step::Write);
    let written = store.write(at, |tx| {
        let current = tx.dataset()?;
        if current == layout.dataset {
            return Err(Stop::Unchanged(tx.previous()));
        }
        if published == Published::Keep {
            keep_published(&current, &layout)?;
        }
        Ok(tx.replace_dataset(layout.dataset)?)
    });
    imported(written, remarks)
}

/// Puts the data set of `source` into a database that was never written, whoever comes first of several processes that
/// start together: the others find it there.
///
/// # Errors
/// See [`ImportError`]; nothing is written.
pub fn seed(store: &Store, source: &Source, at: DateTime<Utc>) -> Result<Imported, ImportError> {
    let (layout, remarks) = publishable(source, None, |_| {})?;
    let written = store.write(at, |tx| {
        if tx.previous().number > 0 {
            return Err(Stop::Unchanged(tx.previous()));
        }
        Ok(tx.replace_dataset(layout.dataset)?)
    });
    imported(written, remarks)
}

/// Puts the data set of `source` and its history, as an export with its history wrote them, into a database that was
/// never written: the same revision, number and time, the same versions, events and files.
///
/// # Errors
/// See [`ImportError`]; nothing is written.
pub fn restore(store: &Store, source: &Source, mut progress: impl FnMut(Step)) -> Result<Imported, ImportError> {
    let (layout, remarks) = publishable(source, None, &mut progress)?;
    let history = layout::read_history(source, &layout.dataset)?;
    let revision = history.revisions.last().map_or(UNWRITTEN, |last| last.revision);
    progress(Step::Write);
    let ((), revision) = store.write_as(revision, |tx| {
        if tx.previous().number > 0 {
            return Err(ImportError::Written(tx.previous().number));
        }
        Ok(tx.restore(layout.dataset, &history)?)
    })?;
    Ok(Imported { revision, changed: true, remarks })
}

/// The revision of a database that was never written.
const UNWRITTEN: Revision = Revision { number: 0, changed_at: DateTime::UNIX_EPOCH };

/// The data set of `source`, which breaks no rule that blocks; and what it breaks otherwise.
fn publishable(
    source: &Source,
    nomenclature: Option<Vec<CpvCode>>,
    mut progress: impl FnMut(Step),
) -> Result<(Layout, Vec<Fault>), ImportError> {
    progress(Step::Read);
    let mut layout = layout::read(source)?;
    if let Some(codes) = nomenclature {
        layout.dataset.cpv = codes;
    }
    progress(Step::Check);
    let violations = violations(&layout.dataset);
    let (blocking, remarks): (Vec<_>, Vec<_>) = violations.iter().partition(|v| v.severity == Severity::Blocking);
    if !blocking.is_empty() {
        return Err(ImportError::Invalid(blocking.into_iter().map(|v| layout.fault(v)).collect()));
    }
    let remarks = remarks.into_iter().map(|violation| layout.fault(violation)).collect();
    Ok((layout, remarks))
}

/// Why a write did not go on.
enum Stop {
    /// There is nothing to write: the data are there as this revision.
    Unchanged(Revision),
    Refused(ImportError),
}

impl<E: Into<ImportError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

fn imported(written: Result<((), Revision), Stop>, remarks: Vec<Fault>) -> Result<Imported, ImportError> {
    match written {
        Ok(((), revision)) => Ok(Imported { revision, changed: true, remarks }),
        Err(Stop::Unchanged(revision)) => Ok(Imported { revision, changed: false, remarks }),
        Err(Stop::Refused(error)) => Err(error),
    }
}

/// Puts `nomenclature` in place of the CPV codes that `store` holds, and leaves everything else as it is.
///
/// # Errors
/// A failure of the database; nothing is written.
pub fn load_nomenclature(
    store: &Store,
    nomenclature: Vec<CpvCode>,
    at: DateTime<Utc>,
) -> Result<Imported, ImportError> {
    no_mirror(store)?;
    let written = store.write(at, |tx| {
        let current = tx.dataset()?;
        if current.cpv == nomenclature {
            return Err(Stop::Unchanged(tx.previous()));
        }
        Ok(tx.replace_dataset(Dataset { cpv: nomenclature, ..current })?)
    });
    imported(written, Vec::new())
}

fn no_mirror(store: &Store) -> Result<(), ImportError> {
    store.mirrored_from()?.map_or(Ok(()), |source| Err(ImportError::Mirror(source)))
}

fn keep_published(current: &Dataset, layout: &Layout) -> Result<(), ImportError> {
    let new: BTreeMap<_, &ContentHash> =
        layout.dataset.clause_versions.iter().map(|version| (&version.citation, &version.content_hash)).collect();
    let fault = |version: &domain::ClauseVersion, message: &str| Fault {
        file: format!("clauses/{}.json", version.citation.clause),
        row: None,
        field: format!("versions/{}", version.version),
        message: message.to_owned(),
    };
    let faults: Vec<Fault> = current
        .clause_versions
        .iter()
        .filter_map(|version| match new.get(&version.citation) {
            Some(hash) if **hash == version.content_hash => None,
            Some(_) => Some(fault(version, "[W01] une version publiée ne change jamais : publiez-en une nouvelle")),
            None => {
                Some(fault(version, "[W03] une version publiée reste lisible : retirez la clause au lieu de l'effacer"))
            }
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(ImportError::Published(faults)) }
}
