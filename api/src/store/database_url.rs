use std::{fmt, path::PathBuf, str::FromStr};

/// Where the data is: `sqlite://path`, the path relative to the working folder or absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A `SQLite` file.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
}

/// Why a text is not a [`DatabaseUrl`]. The text is not repeated, since it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDatabaseUrl {
    /// Neither scheme is there.
    #[error("the address of the database must begin with `sqlite://`, as in sqlite://clause-verte.db")]
    Scheme,
    /// The scheme of `PostgreSQL`.
    #[error("PostgreSQL is not supported by this build yet; use sqlite://path")]
    PostgreSql,
    /// Nothing after the scheme.
    #[error("the address of the database must name a file, as in sqlite://clause-verte.db")]
    NoPath,
    /// A database without a file.
    #[error(
        "a database in memory cannot be shared by several connections; name a file, as in sqlite://clause-verte.db"
    )]
    InMemory,
}

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        match text.split_once("://") {
            Some(("sqlite", "")) => Err(InvalidDatabaseUrl::NoPath),
            Some(("sqlite", ":memory:")) => Err(InvalidDatabaseUrl::InMemory),
            Some(("sqlite", path)) => Ok(Self::Sqlite { path: PathBuf::from(path) }),
            Some(("postgres" | "postgresql", _)) => Err(InvalidDatabaseUrl::PostgreSql),
            _ => Err(InvalidDatabaseUrl::Scheme),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "sqlite://{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_scheme_and_a_path_and_prints_as_it_was_given() {
        for text in ["sqlite://clause-verte.db", "sqlite://data/é.db", "sqlite:///var/lib/clause-verte.db"] {
            assert_eq!(text.parse::<DatabaseUrl>().map(|url| url.to_string()).as_deref(), Ok(text));
        }
        for (wrong, why) in [
            ("clause-verte.db", InvalidDatabaseUrl::Scheme),
            ("sqlite:clause-verte.db", InvalidDatabaseUrl::Scheme),
            ("mysql://localhost/db", InvalidDatabaseUrl::Scheme),
            ("", InvalidDatabaseUrl::Scheme),
            ("sqlite://", InvalidDatabaseUrl::NoPath),
            ("sqlite://:memory:", InvalidDatabaseUrl::InMemory),
            ("postgres://localhost/db", InvalidDatabaseUrl::PostgreSql),
            ("postgresql://localhost/db", InvalidDatabaseUrl::PostgreSql),
        ] {
            assert_eq!(wrong.parse::<DatabaseUrl>(), Err(why), "{wrong}");
        }
    }
}
