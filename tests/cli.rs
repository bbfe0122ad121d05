//! The program: its manual, its commands, and what it says when it cannot work.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, ChildStderr, Command, Output, Stdio},
};

use api::store::{Store, StoreError};
use domain::Revision;
use tempfile::TempDir;

use crate::support::{database, fixture, root};

/// The settings of the environment, which a test does not inherit.
const SETTINGS: [&str; 10] = [
    "DATABASE_URL",
    "DATABASE_REPLICA_URL",
    "LISTEN",
    "PUBLIC_URL",
    "REFRESH_SECONDS",
    "MIRROR",
    "MIRROR_SECONDS",
    "DRAIN_SECONDS",
    "WORKERS",
    "ANSWERS_MEGABYTES",
];

/// The program, started in `folder`.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clause-verte"));
    for setting in SETTINGS {
        command.env_remove(setting);
    }
    if database::on_postgres() && folder != root() {
        command.env("DATABASE_URL", database::address(folder));
    }
    command.env("RUST_LOG", "info").current_dir(folder).args(arguments);
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder, arguments).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// What the program says when it refuses.
pub fn fails(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stderr)
}

pub fn the_fixture() -> String {
    root().join(fixture::FOLDER).display().to_string()
}

/// A folder whose database holds the fixture.
pub fn with_database() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["import", &the_fixture()]);
    folder
}

/// The flags and the variables that the manual of the server names.
fn settings() -> BTreeSet<String> {
    let manual = succeeds(&root(), &["serve", "--help"]);
    let words = manual.split(|c: char| c.is_whitespace() || "[]<>,;`()".contains(c));
    let words = words.map(|word| word.trim_end_matches(['=', '.', ':']));
    let flag = |word: &&str| word.starts_with("--") && word.len() > 2;
    let variable = |word: &&str| SETTINGS.contains(word);
    words.filter(|word| flag(word) || variable(word)).map(str::to_owned).collect()
}

#[test]
fn the_manual_names_every_setting_and_every_command() {
    let (whole, serve) = (succeeds(&root(), &["--help"]), succeeds(&root(), &["serve", "--help"]));
    for setting in SETTINGS {
        let flag = format!("--{}", setting.to_lowercase().replace('_', "-"));
        for manual in [&whole, &serve] {
            assert!(manual.contains(&format!("[env: {setting}")) && manual.contains(&flag), "{setting}: {manual}");
        }
    }
    for command in ["serve", "migrate", "import", "export", "check", "openapi"] {
        assert!(whole.contains(&format!("\n  {command} ")), "{command}: {whole}");
    }
    assert!(settings().len() >= 2 * SETTINGS.len());
}

#[test]
fn every_setting_is_in_the_operating_manual() {
    let manual = fs::read_to_string(root().join("docs/operating.md")).unwrap();
    for setting in settings().iter().filter(|setting| !["--help", "--version"].contains(&setting.as_str())) {
        assert!(manual.contains(&format!("`{setting}")), "docs/operating.md does not name {setting}");
    }
}

#[test]
fn check_passes_on_the_fixture_and_names_the_faults_of_a_broken_copy() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        succeeds(folder.path(), &["check", &the_fixture()]),
        "0 blocking, 0 to fix, 0 advice\n4 clauses published, 7 segments, themes and legal shares to complete: see `coverage`\n"
    );

    let mut unreadable = fixture::source();
    fixture::replace(&mut unreadable, "labels.csv", "type_i,", "type_9,");
    fixture::write_to(&unreadable, &folder.path().join("unreadable"));
    let message = fails(folder.path(), &["check", "unreadable"]);
    assert!(message.contains("labels.csv, ligne 2, iso_type : unknown variant `type_9`"), "{message}");

    let mut broken = fixture::source();
    fixture::replace(&mut broken, "segments.csv", "|LCV-9005", "|LCV-9999");
    fixture::write_to(&broken, &folder.path().join("broken"));
    let output = run(folder.path(), &["check", "broken"]);
    assert_eq!(output.status.code(), Some(1));
    let found = "segments.csv, ligne 5, essential_clauses : [D02] « LCV-9999 » n'existe pas dans clauses";
    assert!(text(&output.stdout).contains(found), "{}", text(&output.stdout));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "a check writes nothing");
}

#[test]
fn import_then_export_gives_the_same_files() {
    let folder = with_database();
    succeeds(folder.path(), &["export", "out"]);
    for (path, bytes) in fixture::source() {
        assert_eq!(text(&fs::read(folder.path().join("out").join(&path)).unwrap()), text(&bytes), "{path}");
    }
    let again = succeeds(folder.path(), &["import", "out"]);
    assert!(again.starts_with("unchanged: the same data is already there as revision 1"), "{again}");
}

#[test]
fn an_import_that_is_refused_says_that_nothing_was_written() {
    let folder = with_database();
    fixture::write_to(&fixture::with_a_changed_version(), &folder.path().join("changed"));
    let message = fails(folder.path(), &["import", "changed"]);
    assert!(message.contains("clauses/LCV-9004.json, versions/1 : [W01]"), "{message}");
    assert!(message.contains("error: nothing was written"), "{message}");
    let forced = succeeds(folder.path(), &["import", "--replace-published", "changed"]);
    assert!(forced.starts_with("imported as revision 2"), "{forced}");
    assert!(fails(folder.path(), &["import", "nulle-part"]).contains("nulle-part"));
}

