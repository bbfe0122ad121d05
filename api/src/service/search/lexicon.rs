use std::collections::HashMap;

use domain::Synonym;

use super::analysis::{Word, stem, words};

/// How much a word counts that means the same as the one asked for.
const SAME: f32 = 0.8;
/// How much a word counts that the one asked for finds too.
const TOO: f32 = 0.5;
/// Longest term, in words.
pub const TERM_WORDS: usize = 6;
/// Most alternatives of one term.
const ALTERNATIVES: usize = 16;

/// Words that are looked for together, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The words as people write them.
    pub text: String,
    /// Their stems.
    pub stems: Vec<String>,
    /// The place of each, counted from the first.
    pub offsets: Vec<usize>,
    /// How much they count.
    pub weight: f32,
}

impl Alternative {
    /// One word.
    pub fn word(text: &str, word: &str, weight: f32) -> Self {
        Self { text: text.to_owned(), stems: vec![stem(word)], offsets: vec![0], weight }
    }

    /// The words `found` in `text`, one after the other. A compound is looked for by its parts, which stand in every
    /// writing of it.
    pub fn phrase(text: &str, found: &[Word], weight: f32) -> Self {
        let first = found.first().map_or(0, |word| word.position);
        // Of several words at one place the last is a part, the others are wholes.
        let parts = found
            .iter()
            .enumerate()
            .filter(|(place, word)| found.get(place + 1).is_none_or(|next| next.position != word.position));
        let (stems, offsets) = parts.map(|(_, word)| (stem(&word.text), word.position - first)).unzip();
        Self { text: text.to_owned(), stems, offsets, weight }
    }
}

/// What each term of the trade finds besides itself.
#[derive(Debug, Default)]
pub struct Lexicon(HashMap<Vec<String>, Vec<Alternative>>);

impl Lexicon {
    /// The lexicon of `synonyms`.
    pub fn build(synonyms: &[Synonym]) -> Self {
        let mut lexicon = Self::default();
        for synonym in synonyms {
            let read = |texts: &[String], weight| {
                let phrases = texts.iter().map(|text| Alternative::phrase(text, &words(text), weight));
                phrases.filter(|phrase| (1..=TERM_WORDS).contains(&phrase.stems.len())).collect::<Vec<_>>()
            };
            let (terms, too) = (read(&synonym.terms, SAME), read(&synonym.also_finds, TOO));
            for term in &terms {
                let known = lexicon.0.entry(term.stems.clone()).or_default();
                for other in terms.iter().chain(&too).filter(|other| other.stems != term.stems) {
                    if known.len() < ALTERNATIVES && known.iter().all(|held| held.stems != other.stems) {
                        known.push(other.clone());
                    }
                }
            }
        }
        lexicon
    }

    /// What else the term with these stems finds.
    pub fn get(&self, stems: &[String]) -> Option<&[Alternative]> {
        self.0.get(stems).map(Vec::as_slice)
    }
}
