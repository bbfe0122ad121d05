//! Use cases: what can be asked of the data, and done to it. Knows the store; knows nothing of HTTP.

pub mod catalogue;
pub mod coverage;
pub mod dump;
pub mod import;
pub mod layout;
pub mod live;
pub mod mirror;
pub mod nomenclature;
pub mod schema;
pub mod search;
pub mod seeds;
pub mod snapshot;
pub mod suggest;
pub mod tables;

/// How reusers credit the data.
pub const ATTRIBUTION: &str = "La clause verte, contributeurs, ODbL 1.0";
