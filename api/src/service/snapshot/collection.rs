use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use bytes::Bytes;
use domain::{
    Resource,
    page::{Cursor, PageRequest},
};
use roaring::RoaringBitmap;
use serde::Serialize;
use serde_json::Value;

use crate::service::{
    layout::{Dialect, sheet, table},
    search::{Hit, RankedPage, page},
};

/// Why a data set cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// JSON cannot express a record.
    #[error("cannot write a record of {} as JSON", resource.name())]
    Json {
        /// Its collection.
        resource: Resource,
        /// Why not.
        #[source]
        source: serde_json::Error,
    },
    /// The current version of a clause is not there.
    #[error("{0} has no current version")]
    NoCurrentVersion(domain::value::Reference),
    /// The words cannot be indexed.
    #[error(transparent)]
    Search(#[from] crate::service::search::SearchError),
    /// More records than a set of places can hold.
    #[error("{} holds too many records", .0.name())]
    TooManyRecords(Resource),
}

/// The records of one resource, written as JSON once, with what lists need to find and order them.
///
/// A record is named by its place, from 0, in the natural order of the data set.
#[derive(Debug)]
pub struct Collection {
    resource: Resource,
    /// One record per line: the NDJSON file, of which every record is a slice.
    ndjson: Bytes,
    /// Where each record ends in `ndjson`, before its line feed.
    ends: Vec<usize>,
    places: HashMap<Box<str>, u32>,
    ids: Vec<Box<str>>,
    titles: Vec<Box<str>>,
    orders: BTreeMap<&'static str, Order>,
    csv: OnceLock<Csv>,
}

/// One way to order the records: a key per record, and the rank of that key.
#[derive(Debug)]
struct Order {
    keys: Vec<Box<str>>,
    ranks: Vec<u32>,
    /// The places in this order.
    sorted: Vec<u32>,
}

/// The CSV file and where each row ends, line feed included.
#[derive(Debug)]
struct Csv {
    bytes: Bytes,
    header: usize,
    ends: Vec<usize>,
}

/// The records that a list answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The records, in order.
    pub places: Vec<u32>,
    /// How many records the filter keeps, whatever the page.
    pub total: u64,
    /// Cursor of the page after this one.
    pub next: Option<Cursor>,
    /// Cursor of the page before this one.
    pub prev: Option<Cursor>,
}

/// What a collection is built from: a record, what people call it, the keys that name it (the first one ends every order), its sort keys.
pub struct Entry<T> {
    /// The record.
    pub record: T,
    /// What people call it.
    pub title: String,
    /// Keys that name it.
    pub keys: Vec<String>,
    /// Its key for each order.
    pub sort_keys: Vec<(&'static str, String)>,
}

impl Collection {
    /// The collection of `entries`, in their order.
    ///
    /// # Errors
    /// A record that JSON cannot express, or too many of them.
    pub fn build<T: Serialize>(
        resource: Resource,
        entries: impl Iterator<Item = Entry<T>>,
    ) -> Result<Self, SnapshotError> {
        let mut ndjson = Vec::new();
        let (mut ends, mut places, mut ids, mut titles) = (Vec::new(), HashMap::new(), Vec::new(), Vec::new());
        let mut keys: BTreeMap<&'static str, Vec<Box<str>>> = BTreeMap::new();
        for (place, entry) in entries.enumerate() {
            let place = u32::try_from(place).map_err(|_| SnapshotError::TooManyRecords(resource))?;
            serde_json::to_writer(&mut ndjson, &entry.record)
                .map_err(|source| SnapshotError::Json { resource, source })?;
            ends.push(ndjson.len());
            ndjson.push(b'\n');
            ids.push(entry.keys.first().map(String::as_str).unwrap_or_default().into());
            titles.push(entry.title.into());
            places.extend(entry.keys.into_iter().map(|key| (key.into_boxed_str(), place)));
            for (name, key) in entry.sort_keys {
                keys.entry(name).or_default().push(key.into());
            }
        }
        let orders = keys.into_iter().map(|(name, keys)| (name, Order::new(keys, &ids))).collect();
        Ok(Self { resource, ndjson: ndjson.into(), ends, places, ids, titles, orders, csv: OnceLock::new() })
    }

    /// The resource.
    pub fn resource(&self) -> Resource {
        self.resource
    }

    /// The key by which the record at `place` is cited: its slug, or its reference.
    pub fn name_of(&self, place: u32) -> &str {
        &self.ids[place as usize]
    }

    /// What people call the record at `place`.
    pub fn title_of(&self, place: u32) -> &str {
        &self.titles[place as usize]
    }

