//! Server of La clause verte: versioned ODbL endpoints and dumps over one immutable snapshot of the data.
//!
//! `domain <- store <- service <- http <- cli`: a layer names only the layers to its left.

pub mod cli;
pub mod http;
pub mod service;
pub mod store;
