//! Full text in French over everything that is published. Tantivy indexes and scores; nothing of it is seen from
//! outside: [`SearchIndex::build`] and [`SearchIndex::search`] are all there is.
//!
//! A query is a sum of its words. Each word is scored by BM25 in the best of its fields, with its synonyms and, when
//! nothing holds it, with its likely spellings. `docs/search.md` tells the rules.

mod analysis;
mod completion;
pub mod document;
mod lexicon;
mod neighbours;
mod parted;
mod query;
mod ranking;
mod scoring;
mod snippet;
mod vocabulary;

pub use completion::{Completion, Completions};
pub use parted::{Parted, Shown, ShownTexts};
pub use query::QUERY_CHARACTERS;
pub use ranking::{Hit, RankedPage, page};
pub use snippet::Highlights;

use std::collections::BTreeMap;

use domain::{Dataset, Resource, search::UnderstoodWord};
use tantivy::{
    Index, IndexWriter, Searcher, TantivyDocument,
    indexer::NoMergePolicy,
    schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use self::{document::FIELDS, lexicon::Lexicon, neighbours::Neighbours, vocabulary::Vocabulary};

/// Why no index could be built: a fault of the program or of the machine, not of the data.
#[derive(Debug, thiserror::Error)]
#[error("cannot index the records")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// Memory in which documents are gathered before they become a segment of the index, in bytes.
const WRITER_BYTES: usize = 200_000_000;

/// The words of every record, ready to be searched. A function of the data set alone: one writer, no merges.
pub struct SearchIndex {
    searcher: Searcher,
    fields: [Field; FIELDS.len()],
    /// The record of each document, segment after segment.
    records: Vec<(Resource, u32)>,
    neighbours: Neighbours,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").field("records", &self.records.len()).finish_non_exhaustive()
    }
}

/// What a query found.
#[derive(Debug)]
pub struct Found {
    /// The hits of each resource, the best first.
    pub hits: BTreeMap<Resource, Vec<Hit>>,
    /// How each word of the query was understood.
    pub understanding: Vec<UnderstoodWord>,
    /// Marks the words of the query in texts.
    pub highlights: Highlights,
}

impl SearchIndex {
    /// The index of `dataset`, whose lists are sorted.
    ///
    /// # Errors
    /// See [`SearchError`].
    pub fn build(dataset: &Dataset) -> Result<Self, SearchError> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(analysis::NAME)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = FIELDS.map(|(name, _)| schema.add_text_field(name, options.clone()));
        let record = schema.add_u64_field("record", FAST);
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register(analysis::NAME, analysis::analyzer());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let mut vocabulary = Vocabulary::default();
        let (mut written, mut added) = (Vec::new(), Ok(()));
        document::of_each(dataset, &mut |resource, place, document| {
            let mut indexed = TantivyDocument::new();
            for (field, text) in fields.iter().zip(document.texts()) {
                vocabulary.add(text);
                indexed.add_text(*field, text);
            }
            indexed.add_u64(record, written.len() as u64);
            written.push((resource, place));
            if added.is_ok() {
                added = writer.add_document(indexed).map(drop);
            }
        });
        added?;
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        let mut records = Vec::with_capacity(written.len());
        for segment in searcher.segment_readers() {
            let numbers = segment.fast_fields().u64("record")?;
            let of_document = |document| numbers.first(document).and_then(|number| usize::try_from(number).ok());
            let known = (0..segment.max_doc()).filter_map(of_document).filter_map(|number| written.get(number));
            records.extend(known.copied());
        }
        let neighbours = Neighbours::of(dataset, &records);
        let lexicon = Lexicon::build(&dataset.synonyms);
        vocabulary.seal();
        Ok(Self { searcher, fields, records, neighbours, lexicon, vocabulary })
    }

    /// What `text` finds. Any text is a query; one without words finds nothing.
    pub fn search(&self, text: &str) -> Found {
        let query = self.understand(text);
        let hits = self.score(&query);
        let highlights = Highlights::new(query.stems());
        Found { hits, understanding: query.understanding, highlights }
    }
}
