use std::collections::BTreeSet;

use domain::{
    search::{UnderstoodWord, WordUse},
    value::Cpv,
};

use super::{
    SearchIndex,
    analysis::{Word, words},
    lexicon::{Alternative, TERM_WORDS},
};

/// Longest query that is read, in characters.
pub const QUERY_CHARACTERS: usize = 500;
/// How much a part of a compound counts alone.
const PART: f32 = 0.5;
/// Most words of a query that are looked for.
const WORDS: usize = 24;

/// A query, ready to be scored.
#[derive(Debug, Default)]
pub struct Query {
    /// What is wanted.
    pub spans: Vec<Span>,
    /// Words next to one another: records that hold them so come before those that hold them apart.
    pub pairs: Vec<Alternative>,
    /// What is not.
    pub excluded: Vec<Alternative>,
    /// How each word was understood.
    pub understanding: Vec<UnderstoodWord>,
}

/// Words that stand together: one word, or a term of the trade.
#[derive(Debug, Default)]
pub struct Span {
    /// What each word is looked for as; the best one counts.
    pub words: Vec<Vec<Alternative>>,
    /// What stands for all of them.
    pub synonyms: Vec<Alternative>,
    /// Whether records without it are left out: a phrase in quotes.
    pub required: bool,
}

impl Query {
    /// Every stem that the query wants, to be marked in texts.
    pub fn stems(&self) -> BTreeSet<String> {
        let wanted = self.spans.iter().flat_map(|span| span.words.iter().flatten().chain(&span.synonyms));
        wanted.flat_map(|alternative| alternative.stems.iter().cloned()).collect()
    }
}

/// What stands between blanks, or between quotes.
#[derive(Debug, PartialEq, Eq)]
struct Part<'a> {
    text: &'a str,
    quoted: bool,
    excluded: bool,
    beginning: bool,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„')
}

/// The parts of `text`. A quote without its other half holds to the end.
fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), text.trim_start());
    while !rest.is_empty() {
        let (excluded, body) = match rest.strip_prefix('-') {
            Some(body) if body.starts_with(|c: char| c.is_alphanumeric() || is_quote(c)) => (true, body),
            _ => (false, rest),
        };
        let quoted = body.strip_prefix(is_quote);
        let end = quoted.map_or_else(|| body.find(|c: char| c.is_whitespace() || is_quote(c)), |it| it.find(is_quote));
        let whole = quoted.unwrap_or(body);
        let end = end.unwrap_or(whole.len());
        let inside = whole[..end].trim();
        let beginning = quoted.is_none() && inside.len() > 1 && inside.ends_with('*');
        let inner = inside.trim_end_matches('*');
        if !inner.is_empty() {
            parts.push(Part { text: inner, quoted: quoted.is_some(), excluded, beginning });
        }
        let after = &whole[end..];
        rest = quoted.map_or(after, |_| after.strip_prefix(is_quote).unwrap_or(after)).trim_start();
    }
    parts
}

impl SearchIndex {
    /// What `text` asks for.
    pub(super) fn understand(&self, text: &str) -> Query {
        let text: String = text.chars().take(QUERY_CHARACTERS).collect();
        let (mut query, mut plain, mut count) = (Query::default(), Vec::new(), 0);
        for (place, part) in parts(&text).into_iter().enumerate() {
            let found = words(part.text);
            count += found.len();
            if found.is_empty() || count > WORDS {
                query.note(part.text, WordUse::Ignored, Vec::new());
            } else if part.excluded {
                query.note(part.text, WordUse::Excluded, Vec::new());
                query.excluded.push(Alternative::phrase(part.text, &found, 1.0));
            } else if part.quoted {
                query.note(part.text, WordUse::Phrase, Vec::new());
                let words = vec![vec![Alternative::phrase(part.text, &found, 1.0)]];
                query.spans.push(Span { words, required: true, ..Span::default() });
            } else if part.beginning {
                let beginning = self.beginning(part.text, &found);
                let also = beginning.iter().take(5).map(|word| word.text.clone()).collect();
                query.note(part.text, WordUse::Prefix, also);
                query.spans.push(Span { words: vec![beginning], required: true, ..Span::default() });
            } else {
                plain.extend(units(part.text, &found, place));
            }
        }
        self.terms(&mut query, plain);
        query
    }

