use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    enumeration::{BuyerKind, TargetIndicator},
    value::{CpvPrefix, Decimal, Slug},
    verification::Verification,
};

/// A share that the law sets to the yearly purchases of a buyer. It is not a threshold of one contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcurementTarget {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs.
    pub slug: Slug,
    /// The legal text that sets it.
    pub legal_reference: Slug,
    /// Family of products, spelt as in the text.
    pub category: String,
    /// Products of the family, in French.
    #[serde(default)]
    pub products: Option<String>,
    /// Significant digits of the CPV codes concerned; our reading where the text names none.
    #[serde(default)]
    pub cpv_prefixes: Vec<CpvPrefix>,
    /// Buyers that it binds.
    #[serde(default)]
    pub buyers: Vec<BuyerKind>,
    /// Buyers that it binds, in words, in French.
    #[serde(default)]
    pub buyers_note: Option<String>,
    /// What the share counts.
    pub indicator: TargetIndicator,
    /// What the percentage is of, in French.
    #[serde(default)]
    pub base: Option<String>,
    /// The shares, by the year from which they apply; empty when unverified.
    #[serde(default)]
    pub rates: Vec<TargetRate>,
    /// What to mind about the shares, in French.
    #[serde(default)]
    pub schedule_note: Option<String>,
    /// Cases in which it does not apply, in French.
    #[serde(default)]
    pub derogations: Option<String>,
    /// First day on which it applies.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// How well this record was checked.
    pub verification: Verification,
}

/// A share and the year from which it applies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetRate {
    /// First calendar year.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year_from: u16,
    /// Share in percent; null where the text sets none for these years.
    #[serde(default)]
    pub percent: Option<Decimal>,
}
