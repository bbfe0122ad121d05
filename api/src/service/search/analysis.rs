//! How French text becomes words: the same for what is indexed and for what is asked.
//!
//! Letters lose case, accents and ligatures; elided articles and words without content go; a compound with hyphens is
//! its parts, and also the whole written together; what is left is reduced to its stem.

use deunicode::deunicode_char;
use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// Name of the analysis inside the index.
pub const NAME: &str = "french";

/// Longest word that is kept, in bytes: nothing that is longer is a word.
const WORD_BYTES: usize = 60;

/// Words without content, folded and sorted: articles and their like, what elision leaves before an apostrophe, verbs
/// and adjectives that say nothing of what is bought: every clause reduces, avoids or improves something.
#[rustfmt::skip] // One word a line would fill three screens.
const STOP_WORDS: &[&str] = &[
    "a", "acheter", "afin", "ai", "aider", "ainsi", "alors", "ameliorer", "ancien", "ancienne", "anciennes",
    "anciens", "apres", "au", "aucun", "aucune", "aussi", "autre", "autres", "aux", "avant", "avec", "avez", "avoir",
    "avons", "baisser", "besoin", "bien", "bon", "bonne", "c", "ca", "ce", "ceci", "cela", "celle", "celles", "celui",
    "ces", "cet", "cette", "ceux", "changer", "chaque", "chez", "choisir", "ci", "comme", "comment", "d", "dans",
    "de", "demander", "depuis", "des", "doit", "doivent", "donc", "dont", "du", "elle", "elles", "en", "enlever",
    "entre", "es", "est", "et", "etre", "eux", "faire", "fait", "faut", "garder", "gerer", "il", "ils", "j", "je",
    "jusqu", "jusque", "l", "la", "le", "les", "leur", "leurs", "limiter", "longtemps", "lors", "lorsqu", "lorsque",
    "lui", "m", "ma", "mais", "me", "meme", "memes", "mes", "mettre", "mieux", "moi", "moins", "mon", "n", "ne", "ni",
    "nos", "notre", "nous", "nouveau", "nouveaux", "nouvelle", "nouvelles", "obtenir", "on", "ont", "ou", "par",
    "pas", "peut", "peuvent", "plus", "pour", "pourquoi", "prendre", "puis", "puisqu", "puisque", "qu", "quand",
    "que", "quel", "quelle", "quelles", "quelqu", "quels", "qui", "quoi", "refaire", "s", "sa", "sans", "se", "selon",
    "ses", "si", "soit", "son", "sont", "sous", "sur", "t", "ta", "te", "tel", "telle", "telles", "tels", "tes",
    "toi", "ton", "tous", "tout", "toute", "toutes", "tres", "trouver", "tu", "un", "une", "utiliser", "vers",
    "vieille", "vieilles", "vieux", "voici", "voila", "vos", "votre", "vouloir", "vous", "y",
];

/// The analysis of this index.
pub fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(French).build()
}

/// Parts text into words, folded, and takes their stems.
#[derive(Debug, Clone, Copy)]
pub struct French;

/// The words of one text.
pub struct Words {
    words: std::vec::IntoIter<Word>,
    current: Token,
}

impl Tokenizer for French {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        Words { words: words(text).into_iter(), current: Token::default() }
    }
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        match self.words.next() {
            Some(Word { text, from, to, position }) => {
                let text = stem(&text);
                self.current = Token { offset_from: from, offset_to: to, position, text, position_length: 1 };
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

/// A word of a text, folded, before its stem is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word itself.
    pub text: String,
    /// Where it begins in the text, in bytes.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Its place among the words; a compound and its first part share one.
    pub position: usize,
}

/// The words of `text`; those without content leave a gap in the positions.
pub fn words(text: &str) -> Vec<Word> {
    let (mut words, mut position) = (Vec::new(), 0);
    // The parts of a compound, as long as hyphens join them.
    let mut compound: Vec<(usize, usize, String)> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((from, first)) = characters.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let (mut to, mut word) = (from + first.len_utf8(), String::new());
        fold(first, &mut word);
        while let Some((at, c)) = characters.next_if(|(_, c)| c.is_alphanumeric() || is_mark(*c)) {
            fold(c, &mut word);
            to = at + c.len_utf8();
        }
        compound.push((from, to, word));
        let mut ahead = text[to..].chars();
        let joined = ahead.next().is_some_and(is_hyphen) && ahead.next().is_some_and(char::is_alphanumeric);
        if !joined {
            close(&mut compound, &mut position, &mut words);
        }
    }
    words
}

