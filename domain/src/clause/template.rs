//! The `{{name}}` placeholders of clause texts.

use crate::value::Name;

/// A placeholder that cannot be read: not a parameter name, or never closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPlaceholder(pub String);

/// The parameters that `text` names, in order, with repetitions.
///
/// # Errors
/// The first placeholder that cannot be read.
pub fn placeholders(text: &str) -> Result<Vec<Name>, BadPlaceholder> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let inside = &rest[start + 2..];
        let end = inside.find("}}").ok_or_else(|| BadPlaceholder(inside.chars().take(40).collect()))?;
        let name = &inside[..end];
        names.push(name.parse().map_err(|_| BadPlaceholder(name.to_owned()))?);
        rest = &inside[end + 2..];
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_named_in_order() {
        let names: Vec<_> = placeholders("au moins {{taux}} % sous {{delai}} jours, soit {{taux}}")
            .unwrap_or_default()
            .into_iter()
            .map(String::from)
            .collect();
        assert_eq!(names, ["taux", "delai", "taux"]);
        assert_eq!(placeholders("{{ taux }}"), Err(BadPlaceholder(" taux ".into())));
        assert_eq!(placeholders("{{taux"), Err(BadPlaceholder("taux".into())));
        assert_eq!(placeholders("rien"), Ok(vec![]));
    }
}
