//! Hits in their order, page by page.

use std::cmp::Ordering;

use domain::{
    Resource,
    page::{Cursor, PageRequest},
};

/// A record that a query found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its collection.
    pub resource: Resource,
    /// Its place there.
    pub place: u32,
    /// How well it answers: only to be compared with the others of the same query.
    pub score: f32,
}

impl Hit {
    /// The best first; among equals by collection, then in the natural order of it. Total, for no two hits are equal.
    pub fn before(&self, other: &Self) -> Ordering {
        let scores = other.score.total_cmp(&self.score);
        scores.then_with(|| (self.resource, self.place).cmp(&(other.resource, other.place)))
    }

    /// What a cursor holds of it: the score to the last bit, so that it is found again.
    fn keys(&self) -> Vec<String> {
        vec![format!("{:08x}", self.score.to_bits()), self.resource.name().to_owned()]
    }
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedPage {
    /// The hits, in order.
    pub hits: Vec<Hit>,
    /// How many there are on all pages.
    pub total: u64,
    /// Cursor of the page after this one.
    pub next: Option<Cursor>,
    /// Cursor of the page before this one.
    pub prev: Option<Cursor>,
}

/// The hits of `ranked`, the best first, that `request` asks for. `name_of` is the key by which a record is cited.
pub fn page<'n>(ranked: &[Hit], request: &PageRequest, name_of: impl Fn(&Hit) -> &'n str) -> RankedPage {
    let limit = request.limit.unwrap_or(ranked.len());
    // Where the hit that a cursor names is, or would be: the data may have changed since.
    let place_of = |cursor: &Cursor| {
        let is_it = |hit: &&Hit| hit.keys() == cursor.keys && name_of(hit) == cursor.id;
        let exact = ranked.iter().position(|hit| is_it(&hit));
        exact.map_or_else(
            || {
                let bits = cursor.keys.first().and_then(|bits| u32::from_str_radix(bits, 16).ok());
                let score = f32::from_bits(bits.unwrap_or_default());
                let at = ranked.partition_point(|hit| hit.score.total_cmp(&score) == Ordering::Greater);
                (at, at)
            },
            |at| (at, at + 1),
        )
    };
    let (start, end) = match &request.cursor {
        None => (0, limit.min(ranked.len())),
        Some(cursor) if cursor.backwards => {
            let (before, _) = place_of(cursor);
            (before.saturating_sub(limit), before)
        }
        Some(cursor) => {
            let (_, after) = place_of(cursor);
            (after, after.saturating_add(limit).min(ranked.len()))
        }
    };
    let cursor = |hit: &Hit, backwards: bool| Cursor {
        list: request.list.clone(),
        keys: hit.keys(),
        id: name_of(hit).to_owned(),
        backwards,
    };
    let hits = ranked[start..end].to_vec();
    RankedPage {
        next: hits.last().filter(|_| end < ranked.len()).map(|last| cursor(last, false)),
        prev: hits.first().filter(|_| start > 0).map(|first| cursor(first, true)),
        total: ranked.len() as u64,
        hits,
    }
}
