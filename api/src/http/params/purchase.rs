//! What a caller says of a purchase, or looks for in all collections.

use chrono::NaiveDate;
use domain::{
    Resource,
    enumeration::{BuyerKind, ContractType},
    guidance::Purchase,
    search::SearchedResource,
    value::{Cpv, Slug},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    criteria::Mentions,
    types::{Amount, Count, Day, Flag, List, Words},
};

/// A purchase, to be guided.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PurchaseCriteria {
    /// CPV codes of the purchase, comma-separated. Without `cpv` and `segment`, what is common to all purchases.
    #[param(value_type = Option<Vec<Cpv>>, example = json!(["39130000"]))]
    pub cpv: Option<List<Cpv>>,
    /// Segments of the purchase: they decide, whatever the codes.
    #[param(value_type = Option<Vec<Slug>>)]
    pub segment: Option<List<Slug>>,
    /// Kind of contract.
    pub contract_type: Option<ContractType>,
    /// Estimated amount, in EUR before tax.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1_000_000_000_000.0, example = 50000)]
    pub amount: Option<Amount>,
    /// Who buys.
    pub buyer: Option<BuyerKind>,
    /// Day on which the procedure is launched; today in France when it is not given.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-24")]
    pub date: Option<Day>,
    /// Whether it is a defence or security contract; not when it is not said.
    #[param(value_type = Option<bool>)]
    pub defence: Option<Flag>,
}

impl Mentions for PurchaseCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        let segments = self.segment.as_ref().map(|list| list.0.iter().map(ToString::to_string).collect());
        vec![("segment", Resource::Segments, segments.unwrap_or_default())]
    }
}

impl PurchaseCriteria {
    /// The purchase, launched `today` unless it says otherwise.
    pub fn purchase(&self, today: NaiveDate) -> Purchase {
        let Self { cpv, segment, contract_type, amount, buyer, date, defence } = self;
        Purchase {
            cpv: cpv.as_ref().map(|list| distinct(&list.0)).unwrap_or_default(),
            segments: segment.as_ref().map(|list| distinct(&list.0)).unwrap_or_default(),
            contract_type: *contract_type,
            amount: amount.map(|amount| amount.0),
            buyer: *buyer,
            date: date.map_or(today, |day| day.0),
            defence: defence.is_some_and(|flag| flag.0),
        }
    }
}

fn distinct<T: Clone + PartialEq>(values: &[T]) -> Vec<T> {
    let mut kept: Vec<T> = Vec::with_capacity(values.len());
    for value in values {
        if !kept.contains(value) {
            kept.push(value.clone());
        }
    }
    kept
}

/// Words to look for in several collections.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchCriteria {
    /// Words in French. `"a phrase"`, `-without`, `begin*`.
    #[param(required = true, value_type = String, max_length = 500, example = "cantine bio")]
    pub q: Option<Words>,
    /// Collections to search; all but CPV codes and synonyms when none are named.
    #[param(value_type = Option<Vec<SearchedResource>>)]
    pub resource: Option<List<SearchedResource>>,
}

impl Mentions for SearchCriteria {}

/// What was typed so far.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestCriteria {
    /// What was typed so far: the last word may be unfinished.
    #[param(required = true, value_type = String, max_length = 500, example = "mobil")]
    pub q: Option<Words>,
    /// Collections to complete from; clauses, segments, themes, labels and CPV codes when none are named.
    #[param(value_type = Option<Vec<SearchedResource>>)]
    pub resource: Option<List<SearchedResource>>,
    /// Number of completions.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 50, default = 10)]
    pub limit: Option<Count>,
}

impl Mentions for SuggestCriteria {}
