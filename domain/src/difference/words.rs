use std::hash::Hash;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, EnumMessage, IntoStaticStr, ToSchema)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TextPartKind {
    /// Both texts hold them.
    #[strum(message = "Inchangé")]
    Equal,
    /// Only the text of `to` holds them.
    #[strum(message = "Ajouté")]
    Insert,
    /// Only the text of `from` holds them.
    #[strum(message = "Supprimé")]
    Delete,
}

/// Some words, with the spaces and marks around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextPart {
    /// What became of them.
    pub kind: TextPartKind,
    /// The words. Those kept and deleted make the text of `from`, those kept and inserted that of `to`.
    pub text: String,
}

/// `old` and `new`, word by word.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<TextPart> {
    let (old, new) = (tokens(old), tokens(new));
    let mut parts = Vec::new();
    let (mut deleted, mut inserted) = (String::new(), String::new());
    for operation in operations(&old, &new) {
        let (from, to) = (old[operation.old_range()].concat(), new[operation.new_range()].concat());
        let equal = matches!(operation, DiffOp::Equal { .. });
        let in_between = !(deleted.is_empty() && inserted.is_empty()) && from.trim().is_empty();
        // A space between two changes says nothing: it belongs to both.
        if equal && !in_between {
            flush(&mut parts, &mut deleted, &mut inserted);
            parts.push(TextPart { kind: TextPartKind::Equal, text: to });
        } else {
            deleted.push_str(&from);
            inserted.push_str(&to);
        }
    }
    flush(&mut parts, &mut deleted, &mut inserted);
    parts
}

fn flush(parts: &mut Vec<TextPart>, deleted: &mut String, inserted: &mut String) {
    for (kind, text) in [(TextPartKind::Delete, deleted), (TextPartKind::Insert, inserted)] {
        if !text.is_empty() {
            parts.push(TextPart { kind, text: std::mem::take(text) });
        }
    }
}

/// Words, runs of spaces and single marks; `{{name}}`, which stands for a parameter, is one word.
fn tokens(text: &str) -> Vec<&str> {
    #[derive(PartialEq)]
    enum Class {
        Word,
        Space,
        Mark,
    }
    let class = |c: char| match c {
        '_' | '{' | '}' => Class::Word,
        c if c.is_alphanumeric() => Class::Word,
        c if c.is_whitespace() => Class::Space,
        _ => Class::Mark,
    };
    let (mut tokens, mut start, mut before) = (Vec::new(), 0, None);
    for (place, c) in text.char_indices() {
        let now = class(c);
        if before.is_some_and(|before| before != now || now == Class::Mark) {
            tokens.push(&text[start..place]);
            start = place;
        }
        before = Some(now);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// Most parts of both sides, apart from how they begin and end alike, that are compared with one another.
///
/// The cost grows with the square of what differs. A bound on the input, not on the time: the answer is kept for ever,
/// and must not depend on how busy the machine was.
const COMPARED: usize = 4_000;

/// What turns `old` into `new`; beyond [`COMPARED`] parts, whatever lies between the beginning and the end that they
/// share is deleted and inserted as a whole.
pub(super) fn operations<T: Hash + Ord>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let shared = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old[shared..].iter().rev().zip(new[shared..].iter().rev());
    let ending = rest.take_while(|(old, new)| old == new).count();
    let (old_len, new_len) = (old.len() - shared - ending, new.len() - shared - ending);
    if old_len + new_len <= COMPARED {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let (old_end, new_end) = (old.len() - ending, new.len() - ending);
    let operations = [
        DiffOp::Equal { old_index: 0, new_index: 0, len: shared },
        DiffOp::Replace { old_index: shared, old_len, new_index: shared, new_len },
        DiffOp::Equal { old_index: old_end, new_index: new_end, len: ending },
    ];
    operations.into_iter().filter(|operation| !matches!(operation, DiffOp::Equal { len: 0, .. })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        let told = |part: &TextPart| match part.kind {
            TextPartKind::Equal => part.text.clone(),
            TextPartKind::Insert => format!("[+{}]", part.text),
            TextPartKind::Delete => format!("[-{}]", part.text),
        };
        words(old, new).iter().map(told).collect()
    }

    #[test]
    fn words_are_compared_without_the_marks_beside_them() {
        for (old, new, expected) in [
            ("Au moins dix chaises.", "Au moins dix chaises.", "Au moins dix chaises."),
            (
                "Au moins dix chaises.",
                "Au moins vingt chaises, propres.",
                "Au moins [-dix][+vingt] chaises[+, propres].",
            ),
            ("l'été", "l'hiver", "l'[-été][+hiver]"),
            ("deux grands bancs", "trois petits bancs", "[-deux grands][+trois petits] bancs"),
            ("{{part}} %", "{{part_min}} %", "[-{{part}}][+{{part_min}}] %"),
            ("", "neuf", "[+neuf]"),
            ("neuf", "", "[-neuf]"),
        ] {
            assert_eq!(told(old, new), expected);
        }
    }

    #[test]
    fn texts_too_long_to_compare_are_replaced_where_they_differ() {
        let numbers = |from: usize| (from..from + 5_000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let (old, new) = (format!("Avant {} après.", numbers(0)), format!("Avant {} après.", numbers(9_000)));
        let kinds: Vec<_> = words(&old, &new).iter().map(|part| part.kind).collect();
        assert_eq!(kinds, [TextPartKind::Equal, TextPartKind::Delete, TextPartKind::Insert, TextPartKind::Equal]);
    }
}
