//! Several processes on one PostgreSQL server, which comes and goes. Nothing here runs on SQLite.

use std::{
    io::{BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{ChildStderr, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use api::{
    service::import::{Published, import},
    store::{PostgresUrl, Store, StoreError},
};
use diesel::{Connection as _, connection::SimpleConnection as _, pg::PgConnection};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    cli::{Running, json, listened, program, served, text},
    support::{Answer, database, fixture, postgres::Server},
};

/// A process that serves the database of `folder`.
struct Process {
    running: Running,
    log: BufReader<ChildStderr>,
    url: String,
}

impl Process {
    fn start(database: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = program(folder.path(), &["--listen", "127.0.0.1:0", "--workers", "1"]);
        command.env("DATABASE_URL", database).env("PUBLIC_URL", "https://api.exemple.invalid").args(arguments);
        let (running, log, url) = served(command);
        Self { running, log, url }
    }

    fn get(&self, path: &str) -> Value {
        json(&format!("{}{path}", self.url))
    }

    /// Asks until `/readyz` says that `member` is `value`.
    fn until(&self, member: &str, value: impl Into<Value>) {
        let value = value.into();
        wait(&format!("{member} is {value}"), || self.get("/readyz")[member] == value);
    }

    fn signal(&self, name: &str) {
        let told = Command::new("kill").args([name, &self.running.0.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Stops it; returns what it logged since it began to serve.
    fn stopped(mut self) -> String {
        self.signal("-TERM");
        let mut log = String::new();
        self.log.read_to_string(&mut log).unwrap();
        assert!(log.contains("The server has stopped"), "{log}");
        log
    }
}

/// Raises the flag by which others end, when dropped: a test that fails must not wait for them for ever.
struct Ends<'f>(&'f AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Asks until `found` is true; fails when it takes minutes.
fn wait(what: &str, mut found: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !found() {
        assert!(begun.elapsed() < Duration::from_mins(2), "in vain: {what}");
    }
}

/// The database of `folder`, which holds the fixture.
fn filled(folder: &TempDir) -> (Store, String) {
    let store = fixture::empty_store(folder.path());
    import(&store, &fixture::source(), Published::Keep, fixture::instant(), |_| {}).unwrap();
    (store, database::address(folder.path()))
}

/// The new database `name` of `server`, which holds the fixture.
fn filled_on(server: &Server, name: &str) -> Store {
    let store = Store::open(&server.database(name)).unwrap();
    store.migrate().unwrap();
    import(&store, &fixture::source(), Published::Keep, fixture::instant(), |_| {}).unwrap();
    store
}

/// The answer on a connection of its own; none when the server takes no connection any more.
fn asked(url: &str, path: &str) -> Option<Answer> {
    asked_with(url, path, "Connection: close\r\n")
}

/// The same with these headers; waits until the server closes the connection.
fn asked_with(url: &str, path: &str, headers: &str) -> Option<Answer> {
    let mut socket = TcpStream::connect(url.trim_start_matches("http://")).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
    socket.write_all(request.as_bytes()).unwrap();
    let mut received = Vec::new();
    socket.read_to_end(&mut received).unwrap();
    assert!(Answer::is_whole(&received), "{path}: cut after {} bytes", received.len());
    Some(Answer::received(&received))
}

#[test]
fn a_write_is_seen_by_four_processes_at_once_and_no_request_fails() {
    if !database::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (store, address) = filled(&folder);
    // They look once an hour: it is the database that tells them.
    let processes: Vec<_> = (0..4).map(|_| Process::start(&address, &["--refresh-seconds", "3600"])).collect();
    let (done, asks) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        for process in &processes {
            let (done, asks) = (&done, &asks);
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    for path in ["/v1/clauses", "/v1/themes.csv", "/v1/search?q=exemple", "/v1/dumps/clauses.csv"] {
                        assert_eq!(asked(&process.url, path).unwrap().status, 200, "{path}");
                        asks.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        let _ends = Ends(&done);
        let changed = fixture::with_a_changed_theme();
        import(&store, &changed, Published::Keep, fixture::later(), |_| {}).unwrap();
        for process in &processes {
            process.until("revision", 2);
        }
    });
    assert!(asks.into_inner() >= 16);
    for path in
        ["/v1/themes", "/v1/clauses.csv", "/catalog.ttl", "/v1/dumps/la-clause-verte.zip", "/v1/changes?since=1"]
    {
        let mut answers = processes.iter().map(|process| asked(&process.url, path).unwrap());
        let first = answers.next().unwrap();
        assert_eq!(first.status, 200, "{path}");
        for other in answers {
            assert!(other.bytes == first.bytes && other.lasting_headers() == first.lasting_headers(), "{path} differs");
        }
    }
    for process in processes {
        let log = process.stopped();
        assert!(log.contains("Revision 2 is served now") && !log.contains("ERROR"), "{log}");
    }
}

#[test]
fn a_connection_that_is_lost_midway_is_told_and_nothing_is_written() {
    if !database::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (store, address) = filled(&folder);
    let ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let lost = store.write(fixture::later(), |tx| {
        tx.replace_dataset(fixture::dataset())?;
        database::execute(&address, ends).unwrap();
        tx.dataset()
    });
    let error = lost.unwrap_err();
    assert!(error.is_temporary() && error.to_string().contains("cannot be reached"), "{error:?}");
    assert_eq!(store.revision().unwrap().number, 1);
}

#[test]
fn a_load_sees_one_revision_whole_while_others_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = filled(&folder);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for _ in 0..10 {
                for source in [fixture::with_a_changed_theme(), fixture::source()] {
                    import(&store, &source, Published::Keep, fixture::later(), |_| {}).unwrap();
                }
            }
        });
        while !writer.is_finished() {
            let (revision, dataset, history) = store.load().unwrap();
            let recorded = history.revisions.last().unwrap();
            assert_eq!((revision, dataset.fingerprint()), (recorded.revision, recorded.fingerprint.clone()));
        }
        writer.join().unwrap();
    });
    assert_eq!(store.revision().unwrap().number, 21);
}