    /// How many records there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The places of all records.
    pub fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..u32::try_from(self.count()).unwrap_or(u32::MAX));
        all
    }

    /// The place of the record that `key` names.
    pub fn place(&self, key: &str) -> Option<u32> {
        self.places.get(key).copied()
    }

    /// Every key that names a record.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(AsRef::as_ref)
    }

    /// The record at `place` as JSON.
    pub fn json(&self, place: u32) -> Bytes {
        let place = place as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        self.ndjson.slice(start..self.ends[place])
    }

    /// The record at `place` and its line feed.
    pub fn line(&self, place: u32) -> Bytes {
        let place = place as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        self.ndjson.slice(start..=self.ends[place])
    }

    /// The record at `place` as a value.
    pub fn value(&self, place: u32) -> Value {
        // What was written as JSON is read back as JSON.
        serde_json::from_slice(&self.json(place)).unwrap_or_default()
    }

    /// Every record, one per line.
    pub fn ndjson(&self) -> &Bytes {
        &self.ndjson
    }

    /// The whole CSV file.
    pub fn csv(&self) -> &Bytes {
        &self.rendered_csv().bytes
    }

    /// The header row of the CSV file.
    pub fn csv_header(&self) -> Bytes {
        let csv = self.rendered_csv();
        csv.bytes.slice(..csv.header)
    }

    /// The row of the record at `place` in the CSV file.
    pub fn csv_row(&self, place: u32) -> Bytes {
        let (csv, place) = (self.rendered_csv(), place as usize);
        let start = place.checked_sub(1).map_or(csv.header, |before| csv.ends[before]);
        csv.bytes.slice(start..csv.ends[place])
    }

    /// Rendered when first asked for, then kept: most snapshots are never asked.
    fn rendered_csv(&self) -> &Csv {
        self.csv.get_or_init(|| {
            let sheet = sheet(self.resource);
            let header = table(sheet, &[], Dialect::Standard, std::iter::empty::<&Value>());
            let mut bytes = header.clone();
            let mut ends = Vec::with_capacity(self.count());
            for place in self.all() {
                bytes.extend_from_slice(&table(sheet, &[], Dialect::Standard, [self.value(place)])[header.len()..]);
                ends.push(bytes.len());
            }
            Csv { bytes: bytes.into(), header: header.len(), ends }
        })
    }

    /// The records of `kept` that `request` asks for, in the order of `hits`, the best first.
    pub fn ranked(&self, hits: &[Hit], kept: &RoaringBitmap, request: &PageRequest) -> Listing {
        let hits: Vec<Hit> = hits.iter().filter(|hit| kept.contains(hit.place)).copied().collect();
        let RankedPage { hits, total, next, prev } = page(&hits, request, |hit| self.name_of(hit.place));
        Listing { places: hits.into_iter().map(|hit| hit.place).collect(), total, next, prev }
    }

    /// The records of `kept` that `request` asks for. Records with equal keys follow their own key, in the direction
    /// of the last sort key, so that every order is total and its reverse is exact.
    pub fn list(&self, kept: &RoaringBitmap, request: &PageRequest) -> Listing {
        let orders: Vec<(&Order, bool)> =
            request.sort.iter().filter_map(|(name, down)| Some((self.orders.get(name)?, *down))).collect();
        let places = self.ordered(kept, &orders);

        let after = |cursor: &Cursor| places.partition_point(|place| self.against(&orders, *place, cursor).is_le());
        let before = |cursor: &Cursor| places.partition_point(|place| self.against(&orders, *place, cursor).is_lt());
        let limit = request.limit.unwrap_or(usize::MAX);
        let (start, end) = match &request.cursor {
            None => (0, places.len().min(limit)),
            Some(cursor) if cursor.backwards => {
                let end = before(cursor);
                (end.saturating_sub(limit), end)
            }
            Some(cursor) => {
                let start = after(cursor);
                (start, places.len().min(start.saturating_add(limit)))
            }
        };
        let cursor = |place: u32, backwards: bool| Cursor {
            list: request.list.clone(),
            keys: orders.iter().map(|(order, _)| order.keys[place as usize].to_string()).collect(),
            id: self.name_of(place).to_owned(),
            backwards,
        };
        let page = &places[start..end];
        Listing {
            places: page.to_vec(),
            total: kept.len(),
            next: page.last().filter(|_| end < places.len()).map(|last| cursor(*last, false)),
            prev: page.first().filter(|_| start > 0).map(|first| cursor(*first, true)),
        }
    }

    /// The places of `kept` in order.
    fn ordered(&self, kept: &RoaringBitmap, orders: &[(&Order, bool)]) -> Vec<u32> {
        match orders {
            [(order, false)] => order.sorted.iter().copied().filter(|place| kept.contains(*place)).collect(),
            [(order, true)] => order.sorted.iter().rev().copied().filter(|place| kept.contains(*place)).collect(),
            _ => {
                let mut places: Vec<u32> = kept.iter().collect();
                places.sort_unstable_by(|a, b| {
                    let of = |place: u32| orders.iter().map(move |(order, _)| order.ranks[place as usize]);
                    compare(orders, of(*a).zip(of(*b)), self.name_of(*a).cmp(self.name_of(*b)))
                });
                places
            }
        }
    }

    /// Where the record at `place` lies against the record that `cursor` names, which may be gone.
    fn against(&self, orders: &[(&Order, bool)], place: u32, cursor: &Cursor) -> Ordering {
        let keys = orders.iter().map(|(order, _)| &*order.keys[place as usize]);
        let keys = keys.zip(cursor.keys.iter().map(String::as_str));
        compare(orders, keys, self.name_of(place).cmp(&cursor.id))
    }
}

/// Compares two records by their keys, then by their own key.
fn compare<K: Ord>(orders: &[(&Order, bool)], keys: impl Iterator<Item = (K, K)>, ids: Ordering) -> Ordering {
    let directed = |ordering: Ordering, down: bool| if down { ordering.reverse() } else { ordering };
    let by_keys = orders.iter().zip(keys).map(|((_, down), (a, b))| directed(a.cmp(&b), *down));
    let last_down = orders.last().is_some_and(|(_, down)| *down);
    by_keys.fold(Ordering::Equal, Ordering::then).then(directed(ids, last_down))
}

impl Order {
    fn new(keys: Vec<Box<str>>, ids: &[Box<str>]) -> Self {
        let mut distinct: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let rank = |key: &str| distinct.binary_search(&key).unwrap_or_default();
        // There are no more ranks than records, which fit.
        let ranks: Vec<u32> = keys.iter().map(|key| u32::try_from(rank(key)).unwrap_or(u32::MAX)).collect();
        let mut sorted: Vec<u32> = (0..).take(ranks.len()).collect();
        sorted.sort_unstable_by_key(|place| (ranks[*place as usize], &ids[*place as usize]));
        Self { keys, ranks, sorted }
    }
}
