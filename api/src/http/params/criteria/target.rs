//! Filters and order of legal shares.

use domain::{
    Resource,
    enumeration::{BuyerKind, TargetIndicator, VerificationStatus},
    filter::TargetFilter,
    sort::TargetSort,
    value::{Cpv, Slug},
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, changed_since, order, prefixes, set, texts};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type TargetOrder = SortBy<TargetSort>;

/// Filters and order of the list of legal shares.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TargetCriteria {
    /// Shares that one of these legal texts sets.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["agec-art-58"]))]
    legal_reference: Option<List<Slug>>,
    /// Shares that concern a purchase of one of these CPV codes, along its branch, both ways.
    #[param(value_type = Option<Vec<Cpv>>, example = json!(["30213000"]))]
    cpv: Option<List<Cpv>>,
    /// Shares that bind one of these buyers.
    #[param(value_type = Option<Vec<BuyerKind>>)]
    buyer: Option<List<BuyerKind>>,
    /// Shares of one of these things.
    #[param(value_type = Option<Vec<TargetIndicator>>)]
    indicator: Option<List<TargetIndicator>>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by slug when none are given.
    #[param(inline, value_type = Option<Vec<TargetOrder>>)]
    sort: Option<List<TargetOrder>>,
}

impl Mentions for TargetCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![("legal_reference", Resource::LegalReferences, texts(self.legal_reference.as_ref()))]
    }
}

impl Criteria for TargetCriteria {
    const RESOURCE: Resource = Resource::Targets;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), TargetSort::Slug)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { legal_reference, cpv, buyer, indicator, verification, updated_since, sort: _ } = self;
        let kept = snapshot.targets(&TargetFilter {
            legal_references: set(legal_reference.as_ref()),
            cpv: prefixes(cpv.as_ref()),
            buyers: set(buyer.as_ref()),
            indicators: set(indicator.as_ref()),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