#[test]
fn ten_processes_that_start_at_once_make_one_database() {
    if !database::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let address = database::address(folder.path());
    let commands = (0..10).map(|_| {
        let mut command = program(folder.path(), &["--listen", "127.0.0.1:0", "--workers", "1"]);
        command.env("DATABASE_URL", &address).env("PUBLIC_URL", "https://api.exemple.invalid").stderr(Stdio::piped());
        Running(command.spawn().unwrap())
    });
    let mut processes: Vec<_> = commands.collect();
    let logs = processes.iter_mut().map(|running| listened(&mut BufReader::new(running.0.stderr.take().unwrap())));
    let logs: Vec<_> = logs.collect();
    let said = |what: &str| logs.iter().filter(|(log, _)| log.contains(what)).count();
    assert_eq!(said("The bundled catalogue was loaded as revision 1"), 1);
    assert_eq!(said("create_catalogue was applied"), 1);
    let pages: Vec<_> = logs.iter().map(|(_, url)| asked(url, "/v1").unwrap()).collect();
    assert!(pages.iter().all(|page| page.bytes == pages[0].bytes), "{pages:?}");
    assert_eq!(pages[0].json()["revision"], 1);
}

#[test]
fn a_program_that_is_killed_while_it_writes_loses_nothing_that_it_acknowledged() {
    if !database::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (store, address) = filled(&folder);
    fixture::write_to(&fixture::source(), &folder.path().join("one"));
    fixture::write_to(&fixture::with_a_changed_theme(), &folder.path().join("other"));
    let mut acknowledged = 1;
    for round in 0..8 {
        let mut command = program(folder.path(), &["import", ["one", "other"][round % 2]]);
        let mut running = Running(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
        // As soon as it has its turn to write; the last one may end.
        let writes = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                      WHERE locktype = 'advisory' AND datname = current_database()";
        wait("the import begins to write", || {
            database::count(&address, writes) > 0 || running.0.try_wait().unwrap().is_some()
        });
        if round < 7 {
            let _ = running.0.kill();
        }
        let mut said = String::new();
        running.0.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        let _ = running.0.wait();
        let number = said.split("revision ").nth(1).and_then(|rest| rest.split(',').next()?.trim().parse::<u64>().ok());
        acknowledged = number.unwrap_or(acknowledged);
        let (revision, dataset) = store.load_dataset().unwrap();
        assert!(revision.number >= acknowledged, "{revision:?} after {said}");
        assert_eq!(store.fingerprint().unwrap(), Some(dataset.fingerprint()), "a revision is written whole");
    }
    assert!(acknowledged > 1, "no import came to its end");
}

#[test]
fn a_database_that_is_killed_loses_nothing_and_its_processes_go_on_and_recover_alone() {
    if !database::on_postgres() {
        return;
    }
    let server = Server::start();
    let store = filled_on(&server, "panne");
    let address = server.address("panne");
    let process = Process::start(&address, &["--refresh-seconds", "1", "--drain-seconds", "0"]);
    let before = asked(&process.url, "/v1/clauses").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fixture::write_to(&fixture::with_a_changed_theme(), &folder.path().join("changed"));
    let importing = || {
        let mut command = program(folder.path(), &["import", "changed"]);
        command.env("DATABASE_URL", &address).output().unwrap()
    };

    import(&store, &fixture::with_a_changed_theme(), Published::Keep, fixture::later(), |_| {}).unwrap();
    server.kill();

    process.until("database", "unreadable");
    assert_eq!(process.get("/readyz")["status"], "degraded");
    assert_eq!(asked(&process.url, "/v1/clauses").unwrap().status, before.status, "reads go on");
    let refused = importing();
    let message = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(75), "{message}");
    assert!(message.contains("the database postgres://clauses@/panne cannot be reached"), "{message}");
    assert!(matches!(store.revision(), Err(StoreError::Unreachable { .. })));

    server.restart();
    process.until("database", "writable");
    process.until("revision", 2);
    assert_eq!(process.get("/readyz")["status"], "ready");
    assert_eq!(store.load_dataset().unwrap().1.fingerprint().as_str(), process.get("/v1")["fingerprint"]);
    assert!(importing().status.success());

    // One that takes too long is one that is away.
    let mut other = PgConnection::establish(&address).unwrap();
    other.batch_execute("BEGIN; LOCK TABLE data_revision IN ACCESS EXCLUSIVE MODE;").unwrap();
    process.until("database", "unreadable");
    assert_eq!(asked(&process.url, "/v1/clauses").unwrap().status, before.status, "reads go on");
    other.batch_execute("ROLLBACK").unwrap();
    process.until("database", "writable");

    // A server that is told to be read-only is still read.
    database::execute(&address, "ALTER DATABASE panne SET default_transaction_read_only = on").unwrap();
    let ended =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'panne' AND pid <> pg_backend_pid()";
    database::execute(&address, ended).unwrap();
    process.until("database", "read_only");
    assert_eq!(process.get("/readyz")["status"], "ready");
    let refused = import(&store, &fixture::source(), Published::Keep, fixture::later(), |_| {}).unwrap_err();
    let cause = std::error::Error::source(&refused).map(ToString::to_string).unwrap_or_default();
    assert!(cause.contains("read-only") && cause.contains("standby"), "{cause}");

    let log = process.stopped();
    let count = |what: &str| log.matches(what).count();
    assert_eq!(count("The data could not be refreshed"), count("The data can be refreshed again"), "{log}");
    assert!(count("ERROR") <= 3, "said once for each time that it was away: {log}");
    assert_eq!(count("The database can only be read"), 1, "{log}");
}

