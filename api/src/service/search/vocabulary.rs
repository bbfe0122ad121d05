use std::collections::{BTreeMap, HashMap};

use strsim::osa_distance;

use super::analysis::words;

/// Most words that stand for one that is misspelt.
const SPELLINGS: usize = 3;
/// Most words that one beginning stands for.
const COMPLETIONS: usize = 40;

/// Every word of the records, to mend spellings and to complete beginnings.
#[derive(Debug, Default)]
pub struct Vocabulary {
    counts: HashMap<String, u32>,
    sorted: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    text: String,
    /// Which letters it holds: words that share few cannot be near.
    letters: u64,
    count: u32,
}

impl Vocabulary {
    /// Counts the words of `text`.
    pub fn add(&mut self, text: &str) {
        for word in words(text) {
            match self.counts.get_mut(&word.text) {
                Some(count) => *count += 1,
                None => drop(self.counts.insert(word.text, 1)),
            }
        }
    }

    /// Makes it ready, once every text was added.
    pub fn seal(&mut self) {
        let counts: BTreeMap<String, u32> = std::mem::take(&mut self.counts).into_iter().collect();
        let word = |(text, count): (String, u32)| Word { letters: letters(&text), text, count };
        self.sorted = counts.into_iter().map(word).collect();
    }

    /// The words that `word` may be a slip for: one slip from four letters on, two from eight on; the nearest ones, the
    /// most frequent first. The first letter is rarely the wrong one.
    pub fn spellings(&self, word: &str) -> Vec<&str> {
        let slips = match word.len() {
            0..=3 => return Vec::new(),
            4..=7 => 1,
            _ => 2,
        };
        // Codes and numbers are not misspelt words.
        if word.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let given = letters(word);
        let near = self.sorted.iter().filter(|known| {
            known.text.len().abs_diff(word.len()) <= slips && (known.letters ^ given).count_ones() as usize <= 2 * slips
        });
        let distances = near.map(|known| (osa_distance(word, &known.text), known));
        let mut spellings: Vec<_> = distances.filter(|(distance, _)| *distance <= slips).collect();
        spellings.sort_by(|(a, first), (b, second)| {
            (a, std::cmp::Reverse(first.count), &first.text).cmp(&(b, std::cmp::Reverse(second.count), &second.text))
        });
        let nearest = spellings.first().map_or(0, |(distance, _)| *distance);
        let nearest = spellings.into_iter().take_while(|(distance, _)| *distance == nearest);
        nearest.take(SPELLINGS).map(|(_, known)| known.text.as_str()).collect()
    }

    /// The words that begin with `beginning`, the most frequent ones.
    pub fn completions(&self, beginning: &str) -> Vec<&str> {
        let start = self.sorted.partition_point(|known| known.text.as_str() < beginning);
        let mut found: Vec<_> =
            self.sorted[start..].iter().take_while(|known| known.text.starts_with(beginning)).collect();
        found.sort_by(|a, b| (std::cmp::Reverse(a.count), &a.text).cmp(&(std::cmp::Reverse(b.count), &b.text)));
        found.into_iter().take(COMPLETIONS).map(|known| known.text.as_str()).collect()
    }
}

/// One bit per letter and digit.
fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_mended_and_nonsense_is_not() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add("véhicule électrique restauration collective cantine bois");
        vocabulary.seal();
        assert_eq!(vocabulary.spellings("electrqiue"), ["electrique"]);
        assert_eq!(vocabulary.spellings("resturation"), ["restauration"]);
        assert_eq!(vocabulary.spellings("cantinne"), ["cantine"]);
        assert!(vocabulary.spellings("boi").is_empty(), "too short to be guessed");
        assert!(vocabulary.spellings("xylophone").is_empty());
        assert_eq!(vocabulary.completions("c"), ["cantine", "collective"]);
    }
}
