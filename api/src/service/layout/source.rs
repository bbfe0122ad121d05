use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Seek},
    path::{Path, PathBuf},
};

/// Largest file that is read, in bytes.
const FILE_BYTES: u64 = 64 << 20;
/// Most bytes that are read in all.
const TOTAL_BYTES: u64 = 2 << 30;
/// Most files that are read.
const FILES: usize = 200_000;

/// The files of a layout, by their path inside it.
pub type Source = BTreeMap<String, SourceFile>;

/// Bytes of one file.
pub type SourceFile = Vec<u8>;

/// Why a layout cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file system refused.
    #[error("cannot read {}", path.display())]
    Read {
        /// What was being read.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Not a directory, and not a zip either.
    #[error("{} is neither a directory nor a zip archive", path.display())]
    Archive {
        /// The file.
        path: PathBuf,
        /// What the archive reader says.
        #[source]
        source: zip::result::ZipError,
    },
    /// More than is read.
    #[error("{}: {what}", path.display())]
    TooLarge {
        /// The file or the layout.
        path: PathBuf,
        /// Which limit.
        what: &'static str,
    },
}

/// Counts what is read against the limits.
#[derive(Default)]
struct Budget {
    bytes: u64,
    files: usize,
}

impl Budget {
    fn read(&mut self, path: &Path, file: impl Read) -> Result<Vec<u8>, OpenError> {
        let too_large = |what| OpenError::TooLarge { path: path.to_owned(), what };
        let mut bytes = Vec::new();
        let read = file.take(FILE_BYTES + 1).read_to_end(&mut bytes);
        let length = read.map_err(|source| OpenError::Read { path: path.to_owned(), source })? as u64;
        self.bytes += length;
        self.files += 1;
        if length > FILE_BYTES {
            return Err(too_large("a file holds at most 64 MiB"));
        }
        if self.bytes > TOTAL_BYTES || self.files > FILES {
            return Err(too_large("a layout holds at most 2 GiB in 200,000 files"));
        }
        Ok(bytes)
    }
}

/// The files of the layout at `path`, a directory or a zip archive.
///
/// # Errors
/// See [`OpenError`].
pub fn open(path: &Path) -> Result<Source, OpenError> {
    let mut budget = Budget::default();
    if path.is_dir() {
        let mut files = Source::new();
        directory(path, "", &mut budget, &mut files)?;
        return Ok(files);
    }
    let file = File::open(path).map_err(|source| OpenError::Read { path: path.to_owned(), source })?;
    archive(path, file, &mut budget)
}

/// The files of a zip archive that `name` stands for.
///
/// # Errors
/// See [`OpenError`].
pub fn open_archive(name: &Path, file: impl Read + Seek) -> Result<Source, OpenError> {
    archive(name, file, &mut Budget::default())
}

fn directory(path: &Path, prefix: &str, budget: &mut Budget, files: &mut Source) -> Result<(), OpenError> {
    let failed = |source| OpenError::Read { path: path.to_owned(), source };
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            directory(&entry.path(), &format!("{name}/"), budget, files)?;
        } else {
            let file = File::open(entry.path()).map_err(failed)?;
            files.insert(name, budget.read(&entry.path(), file)?);
        }
    }
    Ok(())
}

fn archive(path: &Path, file: impl Read + Seek, budget: &mut Budget) -> Result<Source, OpenError> {
    let unreadable = |source| OpenError::Archive { path: path.to_owned(), source };
    let mut archive = zip::ZipArchive::new(file).map_err(unreadable)?;
    let mut files = Source::new();
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(unreadable)?;
        if entry.is_file() {
            let name = entry.name().map_err(unreadable)?.into_owned();
            files.insert(name, budget.read(path, entry)?);
        }
    }
    Ok(files)
}
