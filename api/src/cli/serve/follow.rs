//! What a server does beside answering: it follows its database, and the instance that it mirrors.

use std::{
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use crate::{
    service::{
        live::{DatabaseState, LiveSnapshot, Refresher},
        mirror::{Mirror, Taken},
    },
    store::{Nudges, Store},
};

/// What `/readyz` says of a mirror whose source cannot be followed.
const BEHIND: &str = "the instance that is mirrored cannot be followed";

/// How often news of the database is looked for. It costs nothing: the news is there or not.
const TICK: Duration = Duration::from_millis(100);

/// Takes what `mirror` publishes; returns why it could not. A source that does not answer is no reason not to serve what
/// was taken before.
pub(super) fn begin(mirror: &Mirror, store: &Store) -> anyhow::Result<Option<anyhow::Error>> {
    match mirror.follow(store) {
        Ok(Taken::Nothing) => Ok(None),
        Ok(Taken::Changes(revision) | Taken::Everything(revision)) => {
            log::info!("Revision {} was taken from the instance that is mirrored.", revision.number);
            Ok(None)
        }
        Err(error) if store.mirrored_from()?.is_some() => Ok(Some(error.into())),
        Err(error) => Err(error).context("cannot begin to mirror"),
    }
}

/// Follows the database on a thread of its own; a mirror takes what is new at its source first.
pub(super) struct Follower {
    pub(super) refresher: Refresher,
    pub(super) source: Option<(Mirror, Store)>,
    pub(super) live: Arc<LiveSnapshot>,
    pub(super) nudges: Option<Nudges>,
}

impl Follower {
    /// Looks every `period`, and whenever the database tells of a revision, until the sender that is returned is dropped.
    /// `behind` is why a mirror could not take what its source publishes.
    pub(super) fn start(mut self, period: Duration, behind: Option<anyhow::Error>) -> mpsc::Sender<()> {
        let (stop, stopped) = mpsc::channel::<()>();
        if behind.is_some() {
            self.live.degrade(BEHIND);
        }
        thread::spawn(move || {
            let mut said = Said { trouble: None, database: DatabaseState::Writable };
            said.update(&self.live, behind);
            while self.waits(period, &stopped) {
                self.turn(&mut said);
            }
        });
        stop
    }

    /// Waits until it is time to look; false when it is time to stop.
    fn waits(&mut self, period: Duration, stopped: &mpsc::Receiver<()>) -> bool {
        let until = Instant::now() + period;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let pause = if self.nudges.is_some() { left.min(TICK) } else { left };
            if stopped.recv_timeout(pause) == Err(mpsc::RecvTimeoutError::Disconnected) {
                return false;
            }
            if left.is_zero() || self.nudges.as_mut().is_some_and(Nudges::heard) {
                return true;
            }
        }
    }

    fn turn(&mut self, said: &mut Said) {
        // Before it looks: what is written meanwhile is heard of.
        self.nudges.iter_mut().for_each(Nudges::listen);
        let taken = self.source.as_ref().map(|(mirror, store)| mirror.follow(store)).transpose();
        let outcome = self.refresher.refresh().map_err(anyhow::Error::from);
        if taken.is_err() && outcome.is_ok() {
            self.live.degrade(BEHIND);
        }
        let outcome = taken.map_err(anyhow::Error::from).and(outcome);
        if let Ok(Some(revision)) = &outcome {
            log::info!("Revision {} is served now.", revision.number);
        }
        said.update(&self.live, outcome.err());
    }
}

/// What the log says already: a trouble is said when it begins and when it ends, not at every turn.
struct Said {
    /// What failed, without its causes, which differ from turn to turn while a server goes and comes.
    trouble: Option<String>,
    database: DatabaseState,
}

impl Said {
    fn update(&mut self, live: &LiveSnapshot, error: Option<anyhow::Error>) {
        match error {
            Some(error) if self.trouble.as_ref() != Some(&error.to_string()) => {
                // What a database server says may fill several lines.
                let causes = format!("{error:#}");
                let causes = causes.split_whitespace().collect::<Vec<_>>().join(" ");
                log::error!("The data could not be refreshed, the previous revision stays: {causes}.");
                self.trouble = Some(error.to_string());
            }
            None if live.trouble().is_none() && self.trouble.take().is_some() => {
                log::info!("The data can be refreshed again.");
            }
            // Said already; or a revision that was refused, which is not tried again.
            Some(_) | None => {}
        }
        let database = live.vitals().database;
        if database != self.database {
            match database {
                DatabaseState::ReadOnly => log::warn!("The database can only be read: nothing can be written."),
                DatabaseState::Writable if self.database == DatabaseState::ReadOnly => {
                    log::info!("The database can be written again.");
                }
                DatabaseState::Writable | DatabaseState::Unreadable => {}
            }
            self.database = database;
        }
    }
}