#[test]
fn new_revisions_are_loaded_from_a_standby_and_a_standby_that_is_promoted_is_followed() {
    if !database::on_postgres() {
        return;
    }
    let primary = Server::start();
    filled_on(&primary, "clauses");
    let standby = primary.standby();
    let replica: PostgresUrl = standby.address("clauses").parse().unwrap();

    // Whoever may see nothing but the revision on the primary reads the rest elsewhere.
    let role = "CREATE ROLE guichet LOGIN; GRANT SELECT ON data_revision TO guichet;";
    database::execute(&primary.address("clauses"), role).unwrap();
    let guarded = primary.address("clauses").replace("clauses@", "guichet@").parse().unwrap();
    let guarded = Store::open(&guarded).unwrap();
    guarded.load().map(drop).unwrap_err();
    let guarded = guarded.with_replica(&replica).unwrap();
    wait("the standby follows", || guarded.load().is_ok_and(|(revision, ..)| revision.number == 1));
    assert_eq!(guarded.load().unwrap().1, fixture::dataset());

    // An address may name both: whichever can be written is used.
    let both = format!(
        "{}&target_session_attrs=read-write",
        primary.address("clauses").replace(&primary.host(), &format!("{},{}", primary.host(), standby.host()))
    );
    let process = Process::start(&both, &["--refresh-seconds", "1", "--drain-seconds", "0"]);
    primary.kill();
    standby.promote();
    process.until("database", "writable");
    let promoted = Store::open(&both.parse().unwrap()).unwrap();
    import(&promoted, &fixture::with_a_changed_theme(), Published::Keep, fixture::later(), |_| {}).unwrap();
    process.until("revision", 2);
}

