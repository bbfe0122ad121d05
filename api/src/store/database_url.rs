use std::{fmt, path::PathBuf, str::FromStr};

/// Where the data is: `sqlite://path`, the path relative to the working folder or absolute, or a `PostgreSQL` database.
///
/// Prints without the password and the options of `PostgreSQL`, so that messages may name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A `SQLite` file.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// A `PostgreSQL` database.
    Postgres(PostgresUrl),
}

/// A connection URI of libpq (`PostgreSQL` manual, section 34.1.1.2): several hosts and every option of libpq may be in it.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

/// What a connection waits for, unless its URI says otherwise: a host that vanished must be noticed.
const OPTIONS: [(&str, &str); 6] = [
    ("application_name", "clause-verte"),
    ("connect_timeout", "5"),
    ("keepalives_idle", "10"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "20000"),
];

/// Why a text is not a [`DatabaseUrl`]. The text is not repeated, since it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDatabaseUrl {
    /// Neither scheme is there.
    #[error(
        "the address of the database must begin with `sqlite://` or `postgres://`, as in sqlite://clause-verte.db or \
         postgres://user@host/clause_verte"
    )]
    Scheme,
    /// Nothing after the scheme.
    #[error("the address of the database must name a file, as in sqlite://clause-verte.db")]
    NoPath,
    /// A database without a file.
    #[error(
        "a database in memory cannot be shared by several connections; name a file, as in sqlite://clause-verte.db"
    )]
    InMemory,
    /// No name of a database: libpq would take that of the user of the system.
    #[error("the address of the database must name it, as in postgres://user@host/clause_verte")]
    NoDatabase,
    /// Something else than a number, most often a part of a password.
    #[error(
        "the port in the address of the database is no number: write `/`, `@` and `:` of a password as %2F, %40 and %3A"
    )]
    Port,
    /// A file, where a server is meant.
    #[error("a PostgreSQL database is expected, as in postgres://user@host/clause_verte")]
    NotPostgres,
    /// Encryption is demanded, and the program has none.
    #[error(
        "this program was built without TLS to the database: build it with `--features database-tls`, or leave `sslmode` out"
    )]
    NoTls,
}

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        match text.split_once("://") {
            Some(("sqlite", "")) => Err(InvalidDatabaseUrl::NoPath),
            Some(("sqlite", ":memory:")) => Err(InvalidDatabaseUrl::InMemory),
            Some(("sqlite", path)) => Ok(Self::Sqlite { path: PathBuf::from(path) }),
            Some(("postgres" | "postgresql", _)) => PostgresUrl::new(text).map(Self::Postgres),
            _ => Err(InvalidDatabaseUrl::Scheme),
        }
    }
}

impl FromStr for PostgresUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        match text.parse()? {
            DatabaseUrl::Postgres(url) => Ok(url),
            DatabaseUrl::Sqlite { .. } => Err(InvalidDatabaseUrl::NotPostgres),
        }
    }
}

