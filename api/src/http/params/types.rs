use std::marker::PhantomData;

use chrono::NaiveDate;
use domain::value::Decimal;
use serde::{
    Deserialize, Deserializer,
    de::{Error, IntoDeserializer, Visitor, value::StrDeserializer},
};
use strum::IntoEnumIterator;

use crate::service::search::QUERY_CHARACTERS;

/// Most values of one list.
pub const LIST_LENGTH: usize = 200;

/// Values separated by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("values separated by commas")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<List<T>, E> {
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Err(E::custom(
                "a value is empty: give values separated by single commas, or leave the parameter out",
            ));
        }
        if parts.len() > LIST_LENGTH {
            return Err(E::custom(format!("{} values are given; at most {LIST_LENGTH} are read", parts.len())));
        }
        let values = parts.into_iter().map(|part| T::deserialize(StrDeserializer::<E>::new(part)));
        values.collect::<Result<_, E>>().map(List)
    }
}

/// A number of records per page, from 1 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub u16);

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u16::deserialize(deserializer) {
            Ok(limit @ 1..=200) => Ok(Self(limit)),
            Ok(other) => Err(D::Error::custom(format!("{other} is out of range: a page holds 1 to 200 records"))),
            Err(_) => Err(D::Error::custom("a page holds 1 to 200 records")),
        }
    }
}

/// Words to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(pub String);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.chars().count() {
            0..=QUERY_CHARACTERS => Ok(Self(text)),
            more => Err(D::Error::custom(format!("{more} characters are given; at most {QUERY_CHARACTERS} are read"))),
        }
    }
}

/// What can name a record: an id, a slug or a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(pub String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'@');
        if plain && (1..=100).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(D::Error::custom(format!("`{text}` is not an id, a slug or a reference")))
        }
    }
}

/// A number of completions, from 1 to 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub u16);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u16::deserialize(deserializer) {
            Ok(count @ 1..=50) => Ok(Self(count)),
            Ok(_) | Err(_) => Err(D::Error::custom("a number from 1 to 50 is expected")),
        }
    }
}

/// An amount in EUR, from nothing to a thousand billions, with a decimal point or none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount(pub Decimal);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let number = text.parse::<f64>().ok().filter(|number| plain && *number <= 1e12);
        let amount = number.and_then(|number| Decimal::try_from(number).ok());
        amount.map(Self).ok_or_else(|| {
            D::Error::custom(format!("`{text}` is not an amount in EUR: digits, as in 50000 or 50000.5, up to 10^12"))
        })
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "true" => Ok(Self(true)),
            "false" => Ok(Self(false)),
            other => Err(D::Error::custom(format!("`{other}` is neither true nor false"))),
        }
    }
}

/// A year that a report can have, from 1980 to 2100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year(pub u16);

impl<'de> Deserialize<'de> for Year {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u16::deserialize(deserializer) {
            Ok(year @ 1980..=2100) => Ok(Self(year)),
            Ok(_) | Err(_) => Err(D::Error::custom("a year lies between 1980 and 2100")),
        }
    }
}

/// A day as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let well_formed = text.len() == 10 && text.is_ascii();
        let day = well_formed.then(|| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()).flatten();
        day.map(Self).ok_or_else(|| D::Error::custom(format!("`{text}` is not a day: YYYY-MM-DD, as in 2026-08-22")))
    }
}

/// A field to sort by; `-` before it turns the order round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortBy<F> {
    /// The field.
    pub field: F,
    /// Whether the greatest comes first.
    pub down: bool,
}

impl<'de, F: Deserialize<'de>> Deserialize<'de> for SortBy<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (down, name) = text.strip_prefix('-').map_or((false, text.as_str()), |name| (true, name));
        F::deserialize(name.into_deserializer()).map(|field| Self { field, down })
    }
}

/// The values of a `sort` parameter.
pub fn sort_values<F: IntoEnumIterator + Into<&'static str>>() -> Vec<String> {
    F::iter().map(Into::into).flat_map(|name: &str| [name.to_owned(), format!("-{name}")]).collect()
}

impl<F: IntoEnumIterator + Into<&'static str>> utoipa::PartialSchema for SortBy<F> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .enum_values(Some(sort_values::<F>()))
            .into()
    }
}

impl<F: IntoEnumIterator + Into<&'static str>> utoipa::ToSchema for SortBy<F> {}
