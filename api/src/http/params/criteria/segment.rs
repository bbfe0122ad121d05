//! Filters and order of segments.

use domain::{
    Resource,
    enumeration::ContractType,
    filter::SegmentFilter,
    sort::SegmentSort,
    value::{Cpv, Slug},
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, below, changed_since, order, prefixes, set, texts};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type SegmentOrder = SortBy<SegmentSort>;

/// Filters and order of the segment list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SegmentCriteria {
    /// Segments directly under one of these.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["fournitures"]))]
    parent: Option<List<Slug>>,
    /// These segments and everything under them.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["travaux"]))]
    under: Option<List<Slug>>,
    /// Segments bought by one of these kinds of contract.
    #[param(value_type = Option<Vec<ContractType>>)]
    contract_type: Option<List<ContractType>>,
    /// Segments that fit a purchase of one of these CPV codes, along its branch, both ways.
    #[param(value_type = Option<Vec<Cpv>>, example = json!(["39130000"]))]
    cpv: Option<List<Cpv>>,
    /// Segments on which one of these legal texts weighs.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["agec-art-58"]))]
    legal_reference: Option<List<Slug>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; in the order of the tree when none are given.
    #[param(inline, value_type = Option<Vec<SegmentOrder>>)]
    sort: Option<List<SegmentOrder>>,
}

impl Mentions for SegmentCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![
            ("parent", Resource::Segments, texts(self.parent.as_ref())),
            ("under", Resource::Segments, texts(self.under.as_ref())),
            ("legal_reference", Resource::LegalReferences, texts(self.legal_reference.as_ref())),
        ]
    }
}

impl Criteria for SegmentCriteria {
    const RESOURCE: Resource = Resource::Segments;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), SegmentSort::Tree)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { parent, under, contract_type, cpv, legal_reference, updated_since, sort: _ } = self;
        let kept = snapshot.segments(&SegmentFilter {
            parents: set(parent.as_ref()),
            under: below(snapshot, under.as_ref()),
            contract_types: set(contract_type.as_ref()),
            cpv: prefixes(cpv.as_ref()),
            legal_references: set(legal_reference.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
