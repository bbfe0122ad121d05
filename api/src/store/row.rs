//! What is stored as text or as a number, read back as a value of the domain.

use std::fmt::Display;

use chrono::NaiveDate;
use domain::{Verification, enumeration::Enumeration};
use serde::de::{DeserializeOwned, IntoDeserializer as _, value::StringDeserializer};

use super::StoreError;

/// The row being read: what an error names.
pub(super) struct RowId {
    table: &'static str,
    id: String,
}

impl RowId {
    pub(super) fn new(table: &'static str, id: &impl ToString) -> Self {
        Self { table, id: id.to_string() }
    }

    /// A value of the domain from its wire value: an identifier, a member of an enumeration, a checked text.
    pub(super) fn parse<T: DeserializeOwned>(&self, column: &str, text: String) -> Result<T, StoreError> {
        let text: StringDeserializer<serde::de::value::Error> = text.into_deserializer();
        T::deserialize(text).map_err(|error| self.corrupt(&format_args!("{column}: {error}")))
    }

    pub(super) fn parse_some<T: DeserializeOwned>(
        &self,
        column: &str,
        text: Option<String>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.parse(column, text)).transpose()
    }

    pub(super) fn parse_all<T: DeserializeOwned>(&self, list: &str, texts: Vec<String>) -> Result<Vec<T>, StoreError> {
        texts.into_iter().map(|text| self.parse(list, text)).collect()
    }

    /// A number of the domain, whose range is narrower than that of the column, or which must be finite.
    pub(super) fn number<N, T: TryFrom<N, Error: ToString>>(&self, column: &str, number: N) -> Result<T, StoreError> {
        T::try_from(number).map_err(|error| self.corrupt(&format_args!("{column}: {}", error.to_string())))
    }

    pub(super) fn number_some<N, T: TryFrom<N, Error: ToString>>(
        &self,
        column: &str,
        number: Option<N>,
    ) -> Result<Option<T>, StoreError> {
        number.map(|number| self.number(column, number)).transpose()
    }

    pub(super) fn verification(
        &self,
        status: String,
        source_url: Option<String>,
        checked_on: Option<NaiveDate>,
    ) -> Result<Verification, StoreError> {
        Ok(Verification {
            status: self.parse("verification_status", status)?,
            source_url: self.parse_some("verification_source_url", source_url)?,
            checked_on,
        })
    }

    pub(super) fn corrupt(&self, reason: &dyn Display) -> StoreError {
        StoreError::Corrupt { table: self.table, id: self.id.clone(), reason: reason.to_string() }
    }
}

/// The texts of `items`, to be stored.
pub(super) fn texts<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

/// The text of `item`, to be stored.
pub(super) fn text<T: ToString>(item: Option<&T>) -> Option<String> {
    item.map(ToString::to_string)
}

/// The wire value of `item`, to be stored.
pub(super) fn value<E: Enumeration>(item: E) -> String {
    item.value().to_owned()
}

/// The wire values of `items`, to be stored.
pub(super) fn values<E: Enumeration>(items: &[E]) -> Vec<String> {
    items.iter().copied().map(value).collect()
}
