use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Number of a French organisation: nine digits that pass the Luhn check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9]{9}$", example = "130025265")]
pub struct Siren(String);

/// Number of an establishment of a French organisation: its SIREN and five digits, passing the Luhn check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9]{14}$", example = "13002526500013")]
pub struct Siret(String);

/// Why a text is not a [`Siren`] or a [`Siret`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrganisationNumber {
    /// Wrong length or characters.
    #[error("`{text}` is not a {what}: {digits} digits, without spaces")]
    Shape {
        /// The text given.
        text: String,
        /// SIREN or SIRET.
        what: &'static str,
        /// How many digits it takes.
        digits: usize,
    },
    /// One digit at least is mistaken.
    #[error("`{text}` is not a {what}: its check digit does not match")]
    CheckDigit {
        /// The text given.
        text: String,
        /// SIREN or SIRET.
        what: &'static str,
    },
}

/// Sum of the digits, every second one from the right doubled and reduced (ISO/IEC 7812-1, annex B).
fn luhn_sum(digits: &str) -> u32 {
    digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match (place % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            }
        })
        .sum()
}

fn parse(text: &str, what: &'static str, digits: usize) -> Result<String, InvalidOrganisationNumber> {
    if text.len() != digits || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(InvalidOrganisationNumber::Shape { text: text.to_owned(), what, digits });
    }
    // The establishments of La Poste sum to a multiple of five instead.
    let of_la_poste = digits == 14 && text.starts_with("356000000");
    let plain_sum: u32 = text.bytes().map(|b| u32::from(b - b'0')).sum();
    if luhn_sum(text).is_multiple_of(10) || (of_la_poste && plain_sum.is_multiple_of(5)) {
        Ok(text.to_owned())
    } else {
        Err(InvalidOrganisationNumber::CheckDigit { text: text.to_owned(), what })
    }
}

impl Siren {
    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Siret {
    /// The fourteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Siren {
    type Err = InvalidOrganisationNumber;

    fn from_str(text: &str) -> Result<Self, InvalidOrganisationNumber> {
        parse(text, "SIREN", 9).map(Self)
    }
}

impl FromStr for Siret {
    type Err = InvalidOrganisationNumber;

    fn from_str(text: &str) -> Result<Self, InvalidOrganisationNumber> {
        parse(text, "SIRET", 14).map(Self)
    }
}

impl TryFrom<String> for Siren {
    type Error = InvalidOrganisationNumber;

    fn try_from(text: String) -> Result<Self, InvalidOrganisationNumber> {
        text.parse()
    }
}

impl TryFrom<String> for Siret {
    type Error = InvalidOrganisationNumber;

    fn try_from(text: String) -> Result<Self, InvalidOrganisationNumber> {
        text.parse()
    }
}

impl From<Siren> for String {
    fn from(number: Siren) -> Self {
        number.0
    }
}

impl From<Siret> for String {
    fn from(number: Siret) -> Self {
        number.0
    }
}

impl fmt::Display for Siren {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_digit_is_seen() {
        assert!("130025265".parse::<Siren>().is_ok());
        assert!("13002526500013".parse::<Siret>().is_ok());
        for wrong in ["130025266", "13002526", "130 025 265", "13002526é"] {
            assert!(wrong.parse::<Siren>().is_err(), "{wrong}");
        }
        assert!("13002526500014".parse::<Siret>().is_err());
    }

    #[test]
    fn establishments_of_la_poste_follow_their_own_rule() {
        assert!("35600000049837".parse::<Siret>().is_ok());
        assert!("35600000049838".parse::<Siret>().is_err());
    }
}