#[test]
fn a_server_starts_on_a_standby_and_says_that_nothing_can_be_written() {
    if !database::on_postgres() {
        return;
    }
    let primary = Server::start();
    filled_on(&primary, "clauses");
    let standby = primary.standby();
    let process = Process::start(&standby.address("clauses"), &["--drain-seconds", "0"]);
    let ready = process.get("/readyz");
    assert_eq!((ready["status"].as_str(), ready["database"].as_str()), (Some("ready"), Some("read_only")), "{ready}");
    assert_eq!(asked(&process.url, "/v1/clauses").unwrap().status, 200);
}

#[test]
fn a_copy_by_pg_dump_is_the_same_database() {
    if !database::on_postgres() {
        return;
    }
    let server = Server::start();
    let store = filled_on(&server, "original");
    import(&store, &fixture::with_a_changed_theme(), Published::Keep, fixture::later(), |_| {}).unwrap();
    let host = format!("--host={}", server.folder().display());
    server.run("pg_dump", &[&host, "-U", "clauses", "--format=custom", "--file=copie.dump", "original"]);
    let copy = server.database("copie");
    server.run("pg_restore", &[&host, "-U", "clauses", "--dbname=copie", "copie.dump"]);
    let copy = Store::open(&copy).unwrap();
    assert!(copy.migrate().unwrap().is_empty());
    let whole = |store: &Store| {
        let (revision, dataset, history) = store.load().unwrap();
        (revision, dataset, format!("{history:?}"))
    };
    assert_eq!(whole(&copy), whole(&store));
}

#[test]
fn a_server_that_is_told_to_stop_cuts_no_request() {
    let folder = tempfile::tempdir().unwrap();
    let (_, address) = filled(&folder);
    let process = Process::start(&address, &["--drain-seconds", "600"]);
    let leave = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !leave.load(Ordering::Relaxed) {
                    for path in ["/v1/dumps/clauses.ndjson", "/v1/clauses"] {
                        assert_eq!(asked(&process.url, path).unwrap().status, 200, "{path}");
                    }
                }
            });
        }
        let _ends = Ends(&leave);
        process.signal("-TERM");
        // What shares out requests sees it, and sends no more.
        wait("/readyz is 503", || asked(&process.url, "/readyz").unwrap().status == 503);
        let stopping = asked_with(&process.url, "/v1", "Connection: keep-alive\r\n").unwrap();
        assert_eq!((stopping.status, stopping.header("connection")), (200, Some("close")));
    });
    let unavailable = asked(&process.url, "/readyz").unwrap();
    assert_eq!(unavailable.expect("retry-after"), "5");
    assert_eq!(unavailable.json()["type"], "https://api.exemple.invalid/problems/unavailable");
    // Told again, it waits no longer.
    let log = process.stopped();
    assert!(log.contains("it answers for 600 seconds more"), "{log}");
}
