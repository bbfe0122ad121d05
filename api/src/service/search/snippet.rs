use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use tantivy::{schema::Field, snippet::SnippetGenerator, tokenizer::TextAnalyzer};

use super::analysis;

/// Longest extract, in characters.
const EXTRACT: usize = 240;
/// Most paragraphs of a text that are parted into words.
const PARAGRAPHS: usize = 8;
/// What all forms of a word begin with, in letters.
const HINT: usize = 4;

/// Marks the words of a query in texts, as HTML: `<mark>` around them, everything else escaped.
pub struct Highlights {
    stems: BTreeMap<String, f32>,
    whole: SnippetGenerator,
    extract: SnippetGenerator,
}

impl std::fmt::Debug for Highlights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Highlights").field(&self.stems).finish()
    }
}

impl Highlights {
    /// Highlights of the words with these stems.
    pub(super) fn new(stems: BTreeSet<String>, analyzer: &TextAnalyzer) -> Self {
        let stems: BTreeMap<String, f32> = stems.into_iter().map(|stem| (stem, 1.0)).collect();
        // The field only names where the engine would have read the text.
        let field = Field::from_field_id(0);
        let of_length = |length| SnippetGenerator::new(stems.clone(), analyzer.clone(), field, length);
        Self { whole: of_length(usize::MAX), extract: of_length(EXTRACT), stems }
    }

    /// The whole of `text`, its words marked.
    pub fn whole(&self, text: &str) -> String {
        marked(&self.whole, text).map_or_else(|| escaped(text), |(html, end)| html + &escaped(&text[end..]))
    }

    /// The part of `text` that holds most of the words; none when it holds none.
    ///
    /// Parting long texts into words takes time: paragraphs that cannot hold any are passed over.
    pub fn extract(&self, text: &str) -> Option<String> {
        let hinted = text.split("\n\n").map(|paragraph| (self.hints(paragraph), paragraph));
        let mut hinted: Vec<(usize, &str)> = hinted.filter(|(hints, _)| *hints > 0).collect();
        hinted.sort_by_key(|(hints, _)| Reverse(*hints));
        let mut tried = hinted.into_iter().take(PARAGRAPHS);
        tried.find_map(|(_, paragraph)| marked(&self.extract, paragraph)).map(|(html, _)| html)
    }

    /// How many of the words a paragraph may hold, by their beginnings.
    fn hints(&self, paragraph: &str) -> usize {
        let folded = analysis::folded(paragraph);
        self.stems.keys().filter(|stem| folded.contains(&stem[..stem.len().min(HINT)])).count()
    }
}

/// The part of `text` that holds most of the words, and where it ends.
fn marked(generator: &SnippetGenerator, text: &str) -> Option<(String, usize)> {
    let mut snippet = generator.snippet(text);
    if snippet.is_empty() {
        return None;
    }
    snippet.set_snippet_prefix_postfix("<mark>", "</mark>");
    Some((snippet.to_html(), snippet.fragment_range().end))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