    /// The words that begin as the last one of `found` does.
    fn beginning(&self, written: &str, found: &[Word]) -> Vec<Alternative> {
        let Some(last) = found.last() else { return Vec::new() };
        let completions = self.vocabulary.completions(&last.text);
        let mut all: Vec<Alternative> =
            completions.into_iter().map(|word| Alternative::word(word, word, 1.0)).collect();
        if all.is_empty() {
            all.push(Alternative::word(written, &last.text, 1.0));
        }
        let mut seen = BTreeSet::new();
        all.retain(|alternative| seen.insert(alternative.stems.clone()));
        all
    }

    /// Adds `plain` words, those that make a term of the trade together; what no record holds is mended first.
    fn terms(&self, query: &mut Query, plain: Vec<Unit>) {
        let plain: Vec<Unit> = plain.into_iter().map(|unit| self.mended(unit)).collect();
        query.pairs = plain.windows(2).filter_map(pair).collect();
        let mut place = 0;
        while place < plain.len() {
            let (length, synonyms) = self.longest(&plain[place..]).unwrap_or((1, &[]));
            let units = &plain[place..place + length];
            let written: Vec<&str> = units.iter().map(|unit| unit.written.as_str()).collect();
            let spellings = units.iter().filter(|unit| unit.read_as != WordUse::Word).flat_map(|unit| &unit.wanted);
            let also = spellings.chain(synonyms).map(|alternative| alternative.text.clone()).collect();
            let read_as = units.iter().map(|unit| unit.read_as).find(|it| *it != WordUse::Word);
            query.note(&written.join(" "), read_as.unwrap_or(WordUse::Word), also);
            let words = units.iter().map(|unit| self.wanted(unit)).collect();
            query.spans.push(Span { words, synonyms: synonyms.to_vec(), required: false });
            place += length;
        }
    }

    /// The word itself when any record or term of the trade holds it, else its likely spellings.
    fn mended(&self, unit: Unit) -> Unit {
        let held = |alternative: &Alternative| alternative.stems.iter().all(|stem| self.documents(stem) > 0);
        let known = |alternative: &Alternative| self.lexicon.get(&alternative.stems).is_some();
        if unit.wanted.iter().any(|alternative| held(alternative) || known(alternative)) {
            return unit;
        }
        let spellings = self.vocabulary.spellings(&unit.word);
        let wanted: Vec<Alternative> = spellings.iter().map(|word| Alternative::word(word, word, 1.0)).collect();
        let read_as = if wanted.is_empty() { WordUse::Unknown } else { WordUse::Spelling };
        Unit { wanted, read_as, ..unit }
    }

    /// The longest term of the trade with which `units` begin: its length and what else it finds.
    fn longest(&self, units: &[Unit]) -> Option<(usize, &[Alternative])> {
        (1..=units.len().min(TERM_WORDS)).rev().find_map(|length| {
            let parts: Vec<String> = units[..length].iter().flat_map(|unit| unit.parts().iter().cloned()).collect();
            let whole = units.first().filter(|_| length == 1).and_then(|unit| unit.wanted.first());
            let found = self.lexicon.get(&parts).or_else(|| whole.and_then(|whole| self.lexicon.get(&whole.stems)));
            found.map(|synonyms| (length, synonyms))
        })
    }

