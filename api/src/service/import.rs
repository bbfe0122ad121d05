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
    /// The database refused.
    #[error("cannot write the import")]
    Store(#[from] StoreError),
}

impl ImportError {
    /// The faults, each with its place; empty when the trouble is elsewhere.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Layout(faults) | Self::Invalid(faults) | Self::Published(faults) => faults,
            Self::Open(_) | Self::Mirror(_) | Self::Store(_) => &[],
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
    progress(Step::Write);
    let (revision, current) = store.load_dataset()?;
    if current == layout.dataset {
        return Ok(Imported { revision, changed: false, remarks });
    }
    let ((), revision) = store.write(at, |tx| {
        if published == Published::Keep {
            keep_published(&tx.dataset()?, &layout)?;
        }
        Ok::<(), ImportError>(tx.replace_dataset(layout.dataset)?)
    })?;
    Ok(Imported { revision, changed: true, remarks })
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
    let (revision, current) = store.load_dataset()?;
    if current.cpv == nomenclature {
        return Ok(Imported { revision, changed: false, remarks: Vec::new() });
    }
    let ((), revision) = store.write(at, |tx| {
        let dataset = Dataset { cpv: nomenclature, ..tx.dataset()? };
        Ok::<(), ImportError>(tx.replace_dataset(dataset)?)
    })?;
    Ok(Imported { revision, changed: true, remarks: Vec::new() })
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
