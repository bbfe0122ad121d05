//! What the program says of a file that cannot be its database. Nothing here runs on PostgreSQL.

use std::{fs, path::Path};

use diesel::{Connection as _, connection::SimpleConnection as _, sqlite::SqliteConnection};

use crate::{
    cli::{fails, run, text, with_database},
    support::{database, root},
};

/// What `serve`, `import` and `migrate` say of the database in `folder`, which stays as it is.
fn refused(folder: &Path, said: &str) {
    let database = folder.join("clause-verte.db");
    let before = fs::read(&database).unwrap();
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["import"], &["migrate"]] {
        let message = fails(folder, arguments);
        assert!(message.contains(said) && message.contains("error: "), "{arguments:?}: {message}");
        assert!(!message.contains("panicked"), "{arguments:?}: {message}");
    }
    assert!(fs::read(&database).unwrap() == before, "the database changed");
}

fn connected(folder: &Path) -> SqliteConnection {
    SqliteConnection::establish(folder.join("clause-verte.db").to_str().unwrap()).unwrap()
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    if database::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clause-verte.db"), "Ceci n'est pas une base. ".repeat(500)).unwrap();
    refused(folder.path(), "is not a SQLite database, or is damaged");
}

#[test]
fn a_database_that_may_only_be_read_is_said() {
    if database::on_postgres() {
        return;
    }
    let folder = with_database();
    let database = folder.path().join("clause-verte.db");
    let mut permissions = fs::metadata(&database).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&database, permissions).unwrap();
    refused(folder.path(), "read-only");
}

#[test]
fn a_folder_that_is_missing_is_said() {
    if database::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let message = fails(folder.path(), &["migrate", "--database-url", "sqlite://nulle/part.db"]);
    assert!(message.contains("nulle/part.db") && message.contains("in a folder that exists"), "{message}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_is_said() {
    if database::on_postgres() {
        return;
    }
    // Nobody may write there, not even the superuser, who writes where permissions forbid it.
    let message = fails(&root(), &["migrate", "--database-url", "sqlite:///sys/clause-verte.db"]);
    assert!(message.contains("/sys/clause-verte.db") && message.contains("read-only"), "{message}");
}

#[test]
fn a_database_that_another_program_writes_to_is_left_alone() {
    if database::on_postgres() {
        return;
    }
    let folder = with_database();
    let mut other = connected(folder.path());
    other.batch_execute("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE;").unwrap();
    let before = fs::read(folder.path().join("clause-verte.db")).unwrap();
    let output = run(folder.path(), &["import"]);
    let message = text(&output.stderr);
    assert!(message.contains("is locked"), "{message}");
    assert_eq!(output.status.code(), Some(75), "it may succeed later");
    assert!(fs::read(folder.path().join("clause-verte.db")).unwrap() == before);
}
