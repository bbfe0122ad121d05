use serde_json::Value;
use similar::DiffOp;

use super::{
    MemberChange, MemberOperation, holds_words, identity,
    words::{operations, words},
};
use crate::canonical::is_empty;

/// What turns `old` into `new`.
pub(super) fn changes(old: &Value, new: &Value) -> Vec<MemberChange> {
    let mut found = Vec::new();
    compare(&mut found, &Place::default(), (old, new));
    found
}

/// Where a member stands in both records, and the name of the member that holds it.
#[derive(Debug, Clone, Default)]
struct Place {
    from: String,
    to: String,
    name: String,
}

impl Place {
    fn member(&self, name: &str) -> Self {
        // RFC 6901, section 3.
        let token = name.replace('~', "~0").replace('/', "~1");
        let Self { from, to, .. } = self;
        Self { from: format!("{from}/{token}"), to: format!("{to}/{token}"), name: name.to_owned() }
    }

    fn item(&self, from: usize, to: usize) -> Self {
        Self { from: format!("{}/{from}", self.from), to: format!("{}/{to}", self.to), name: self.name.clone() }
    }
}

fn compare(found: &mut Vec<MemberChange>, place: &Place, (old, new): (&Value, &Value)) {
    match (old, new) {
        _ if is_empty(old) && is_empty(new) => {}
        _ if is_empty(old) => found.push(added(&place.to, new)),
        _ if is_empty(new) => found.push(removed(&place.from, old)),
        (Value::Object(members), Value::Object(others)) => {
            let new_names = others.keys().filter(|name| !members.contains_key(*name));
            for name in members.keys().chain(new_names) {
                let member = |of: &Value| of.get(name).cloned().unwrap_or_default();
                compare(found, &place.member(name), (&member(old), &member(new)));
            }
        }
        (Value::Array(items), Value::Array(others)) => compare_lists(found, place, items, others),
        _ if old == new => {}
        _ => {
            let texts = old.as_str().zip(new.as_str()).filter(|(old, new)| holds_words(old) || holds_words(new));
            found.push(MemberChange {
                op: MemberOperation::Replace,
                from_path: Some(place.from.clone()),
                to_path: Some(place.to.clone()),
                old: Some(old.clone()),
                new: Some(new.clone()),
                parts: texts.map(|(old, new)| words(old, new)),
            });
        }
    }
}

fn compare_lists(found: &mut Vec<MemberChange>, place: &Place, old: &[Value], new: &[Value]) {
    let name = |item: &Value| identity(&place.name, item).unwrap_or_else(|| item.to_string());
    let (old_names, new_names): (Vec<_>, Vec<_>) = (old.iter().map(name).collect(), new.iter().map(name).collect());
    let (mut kept, mut gone, mut come) = (Vec::new(), Vec::new(), Vec::new());
    for operation in operations(&old_names, &new_names) {
        let (from, to) = (operation.old_range(), operation.new_range());
        let nameless = from.clone().next().is_some_and(|first| identity(&place.name, &old[first]).is_none());
        // Items without a name of their own stand for one another where they stand at the same place.
        let both = match operation {
            DiffOp::Equal { len, .. } => len,
            DiffOp::Replace { old_len, new_len, .. } if nameless => old_len.min(new_len),
            _ => 0,
        };
        kept.extend(from.clone().zip(to.clone()).take(both));
        gone.extend(from.skip(both));
        come.extend(to.skip(both));
    }
    let mut moved = Vec::new();
    gone.retain(|from| {
        let place = come.iter().position(|to| new_names[*to] == old_names[*from]);
        place.map(|place| moved.push((*from, come.remove(place)))).is_none()
    });
    for (from, to) in kept {
        compare(found, &place.item(from, to), (&old[from], &new[to]));
    }
    for (from, to) in moved {
        let place = place.item(from, to);
        found.push(MemberChange {
            op: MemberOperation::Move,
            from_path: Some(place.from.clone()),
            to_path: Some(place.to.clone()),
            old: None,
            new: None,
            parts: None,
        });
        compare(found, &place, (&old[from], &new[to]));
    }
    found.extend(gone.into_iter().map(|from| removed(&format!("{}/{from}", place.from), &old[from])));
    found.extend(come.into_iter().map(|to| added(&format!("{}/{to}", place.to), &new[to])));
}

fn added(path: &str, value: &Value) -> MemberChange {
    MemberChange {
        op: MemberOperation::Add,
        from_path: None,
        to_path: Some(path.to_owned()),
        old: None,
        new: Some(value.clone()),
        parts: None,
    }
}

fn removed(path: &str, value: &Value) -> MemberChange {
    MemberChange {
        op: MemberOperation::Remove,
        from_path: Some(path.to_owned()),
        to_path: None,
        old: Some(value.clone()),
        new: None,
        parts: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What happened, where before and where after; an empty path for none.
    fn told(old: &Value, new: &Value) -> Vec<(MemberOperation, String, String)> {
        let told = |it: MemberChange| (it.op, it.from_path.unwrap_or_default(), it.to_path.unwrap_or_default());
        changes(old, new).into_iter().map(told).collect()
    }

    fn change(op: MemberOperation, from: &str, to: &str) -> (MemberOperation, String, String) {
        (op, from.to_owned(), to.to_owned())
    }

    #[test]
    fn what_is_null_or_empty_is_as_good_as_absent() {
        let (old, new) = (json!({"a": null, "b": [], "c": 1}), json!({"b": null, "a": [], "c": null, "d": false}));
        let expected = vec![change(MemberOperation::Remove, "/c", ""), change(MemberOperation::Add, "", "/d")];
        assert_eq!(told(&old, &new), expected);
    }

    #[test]
    fn an_item_with_a_name_is_followed_to_its_new_place() {
        let old = json!({"fragments": [{"key": "a", "body": "un"}, {"key": "b", "body": "deux"}]});
        let new = json!({"fragments": [{"key": "b", "body": "trois"}, {"key": "a", "body": "un"}, {"key": "c"}]});
        let told = told(&old, &new);
        // Which of two items that swap places has moved is a matter of taste, but one has.
        assert_eq!(told.iter().filter(|(op, ..)| *op == MemberOperation::Move).count(), 1);
        assert!(told.contains(&change(MemberOperation::Replace, "/fragments/1/body", "/fragments/0/body")), "{told:?}");
        assert_eq!(told[2..], [change(MemberOperation::Add, "", "/fragments/2")]);
    }

    #[test]
    fn an_item_without_a_name_is_replaced_by_the_one_at_its_place() {
        let (old, new) = (json!({"cpv": ["1", "2", "3"]}), json!({"cpv": ["1", "4", "3", "5"]}));
        let expected =
            vec![change(MemberOperation::Replace, "/cpv/1", "/cpv/1"), change(MemberOperation::Add, "", "/cpv/3")];
        assert_eq!(told(&old, &new), expected);
    }

    #[test]
    fn names_are_escaped_in_pointers() {
        assert_eq!(
            told(&json!({"a/b~c": 1, "d": 1}), &json!({"d": 1})),
            vec![change(MemberOperation::Remove, "/a~1b~0c", "")]
        );
    }
}
