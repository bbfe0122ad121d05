use std::collections::BTreeMap;

use domain::Resource;
use tantivy::{
    DocId, Score, Searcher, SegmentOrdinal, SegmentReader, Term,
    collector::{Collector, SegmentCollector},
    query::{BoostQuery, DisjunctionMaxQuery, PhraseQuery, Query as TantivyQuery, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::{SearchIndex, document::FIELDS, lexicon::Alternative, query::Query, ranking::Hit};

/// What the other fields that hold a word add to the best one.
const TIE_BREAKER: f32 = 0.15;
/// How fast the score falls with what is missing of the query.
const COVERAGE: f32 = 1.5;
/// What the lesser of a term and its synonyms adds to the better one.
const BESIDES: f32 = 0.5;

impl SearchIndex {
    /// How many records hold `stem`, counted in each field.
    pub(super) fn documents(&self, stem: &str) -> u64 {
        let of_field = |field: &Field| self.searcher.doc_freq(&Term::from_field_text(*field, stem)).unwrap_or(0);
        self.fields.iter().map(of_field).sum()
    }

    /// The hits of each resource, the best first.
    pub(super) fn score(&self, query: &Query) -> BTreeMap<Resource, Vec<Hit>> {
        let mut tally = Tally::new(self.records.len());
        for span in &query.spans {
            let synonyms = (!span.synonyms.is_empty()).then(|| self.scores(&span.synonyms));
            let words: Vec<Vec<f32>> = span.words.iter().map(|word| self.scores(word)).collect();
            tally.add(&words, synonyms.as_deref(), span.required);
        }
        for pair in &query.pairs {
            tally.favour(&self.scores(std::slice::from_ref(pair)));
        }
        for unwanted in &query.excluded {
            tally.exclude(&self.scores(std::slice::from_ref(unwanted)));
        }
        self.ranked(&tally)
    }

    /// The score of each document for the best of `alternatives`.
    fn scores(&self, alternatives: &[Alternative]) -> Vec<f32> {
        let queries: Vec<Box<dyn TantivyQuery>> = alternatives
            .iter()
            .flat_map(|alternative| {
                let held = self.fields.iter().zip(FIELDS).filter(|(field, _)| self.may_hold(**field, alternative));
                held.map(move |(field, (_, boost))| boosted(alternative, *field, boost))
            })
            .collect();
        let mut scores = vec![0.0; self.records.len()];
        if queries.is_empty() {
            return scores;
        }
        let query = DisjunctionMaxQuery::with_tie_breaker(queries, TIE_BREAKER);
        // An index in memory that was built by this process is readable; what could not be read would find nothing.
        for (document, score) in self.searcher.search(&query, &Scores::of(&self.searcher)).unwrap_or_default() {
            scores[document] = score;
        }
        scores
    }

    /// Whether any record can hold `alternative` in `field`: asking costs less than looking for what is not there.
    fn may_hold(&self, field: Field, alternative: &Alternative) -> bool {
        let held = |stem: &String| self.searcher.doc_freq(&Term::from_field_text(field, stem)).unwrap_or(0) > 0;
        alternative.stems.iter().all(held)
    }

    /// The documents that hold enough of the words asked for, by resource, the best first.
    fn ranked(&self, tally: &Tally) -> BTreeMap<Resource, Vec<Hit>> {
        let mut most: BTreeMap<Resource, u16> = BTreeMap::new();
        for (document, (resource, _)) in self.records.iter().enumerate() {
            let matched = most.entry(*resource).or_default();
            *matched = tally.matched(document).max(*matched);
        }
        let mut scores = vec![0.0_f32; self.records.len()];
        for (document, (resource, _)) in self.records.iter().enumerate() {
            let matched = tally.matched(document);
            // When no record of a resource holds enough words, those that hold the most do.
            if matched > 0 && matched >= enough(tally.words).min(most[resource]) {
                scores[document] = tally.score(document);
            }
        }
        self.neighbours.lend(&mut scores);
        let mut hits: BTreeMap<Resource, Vec<Hit>> = BTreeMap::new();
        for (document, (resource, place)) in self.records.iter().enumerate() {
            let score = scores[document];
            if score > 0.0 && !tally.out[document] {
                hits.entry(*resource).or_default().push(Hit { resource: *resource, place: *place, score });
            }
        }
        for hits in hits.values_mut() {
            hits.sort_by(Hit::before);
        }
        hits
    }
}

/// How many of the words asked for a record must hold: half of them.
fn enough(asked: u16) -> u16 {
    (asked / 2).max(1)
}

fn boosted(alternative: &Alternative, field: Field, boost: f32) -> Box<dyn TantivyQuery> {
    let Alternative { stems, offsets, weight, .. } = alternative;
    let term = |stem: &String| Term::from_field_text(field, stem);
    let query: Box<dyn TantivyQuery> = match stems.as_slice() {
        [stem] => Box::new(TermQuery::new(term(stem), IndexRecordOption::WithFreqs)),
        several => {
            Box::new(PhraseQuery::new_with_offset(offsets.iter().copied().zip(several.iter().map(term)).collect()))
        }
    };
    // The scores of all words of a phrase are added up; it stands for one.
    #[expect(clippy::cast_precision_loss, reason = "a phrase has few words")]
    let share = 1.0 / stems.len().max(1) as f32;
    Box::new(BoostQuery::new(query, boost * weight * share))
}

/// What each document has gathered so far.
struct Tally {
    scores: Vec<f32>,
    /// How many of the words it holds.
    matched: Vec<u16>,
    /// How much these words tell.
    held: Vec<f32>,
    out: Vec<bool>,
    /// How many words were asked for, and how much they all tell.
    words: u16,
    asked: f32,
}

impl Tally {
    fn new(documents: usize) -> Self {
        Self {
            scores: vec![0.0; documents],
            matched: vec![0; documents],
            held: vec![0.0; documents],
            out: vec![false; documents],
            words: 0,
            asked: 0.0,
        }
    }

    /// Adds a span: its words, or what stands for all of them where that counts more.
    fn add(&mut self, words: &[Vec<f32>], synonyms: Option<&[f32]>, required: bool) {
        let instead = |document: usize| synonyms.map_or(0.0, |scores| scores[document]);
        let tells: Vec<f32> = words
            .iter()
            .map(|scores| {
                let holding = (0..scores.len()).filter(|document| scores[*document] > 0.0 || instead(*document) > 0.0);
                telling(holding.count(), scores.len())
            })
            .collect();
        let length = u16::try_from(words.len()).unwrap_or(u16::MAX);
        self.words = self.words.saturating_add(length);
        self.asked += tells.iter().sum::<f32>();
        for document in 0..self.scores.len() {
            let instead = instead(document);
            let own: f32 = words.iter().map(|scores| scores[document]).sum();
            self.scores[document] += own.max(instead) + BESIDES * own.min(instead);
            let mut held = 0;
            for (scores, tells) in words.iter().zip(&tells) {
                if scores[document] > 0.0 || instead > 0.0 {
                    held += 1;
                    self.held[document] += tells;
                }
            }
            self.matched[document] += held;
            self.out[document] |= required && held < length;
        }
    }

    /// Adds to the score of what holds words next to one another.
    fn favour(&mut self, scores: &[f32]) {
        for (sum, score) in self.scores.iter_mut().zip(scores) {
            *sum += score;
        }
    }

    fn exclude(&mut self, scores: &[f32]) {
        for (out, score) in self.out.iter_mut().zip(scores) {
            *out |= *score > 0.0;
        }
    }

    fn matched(&self, document: usize) -> u16 {
        if self.out[document] { 0 } else { self.matched[document] }
    }

    /// The score of a document, the lower the more of what was asked for is missing.
    fn score(&self, document: usize) -> f32 {
        self.scores[document] * (self.held[document] / self.asked).powf(COVERAGE)
    }
}

/// How much a word tells that `holding` of `all` documents hold: the rarer the more.
#[expect(clippy::cast_precision_loss, reason = "documents are fewer than 2^24, or their number is as good as exact")]
fn telling(holding: usize, all: usize) -> f32 {
    (1.0 + all as f32 / (1.0 + holding as f32)).ln().sqrt()
}

/// Collects every document with its score. Documents are numbered through all segments.
struct Scores {
    starts: Vec<usize>,
}

impl Scores {
    fn of(searcher: &Searcher) -> Self {
        let lengths = searcher.segment_readers().iter().map(|segment| segment.max_doc() as usize);
        let starts = lengths.scan(0, |start, length| {
            *start += length;
            Some(*start - length)
        });
        Self { starts: starts.collect() }
    }
}

struct SegmentScores {
    start: usize,
    scores: Vec<(usize, Score)>,
}

impl Collector for Scores {
    type Fruit = Vec<(usize, Score)>;
    type Child = SegmentScores;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentScores> {
        Ok(SegmentScores { start: self.starts[ordinal as usize], scores: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentScores {
    type Fruit = Vec<(usize, Score)>;

    fn collect(&mut self, document: DocId, score: Score) {
        self.scores.push((self.start + document as usize, score));
    }

    fn harvest(self) -> Self::Fruit {
        self.scores
    }
}
