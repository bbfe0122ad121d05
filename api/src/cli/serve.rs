use std::{
    net::{SocketAddr, TcpListener},
    num::{NonZeroU32, NonZeroUsize},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use anyhow::Context as _;
use chrono::Utc;
use clap::Args;

use super::Database;
use crate::{
    http::{self, Settings},
    service::{
        import::{Published, import},
        live::{LiveSnapshot, Refresher},
        mirror::{Mirror, Taken},
        seeds,
    },
    store::Store,
};

/// Every setting of the server. Documented in `docs/operating.md`; a test keeps the two in step.
#[derive(Debug, Clone, Args)]
pub struct Config {
    #[command(flatten)]
    database: Database,

    /// Address to listen on
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Address under which callers reach the server, such as `https://api.example.org`; links begin with it. Without it
    /// links begin with the host of the request when that is this machine, else with the address listened on
    #[arg(long, env = "PUBLIC_URL", value_parser = public_url)]
    public_url: Option<String>,

    /// How often to look for a new revision of the data, in seconds
    #[arg(long, env = "REFRESH_SECONDS", default_value = "30")]
    refresh_seconds: NonZeroU32,

    /// Address of another instance to mirror, such as `https://api.example.org`: its data are taken at start and followed;
    /// the database holds nothing else
    #[arg(long, env = "MIRROR", value_parser = public_url)]
    mirror: Option<String>,

    /// How often to look for a new revision at the instance that is mirrored, in seconds
    #[arg(long, env = "MIRROR_SECONDS", default_value = "300")]
    mirror_seconds: NonZeroU32,

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
    let store = Store::open(&config.database.database_url)?;
    for name in store.migrate()? {
        log::info!("Migration {name} was applied to {}.", config.database.database_url);
    }
    let mirror = config.mirror.as_deref().map(Mirror::new);
    let mut behind = false;
    if let Some(mirror) = &mirror {
        behind = !begin(mirror, &store)?;
    } else if store.revision()?.number == 0 {
        let imported = import(&store, &seeds::bundled(), Published::Keep, Utc::now(), |_| {})
            .context("cannot load the bundled catalogue")?;
        log::info!("The bundled catalogue was loaded as revision {}.", imported.revision.number);
    }
    let (refresher, live) = Refresher::start(store.clone())?;
    if behind {
        live.degrade(BEHIND);
    }
    let revision = live.pin().revision();
    let address = listener.local_addr()?;
    let settings = Settings {
        public_url: config.public_url,
        listen_url: format!("http://{address}"),
        answers_bytes: u64::from(config.answers_megabytes) << 20,
    };
    let workers = config.workers.map(NonZeroUsize::get);
    let workers = workers.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZeroUsize::get));
    let seconds = if mirror.is_some() { config.mirror_seconds } else { config.refresh_seconds };
    let source = mirror.map(|mirror| (mirror, store));
    let stop = refresh_every(refresher, source, Arc::clone(&live), Duration::from_secs(seconds.get().into()));
    log::info!("Revision {} of {} is served on http://{address}.", revision.number, revision.changed_at);
    let system = actix_web::rt::System::new();
    system.block_on(http::serve(live, listener, settings, workers)?)?;
    drop(stop);
    log::info!("The server has stopped.");
    Ok(())
}

/// What `/readyz` says of a mirror whose source cannot be followed.
const BEHIND: &str = "the instance that is mirrored cannot be followed";

/// Takes what `mirror` publishes; says whether it could. A source that does not answer is no reason not to serve what was
/// taken before.
fn begin(mirror: &Mirror, store: &Store) -> anyhow::Result<bool> {
    match mirror.follow(store) {
        Ok(Taken::Nothing) => {}
        Ok(Taken::Changes(revision) | Taken::Everything(revision)) => {
            log::info!("Revision {} was taken from the instance that is mirrored.", revision.number);
        }
        Err(error) if store.mirrored_from()?.is_some() => {
            let error = anyhow::Error::from(error);
            log::error!(
                "Nothing was taken from the instance that is mirrored, what was taken before stays: {error:#}."
            );
            return Ok(false);
        }
        Err(error) => return Err(error).context("cannot begin to mirror"),
    }
    Ok(true)
}

/// Refreshes on a thread of its own until the sender that is returned is dropped; a mirror takes what is new first.
fn refresh_every(
    mut refresher: Refresher,
    source: Option<(Mirror, Store)>,
    live: Arc<LiveSnapshot>,
    period: Duration,
) -> mpsc::Sender<()> {
    let (stop, stopped) = mpsc::channel::<()>();
    thread::spawn(move || {
        let mut failing = None;
        while stopped.recv_timeout(period) == Err(mpsc::RecvTimeoutError::Timeout) {
            let taken = source.as_ref().map(|(mirror, store)| mirror.follow(store)).transpose();
            let outcome = refresher.refresh().map_err(anyhow::Error::from);
            if taken.is_err() && outcome.is_ok() {
                live.degrade(BEHIND);
            }
            match taken.map_err(anyhow::Error::from).and(outcome) {
                Ok(Some(revision)) => {
                    failing = None;
                    log::info!("Revision {} is served now.", revision.number);
                }
                // A revision that was refused still is.
                Ok(None) if live.trouble().is_none() && failing.take().is_some() => {
                    log::info!("The data can be refreshed again.");
                }
                Ok(None) => {}
                // Said once, not at every turn.
                Err(error) => {
                    let error = format!("{error:#}");
                    if failing.as_ref() != Some(&error) {
                        log::error!("The data could not be refreshed, the previous revision stays: {error}.");
                        failing = Some(error);
                    }
                }
            }
        }
    });
    stop
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
