use serde_json::Value;
use similar::{DiffOp, DiffTag, group_diff_ops};

use super::{holds_words, identity, said, words::operations};
use crate::{ClauseVersion, canonical::is_empty};

/// Lines that are shown around those that differ.
const CONTEXT: usize = 3;

/// What differs between `from` and `to`, as a unified diff of texts that people can read: one line per value, one per
/// sentence under the name of its text. The two lines that name the versions are there even when nothing differs.
///
/// # Errors
/// A version that JSON cannot express; the records of this crate never are.
pub fn unified(from: &ClauseVersion, to: &ClauseVersion) -> Result<String, serde_json::Error> {
    let (old, new) = (lines(from)?, lines(to)?);
    let head = |mark: &str, version: &ClauseVersion| format!("{mark} {}\t{}", version.citation, version.published_on);
    let mut shown = vec![head("---", from), head("+++", to)];
    for group in group_diff_ops(operations(&old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let old_range = range(first.old_range().start, last.old_range().end);
        let new_range = range(first.new_range().start, last.new_range().end);
        shown.push(format!("@@ -{old_range} +{new_range} @@{}", text_above(&new, first.new_range().start)));
        shown.extend(group.iter().flat_map(|operation| marked(operation, &old, &new)));
    }
    shown.push(String::new());
    Ok(shown.join("\n"))
}

/// A range of lines, as `diff -u` writes it.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    }
}

/// The name of the text in the midst of which line `place` stands, for the end of the head of a hunk.
fn text_above(lines: &[String], place: usize) -> String {
    let inside = lines.get(place).is_some_and(|line| line.starts_with(INDENT));
    let above = lines[..place.min(lines.len())].iter().rev().find(|line| !line.starts_with(INDENT));
    above.filter(|_| inside).map_or(String::new(), |name| format!(" {name}"))
}

fn marked(operation: &DiffOp, old: &[String], new: &[String]) -> Vec<String> {
    let lines = |mark: char, lines: &[String]| lines.iter().map(move |line| format!("{mark}{line}")).collect();
    let (from, to) = (&old[operation.old_range()], &new[operation.new_range()]);
    match operation.tag() {
        DiffTag::Equal => lines(' ', to),
        DiffTag::Delete => lines('-', from),
        DiffTag::Insert => lines('+', to),
        DiffTag::Replace => [lines('-', from), lines('+', to)].concat(),
    }
}

/// What begins a line inside a text.
const INDENT: &str = "  ";

/// What a version says, line by line.
fn lines(version: &ClauseVersion) -> Result<Vec<String>, serde_json::Error> {
    let mut lines = Vec::new();
    for (name, member) in said(version)?.as_object().into_iter().flatten() {
        write(&mut lines, name, name, member);
    }
    Ok(lines)
}

/// `path` tells where the value stands; `name` is that of the member that holds it.
fn write(lines: &mut Vec<String>, path: &str, name: &str, value: &Value) {
    match value {
        _ if is_empty(value) => {}
        Value::Object(members) => {
            for (name, member) in members {
                write(lines, &format!("{path}.{name}"), name, member);
            }
        }
        Value::Array(items) => {
            for item in items {
                write(lines, &format!("{path}[{}]", identity(name, item).unwrap_or_default()), name, item);
            }
        }
        Value::String(text) if holds_words(text) => {
            lines.push(format!("{path}:"));
            lines.extend(sentences(text).into_iter().map(|sentence| format!("{INDENT}{sentence}")));
        }
        Value::String(text) => lines.push(format!("{path}: {text}")),
        Value::Null | Value::Bool(_) | Value::Number(_) => lines.push(format!("{path}: {value}")),
    }
}

/// The sentences of a text, and its empty lines: a long line of which one word differs is hard to read.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        for (place, _) in line.match_indices(". ") {
            let word = line[..place].rsplit([' ', '\u{a0}', '\u{202f}', '(']).next().unwrap_or_default();
            // « art. R. 2111-12 » is no end.
            if word.chars().count() > 3 {
                all.push(&line[start..=place]);
                start = place + 2;
            }
        }
        all.push(&line[start..]);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_end_no_sentence() {
        let text = "Voir le CCP, art. R. 2111-12. La suite ?\n\nUn paragraphe. Fin.";
        assert_eq!(sentences(text), ["Voir le CCP, art. R. 2111-12.", "La suite ?", "", "Un paragraphe.", "Fin."]);
    }

    #[test]
    fn ranges_are_those_of_diff() {
        assert_eq!([range(0, 0), range(4, 5), range(4, 7)], ["0,0", "5", "5,3"]);
    }
}
