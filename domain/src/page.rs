//! Pages of a list: how many records, from where on, and the opaque cursor that says so.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// Longest cursor that is read, in characters.
pub const CURSOR_LENGTH: usize = 2_000;

/// Where a page begins: next to the record whose sort keys and key it holds. Opaque to callers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The list that it belongs to: its name, filters and order. A cursor of another list is refused.
    #[serde(rename = "l")]
    pub list: String,
    /// Sort keys of the record, in the order of the list.
    #[serde(rename = "k")]
    pub keys: Vec<String>,
    /// Key of the record, which ends every order.
    #[serde(rename = "i")]
    pub id: String,
    /// Whether the page lies before the record instead of after it.
    #[serde(rename = "b", default, skip_serializing_if = "std::ops::Not::not")]
    pub backwards: bool,
}

impl Cursor {
    /// The cursor as callers see it: base64url without padding.
    #[must_use]
    pub fn encode(&self) -> String {
        // A struct of texts always serialises.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// The cursor that `text` stands for; none when it was built or changed by hand.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > CURSOR_LENGTH {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

/// Which records of a list to answer, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Fields to sort by, each with whether it goes down; the record's own key ends the order.
    pub sort: Vec<(&'static str, bool)>,
    /// At most so many records; all of them when none.
    pub limit: Option<usize>,
    /// Where to begin.
    pub cursor: Option<Cursor>,
    /// Name of the list, its filters and its order; goes into the cursors.
    pub list: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_encoding_and_nothing_else_is_one() {
        let cursor = Cursor { list: "clauses".into(), keys: vec!["é".into()], id: "LCV-0001".into(), backwards: true };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for wrong in ["", "abc", "e30", "{}", "é", &"A".repeat(3000)] {
            assert_eq!(Cursor::decode(wrong), None, "{wrong}");
        }
    }
}
