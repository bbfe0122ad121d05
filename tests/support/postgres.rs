//! PostgreSQL servers of the tests' own, made with the programs of the system and run by a user without privileges.

use std::{
    fs::{self, Permissions},
    io::{BufRead as _, BufReader},
    os::unix::fs::{PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use api::store::DatabaseUrl;
use tempfile::TempDir;

use super::database::execute;

/// Makes a server, or a standby of the one whose folder is the third argument, starts it, waits until nobody holds the
/// other end of its standard input, and stops it: so it goes with the tests, whatever their end.
const SCRIPT: &str = r#"set -e
cd "$2"
if [ -z "$3" ]
then "$1/initdb" -D data -U clauses -A trust --no-sync -E UTF8 --locale=C > log
else "$1/pg_basebackup" -D data -U clauses -h "$3" -R --no-sync -c fast > log
fi
cat >> data/postgresql.conf << CONF
listen_addresses=''
unix_socket_directories='$2'
fsync=off
max_connections=200
CONF
"$1/pg_ctl" -D data -l log -w start > start.log
echo ready
cat
"$1/pg_ctl" -D data -m immediate stop > /dev/null 2>&1 || true
cd /
rm -rf "$2""#;

/// A server. It stops when dropped, or when the tests end.
pub struct Server {
    keeper: Child,
    programs: PathBuf,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// What the tests need of PostgreSQL.
const PROGRAMS: [&str; 5] = ["initdb", "pg_ctl", "pg_basebackup", "pg_dump", "pg_restore"];

/// Where the programs of PostgreSQL are: where Debian puts them, the newest version, or on the path; none when there are
/// none.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let mut versions: Vec<_> = versions.map(|version| version.path()).collect();
    versions.sort_by_key(|version| version.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    let on_the_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let folders = versions.into_iter().rev().map(|version| version.join("bin"));
    let mut folders = folders.chain(on_the_path.unwrap_or_default());
    folders.find(|folder| PROGRAMS.iter().all(|program| folder.join(program).exists()))
}

/// A command that runs as a user without privileges: PostgreSQL refuses root.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn is_root() -> bool {
    id(&["-u"]) == "0"
}

fn id(arguments: &[&str]) -> String {
    let output = Command::new("id").args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

impl Server {
    /// Makes and starts a server, reached by a socket in a folder of its own.
    pub fn start() -> Self {
        Self::made(None)
    }

    /// Makes and starts a standby, which follows this server and can only be read.
    pub fn standby(&self) -> Self {
        Self::made(Some(self))
    }

    fn made(primary: Option<&Self>) -> Self {
        let programs = programs().expect("PostgreSQL is not installed: apt-get install postgresql");
        let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        if is_root() {
            let (user, group) = (id(&["-u", "postgres"]), id(&["-g", "postgres"]));
            chown(folder.path(), user.parse().ok(), group.parse().ok()).unwrap();
        }
        let mut command = unprivileged(Path::new("sh"));
        command.args(["-c", SCRIPT, "sh"]).arg(&programs).arg(folder.path());
        command.args(primary.map(|primary| primary.folder.path()));
        let mut keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        assert_eq!(line, "ready\n", "PostgreSQL does not start: {log}");
        Self { keeper, programs, folder }
    }

    /// The folder of its socket.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the database `name`.
    pub fn address(&self, name: &str) -> String {
        format!("postgres://clauses@/{name}?host={}", self.host())
    }

    /// The folder of its socket, as an address holds it.
    pub fn host(&self) -> String {
        form_urlencoded::byte_serialize(self.folder.path().to_str().unwrap().as_bytes()).collect()
    }

    /// Makes the database `name`.
    pub fn database(&self, name: &str) -> DatabaseUrl {
        execute(&self.address("postgres"), &format!("CREATE DATABASE {name}")).unwrap();
        self.address(name).parse().unwrap()
    }

    /// Runs one of the programs of PostgreSQL in the folder of the server, and returns what it prints.
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.output(program, arguments);
        assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn output(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = unprivileged(&self.programs.join(program));
        command.current_dir(self.folder.path()).args(arguments).output().unwrap()
    }

    /// Gives a file in the folder of the server to the server alone.
    #[cfg(feature = "database-tls")]
    pub fn own(&self, file: &str) {
        let file = self.folder.path().join(file);
        fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        if is_root() {
            chown(file, id(&["-u", "postgres"]).parse().ok(), None).unwrap();
        }
    }

    /// Ends the server as `kill -9` does: it tells nobody, and tidies nothing.
    pub fn kill(&self) {
        let file = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap();
        let status = Command::new("kill").args(["-9", file.lines().next().unwrap()]).status().unwrap();
        assert!(status.success());
    }

    /// Starts it again, once the processes of the one that was killed are gone.
    pub fn restart(&self) {
        while !self.output("pg_ctl", &["-D", "data", "-l", "log", "-w", "start"]).status.success() {}
    }

    /// Makes a standby a server of its own, which can be written.
    pub fn promote(&self) {
        self.run("pg_ctl", &["-D", "data", "-w", "promote"]);
    }
}
