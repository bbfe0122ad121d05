use std::io;

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::DatabaseUrl;

/// Why the database did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is not there and cannot be made, or is not a file.
    #[error("cannot open the database {database}: is it a file, in a folder that exists?")]
    CannotOpen {
        /// The database.
        database: DatabaseUrl,
        /// What the system answered.
        #[source]
        source: io::Error,
    },
    /// The file is there, and `SQLite` cannot work with it.
    #[error("cannot use the database {database}: may this user write the file and its folder?")]
    CannotConnect {
        /// The database.
        database: DatabaseUrl,
        /// What `SQLite` answered.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file holds something else, or is damaged.
    #[error("{database} is not a SQLite database, or is damaged")]
    NotADatabase {
        /// The database.
        database: DatabaseUrl,
    },
    /// The server is away, does not let this program in, or went away midway.
    #[error("the database {database} cannot be reached")]
    Unreachable {
        /// The database.
        database: DatabaseUrl,
        /// What the connection answered.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database may be read but not written.
    #[error("the database {database} is read-only: {}", match database {
        DatabaseUrl::Sqlite { .. } => "this program must be able to write the file and its folder",
        DatabaseUrl::Postgres(_) => "writes go to the primary server, and this may be a standby",
    })]
    ReadOnly {
        /// The database.
        database: DatabaseUrl,
    },
    /// Another program kept the database for itself too long.
    #[error("the database {database} is locked: another program has been writing to it for too long")]
    Locked {
        /// The database.
        database: DatabaseUrl,
    },
    /// There is no room left for the file.
    #[error("the disk that holds the database {database} is full")]
    Full {
        /// The database.
        database: DatabaseUrl,
    },
    /// A copy is asked of a database that is no file.
    #[error("{database} is no file to be copied: back it up with `pg_dump --format=custom`")]
    NoCopy {
        /// The database.
        database: DatabaseUrl,
    },
    /// The tables are not there yet.
    #[error("the database {database} has no tables yet, or not all of them: migrate it first")]
    NotMigrated {
        /// The database.
        database: DatabaseUrl,
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

    /// The writer of the database at `url` could not wait for its turn. (The answer is in the language of the server: it
    /// is the statement that tells.)
    pub(super) fn waiting(url: &DatabaseUrl, source: DieselError) -> Self {
        match Situation::of(&source, url) {
            Some(_) => Self::Query { doing: "wait for", what: "a turn to write", source }.explained(url),
            None => Self::Locked { database: url.clone() },
        }
    }

    /// Whether the same may succeed later, without anybody changing anything here.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Locked { .. })
    }

    /// The situation behind the answer of the database at `url`, where there is one that someone can act on.
    pub(super) fn explained(self, url: &DatabaseUrl) -> Self {
        let database = || url.clone();
        match self {
            Self::Query { doing, what, source } => match Situation::of(&source, url) {
                Some(Situation::NotADatabase) => Self::NotADatabase { database: database() },
                Some(Situation::Away) => Self::Unreachable { database: database(), source: source.into() },
                Some(Situation::ReadOnly) => Self::ReadOnly { database: database() },
                Some(Situation::Locked) => Self::Locked { database: database() },
                Some(Situation::Full) => Self::Full { database: database() },
                Some(Situation::NoTable) => Self::NotMigrated { database: database() },
                Some(Situation::NoAccess) => Self::CannotConnect { database: database(), source: source.into() },
                Some(Situation::BrokenLink) => Self::BrokenLink { source },
                None => Self::Query { doing, what, source },
            },
            Self::Migrate { source } => match source.downcast::<DieselError>() {
                Ok(source) => Self::Query { doing: "migrate", what: "the database", source: *source }.explained(url),
                Err(source) => Self::Migrate { source },
            },
            other => other,
        }
    }
}

/// What can be wrong with a database as a whole.
enum Situation {
    NotADatabase,
    Away,
    ReadOnly,
    Locked,
    Full,
    NoTable,
    NoAccess,
    BrokenLink,
}

impl Situation {
    /// diesel hides the result codes of `SQLite`; its English messages are part of the C sources and do not change. It
    /// sorts those of `PostgreSQL`, whose messages are in the language of the server and are not looked at.
    fn of(error: &DieselError, url: &DatabaseUrl) -> Option<Self> {
        let DieselError::DatabaseError(kind, information) = error else { return None };
        let message = information.message();
        match kind {
            DatabaseErrorKind::ForeignKeyViolation => Some(Self::BrokenLink),
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => Some(Self::Away),
            DatabaseErrorKind::ReadOnlyTransaction => Some(Self::ReadOnly),
            _ if matches!(url, DatabaseUrl::Postgres(_)) => None,
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
