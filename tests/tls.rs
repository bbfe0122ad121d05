//! TLS to the database, in a program that was built with it: `cargo test --features database-tls -- tls`.
#![cfg(feature = "database-tls")]

use std::process::Command;

use api::store::{Store, StoreError};

use crate::support::{database, postgres::Server};

/// A certificate of `localhost` that signs itself, and its key, in the folder of `server`.
fn certificate(server: &Server) -> String {
    let folder = server.folder();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .arg("-keyout")
        .arg(folder.join("server.key"))
        .arg("-out")
        .arg(folder.join("server.crt"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    server.own("server.key");
    folder.join("server.crt").display().to_string().replace('/', "%2F")
}

#[test]
fn a_connection_is_encrypted_and_verified_when_the_address_asks_for_it() {
    let server = Server::start();
    let certificate = certificate(&server);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = server.folder().display();
    for setting in [
        "ssl = on".to_owned(),
        format!("ssl_cert_file = '{folder}/server.crt'"),
        format!("ssl_key_file = '{folder}/server.key'"),
        "listen_addresses = 'localhost'".to_owned(),
        format!("port = {port}"),
    ] {
        database::execute(&server.address("postgres"), &format!("ALTER SYSTEM SET {setting}")).unwrap();
    }
    // Only what is encrypted comes in by the network.
    let access = "hostnossl all all all reject\nhostssl all all all trust\nlocal all all trust\n";
    std::fs::write(server.folder().join("data/pg_hba.conf"), access).unwrap();
    server.run("pg_ctl", &["-D", "data", "-l", "log", "-w", "restart"]);

    let address = |host: &str, options: &str| format!("postgres://clauses@{host}:{port}/postgres?{options}");
    let open = |address: String| Store::open(&address.parse().unwrap());
    let verified = format!("sslmode=verify-full&sslrootcert={certificate}");
    let store = open(address("localhost", &verified)).unwrap();
    store.migrate().unwrap();
    assert_eq!(store.revision().unwrap().number, 0);
    let encrypted = "SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid <> pg_backend_pid()";
    assert!(database::count(&address("localhost", &verified), encrypted) > 0);

    for refused in [address("localhost", "sslmode=disable"), address("localhost", "sslmode=verify-full")] {
        let error = open(refused.clone()).err().unwrap();
        assert!(matches!(error, StoreError::Unreachable { .. }), "{refused}: {error:?}");
    }
}
