//! Filters and order of themes.

use domain::{Resource, enumeration::EnvironmentalImpact, filter::ThemeFilter, sort::ThemeSort};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Criteria, Mentions, changed_since, order, set};
use crate::{
    http::params::types::{Day, List, SortBy},
    service::snapshot::Snapshot,
};

// Without generics in its name, for the OpenAPI document names types by their tokens.
type ThemeOrder = SortBy<ThemeSort>;

/// Filters and order of the theme list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThemeCriteria {
    /// Themes that serve one of these environmental objectives.
    #[param(value_type = Option<Vec<EnvironmentalImpact>>)]
    environmental_impact: Option<List<EnvironmentalImpact>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by position when none are given.
    #[param(inline, value_type = Option<Vec<ThemeOrder>>)]
    sort: Option<List<ThemeOrder>>,
}

impl Mentions for ThemeCriteria {}

impl Criteria for ThemeCriteria {
    const RESOURCE: Resource = Resource::Themes;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), ThemeSort::Position)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { environmental_impact, updated_since, sort: _ } = self;
        let kept = snapshot.themes(&ThemeFilter { impacts: set(environmental_impact.as_ref()) });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}
