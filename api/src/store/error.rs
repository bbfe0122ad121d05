use std::{
    io,
    path::{Path, PathBuf},
};

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why the database did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is not there and cannot be made, or is not a file.
    #[error("cannot open the database {}: is it a file, in a folder that exists?", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        #[source]
        source: io::Error,
    },
    /// The file is there, and `SQLite` cannot work with it.
    #[error("cannot use the database {}: may this user write the file and its folder?", path.display())]
    CannotConnect {
        /// The file.
        path: PathBuf,
        /// What `SQLite` answered.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file holds something else, or is damaged.
    #[error("{} is not a SQLite database, or is damaged", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file may be read but not written.
    #[error("the database {} is read-only: this program must be able to write the file and its folder", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another program kept the database for itself too long.
    #[error(
        "the database {} is locked: another program has been writing to it for more than {} seconds",
        path.display(),
        super::connection::BUSY_SECONDS
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// There is no room left for the file.
    #[error("the disk that holds the database {} is full", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The tables are not there yet.
    #[error("the database {} has no tables yet, or not all of them: migrate it first", path.display())]
    NotMigrated {
        /// The file.
        path: PathBuf,
    },
    /// A newer program prepared this database.
    #[error("the database was prepared by a newer version of this program: it holds the migration {migration}")]
    Newer {
        /// The first migration that this program does not know.
        migration: String,
    },
    /// A migration failed.
    #[error("cannot migrate the database")]
    Migrate {
        /// Which one, and why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A row that the domain refuses.
    #[error("`{id}` of the table `{table}` is not valid: {reason}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The primary key of the row, or what the table belongs to.
        id: String,
        /// Which column, and what is wrong with it.
        reason: String,
    },
    /// A record that could not be read back as it is.
    #[error("cannot store `{id}`: {reason}")]
    Unfit {
        /// The record.
        id: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A record refers to one that does not exist.
    #[error("a record refers to another that does not exist")]
    BrokenLink {
        /// What the database answered; it names neither.
        #[source]
        source: DieselError,
    },
    /// Anything else that the database refused.
    #[error("cannot {doing} {what}")]
    Query {
        /// What was being done: `write to`.
        doing: &'static str,
        /// To what: the name of a table, mostly.
        what: &'static str,
        /// What the database answered.
        #[source]
        source: DieselError,
    },
}

impl StoreError {
    /// For `map_err`: a failure to read `table`.
    pub(super) fn reading(table: &'static str) -> impl Fn(DieselError) -> Self {
        move |source| Self::Query { doing: "read", what: table, source }
    }

    /// For `map_err`: a failure to write to `table`.
    pub(super) fn writing(table: &'static str) -> impl Fn(DieselError) -> Self {
        move |source| Self::Query { doing: "write to", what: table, source }
    }

    /// The situation behind the answer of the database at `path`, where there is one that someone can act on.
    pub(super) fn explained(self, path: &Path) -> Self {
        let owned = || path.to_owned();
        match self {
            Self::Query { doing, what, source } => match Situation::of(&source) {
                Some(Situation::NotADatabase) => Self::NotADatabase { path: owned() },
                Some(Situation::ReadOnly) => Self::ReadOnly { path: owned() },
                Some(Situation::Locked) => Self::Locked { path: owned() },
                Some(Situation::Full) => Self::Full { path: owned() },
                Some(Situation::NoTable) => Self::NotMigrated { path: owned() },
                Some(Situation::NoAccess) => Self::CannotConnect { path: owned(), source: source.into() },
                Some(Situation::BrokenLink) => Self::BrokenLink { source },
                None => Self::Query { doing, what, source },
            },
            Self::Migrate { source } => match source.downcast::<DieselError>() {
                Ok(source) => Self::Query { doing: "migrate", what: "the database", source: *source }.explained(path),
                Err(source) => Self::Migrate { source },
            },
            other => other,
        }
    }
}

/// What can be wrong with a database as a whole.
enum Situation {
    NotADatabase,
    ReadOnly,
    Locked,
    Full,
    NoTable,
    NoAccess,
    BrokenLink,
}

impl Situation {
    /// diesel hides the result codes of `SQLite`; its English messages are part of the C sources and do not change.
    fn of(error: &DieselError) -> Option<Self> {
        let DieselError::DatabaseError(kind, information) = error else { return None };
        let message = information.message();
        match kind {
            DatabaseErrorKind::ForeignKeyViolation => Some(Self::BrokenLink),
            DatabaseErrorKind::ReadOnlyTransaction => Some(Self::ReadOnly),
            _ if message.contains("not a database") || message.contains("malformed") => Some(Self::NotADatabase),
            _ if message.contains("readonly database") => Some(Self::ReadOnly),
            _ if message.contains("is locked") => Some(Self::Locked),
            _ if message.contains("is full") => Some(Self::Full),
            _ if message.contains("no such table") => Some(Self::NoTable),
            _ if message.contains("unable to open") => Some(Self::NoAccess),
            _ => None,
        }
    }
}