impl PostgresUrl {
    fn new(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        let url = Self(text.to_owned());
        // libpq would repeat what it cannot read, which may be a part of the password.
        let authority = url.parts().0.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(rest));
        let hosts = authority.rsplit('@').next().unwrap_or(authority).split(',');
        // The colons of `[::1]` part no port.
        let mut ports = hosts.filter_map(|host| host.rsplit(']').next()?.split_once(':'));
        if ports.any(|(_, port)| !port.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(InvalidDatabaseUrl::Port);
        }
        let path = url.parts().0.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        let named = path.is_some_and(|(_, name)| !name.is_empty());
        if !named && url.option("dbname").is_none() {
            return Err(InvalidDatabaseUrl::NoDatabase);
        }
        let encrypted = matches!(url.option("sslmode"), Some("require" | "verify-ca" | "verify-full"));
        if encrypted && !cfg!(feature = "database-tls") {
            return Err(InvalidDatabaseUrl::NoTls);
        }
        Ok(url)
    }

    /// The URI with every option that it leaves open and that must not be. Holds the password: never to be shown.
    pub(super) fn complete(&self) -> String {
        let mut uri = self.0.clone();
        for (name, value) in OPTIONS.into_iter().filter(|(name, _)| self.option(name).is_none()) {
            uri.push(if uri.contains('?') { '&' } else { '?' });
            uri.extend([name, "=", value]);
        }
        uri
    }

    /// What comes before the options, and the options.
    fn parts(&self) -> (&str, &str) {
        self.0.split_once('?').unwrap_or((&self.0, ""))
    }

    fn option(&self, name: &str) -> Option<&str> {
        let mut options = self.parts().1.split('&').filter_map(|option| option.split_once('='));
        options.find_map(|(known, value)| (known == name).then_some(value))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.parts().0;
        let Some((scheme, rest)) = address.split_once("://") else { return f.write_str("postgres://") };
        // A password may hold an `@`; a host may not.
        match rest.rsplit_once('@') {
            Some((user, host)) => write!(f, "{scheme}://{}@{host}", user.split(':').next().unwrap_or_default()),
            None => write!(f, "{scheme}://{rest}"),
        }
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_scheme_and_a_path_and_prints_as_it_was_given() {
        for text in [
            "sqlite://clause-verte.db",
            "sqlite://data/é.db",
            "sqlite:///var/lib/clause-verte.db",
            "postgres://acheteur@base.exemple.invalid:5432/clauses",
            "postgresql:///clauses",
            "postgres://un.exemple.invalid,deux.exemple.invalid:5433/clauses",
            "postgres://acheteur@[::1]:5433/clauses",
        ] {
            assert_eq!(text.parse::<DatabaseUrl>().map(|url| url.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn an_address_that_cannot_be_used_is_refused_with_what_would_do() {
        for (wrong, why) in [
            ("clause-verte.db", InvalidDatabaseUrl::Scheme),
            ("", InvalidDatabaseUrl::Scheme),
            ("mysql://localhost/db", InvalidDatabaseUrl::Scheme),
            ("sqlite://", InvalidDatabaseUrl::NoPath),
            ("sqlite://:memory:", InvalidDatabaseUrl::InMemory),
            ("postgres://", InvalidDatabaseUrl::NoDatabase),
            ("postgres://localhost", InvalidDatabaseUrl::NoDatabase),
            ("postgres://localhost/?host=/tmp", InvalidDatabaseUrl::NoDatabase),
            ("postgres://localhost:port/db", InvalidDatabaseUrl::Port),
            ("postgres://moi:s3/cr3t@localhost/db", InvalidDatabaseUrl::Port),
        ] {
            assert_eq!(wrong.parse::<DatabaseUrl>(), Err(why), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in ["postgres://moi:s3@cr3t@hôte/db", "postgres://moi@hôte/db?password=s3@cr3t&host=/tmp"] {
            let url: DatabaseUrl = text.parse().unwrap();
            for shown in [url.to_string(), format!("{url:?}")] {
                assert!(shown.contains("postgres://moi@hôte/db") && !shown.contains("cr3t"), "{shown}");
            }
        }
    }

    #[test]
    fn what_an_address_leaves_open_is_bounded_and_what_it_says_stays() {
        let complete = |text: &str| PostgresUrl::new(text).unwrap().complete();
        let end = "keepalives_idle=10&keepalives_interval=5&keepalives_count=3&tcp_user_timeout=20000";
        let whole = format!("postgres://a/b?application_name=clause-verte&connect_timeout=5&{end}");
        assert_eq!(complete("postgres://a/b"), whole);
        let given = "postgres://a/b?connect_timeout=2&application_name=moi";
        assert_eq!(complete(given), format!("{given}&{end}"));
    }

    #[cfg(not(feature = "database-tls"))]
    #[test]
    fn encryption_that_the_program_lacks_is_refused_and_not_dropped() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let url = format!("postgres://a/b?sslmode={mode}");
            assert_eq!(url.parse::<DatabaseUrl>(), Err(InvalidDatabaseUrl::NoTls));
        }
    }
}
