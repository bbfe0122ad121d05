//! The catalogue that the binary carries, so that a server needs no file beside it.

use rust_embed::RustEmbed;

use super::layout::Source;

#[derive(RustEmbed)]
#[folder = "../seeds"]
struct Seeds;

/// The files of the bundled catalogue.
pub fn bundled() -> Source {
    Seeds::iter().filter_map(|path| Some((path.to_string(), Seeds::get(&path)?.data.into_owned()))).collect()
}
