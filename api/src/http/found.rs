//! What was found, on its way out: matches, hits, counts.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use domain::{
    Resource,
    facet::{FacetValues, facets},
    page::{Cursor, PageRequest},
    search::SearchedResource,
};
use roaring::RoaringBitmap;
use strum::IntoEnumIterator as _;

use super::{
    answer::Answer,
    ask::{Ask, PAGE, cursor_of, given, list_name},
    outgoing::page_url,
    params::{HitPaging, List, SearchCriteria, Words},
    problem::Problem,
    views::{FacetCount, Match, Meta, SearchHit, SearchPage, Suggestion},
};
use crate::service::{
    search::{self, Completion, Found, Hit},
    snapshot::Snapshot,
};

impl Ask<SearchCriteria, HitPaging> {
    /// The page of hits that the parameters ask for.
    pub fn hits(&self) -> Result<Answer, Problem> {
        let SearchCriteria { q, resource } = &self.criteria;
        let Words(text) = given("q", q.as_ref())?;
        let HitPaging { limit, cursor } = &self.paging;
        let list = list_name(&self.path, &self.pairs);
        let cursor = cursor.as_ref().map(|text| cursor_of(&list, text, &self.path, &self.pairs)).transpose()?;
        let limit = Some(limit.map_or(PAGE, |limit| usize::from(limit.0)));
        let found = self.snapshot.search().search(text);
        let searched = searched(resource.as_ref(), SearchedResource::by_default);
        let mut hits: Vec<Hit> = searched.iter().filter_map(|it| found.hits.get(it)).flatten().copied().collect();
        hits.sort_by(Hit::before);
        let request = PageRequest { limit, cursor, list, ..PageRequest::default() };
        let name_of = |hit: &Hit| self.snapshot.collection(hit.resource).name_of(hit.place);
        let page = search::page(&hits, &request, name_of);
        let url = |cursor: &Cursor| page_url(&self.base, &self.path, &self.pairs, cursor);
        let (next, prev) = (page.next.as_ref().map(url), page.prev.as_ref().map(url));
        let items = page.hits.iter().map(|hit| search_hit(&self.snapshot, &found, hit, &self.base)).collect();
        let counts = resource_counts(&found.hits, &searched);
        let answer = self.json(&SearchPage {
            items,
            total: page.total,
            next: next.clone(),
            prev: prev.clone(),
            facets: [("resource".to_owned(), counts)].into(),
            understood: found.understanding,
            meta: Meta::of(&self.snapshot, Vec::new()),
        })?;
        let others = [(next, "next"), (prev, "prev")].into_iter().filter_map(|(url, relation)| Some((url?, relation)));
        Ok(others.fold(answer, |answer, (url, relation)| answer.link(&url, relation)))
    }
}

/// The collections that are named, or those that are meant when none are.
pub fn searched(named: Option<&List<SearchedResource>>, meant: fn(SearchedResource) -> bool) -> Vec<Resource> {
    let all = SearchedResource::iter().filter(|resource| match named {
        Some(List(named)) => named.contains(resource),
        None => meant(*resource),
    });
    all.map(SearchedResource::resource).collect()
}

/// How the records at `places` answer what was asked, in their order.
pub fn matches(snapshot: &Snapshot, found: &Found, hits: &[Hit], places: &[u32]) -> Vec<Match> {
    let scores: HashMap<u32, &Hit> = hits.iter().map(|hit| (hit.place, hit)).collect();
    places.iter().filter_map(|place| scores.get(place)).map(|hit| a_match(snapshot, found, hit)).collect()
}

fn a_match(snapshot: &Snapshot, found: &Found, hit: &Hit) -> Match {
    let collection = snapshot.collection(hit.resource);
    let shown = snapshot.shown(hit.resource, hit.place);
    Match {
        key: collection.name_of(hit.place).to_owned(),
        score: hit.score,
        title_html: found.highlights.whole(&shown.title),
        snippet_html: [&shown.summary, &shown.body].into_iter().find_map(|text| found.highlights.extract(text)),
    }
}

