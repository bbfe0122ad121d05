use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::enumeration::CpvLevel;

/// The divisions of the nomenclature: the first two digits of a code (Regulation (EC) No 213/2008, annex I).
const DIVISIONS: [&str; 45] = [
    "03", "09", "14", "15", "16", "18", "19", "22", "24", "30", "31", "32", "33", "34", "35", "37", "38", "39", "41",
    "42", "43", "44", "45", "48", "50", "51", "55", "60", "63", "64", "65", "66", "70", "71", "72", "73", "75", "76",
    "77", "79", "80", "85", "90", "92", "98",
];

/// A code of the Common Procurement Vocabulary: eight digits, of which trailing zeros widen the meaning.
///
/// A ninth digit, as in `39130000-2`, is read and left aside: no official formula for it is published, so that it is
/// neither a reason to refuse nor something to correct by.
///
/// # Source
/// Regulation (EC) No 213/2008.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^(0[39]|1[45689]|2[24]|3[0-5789]|4[1-58]|5[015]|6[03-6]|7[0-35-79]|8[05]|9[028])[0-9]{6}(-[0-9])?$", example = "39130000")]
pub struct Cpv(String);

/// The significant digits of a code: the code without its trailing zeros, two digits at least.
///
/// `39130000` and everything under it begin with `3913`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^(0[39]|1[45689]|2[24]|3[0-5789]|4[1-58]|5[015]|6[03-6]|7[0-35-79]|8[05]|9[028])([0-9]{0,5}[1-9])?$", example = "3913")]
pub struct CpvPrefix(String);

/// Why a text is not a [`Cpv`] or a [`CpvPrefix`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCpv {
    /// Wrong shape.
    #[error("`{0}` is not a CPV code: eight digits, with or without the check digit, as in 39130000-2")]
    Shape(String),
    /// Right shape, but the first two digits name nothing.
    #[error("`{code}` is not a CPV code: there is no division {division}")]
    Division {
        /// The text given.
        code: String,
        /// Its first two digits.
        division: String,
    },
    /// Not a prefix.
    #[error("`{0}` is not a CPV prefix: a code without its trailing zeros, at least two digits")]
    Prefix(String),
}

impl Cpv {
    /// The eight digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The significant digits.
    #[must_use]
    pub fn prefix(&self) -> CpvPrefix {
        let significant = self.0.trim_end_matches('0').len().max(2);
        CpvPrefix(self.0[..significant].to_owned())
    }
}

impl CpvPrefix {
    /// The significant digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code that stands for the prefix, padded with zeros.
    #[must_use]
    pub fn code(&self) -> Cpv {
        Cpv(format!("{:0<8}", self.0))
    }

    /// Its place in the hierarchy, by the number of significant digits.
    #[must_use]
    pub fn level(&self) -> CpvLevel {
        match self.0.len() {
            0..=2 => CpvLevel::Division,
            3 => CpvLevel::Group,
            4 => CpvLevel::Class,
            5 => CpvLevel::Category,
            _ => CpvLevel::Subcategory,
        }
    }

    /// Whether `code` is this one or lies under it.
    #[must_use]
    pub fn holds(&self, code: &CpvPrefix) -> bool {
        code.0.starts_with(&self.0)
    }

    /// Everything above it, from the division down; codes that end with a zero are left to the shorter prefix.
    pub fn above(&self) -> impl Iterator<Item = CpvPrefix> {
        let lengths = 2..self.0.len();
        lengths
            .filter(|length| *length == 2 || !self.0[..*length].ends_with('0'))
            .map(|length| CpvPrefix(self.0[..length].to_owned()))
    }

    /// Whether a purchase under `purchase` may concern what is named by this prefix: one is above or equal to the other.
    ///
    /// `3913` fits a purchase of `39130000` and of `39132100` below it; a purchase of the broader `39000000` is
    /// answered with what fits under it.
    #[must_use]
    pub fn fits(&self, purchase: &CpvPrefix) -> bool {
        self.0.starts_with(&purchase.0) || purchase.0.starts_with(&self.0)
    }
}

fn in_a_division(code: &str, digits: String) -> Result<String, InvalidCpv> {
    if DIVISIONS.contains(&&digits[..2]) {
        Ok(digits)
    } else {
        Err(InvalidCpv::Division { code: code.to_owned(), division: digits[..2].to_owned() })
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

impl FromStr for Cpv {
    type Err = InvalidCpv;

    fn from_str(text: &str) -> Result<Self, InvalidCpv> {
        let shape = || InvalidCpv::Shape(text.to_owned());
        let digits = match text.split_once('-') {
            Some((digits, check)) if check.len() == 1 && all_digits(check) => digits,
            Some(_) => return Err(shape()),
            None => text,
        };
        if digits.len() != 8 || !all_digits(digits) {
            return Err(shape());
        }
        in_a_division(text, digits.to_owned()).map(Self)
    }
}

impl FromStr for CpvPrefix {
    type Err = InvalidCpv;

    fn from_str(text: &str) -> Result<Self, InvalidCpv> {
        let plain = (2..=8).contains(&text.len()) && all_digits(text) && (text.len() == 2 || !text.ends_with('0'));
        if !plain {
            return Err(InvalidCpv::Prefix(text.to_owned()));
        }
        in_a_division(text, text.to_owned()).map(Self)
    }
}

impl TryFrom<String> for Cpv {
    type Error = InvalidCpv;

    fn try_from(text: String) -> Result<Self, InvalidCpv> {
        text.parse()
    }
}

impl From<Cpv> for String {
    fn from(cpv: Cpv) -> Self {
        cpv.0
    }
}

impl TryFrom<String> for CpvPrefix {
    type Error = InvalidCpv;

    fn try_from(text: String) -> Result<Self, InvalidCpv> {
        text.parse()
    }
}

impl From<CpvPrefix> for String {
    fn from(prefix: CpvPrefix) -> Self {
        prefix.0
    }
}

impl fmt::Display for Cpv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CpvPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_optional_and_never_a_reason_to_refuse() {
        for text in ["39130000", "39130000-2", "39130000-9"] {
            assert_eq!(text.parse::<Cpv>().map(|c| c.to_string()).as_deref(), Ok("39130000"));
        }
        for wrong in
            ["3913000", "391300000", "39130000-", "39130000-22", "3913000A", "00000000", "01000000", "é9130000"]
        {
            assert!(wrong.parse::<Cpv>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_prefix_is_a_code_without_its_trailing_zeros() -> Result<(), InvalidCpv> {
        assert_eq!("39130000".parse::<Cpv>()?.prefix().as_str(), "3913");
        assert_eq!("30000000".parse::<Cpv>()?.prefix().as_str(), "30");
        assert_eq!("3913".parse::<CpvPrefix>()?.code().as_str(), "39130000");
        assert!("39130".parse::<CpvPrefix>().is_err());
        Ok(())
    }

    #[test]
    fn fitting_goes_both_ways_along_one_branch() -> Result<(), InvalidCpv> {
        let furniture: CpvPrefix = "3913".parse()?;
        for (purchase, fits) in [("3913", true), ("391321", true), ("39", true), ("3914", false), ("30", false)] {
            assert_eq!(furniture.fits(&purchase.parse()?), fits, "{purchase}");
        }
        Ok(())
    }
}
