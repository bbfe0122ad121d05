//! HTTP: the only code that knows actix and utoipa. Asks the service; never the store.

mod answer;
mod ask;
mod deprecation;
pub mod dictionary;
mod difference;
mod feed;
mod found;
mod gate;
mod handlers;
mod history;
mod metrics;
mod negotiate;
pub mod openapi;
mod outgoing;
mod params;
pub mod problem;
mod routes;
mod server;
mod state;
pub mod views;

pub use server::serve;
pub use state::{Settings, Stopping};
