//! Parameters of the history.

use std::fmt;

use domain::history::PublishedRevision;
use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::IntoParams;

use super::{Limit, Mentions};

/// Since when.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangeCriteria {
    /// A revision: its `token`, or `until` of the last page that was applied; a number alone is taken as it is.
    #[param(value_type = String, required = true, pattern = "^[0-9]{1,18}(-[0-9a-f]{16})?$", example = "1")]
    pub since: Option<RevisionToken>,
}

impl Mentions for ChangeCriteria {}

/// Which page of the events.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangePaging {
    /// Number of events per page.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200, default = 200)]
    pub limit: Option<Limit>,
    /// `next` of another page of the same list. Opaque: do not build or change it.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
}

/// Names a revision of one instance: its number and how its fingerprint begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionToken {
    /// Its number.
    pub number: u64,
    fingerprint: Option<String>,
}

/// Digits of the fingerprint that a token holds.
const DIGITS: usize = 16;

impl RevisionToken {
    /// The token of a revision.
    pub fn of(kept: &PublishedRevision) -> Self {
        let fingerprint = Some(kept.fingerprint.as_str()[..DIGITS].to_owned());
        Self { number: kept.revision.number, fingerprint }
    }

    /// Whether it can stand for that revision.
    pub fn stands_for(&self, kept: &PublishedRevision) -> bool {
        let begins = |fingerprint: &String| kept.fingerprint.as_str().starts_with(fingerprint.as_str());
        self.number == kept.revision.number && self.fingerprint.as_ref().is_none_or(begins)
    }
}

impl fmt::Display for RevisionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fingerprint {
            Some(fingerprint) => write!(f, "{}-{fingerprint}", self.number),
            None => write!(f, "{}", self.number),
        }
    }
}

impl<'de> Deserialize<'de> for RevisionToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (number, fingerprint) = match text.split_once('-') {
            Some((number, fingerprint)) => (number, Some(fingerprint)),
            None => (text.as_str(), None),
        };
        let digits = (1..=18).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let hexadecimal = |it: &str| it.len() == DIGITS && it.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match number.parse() {
            Ok(number) if digits && fingerprint.is_none_or(hexadecimal) => {
                Ok(Self { number, fingerprint: fingerprint.map(str::to_owned) })
            }
            _ => Err(D::Error::custom(format!(
                "`{text}` names no revision: give its number, or its token, which `/v1/revisions` lists"
            ))),
        }
    }
}
