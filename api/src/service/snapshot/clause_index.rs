use std::collections::{BTreeMap, BTreeSet};

use domain::{ClauseVersion, filter::ClauseFilter, value::CpvPrefix};
use roaring::RoaringBitmap;

use super::facet_index::FacetIndex;

/// The clauses behind each value of each criterion, so that a filter costs a few set operations instead of a scan:
/// [`FacetIndex`] for what can be counted, and the CPV codes, which cannot.
///
/// [`ClauseFilter::matches`] is the definition; a test holds the two together.
#[derive(Debug, Default)]
pub struct ClauseIndex {
    cpv: BTreeMap<CpvPrefix, RoaringBitmap>,
}

impl ClauseIndex {
    /// Adds the clause at `place`, which says `version` today.
    pub fn add(&mut self, place: u32, version: &ClauseVersion) {
        for code in &version.cpv {
            self.cpv.entry(code.prefix()).or_default().insert(place);
        }
    }

    /// The clauses of `all` that every criterion on values keeps. Criteria on days are left to the caller.
    pub fn candidates(&self, facets: &FacetIndex, filter: &ClauseFilter, all: RoaringBitmap) -> RoaringBitmap {
        let sets = [
            facets.any_slug("segment", &filter.segments),
            facets.any_slug("theme", &filter.themes),
            facets.any_slug("label", &filter.labels),
            facets.any_slug("legal_reference", &filter.legal_references),
            facets.any_slug("organisation", &filter.organisations),
            facets.any_value("kind", &filter.kinds),
            facets.any_value("document", &filter.documents),
            facets.any_value("level", &filter.levels),
            facets.any_value("contract_type", &filter.contract_types),
            facets.any_value("bindingness", &filter.bindingness),
            facets.any_value("obligation", &filter.obligations),
            facets.any_value("environmental_impact", &filter.environmental_impacts),
            facets.any_value("status", &filter.statuses),
            facets.any_value("maintenance", &filter.maintenance),
            facets.any_value("market_maturity", &filter.market_maturities),
            facets.any_value("proof_type", &filter.proof_types),
            (!filter.cpv.is_empty()).then(|| self.of_purchases(&filter.cpv)),
        ];
        sets.into_iter().flatten().fold(all, |kept, set| kept & set)
    }

    /// The clauses that fit a purchase of one of these codes, along its branch, both ways.
    pub fn of_purchases(&self, wanted: &BTreeSet<CpvPrefix>) -> RoaringBitmap {
        let fits = |code: &CpvPrefix| wanted.iter().any(|purchase| code.fits(purchase));
        let sets = self.cpv.iter().filter(|(code, _)| fits(code));
        sets.fold(RoaringBitmap::new(), |all, (_, set)| all | set)
    }
}
