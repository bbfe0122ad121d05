//! Texts of records parted into words once, to be marked by every query that finds them.

use std::{collections::HashMap, ops::Range, sync::Arc};

use domain::Resource;
use quick_cache::{Weighter, sync::Cache};

use super::{analysis, document::APART};

/// A text and where its words stand.
#[derive(Debug, Default)]
pub struct Parted {
    text: String,
    /// Where each paragraph ends, in bytes of the text.
    paragraph_ends: Vec<usize>,
    /// Where each stem stands, in bytes of the text.
    places: HashMap<Box<str>, Vec<(u32, u32)>>,
}

impl Parted {
    /// `text`, parted.
    pub fn new(text: String) -> Self {
        let mut places: HashMap<Box<str>, Vec<(u32, u32)>> = HashMap::new();
        for word in analysis::words(&text) {
            if let (Ok(from), Ok(to)) = (u32::try_from(word.from), u32::try_from(word.to)) {
                places.entry(analysis::stem(&word.text).into()).or_default().push((from, to));
            }
        }
        let mut paragraph_ends: Vec<usize> = text.match_indices(APART).map(|(at, _)| at).collect();
        paragraph_ends.push(text.len());
        Self { text, paragraph_ends, places }
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paragraph around `place`.
    pub fn paragraph(&self, place: usize) -> Range<usize> {
        let at = self.paragraph_ends.partition_point(|end| *end <= place);
        let end = self.paragraph_ends.get(at).copied().unwrap_or(self.text.len());
        at.checked_sub(1).map_or(0, |before| self.paragraph_ends[before] + APART.len())..end
    }

    /// Where `stem` stands, in order.
    pub fn places(&self, stem: &str) -> impl Iterator<Item = Range<usize>> {
        let places = self.places.get(stem).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|(from, to)| *from as usize..*to as usize)
    }

    /// About how much memory it takes, in bytes.
    fn bytes(&self) -> u64 {
        // A word takes a place, and a stem its letters and its entry.
        (self.text.len() + self.places.len() * 64 + self.places.values().map(Vec::len).sum::<usize>() * 8) as u64
    }
}

/// What is shown of a record that was found.
#[derive(Debug)]
pub struct Shown {
    /// Its title.
    pub title: Parted,
    /// What it says in short.
    pub summary: Parted,
    /// Everything else that it says.
    pub body: Parted,
}

/// Memory for texts that were shown before, in bytes; what does not fit is parted again.
const BYTES: u64 = 64_000_000;
/// About how much memory the texts of a clause take, in bytes.
const BYTES_OF_CLAUSE: u64 = 64_000;

#[derive(Debug, Clone, Copy)]
struct ByBytes;

impl Weighter<(Resource, u32), Arc<Shown>> for ByBytes {
    fn weight(&self, _: &(Resource, u32), shown: &Arc<Shown>) -> u64 {
        shown.title.bytes() + shown.summary.bytes() + shown.body.bytes()
    }
}

/// The texts of the records that were shown last.
#[derive(Debug)]
pub struct ShownTexts(Cache<(Resource, u32), Arc<Shown>, ByBytes>);

impl Default for ShownTexts {
    fn default() -> Self {
        Self(Cache::with_weighter((BYTES / BYTES_OF_CLAUSE) as usize, BYTES, ByBytes))
    }
}

impl ShownTexts {
    /// The texts of the record of `resource` at `place`; `shown` makes them the first time.
    pub fn of(&self, resource: Resource, place: u32, shown: impl FnOnce() -> Shown) -> Arc<Shown> {
        let key = (resource, place);
        self.0.get(&key).unwrap_or_else(|| {
            let shown = Arc::new(shown());
            self.0.insert(key, Arc::clone(&shown));
            shown
        })
    }
}
