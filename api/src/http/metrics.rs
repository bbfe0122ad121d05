//! What the server tells Prometheus (text format 0.0.4): requests, and how it follows the database.

use std::{collections::BTreeSet, time::Duration};

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use prometheus::{
    Gauge, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
    core::Collector, process_collector::ProcessCollector,
};
use utoipa::openapi::OpenApi;

use super::state::BUILD;
use crate::service::live::{DatabaseState, LiveSnapshot};

/// Media type of the metrics.
pub const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Where one bucket of durations ends and the next begins, in seconds: what is remembered takes some microseconds, the
/// longest search some ten milliseconds, a large file some more.
const SECONDS: [f64; 11] = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1.0];

/// Addresses that the OpenAPI document leaves out.
const PAGES: [&str; 16] = [
    "/",
    "/.well-known",
    "/catalog",
    "/catalog.jsonld",
    "/catalog.ttl",
    "/catalog.rdf",
    "/data.json",
    "/datasets",
    "/docs",
    "/llms.txt",
    "/metrics",
    "/openapi.json",
    "/openapi.yaml",
    "/problems",
    "/robots.txt",
    "/sitemap.xml",
];

/// Counters of one server, and the gauges that are set when they are asked for.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    routes: BTreeSet<String>,
    following: Following,
}

/// How the server follows the database.
struct Following {
    revision: IntGauge,
    snapshot_age: Gauge,
    database_seen: Gauge,
    load: Gauge,
    build: Gauge,
    rebuilds: IntGauge,
    failures: IntGauge,
    degraded: IntGauge,
    database: IntGaugeVec,
    connections: IntGaugeVec,
}

impl Metrics {
    /// Metrics without a request yet, of the addresses in `document`.
    ///
    /// # Errors
    /// Two metrics of one name: a fault of the program.
    pub fn new(document: &OpenApi) -> prometheus::Result<Self> {
        let registry = Registry::new();
        let seconds = HistogramOpts::new(
            "clause_verte_request_duration_seconds",
            "From the arrival of a request to its answer, before it is sent",
        );
        let seconds = added(&registry, HistogramVec::new(seconds.buckets(SECONDS.to_vec()), &["route"])?)?;
        let requests = Opts::new("clause_verte_requests_total", "Requests answered");
        let requests = added(&registry, IntCounterVec::new(requests, &["route", "status"])?)?;
        let info = gauges("clause_verte_build_info", "The program; always 1", &["version"])?;
        added(&registry, info)?.with_label_values(&[BUILD]).set(1);
        let following = Following::new(&registry)?;
        if cfg!(target_os = "linux") {
            registry.register(Box::new(ProcessCollector::for_self()))?;
        }
        let routes =
            document.paths.paths.keys().map(String::as_str).chain(PAGES).map(section).map(str::to_owned).collect();
        Ok(Self { registry, requests, seconds, routes, following })
    }

    /// Counts a request for `path` that was answered with `status` after `elapsed`.
    pub fn count(&self, path: &str, status: StatusCode, elapsed: Duration) {
        let known = self.routes.get(section(path)).map_or("other", String::as_str);
        self.requests.with_label_values(&[known, status.as_str()]).inc();
        self.seconds.with_label_values(&[known]).observe(elapsed.as_secs_f64());
    }

    /// Everything, as Prometheus reads it.
    ///
    /// # Errors
    /// A metric that cannot be written: a fault of the program.
    pub fn render(&self, live: &LiveSnapshot) -> prometheus::Result<String> {
        self.following.set(live);
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

/// The collection that a path belongs to, which bounds the number of labels: `/v1/clauses` of `/v1/clauses/LCV-0001/diff`.
fn section(path: &str) -> &str {
    let depth = if path.starts_with("/v1/") { 3 } else { 2 };
    path.match_indices('/').nth(depth - 1).map_or(path, |(end, _)| &path[..end])
}

impl Following {
    fn new(registry: &Registry) -> prometheus::Result<Self> {
        let number = |name: &str, help: &str| added(registry, IntGauge::new(format!("clause_verte_{name}"), help)?);
        let seconds =
            |name: &str, help: &str| added(registry, Gauge::new(format!("clause_verte_{name}_seconds"), help)?);
        let labelled = |name: &str, help: &str, label: &str| {
            added(registry, gauges(&format!("clause_verte_{name}"), help, &[label])?)
        };
        Ok(Self {
            revision: number("data_revision", "Revision of the data that is served")?,
            snapshot_age: seconds("snapshot_age", "Since the snapshot that is served was built")?,
            database_seen: seconds("database_seen", "Since the database last answered")?,
            load: seconds("snapshot_load", "What it took to load the data of the snapshot from the database")?,
            build: seconds("snapshot_build", "What it took to build the snapshot of the data")?,
            rebuilds: number("snapshots_built", "Snapshots that this process built")?,
            failures: number("refresh_failures", "Looks at the database, or new snapshots, that failed")?,
            degraded: number("degraded", "1 when the data may be behind their source, as /readyz tells")?,
            database: labelled("database", "1 for the state in which the database last was", "state")?,
            connections: labelled("database_connections", "Connections of this process to the database", "state")?,
        })
    }

    fn set(&self, live: &LiveSnapshot) {
        let (vitals, now) = (live.vitals(), Utc::now());
        let since = |instant: DateTime<Utc>| (now - instant).as_seconds_f64().max(0.0);
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.revision.set(whole(live.pin().revision().number));
        self.snapshot_age.set(since(vitals.built_at));
        self.database_seen.set(since(vitals.seen_at));
        self.load.set(vitals.rebuild.load.as_secs_f64());
        self.build.set(vitals.rebuild.build.as_secs_f64());
        self.rebuilds.set(whole(vitals.rebuilds));
        self.failures.set(whole(vitals.failures));
        self.degraded.set(live.trouble().is_some().into());
        for (state, name) in [
            (DatabaseState::Writable, "writable"),
            (DatabaseState::ReadOnly, "read_only"),
            (DatabaseState::Unreadable, "unreadable"),
        ] {
            self.database.with_label_values(&[name]).set((vitals.database == state).into());
        }
        let connections = live.connections();
        for (name, count) in [
            ("in_use", connections.open.saturating_sub(connections.idle)),
            ("idle", connections.idle),
            ("most", connections.most),
        ] {
            self.connections.with_label_values(&[name]).set(count.into());
        }
    }
}

fn gauges(name: &str, help: &str, labels: &[&str]) -> prometheus::Result<IntGaugeVec> {
    IntGaugeVec::new(Opts::new(name, help), labels)
}

/// `collector`, which `registry` shows from now on.
fn added<C: Collector + Clone + 'static>(registry: &Registry, collector: C) -> prometheus::Result<C> {
    registry.register(Box::new(collector.clone()))?;
    Ok(collector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_its_collection() {
        for (path, expected) in [
            ("/", "/"),
            ("/v1", "/v1"),
            ("/v1/clauses", "/v1/clauses"),
            ("/v1/clauses.csv", "/v1/clauses.csv"),
            ("/v1/clauses/LCV-0001/diff", "/v1/clauses"),
            ("/datasets/clauses", "/datasets"),
            ("/docs/index.html", "/docs"),
        ] {
            assert_eq!(section(path), expected, "{path}");
        }
    }
}