    /// The part of a compound that tells most, for records that hold it alone; none of a reference, whose parts tell
    /// nothing.
    fn rarest(&self, unit: &Unit) -> Option<Alternative> {
        let tells = |stem: &&String| stem.len() > 2 && stem.bytes().all(|b| b.is_ascii_alphabetic());
        let parts = unit.parts();
        let rarest = parts.iter().filter(tells).min_by_key(|stem| (self.documents(stem), (*stem).clone()));
        let rarest = rarest.filter(|_| parts.len() > 1 && parts.iter().all(|part| tells(&part)))?;
        let Alternative { text, .. } = unit.wanted.first()?.clone();
        Some(Alternative { text, stems: vec![rarest.clone()], offsets: vec![0], weight: PART })
    }

    /// A word, or a compound and its part that tells most.
    fn wanted(&self, unit: &Unit) -> Vec<Alternative> {
        unit.wanted.iter().cloned().chain(self.rarest(unit)).collect()
    }
}

/// A word of a query, or a compound.
#[derive(Debug)]
struct Unit {
    written: String,
    /// The word, folded; the whole of a compound.
    word: String,
    /// The word; of a compound the whole, then its parts one after the other; of a misspelt word its spellings.
    wanted: Vec<Alternative>,
    /// Whether it stands as it was written.
    read_as: WordUse,
    /// Its place among the words of the query.
    place: usize,
}

impl Unit {
    /// The stem, or those of the parts of a compound.
    fn parts(&self) -> &[String] {
        let compound = self.wanted.get(1).filter(|parts| parts.stems.len() > 1);
        compound.or(self.wanted.first()).map_or(&[], |parts| &parts.stems)
    }
}

/// Two words as a phrase, when no more than two words without content part them.
fn pair(units: &[Unit]) -> Option<Alternative> {
    let [one, other] = units else { return None };
    let gap = other.place.checked_sub(one.place).filter(|gap| (1..=3).contains(gap))?;
    let (first, second) = (one.wanted.first()?, other.wanted.first()?);
    let stems = [first, second].iter().flat_map(|word| word.stems.iter().cloned()).collect();
    Some(Alternative { text: String::new(), stems, offsets: vec![0, gap], weight: 1.0 })
}

/// The words and compounds of `text`, whose words are `found`.
fn units(text: &str, found: &[Word], part: usize) -> Vec<Unit> {
    let (mut units, mut place) = (Vec::new(), 0);
    while let Some(first) = found.get(place) {
        let written = text.get(first.from..first.to).unwrap_or_default().to_owned();
        let parts: Vec<Word> = found[place + 1..].iter().take_while(|part| part.to <= first.to).cloned().collect();
        place += 1 + parts.len();
        // The check digit of a CPV code is not indexed.
        let code: Option<Cpv> = written.parse().ok();
        let word = code.as_ref().map_or_else(|| first.text.clone(), ToString::to_string);
        let mut wanted = vec![Alternative::word(&written, &word, 1.0)];
        if !parts.is_empty() && code.is_none() {
            wanted.push(Alternative::phrase(&written, &parts, 1.0));
        }
        units.push(Unit { written, word, wanted, read_as: WordUse::Word, place: part });
    }
    units
}

impl Query {
    fn note(&mut self, word: &str, understood_as: WordUse, also: Vec<String>) {
        self.understanding.push(UnderstoodWord { word: word.to_owned(), understood_as, also });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_has_parts() {
        let of =
            |text| parts(text).into_iter().map(|p| (p.text, p.quoted, p.excluded, p.beginning)).collect::<Vec<_>>();
        assert_eq!(
            of("béton \"bas carbone\" -enrobés recycl*"),
            [
                ("béton", false, false, false),
                ("bas carbone", true, false, false),
                ("enrobés", false, true, false),
                ("recycl", false, false, true),
            ]
        );
        assert_eq!(
            of("« eau de pluie » -\"eau usée\""),
            [("eau de pluie", true, false, false), ("eau usée", true, true, false)]
        );
        assert_eq!(of("\"jamais fermé"), [("jamais fermé", true, false, false)]);
        assert_eq!(of(" - * \"\" -- "), [("-", false, false, false), ("--", false, false, false)]);
    }
}
