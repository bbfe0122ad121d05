//! PostgreSQL: the suite once more on a server, and what only a server can do.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use crate::support::{database, postgres};

/// Set where a missing server is a failure: in CI.
const REQUIRED: &str = "REQUIRE_POSTGRES";

#[test]
fn the_whole_suite_passes_on_postgresql() {
    if database::on_postgres() {
        return;
    }
    if postgres::programs().is_none() {
        assert!(std::env::var_os(REQUIRED).is_none(), "PostgreSQL is not installed: apt-get install postgresql");
        // Written past the test harness, which keeps what a test that passes prints.
        let warning =
            "\n*** PostgreSQL IS NOT INSTALLED: THE SUITE RUNS ON SQLITE ONLY (apt-get install postgresql) ***\n\n";
        std::io::stderr().write_all(warning.as_bytes()).unwrap();
        return;
    }
    let suite = Command::new(std::env::current_exe().unwrap())
        .env(database::VARIABLE, "postgres")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&suite.stdout);
    assert!(suite.status.success(), "{printed}{}", String::from_utf8_lossy(&suite.stderr));
    assert!(printed.contains("test result: ok."), "{printed}");
}
