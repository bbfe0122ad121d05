//! Canonical JSON: one text for one meaning, so that a hash can stand for it.

use serde::Serialize;
use serde_json::Value;

/// `value` without its members that are null, empty lists or empty objects, at any depth.
///
/// A member that is absent means the same as one that is null or empty; leaving them out keeps the hash of an old
/// version when the model gains a field.
#[must_use]
pub fn pruned(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, member)| (name, pruned(member)))
                .filter(|(_, member)| !is_empty(member))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(pruned).collect()),
        other => other,
    }
}

/// Whether `value` means the same as its absence.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The canonical JSON of `record` (RFC 8785: sorted members, no white space), pruned.
///
/// # Errors
/// A record that JSON cannot express; the records of this crate never are.
pub fn canonical_json(record: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json_canonicalizer::to_string(&pruned(serde_json::to_value(record)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_null_or_empty_is_left_out_at_any_depth() {
        let record = json!({"b": null, "a": [{"d": [], "c": 1.0}], "e": {"f": {}}, "g": false, "h": "", "é": "œ"});
        assert_eq!(canonical_json(&record).unwrap_or_default(), r#"{"a":[{"c":1}],"g":false,"h":"","é":"œ"}"#);
    }
}
