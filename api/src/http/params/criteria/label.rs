//! Filters and order of labels.

use domain::{
    Resource,
    enumeration::{LabelNature, LabelType, Verdict, VerificationStatus},
    filter::LabelFilter,
    sort::LabelSort,
    value::Slug,
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, below, changed_since, order, set, texts};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type LabelOrder = SortBy<LabelSort>;

/// Filters and order of the label list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LabelCriteria {
    /// Labels that can serve in these segments and in everything under them.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["mobilier"]))]
    segment: Option<List<Slug>>,
    /// Labels of one of these types.
    #[param(value_type = Option<Vec<LabelType>>)]
    iso_type: Option<List<LabelType>>,
    /// Labels of one of these natures.
    #[param(value_type = Option<Vec<LabelNature>>)]
    nature: Option<List<LabelNature>>,
    /// Labels that a public authority owns or founds, or not.
    #[param(value_type = Option<Vec<Verdict>>)]
    governmental: Option<List<Verdict>>,
    /// Labels that a third party verifies, or not.
    #[param(value_type = Option<Vec<Verdict>>)]
    third_party_verified: Option<List<Verdict>>,
    /// Labels that a contract may demand by our appraisal (CCP, art. R. 2111-14), or not.
    #[param(value_type = Option<Vec<Verdict>>)]
    eligible: Option<List<Verdict>>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by name when none are given.
    #[param(inline, value_type = Option<Vec<LabelOrder>>)]
    sort: Option<List<LabelOrder>>,
}

impl Mentions for LabelCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![("segment", Resource::Segments, texts(self.segment.as_ref()))]
    }
}

impl Criteria for LabelCriteria {
    const RESOURCE: Resource = Resource::Labels;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), LabelSort::Name)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self {
            segment,
            iso_type,
            nature,
            governmental,
            third_party_verified,
            eligible,
            verification,
            updated_since,
            sort: _,
        } = self;
        let kept = snapshot.labels(&LabelFilter {
            segments: below(snapshot, segment.as_ref()),
            iso_types: set(iso_type.as_ref()),
            natures: set(nature.as_ref()),
            governmental: set(governmental.as_ref()),
            third_party_verified: set(third_party_verified.as_ref()),
            eligible: set(eligible.as_ref()),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
