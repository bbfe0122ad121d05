use std::fmt;

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

/// A finite number, written without a decimal part when it is whole: `20`, `12.5`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize, ToSchema)]
#[serde(try_from = "f64")]
#[schema(value_type = f64, example = 20)]
pub struct Decimal(f64);

/// The largest magnitude up to which every whole number has its own `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Decimal {
    /// The number itself.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    #[expect(clippy::cast_possible_truncation, reason = "whole and within the exact range, checked first")]
    fn whole(self) -> Option<i64> {
        (self.0.fract() == 0.0 && self.0.abs() < EXACT).then_some(self.0 as i64)
    }
}

impl TryFrom<f64> for Decimal {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, &'static str> {
        if number.is_finite() { Ok(Self(number)) } else { Err("a number must be finite") }
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self(f64::from(number))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole() {
            Some(whole) => whole.fmt(f),
            None => self.0.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_has_no_decimal_part() {
        let written: Vec<_> = [20.0, 12.5, -0.0, 1e18]
            .into_iter()
            .map(|n| serde_json::to_string(&Decimal(n)).unwrap_or_default())
            .collect();
        assert_eq!(written, ["20", "12.5", "0", "1e+18"]);
    }
}
