use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

/// What people print and cite for a clause: `LCV-0042`. The number has at least four digits and is never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^LCV-(0[0-9]{3}|[1-9][0-9]{3,7})$", example = "LCV-0042")]
pub struct Reference(u32);

/// What cites one version of a clause for ever: `LCV-0042@3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionReference {
    /// The clause.
    pub clause: Reference,
    /// Its version, from 1.
    pub version: u32,
}

/// Why a text is not a [`Reference`] or a [`VersionReference`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReference {
    /// Not a clause reference.
    #[error("`{0}` is not a clause reference such as LCV-0042")]
    Clause(String),
    /// Not a version reference.
    #[error("`{0}` is not the reference of a version such as LCV-0042@3")]
    Version(String),
}

impl FromStr for Reference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let number = text
            .strip_prefix("LCV-")
            .filter(|digits| (4..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .map(Self);
        number
            .filter(|reference| reference.to_string() == text)
            .ok_or_else(|| InvalidReference::Clause(text.to_owned()))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LCV-{:04}", self.0)
    }
}

impl FromStr for VersionReference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let invalid = || InvalidReference::Version(text.to_owned());
        let (clause, version) = text.split_once('@').ok_or_else(invalid)?;
        let parsed =
            Self { clause: clause.parse().map_err(|_| invalid())?, version: version.parse().map_err(|_| invalid())? };
        if (1..=9999).contains(&parsed.version) && parsed.to_string() == text { Ok(parsed) } else { Err(invalid()) }
    }
}

impl fmt::Display for VersionReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.clause, self.version)
    }
}

impl PartialSchema for VersionReference {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("What cites one version of a clause for ever: `LCV-0042@3`."))
            .pattern(Some("^LCV-(0[0-9]{3}|[1-9][0-9]{3,7})@[1-9][0-9]{0,3}$"))
            .examples(["LCV-0042@1"])
            .into()
    }
}

impl ToSchema for VersionReference {}

impl TryFrom<String> for Reference {
    type Error = InvalidReference;

    fn try_from(text: String) -> Result<Self, InvalidReference> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

impl TryFrom<String> for VersionReference {
    type Error = InvalidReference;

    fn try_from(text: String) -> Result<Self, InvalidReference> {
        text.parse()
    }
}

impl From<VersionReference> for String {
    fn from(reference: VersionReference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_one_spelling() {
        for text in ["LCV-0042", "LCV-0000", "LCV-12345"] {
            assert_eq!(text.parse::<Reference>().map(|r| r.to_string()).as_deref(), Ok(text));
        }
        for wrong in ["LCV-42", "LCV-00042", "lcv-0042", "LCV-+042", "LCV-0042@1", "", "LCV-004é"] {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_version_reference_names_a_version_from_one() {
        assert_eq!("LCV-0042@3".parse::<VersionReference>().map(|r| r.to_string()).as_deref(), Ok("LCV-0042@3"));
        for wrong in ["LCV-0042", "LCV-0042@0", "LCV-0042@03", "LCV-0042@-1", "LCV-0042@1@2", "@1"] {
            assert!(wrong.parse::<VersionReference>().is_err(), "{wrong}");
        }
    }
}