#[test]
fn the_openapi_document_is_printed_in_both_forms() {
    let (json, yaml) = api::http::openapi::rendered().unwrap();
    assert!(succeeds(&root(), &["openapi"]) == yaml);
    assert!(succeeds(&root(), &["openapi", "--format", "json"]) == json);
}

#[test]
fn the_data_dictionary_of_the_repository_is_the_one_of_the_program() {
    let kept = fs::read_to_string(root().join("docs/data-dictionary.md")).unwrap();
    let printed = succeeds(&root(), &["dictionary"]);
    assert!(kept == printed, "out of date: cargo run -- dictionary > docs/data-dictionary.md, then read the change");
}

#[test]
fn the_coverage_of_the_repository_is_the_one_of_its_seeds() {
    let kept = fs::read_to_string(root().join("docs/fr/couverture.md")).unwrap();
    let printed = succeeds(&root(), &["coverage"]);
    assert!(kept == printed, "out of date: cargo run -- coverage > docs/fr/couverture.md, then read the change");
}

#[test]
fn a_setting_that_cannot_be_read_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (flag, value) in [
        ("--database-url", "postgres://localhost"),
        ("--database-url", "clause-verte.db"),
        ("--listen", "8080"),
        ("--public-url", "api.example.org"),
        ("--refresh-seconds", "0"),
        ("--workers", "0"),
    ] {
        let output = run(folder.path(), &["serve", flag, value]);
        assert_eq!(output.status.code(), Some(2), "{flag} {value}");
        assert!(text(&output.stderr).contains(flag), "{flag} {value}: {}", text(&output.stderr));
    }
    for password in ["postgres://moi:s3cr3t@hote", "postgres://moi:s3cr3t/x@hote/db", "mysql://moi:s3cr3t@hote/db"] {
        for flag in ["--database-url", "--database-replica-url"] {
            let output = run(folder.path(), &["serve", flag, password]);
            let said = text(&output.stderr);
            assert!(output.status.code() == Some(2) && said.contains(flag) && !said.contains("s3cr3t"), "{said}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

/// A program that is killed when the test ends, whatever its end.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have stopped already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts `command`, a server; returns it with its log and the address that it is served on.
pub fn served(mut command: Command) -> (Running, BufReader<ChildStderr>, String) {
    let mut running = Running(command.stderr(Stdio::piped()).spawn().unwrap());
    let mut log = BufReader::new(running.0.stderr.take().unwrap());
    let (_, address) = listened(&mut log);
    (running, log, address)
}

/// What a server said until it was served, and the address that it is served on.
pub fn listened(log: &mut BufReader<ChildStderr>) -> (String, String) {
    let mut said = String::new();
    loop {
        let begun = said.len();
        assert_ne!(log.read_line(&mut said).unwrap(), 0, "the server stopped before it listened: {said}");
        if let Some((_, address)) = said[begun..].trim_end().trim_end_matches('.').split_once(" is served on ") {
            let address = address.to_owned();
            return (said, address);
        }
    }
}

pub fn json(address: &str) -> serde_json::Value {
    serde_json::from_str(&ureq::get(address).call().unwrap().body_mut().read_to_string().unwrap()).unwrap()
}

#[test]
fn a_mirror_whose_source_is_gone_serves_what_it_took_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let gone = "http://127.0.0.1:9";
    let store = fixture::empty_store(folder.path());
    let revision = Revision { number: 7, changed_at: fixture::instant() };
    store.mirror::<(), StoreError>(gone, revision, |tx| tx.begin_with(fixture::dataset())).unwrap();
    let database = database::address(folder.path());
    let arguments = ["--database-url", &database, "--mirror", gone, "--listen", "127.0.0.1:0", "--workers", "1"];
    let (_server, _log, address) = served(program(folder.path(), &arguments));

    assert_eq!(json(&format!("{address}/v1"))["revision"], 7);
    let ready = json(&format!("{address}/readyz"));
    assert_eq!((ready["status"].as_str(), ready["revision"].as_u64()), (Some("degraded"), Some(7)), "{ready}");

    let nothing = tempfile::tempdir().unwrap();
    let message = fails(nothing.path(), &["serve", "--mirror", gone, "--listen", "127.0.0.1:0"]);
    assert!(message.contains("cannot begin to mirror") && message.contains(gone), "{message}");
    let own = with_database();
    let message = fails(own.path(), &["serve", "--mirror", gone, "--listen", "127.0.0.1:0"]);
    assert!(message.contains("the database holds data of its own"), "{message}");
}

#[test]
fn serve_fills_an_empty_database_answers_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let command = program(folder.path(), &["--listen", "127.0.0.1:0", "--workers", "1", "--drain-seconds", "0"]);
    let (mut running, mut log, address) = served(command);

    let page = json(&format!("{address}/v1/clauses"));
    assert!(page["total"].as_u64() >= Some(60), "{}", page["total"]);
    assert!(database::on_postgres() || folder.path().join("clause-verte.db").exists());

    let told = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("The server has stopped"), "{rest}");
}

#[test]
fn an_address_that_is_taken_is_said() {
    let folder = with_database();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let message = fails(folder.path(), &["serve", "--listen", &address]);
    assert!(message.contains(&format!("cannot listen on {address}")), "{message}");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let folder = with_database();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')";
    database::execute(&database::address(folder.path()), newer).unwrap();
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["import"], &["migrate"]] {
        let message = fails(folder.path(), arguments);
        assert!(message.contains("newer version of this program"), "{arguments:?}: {message}");
    }
    let store = Store::open(&database::url(folder.path())).unwrap();
    assert_eq!(store.load_dataset().unwrap().1, fixture::dataset());
}
