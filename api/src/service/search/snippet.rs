use std::{cmp::Reverse, collections::BTreeSet, ops::Range};

use super::parted::Parted;

/// Longest extract, in bytes.
const EXTRACT: usize = 240;

/// Marks the words of a query in texts, as HTML: `<mark>` around them, everything else escaped.
#[derive(Debug)]
pub struct Highlights {
    stems: BTreeSet<String>,
}

impl Highlights {
    /// Highlights of the words with these stems.
    pub(super) fn new(stems: BTreeSet<String>) -> Self {
        Self { stems }
    }

    /// The whole of `text`, its words marked.
    pub fn whole(&self, text: &Parted) -> String {
        marked(text.text(), 0..text.text().len(), &self.places(text))
    }

    /// The part of `text` that holds most of the words, whole words of one paragraph; none when it holds none.
    pub fn extract(&self, text: &Parted) -> Option<String> {
        let places = self.places(text);
        let mut best: Option<(usize, Range<usize>)> = None;
        for paragraph in places.chunk_by(|a, b| text.paragraph(a.start) == text.paragraph(b.start)) {
            for (first, place) in paragraph.iter().enumerate() {
                let latest = place.start + EXTRACT;
                let held = paragraph[first..].iter().take_while(|place| place.end <= latest);
                let (count, end) = held.fold((0, place.end), |(count, _), place| (count + 1, place.end));
                if best.as_ref().is_none_or(|(most, _)| count > *most) {
                    best = Some((count, place.start..end));
                }
            }
        }
        let (_, wanted) = best?;
        let paragraph = text.paragraph(wanted.start);
        Some(marked(text.text(), around(text.text(), wanted, &paragraph), &places))
    }

    /// Where the words stand in `text`, in order; of a compound and its parts, the longest.
    fn places(&self, text: &Parted) -> Vec<Range<usize>> {
        let mut all: Vec<Range<usize>> = self.stems.iter().flat_map(|stem| text.places(stem)).collect();
        all.sort_by_key(|place| (place.start, Reverse(place.end)));
        let mut end = 0;
        all.retain(|place| {
            let apart = place.start >= end;
            end = end.max(place.end);
            apart
        });
        all
    }
}

/// `wanted` and as many whole words of the paragraph around it as an extract has room for: from the start of its
/// sentence when that fits, else about as much before as behind.
fn around(text: &str, wanted: Range<usize>, paragraph: &Range<usize>) -> Range<usize> {
    let room = EXTRACT.saturating_sub(wanted.len());
    if paragraph.len() <= EXTRACT {
        return paragraph.clone();
    }
    let before = &text[paragraph.start..wanted.start];
    let sentence = before.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
    let sentence = paragraph.start + sentence + (before[sentence..].len() - before[sentence..].trim_start().len());
    let start = if wanted.start - sentence <= room {
        sentence
    } else {
        let earliest = text.ceil_char_boundary(wanted.start - room / 2);
        earliest + text[earliest..wanted.start].find(' ').map_or(wanted.start - earliest, |at| at + 1)
    };
    let latest = start + EXTRACT;
    let end = if latest >= paragraph.end {
        paragraph.end
    } else {
        let latest = text.floor_char_boundary(latest);
        text[wanted.end..latest.max(wanted.end)].rfind(' ').map_or(wanted.end, |at| wanted.end + at)
    };
    start..end
}

/// The part of `text` in `shown`, marked at `places`.
fn marked(text: &str, shown: Range<usize>, places: &[Range<usize>]) -> String {
    let mut html = String::with_capacity(shown.len() + 64);
    let mut at = shown.start;
    for place in places.iter().filter(|place| place.start >= shown.start && place.end <= shown.end) {
        escape(&text[at..place.start], &mut html);
        html.push_str("<mark>");
        escape(&text[place.clone()], &mut html);
        html.push_str("</mark>");
        at = place.end;
    }
    escape(&text[at..shown.end], &mut html);
    html
}

fn escape(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extract(text: &str, words: &[&str]) -> Option<String> {
        let stems = words.iter().map(|word| super::super::analysis::stem(word)).collect();
        Highlights::new(stems).extract(&Parted::new(text.to_owned()))
    }

    #[test]
    fn an_extract_is_the_part_that_holds_most_words_and_begins_with_its_sentence() {
        let filling = "mot ".repeat(100);
        let text = format!("Eau. {filling}\n\n{filling}. Le tri de l'eau usée. {filling}");
        let found = extract(&text, &["eau", "tri"]).unwrap();
        assert!(found.starts_with("Le <mark>tri</mark> de l'<mark>eau</mark> usée. mot"), "{found}");
        assert!(found.len() <= EXTRACT + 2 * "<mark></mark>".len(), "{found}");
        assert!(found.ends_with("mot"), "{found}");
    }

    #[test]
    fn an_extract_of_words_far_from_any_sentence_end_has_some_before_them() {
        let filling = "œuvré ".repeat(100);
        let found = extract(&format!("{filling}tri {filling}"), &["tri"]).unwrap();
        assert!(found.starts_with("œuvré ") && found.contains(" <mark>tri</mark> "), "{found}");
    }

    #[test]
    fn a_text_without_the_words_has_no_extract() {
        assert_eq!(extract("Rien de cela.", &["eau"]), None);
    }
}
