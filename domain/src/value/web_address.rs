use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Absolute `http` or `https` address of at most 500 characters, without spaces, quotes, angle brackets or `|`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^https?://[^ ]+$", max_length = 500, example = "https://www.legifrance.gouv.fr/")]
pub struct WebAddress(String);

impl WebAddress {
    /// The address itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WebAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"<>|\\^`{}".contains(c);
        let valid = rest.is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            host.contains('.') && !host.starts_with('.') && rest.chars().all(plain)
        });
        if valid && text.chars().count() <= 500 {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "`{text}` is not a web address: absolute, http or https, at most 500 characters, no space or `|`"
            ))
        }
    }
}

impl TryFrom<String> for WebAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> Self {
        address.0
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_absolute_and_has_no_separator_of_lists() {
        assert!("https://www.example.org/a?b=c#d".parse::<WebAddress>().is_ok());
        for wrong in
            ["example.org", "ftp://example.org", "https://", "https://example", "https://a.b/|", "https://a.b/ c"]
        {
            assert!(wrong.parse::<WebAddress>().is_err(), "{wrong}");
        }
    }
}
