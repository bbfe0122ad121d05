use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A French territory by its official code: `commune:59350`, `epci:200054807`, `departement:2A`, `region:32`, `pays:FR`.
///
/// # Source
/// Code officiel géographique of INSEE; an EPCI is named by its SIREN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(
    value_type = String,
    pattern = "^(commune:([013-9][0-9]|2[0-9AB])[0-9]{3}|epci:[0-9]{9}|departement:([013-9][0-9]|2[0-9AB]|97[0-9])|region:[0-9]{2}|pays:FR)$",
    example = "region:32"
)]
pub struct Territory(String);

/// Why a text is not a [`Territory`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a territory such as commune:59350, epci:200054807, departement:59, region:32 or pays:FR")]
pub struct InvalidTerritory(String);

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

/// Two digits, or Corsica's `2A` and `2B`.
fn mainland_department(text: &str) -> bool {
    digits(text, 2) || text == "2A" || text == "2B"
}

impl Territory {
    /// The SIREN of an EPCI; none for other levels.
    #[must_use]
    pub fn siren(&self) -> Option<&str> {
        self.0.strip_prefix("epci:")
    }

    /// `level:code`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Territory {
    type Err = InvalidTerritory;

    fn from_str(text: &str) -> Result<Self, InvalidTerritory> {
        let valid = text.split_once(':').is_some_and(|(level, code)| match level {
            "commune" => code.is_ascii() && code.len() == 5 && mainland_department(&code[..2]) && digits(&code[2..], 3),
            "epci" => digits(code, 9),
            "departement" => mainland_department(code) || (digits(code, 3) && code.starts_with("97")),
            "region" => digits(code, 2),
            "pays" => code == "FR",
            _ => false,
        });
        if valid { Ok(Self(text.to_owned())) } else { Err(InvalidTerritory(text.to_owned())) }
    }
}

impl TryFrom<String> for Territory {
    type Error = InvalidTerritory;

    fn try_from(text: String) -> Result<Self, InvalidTerritory> {
        text.parse()
    }
}

impl From<Territory> for String {
    fn from(territory: Territory) -> Self {
        territory.0
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_has_its_own_code() {
        for text in [
            "commune:59350",
            "commune:2A004",
            "epci:200054807",
            "departement:974",
            "departement:2B",
            "region:32",
            "pays:FR",
        ] {
            assert!(text.parse::<Territory>().is_ok(), "{text}");
        }
        for wrong in [
            "59350",
            "commune:5935",
            "commune:2C004",
            "epci:20005480",
            "departement:5",
            "pays:BE",
            "ville:1",
            "commune:éé1",
        ] {
            assert!(wrong.parse::<Territory>().is_err(), "{wrong}");
        }
    }
}
