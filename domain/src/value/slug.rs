use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Address of a record in URLs and dumps: 1 to 100 of `a-z`, `0-9`, `-`; never starts or ends with `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$", example = "denrees-alimentaires")]
pub struct Slug(String);

/// Why a text is not a [`Slug`] or a [`Name`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSlug {
    /// Not a slug.
    #[error("`{0}` is not a slug: 1 to 100 of a-z, 0-9 and `-`, neither first nor last")]
    Slug(String),
    /// Not a name.
    #[error("`{0}` is not a name: 1 to 60 of a-z, 0-9 and `_`, beginning with a letter")]
    Name(String),
}

impl Slug {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let trimmed = !text.starts_with('-') && !text.ends_with('-');
        if plain && trimmed && (1..=100).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSlug::Slug(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = InvalidSlug;

    fn try_from(text: String) -> Result<Self, InvalidSlug> {
        text.parse()
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Name of a parameter inside a text, as in `{{taux_reemploi}}`: 1 to 60 of `a-z`, `0-9`, `_`, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,59}$", example = "taux_reemploi")]
pub struct Name(String);

impl Name {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if plain && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 60 {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSlug::Name(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Name {
    type Error = InvalidSlug;

    fn try_from(text: String) -> Result<Self, InvalidSlug> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_lower_case_words_joined_by_hyphens() {
        assert!("bois-construction".parse::<Slug>().is_ok());
        for wrong in ["", "-a", "a-", "Bois", "été", "a b", &"a".repeat(101)] {
            assert!(wrong.parse::<Slug>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_parameter_name_begins_with_a_letter() {
        assert!("taux_2".parse::<Name>().is_ok());
        for wrong in ["", "2_taux", "Taux", "taux-reemploi"] {
            assert!(wrong.parse::<Name>().is_err(), "{wrong}");
        }
    }
}
