//! Black-box tests: the real server over TCP, the real database, the real program.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod caching;
mod catalogue;
mod cli;
mod contract;
mod coverage;
mod cpv;
mod diff;
mod docs;
mod dumps;
mod facets;
mod feeds;
mod formats;
mod guidance;
mod history;
mod import;
mod layers;
mod lists;
mod mirror;
mod moving;
mod postgres;
mod problems;
mod processes;
mod refresh;
mod relevance;
mod rules;
mod search;
mod service;
mod sqlite;
mod support;
mod tls;
