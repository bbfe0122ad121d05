use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Clause, ClauseVersion,
    enumeration::Enumeration,
    filter::ClauseFilter,
    value::{CpvPrefix, Slug},
};
use roaring::RoaringBitmap;

/// The clauses behind each value of each criterion, so that a filter costs a few set operations instead of a scan.
///
/// [`ClauseFilter::matches`] is the definition; a test holds the two together.
#[derive(Debug, Default)]
pub struct ClauseIndex {
    slugs: BTreeMap<(&'static str, Slug), RoaringBitmap>,
    values: BTreeMap<(&'static str, &'static str), RoaringBitmap>,
    cpv: BTreeMap<CpvPrefix, RoaringBitmap>,
}

impl ClauseIndex {
    /// Adds the clause at `place`, which says `version` today.
    pub fn add(&mut self, place: u32, clause: &Clause, version: &ClauseVersion) {
        let makers = version.contributors.iter().map(|contributor| &contributor.organisation);
        self.add_slugs("segment", place, &version.segments);
        self.add_slugs("theme", place, &version.themes);
        self.add_slugs("label", place, version.label_citations.iter().map(|citation| &citation.label));
        self.add_slugs("legal_reference", place, version.legal_references.iter().map(|citation| &citation.reference));
        self.add_slugs("organisation", place, makers.chain([&clause.owner]));
        self.add_values("kind", place, version.fragments.iter().map(|fragment| fragment.kind));
        self.add_values("document", place, version.fragments.iter().flat_map(|f| f.documents.iter().copied()));
        self.add_values("level", place, version.fragments.iter().map(|fragment| fragment.level));
        self.add_values("contract_type", place, version.contract_types.iter().copied());
        self.add_values("bindingness", place, [version.bindingness]);
        self.add_values("obligation", place, [version.obligation]);
        self.add_values("environmental_impact", place, version.environmental_impacts.iter().copied());
        self.add_values("status", place, [clause.status]);
        self.add_values("maintenance", place, [clause.maintenance]);
        self.add_values("market_maturity", place, [version.market_maturity]);
        self.add_values("proof_type", place, version.proofs.iter().map(|proof| proof.kind));
        for code in &version.cpv {
            self.cpv.entry(code.prefix()).or_default().insert(place);
        }
    }

    fn add_slugs<'a>(&mut self, criterion: &'static str, place: u32, slugs: impl IntoIterator<Item = &'a Slug>) {
        for slug in slugs {
            self.slugs.entry((criterion, slug.clone())).or_default().insert(place);
        }
    }

    fn add_values<E: Enumeration>(&mut self, criterion: &'static str, place: u32, values: impl IntoIterator<Item = E>) {
        for value in values {
            self.values.entry((criterion, value.value())).or_default().insert(place);
        }
    }

    /// The clauses of `all` that every criterion on values keeps. Criteria on days are left to the caller.
    pub fn candidates(&self, filter: &ClauseFilter, all: RoaringBitmap) -> RoaringBitmap {
        let sets = [
            self.of_slugs("segment", &filter.segments),
            self.of_slugs("theme", &filter.themes),
            self.of_slugs("label", &filter.labels),
            self.of_slugs("legal_reference", &filter.legal_references),
            self.of_slugs("organisation", &filter.organisations),
            self.of_values("kind", &filter.kinds),
            self.of_values("document", &filter.documents),
            self.of_values("level", &filter.levels),
            self.of_values("contract_type", &filter.contract_types),
            self.of_values("bindingness", &filter.bindingness),
            self.of_values("obligation", &filter.obligations),
            self.of_values("environmental_impact", &filter.environmental_impacts),
            self.of_values("status", &filter.statuses),
            self.of_values("maintenance", &filter.maintenance),
            self.of_values("market_maturity", &filter.market_maturities),
            self.of_values("proof_type", &filter.proof_types),
            self.of_purchases(&filter.cpv),
        ];
        sets.into_iter().flatten().fold(all, |kept, set| kept & set)
    }

    fn of_slugs(&self, criterion: &'static str, wanted: &BTreeSet<Slug>) -> Option<RoaringBitmap> {
        (!wanted.is_empty()).then(|| union(wanted.iter().filter_map(|slug| self.slugs.get(&(criterion, slug.clone())))))
    }

    fn of_values<E: Enumeration>(&self, criterion: &'static str, wanted: &BTreeSet<E>) -> Option<RoaringBitmap> {
        (!wanted.is_empty())
            .then(|| union(wanted.iter().filter_map(|value| self.values.get(&(criterion, value.value())))))
    }

    fn of_purchases(&self, wanted: &BTreeSet<CpvPrefix>) -> Option<RoaringBitmap> {
        let fits = |code: &CpvPrefix| wanted.iter().any(|purchase| code.fits(purchase));
        (!wanted.is_empty()).then(|| union(self.cpv.iter().filter(|(code, _)| fits(code)).map(|(_, set)| set)))
    }
}

fn union<'a>(sets: impl Iterator<Item = &'a RoaringBitmap>) -> RoaringBitmap {
    sets.fold(RoaringBitmap::new(), |all, set| all | set)
}
