mod follow;

use std::{
    future::poll_fn,
    net::{SocketAddr, TcpListener},
    num::{NonZeroU32, NonZeroUsize},
    sync::Arc,
    task::Poll,
    thread,
    time::Duration,
};

use actix_web::{
    dev::ServerHandle,
    rt::signal::unix::{Signal, SignalKind, signal},
};
use anyhow::Context as _;
use chrono::Utc;
use clap::Args;

use self::follow::{Follower, begin};
use super::Database;
use crate::{
    http::{self, Settings, Stopping},
    service::{import::seed, live::Refresher, mirror::Mirror, seeds},
    store::{Nudges, PostgresUrl, Store},
};

/// Every setting of the server. Documented in `docs/operating.md`; a test keeps the two in step.
#[derive(Debug, Clone, Args)]
pub struct Config {
    #[command(flatten)]
    database: Database,

    /// PostgreSQL standby of the database that new revisions are loaded from whenever it holds them; only
    /// writes and the look for a new revision go to the database itself
    #[arg(long, env = "DATABASE_REPLICA_URL", hide_env_values = true)]
    database_replica_url: Option<PostgresUrl>,

    /// Address to listen on
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Address under which callers reach the server, such as `https://api.example.org`; links begin with it. Without it
    /// links begin with the host of the request when that is this machine, else with the address listened on
    #[arg(long, env = "PUBLIC_URL", value_parser = public_url)]
    public_url: Option<String>,

    /// How often to look for a new revision of the data, in seconds; PostgreSQL tells of it besides, at once
    #[arg(long, env = "REFRESH_SECONDS", default_value = "30")]
    refresh_seconds: NonZeroU32,

    /// Address of another instance to mirror, such as `https://api.example.org`: its data are taken at start and followed;
    /// the database holds nothing else
    #[arg(long, env = "MIRROR", value_parser = public_url)]
    mirror: Option<String>,

    /// How often to look for a new revision at the instance that is mirrored, in seconds
    #[arg(long, env = "MIRROR_SECONDS", default_value = "300")]
    mirror_seconds: NonZeroU32,

    /// How long to go on answering once told to stop (SIGTERM), in seconds, with /readyz at 503: time for whoever shares out
    /// requests to notice
    #[arg(long, env = "DRAIN_SECONDS", default_value = "5")]
    drain_seconds: u16,

    /// Number of worker threads; one per processor when not given
    #[arg(long, env = "WORKERS")]
    workers: Option<NonZeroUsize>,

    /// Most megabytes of rendered answers that are kept in memory
    #[arg(long, env = "ANSWERS_MEGABYTES", default_value = "32")]
    answers_megabytes: u32,
}

fn public_url(text: &str) -> Result<String, String> {
    let trimmed = text.trim_end_matches('/');
    let rest = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    match rest {
        Some(rest)
            if !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b)) =>
        {
            Ok(trimmed.to_owned())
        }
        _ => Err("an absolute address is expected, such as https://api.example.org".to_owned()),
    }
}

/// Opens or creates the database, migrates it, fills an empty one with the bundled catalogue, and serves.
pub fn run(config: Config) -> anyhow::Result<()> {
    // First of all, so that a port that is taken leaves nothing behind.
    let listener = TcpListener::bind(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    let mut store = Store::open(&config.database.database_url)?;
    if let Some(replica) = &config.database_replica_url {
        store = store.with_replica(replica).context("cannot use the replica")?;
    }
    for name in store.migrate()? {
        log::info!("Migration {name} was applied to {}.", store.url());
    }
    let mirror = config.mirror.as_deref().map(Mirror::new);
    let mut behind = None;
    if let Some(mirror) = &mirror {
        behind = begin(mirror, &store)?;
    } else if store.revision()?.number == 0 {
        let seeded = seed(&store, &seeds::bundled(), Utc::now()).context("cannot load the bundled catalogue")?;
        if seeded.changed {
            log::info!("The bundled catalogue was loaded as revision {}.", seeded.revision.number);
        }
    }
    // Before the data are loaded: what is written meanwhile is heard of.
    let mut nudges = store.nudges();
    nudges.iter_mut().for_each(Nudges::listen);
    let (refresher, live) = Refresher::start(store.clone())?;
    let revision = live.pin().revision();
    let address = listener.local_addr()?;
    let stopping = Stopping::default();
    let settings = Settings {
        public_url: config.public_url,
        listen_url: format!("http://{address}"),
        answers_bytes: u64::from(config.answers_megabytes) << 20,
        stopping: stopping.clone(),
    };
    let workers = config.workers.map(NonZeroUsize::get);
    let workers = workers.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZeroUsize::get));
    let seconds = if mirror.is_some() { config.mirror_seconds } else { config.refresh_seconds };
    let source = mirror.map(|mirror| (mirror, store));
    let period = Duration::from_secs(seconds.get().into());
    let stop = Follower { refresher, source, live: Arc::clone(&live), nudges }.start(period, behind);
    let drain = Duration::from_secs(config.drain_seconds.into());
    actix_web::rt::System::new().block_on(async move {
        let server = http::serve(live, listener, settings, workers)?;
        let signals = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        actix_web::rt::spawn(stop_when_told(server.handle(), signals, stopping, drain));
        log::info!("Revision {} of {} is served on http://{address}.", revision.number, revision.changed_at);
        server.await
    })?;
    drop(stop);
    log::info!("The server has stopped.");
    Ok(())
}

/// Stops what `handle` belongs to when the process is told to: at SIGTERM once requests have come for `drain` yet, or
/// until it is told again, and those under way are answered; at SIGINT at once.
async fn stop_when_told(
    handle: ServerHandle,
    (mut interrupt, mut terminate): (Signal, Signal),
    stopping: Stopping,
    drain: Duration,
) {
    let mut told = async || {
        poll_fn(|context| match interrupt.poll_recv(context) {
            Poll::Ready(_) => Poll::Ready(SignalKind::interrupt()),
            Poll::Pending => terminate.poll_recv(context).map(|_| SignalKind::terminate()),
        })
        .await
    };
    let mut signal = told().await;
    if signal == SignalKind::terminate() && !drain.is_zero() {
        log::info!("The server was told to stop: it answers for {} seconds more.", drain.as_secs());
        stopping.begin();
        signal = actix_web::rt::time::timeout(drain, told()).await.unwrap_or(signal);
    }
    handle.stop(signal == SignalKind::terminate()).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_absolute_and_loses_its_trailing_slash() {
        assert_eq!(public_url("https://api.example.org/").as_deref(), Ok("https://api.example.org"));
        for wrong in ["api.example.org", "https://", "ftp://example.org", "https://a b"] {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }
}