/// A hit of a search over several collections.
pub fn search_hit(snapshot: &Snapshot, found: &Found, hit: &Hit, base: &str) -> SearchHit {
    let found = a_match(snapshot, found, hit);
    SearchHit {
        resource: hit.resource.name().to_owned(),
        title: snapshot.collection(hit.resource).title_of(hit.place).to_owned(),
        url: format!("{base}/v1/{}/{}", hit.resource.name(), found.key),
        found,
    }
}

/// A completion of what was typed.
pub fn suggestion(snapshot: &Snapshot, completion: &Completion<'_>, base: &str) -> Suggestion {
    let Completion { resource, place, text } = completion;
    let collection = snapshot.collection(*resource);
    let key = collection.name_of(*place).to_owned();
    Suggestion {
        text: (*text).to_owned(),
        resource: resource.name().to_owned(),
        title: collection.title_of(*place).to_owned(),
        url: format!("{base}/v1/{}/{key}", resource.name()),
        key,
    }
}

/// How many hits each collection has, the most first; `searched` are those that the page shows.
pub fn resource_counts(hits: &BTreeMap<Resource, Vec<Hit>>, searched: &[Resource]) -> Vec<FacetCount> {
    let counted = |(resource, hits): (&Resource, &Vec<Hit>)| FacetCount {
        value: resource.name().to_owned(),
        label: resource.label().to_owned(),
        parent: None,
        count: hits.len() as u64,
        selected: searched.contains(resource),
    };
    let mut counts: Vec<FacetCount> = hits.iter().map(counted).collect();
    counts.sort_by(|a, b| (Reverse(a.count), &a.value).cmp(&(Reverse(b.count), &b.value)));
    counts
}

/// How many records of `kept` each value of a facet keeps: segments in the order of their tree, others by count.
/// `given` holds the values of the filter, comma-separated.
pub fn facet_counts(
    snapshot: &Snapshot,
    resource: Resource,
    facet: &str,
    kept: &RoaringBitmap,
    given: &str,
) -> Vec<FacetCount> {
    let values = facets(resource).iter().find(|known| known.name == facet).map(|known| known.values);
    let given: Vec<&str> = given.split(',').map(str::trim).collect();
    let counted = |(value, count): (&str, u64)| FacetCount {
        value: value.to_owned(),
        label: label(snapshot, values, value).unwrap_or_else(|| value.to_owned()),
        parent: parent(snapshot, values, value),
        count,
        selected: given.contains(&value),
    };
    let mut counts: Vec<FacetCount> = snapshot.facet(resource, facet, kept).into_iter().map(counted).collect();
    if matches!(values, Some(FacetValues::Tree)) {
        let order = tree_order(snapshot);
        counts.sort_by_key(|count| order.get(&count.value).copied());
    } else {
        counts.sort_by(|a, b| (Reverse(a.count), &a.value).cmp(&(Reverse(b.count), &b.value)));
    }
    counts
}

/// What people call a value.
fn label(snapshot: &Snapshot, values: Option<FacetValues>, value: &str) -> Option<String> {
    let title = |resource: Resource| {
        let collection = snapshot.collection(resource);
        collection.place(value).map(|place| collection.title_of(place).to_owned())
    };
    match values? {
        FacetValues::Records(resource) => title(resource),
        FacetValues::Tree => title(Resource::Segments),
        FacetValues::Enumeration(label) => label(value).map(str::to_owned),
        FacetValues::Texts => None,
    }
}

fn parent(snapshot: &Snapshot, values: Option<FacetValues>, value: &str) -> Option<String> {
    let place = snapshot.collection(Resource::Segments).place(value);
    let place = place.filter(|_| matches!(values, Some(FacetValues::Tree)))?;
    snapshot.dataset().segments[place as usize].parent.as_ref().map(ToString::to_string)
}

/// The rank of each segment in the tree.
fn tree_order(snapshot: &Snapshot) -> HashMap<String, usize> {
    let segments = snapshot.collection(Resource::Segments);
    let request = PageRequest { sort: vec![("tree", false)], ..PageRequest::default() };
    let places = segments.list(&segments.all(), &request).places;
    places.into_iter().enumerate().map(|(rank, place)| (segments.name_of(place).to_owned(), rank)).collect()
}
