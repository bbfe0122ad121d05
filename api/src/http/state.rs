//! What every worker shares.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use actix_web::{HttpMessage as _, HttpRequest, http::header};
use bytes::Bytes;
use chrono::{NaiveDate, Utc};
use chrono_tz::Europe::Paris;
use quick_cache::{Weighter, sync::Cache};

use super::{gate::Remembered, metrics::Metrics};
use crate::service::{live::LiveSnapshot, snapshot::Snapshot};

/// What changes the bytes of answers besides the data: the program. Part of every validator.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

/// Settings of the HTTP layer.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address under which callers reach the server, without a trailing slash; from the request's host when none.
    pub public_url: Option<String>,
    /// Address that stands in when the host of a request is not ours.
    pub listen_url: String,
    /// Most bytes of rendered answers that are kept.
    pub answers_bytes: u64,
    /// Whether the server was told to stop.
    pub stopping: Stopping,
}

/// Whether the server was told to stop: it answers for a while yet, closes each connection after its answer, and says to
/// whoever shares out requests that others should get them.
#[derive(Debug, Clone, Default)]
pub struct Stopping(Arc<AtomicBool>);

impl Stopping {
    /// From now on.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it began.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What every worker shares.
pub struct State {
    /// The data.
    pub live: Arc<LiveSnapshot>,
    /// Settings.
    pub settings: Settings,
    /// The OpenAPI document, as JSON and as YAML.
    pub openapi: (Bytes, Bytes),
    /// Answers rendered and compressed under recent snapshots. The snapshot is part of the key: nothing here is stale.
    pub answers: Cache<String, Arc<Remembered>, ByBytes>,
    /// What is counted.
    pub metrics: Metrics,
}

/// Weighs an answer by its bytes.
#[derive(Debug, Clone, Copy)]
pub struct ByBytes;

impl Weighter<String, Arc<Remembered>> for ByBytes {
    fn weight(&self, key: &String, answer: &Arc<Remembered>) -> u64 {
        // Headers and bookkeeping weigh about a kilobyte.
        (key.len() + answer.body.len() + 1024) as u64
    }
}

impl State {
    /// The state of a server that serves `live`.
    pub fn new(live: Arc<LiveSnapshot>, settings: Settings, openapi: (Bytes, Bytes), metrics: Metrics) -> Self {
        let answers = Cache::with_weighter(10_000, settings.answers_bytes, ByBytes);
        Self { live, settings, openapi, answers, metrics }
    }

    /// The address that callers use, without a trailing slash: the setting; else the request's host when it is this
    /// machine or the address listened on, for a foreign host must not get into links.
    pub fn base<'a>(&'a self, host: Option<&'a str>) -> std::borrow::Cow<'a, str> {
        if let Some(url) = &self.settings.public_url {
            return url.as_str().into();
        }
        let ours = |host: &&str| {
            // The colons of `[::1]` part no port.
            let parted = host.rsplit_once(':').filter(|(name, _)| !name.starts_with('[') || name.ends_with(']'));
            let (name, port) = parted.unwrap_or((host, ""));
            matches!(name, "localhost" | "127.0.0.1" | "[::1]") && port.bytes().all(|b| b.is_ascii_digit())
        };
        match host.filter(ours) {
            Some(host) => format!("http://{host}").into(),
            None => self.settings.listen_url.as_str().into(),
        }
    }
}

/// The snapshot and the base address that the gate chose for this request.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// The snapshot, the same from the first header to the last byte.
    pub snapshot: Arc<Snapshot>,
    /// Address that callers use, without a trailing slash.
    pub base: String,
    /// The day in France, from which the law counts.
    pub today: NaiveDate,
}

/// The day in France.
pub fn today() -> NaiveDate {
    Utc::now().with_timezone(&Paris).date_naive()
}

/// What the gate pinned to `request`.
pub fn pinned(request: &HttpRequest) -> Option<Pinned> {
    request.extensions().get::<Pinned>().cloned()
}

/// A header as text; none when it is missing or not ASCII.
pub fn text_header<'a>(headers: &'a header::HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
