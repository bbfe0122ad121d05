//! Parameters of a comparison.

use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::IntoParams;

use super::Mentions;

/// Which versions are compared.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DifferenceCriteria {
    /// Number of the version that is compared; the one before `to` when not given, or `to` when it is the first.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 9999, example = 1)]
    pub from: Option<VersionNumber>,
    /// Number of the version that it is compared with; the current one when not given.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 9999, example = 1)]
    pub to: Option<VersionNumber>,
}

impl Mentions for DifferenceCriteria {}

/// The number of a version, from 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionNumber(pub u32);

impl<'de> Deserialize<'de> for VersionNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // One spelling, for what it names is kept for ever under it.
        let number = text.parse().ok().filter(|number: &u32| (1..=9999).contains(number) && number.to_string() == text);
        number.map(Self).ok_or_else(|| D::Error::custom(format!("`{text}` is not the number of a version: 1 to 9999")))
    }
}