/// Adds the parts of a compound, and the whole when there are several.
fn close(compound: &mut Vec<(usize, usize, String)>, position: &mut usize, words: &mut Vec<Word>) {
    if compound.len() > 1 {
        let (from, to) = (compound[0].0, compound[compound.len() - 1].1);
        let whole: String = compound.iter().map(|(_, _, part)| part.as_str()).collect();
        add(words, from, to, *position, &whole);
    }
    for (from, to, part) in compound.drain(..) {
        if STOP_WORDS.binary_search(&part.as_str()).is_err() {
            add(words, from, to, *position, &part);
        }
        *position += 1;
    }
}

fn add(words: &mut Vec<Word>, from: usize, to: usize, position: usize, word: &str) {
    let alone = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    if !alone && (1..=WORD_BYTES).contains(&word.len()) {
        words.push(Word { text: singular(word), from, to, position });
    }
}

/// Adds a letter to `word`, without case, accent or ligature.
fn fold(c: char, word: &mut String) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
    } else {
        let plain = deunicode_char(c).unwrap_or_default().chars().filter(char::is_ascii_alphanumeric);
        word.extend(plain.map(|c| c.to_ascii_lowercase()));
    }
}

/// Accents that stand beside their letter, as some keyboards write them.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Words in -au whose plural in -aux is not that of a word in -al.
const IN_AU: [&str; 5] = ["boyaux", "joyaux", "materiaux", "noyaux", "tuyaux"];

/// The word without the plural and the feminine of participles, which the stemmer knows by their accent alone.
fn singular(word: &str) -> String {
    let in_al = word.strip_suffix("aux").filter(|_| !word.ends_with("eaux") && !IN_AU.contains(&word));
    if let Some(stem) = in_al.filter(|stem| stem.len() > 1) {
        return format!("{stem}al");
    }
    let stem = match word.strip_suffix('s').or_else(|| word.strip_suffix('x')) {
        Some(stem) if stem.len() > 2 => stem,
        _ => word,
    };
    stem.strip_suffix("ee").filter(|stem| stem.len() > 2).map_or_else(|| stem.to_owned(), |stem| format!("{stem}e"))
}

/// Longest word that is its own stem, and the shortest stem that is one, in letters: the stems of `MOA` and `MOE`, of
/// `VAE` and `va`, of `toner` and `tonne` would be the same.
const SHORT: usize = 4;

/// What all forms of a word have in common.
pub fn stem(word: &str) -> String {
    if word.len() <= SHORT {
        return word.to_owned();
    }
    let stem = Stemmer::new(Algorithm::French).stem(word);
    if stem.len() < SHORT { word.to_owned() } else { stem.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| stem(&word.text)).collect()
    }

    #[test]
    fn writings_of_one_word_have_one_stem() {
        for same in [
            ["véhicule électrique", "VEHICULES ELECTRIQUES"],
            ["œufs", "oeuf"],
            ["matériaux recyclés", "materiau recyclé"],
            ["consommables médicaux", "consommable médical"],
            ["tuyaux", "tuyau"],
            ["locaux", "local"],
            ["recyclées", "recycle"],
            ["l'eau", "d’eau"],
            ["qu'achat", "l’achat"],
            ["e\u{301}co", "éco"],
            ["ﬁnition", "finitions"],
            ["BUS", "bus"],
        ] {
            assert_eq!(stemmed(same[0]), stemmed(same[1]), "{same:?}");
        }
    }

    #[test]
    fn words_without_content_are_sorted_for_they_are_looked_up() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn short_words_keep_apart() {
        assert_eq!(stemmed("MOE MOA VAE va eaux cars"), ["moe", "moa", "vae", "va", "eau", "car"]);
        assert_ne!(stemmed("toner"), stemmed("tonne"));
    }

    #[test]
    fn a_compound_is_its_parts_and_the_whole() {
        assert_eq!(stemmed("éco-conception"), stemmed("écoconception éco conception"));
        assert_eq!(stemmed("LCV-0042"), ["lcv0042", "lcv", "0042"]);
        assert_eq!(stemmed("R. 2111-16"), ["211116", "2111", "16"]);
    }

    #[test]
    fn words_without_content_leave_a_gap() {
        let positions: Vec<_> = words("mise en concurrence").iter().map(|word| word.position).collect();
        assert_eq!(positions, [0, 2]);
        assert!(stemmed("de la pour les 🌱 — ' \" * -").is_empty());
    }
}
