//! "Did you mean".

/// The text of `expected` that is nearest to `given`, when it is near enough to be meant.
pub fn nearest<'a>(given: &str, expected: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // No name is longer: nothing is near, and comparing would take long.
    if given.len() > 100 {
        return None;
    }
    let given = given.to_lowercase();
    let likely = |candidate: &&str| candidate.len().abs_diff(given.len()) <= given.len().max(4);
    expected
        .filter(likely)
        .map(|candidate| {
            let likeness = strsim::jaro_winkler(&given, &candidate.to_lowercase());
            // A text that holds the other, as `theme` in `themes`, is near whatever its length.
            let held = candidate.contains(&given) || given.contains(candidate);
            (likeness + if held && given.len() > 2 { 0.15 } else { 0.0 }, candidate)
        })
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|(a, first), (b, second)| a.total_cmp(b).then_with(|| second.cmp(first)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_nonsense_is_not() {
        let known = ["segment", "theme", "sort", "limit"];
        for (given, meant) in
            [("segmnt", Some("segment")), ("themes", Some("theme")), ("Limit", Some("limit")), ("zzz", None)]
        {
            assert_eq!(nearest(given, known.into_iter()), meant, "{given}");
        }
    }
}
