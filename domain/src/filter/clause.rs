use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{fits_any, holds_any};
use crate::{
    Clause, ClauseVersion,
    enumeration::{
        AmbitionLevel, Bindingness, ClauseStatus, ContractType, EnvironmentalImpact, FragmentKind, MaintenanceState,
        MarketMaturity, ObligationKind, ProofType, TargetDocument,
    },
    value::{CpvPrefix, Slug},
};

/// Which clauses to keep, by their current version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseFilter {
    /// Of one of these segments; the caller has added the descendants ([`crate::Dataset::with_descendants`]).
    pub segments: BTreeSet<Slug>,
    /// Of one of these themes.
    pub themes: BTreeSet<Slug>,
    /// With a text of one of these kinds.
    pub kinds: BTreeSet<FragmentKind>,
    /// With a text for one of these documents.
    pub documents: BTreeSet<TargetDocument>,
    /// With a text at one of these levels.
    pub levels: BTreeSet<AmbitionLevel>,
    /// For one of these kinds of contract.
    pub contract_types: BTreeSet<ContractType>,
    /// That oblige or invite.
    pub bindingness: BTreeSet<Bindingness>,
    /// That create one of these obligations.
    pub obligations: BTreeSet<ObligationKind>,
    /// That serve one of these objectives.
    pub environmental_impacts: BTreeSet<EnvironmentalImpact>,
    /// That fit a purchase of one of these codes.
    pub cpv: BTreeSet<CpvPrefix>,
    /// That cite one of these labels.
    pub labels: BTreeSet<Slug>,
    /// That rest on one of these legal texts.
    pub legal_references: BTreeSet<Slug>,
    /// That one of these organisations owns or made.
    pub organisations: BTreeSet<Slug>,
    /// With one of these statuses.
    pub statuses: BTreeSet<ClauseStatus>,
    /// Maintained or not.
    pub maintenance: BTreeSet<MaintenanceState>,
    /// With one of these maturities of the market.
    pub market_maturities: BTreeSet<MarketMaturity>,
    /// That accept one of these kinds of proof.
    pub proof_types: BTreeSet<ProofType>,
    /// Published on or after this day.
    pub published_on_gte: Option<NaiveDate>,
    /// Published on or before this day.
    pub published_on_lte: Option<NaiveDate>,
    /// Changed on or after this day.
    pub updated_since: Option<NaiveDate>,
    /// Due for review on or before this day.
    pub next_review_on_lte: Option<NaiveDate>,
}

impl ClauseFilter {
    /// Whether `clause`, which says `version` today, is kept.
    #[must_use]
    pub fn matches(&self, clause: &Clause, version: &ClauseVersion) -> bool {
        let Self {
            segments,
            themes,
            kinds,
            documents,
            levels,
            contract_types,
            bindingness,
            obligations,
            environmental_impacts,
            cpv,
            labels,
            legal_references,
            organisations,
            statuses,
            maintenance,
            market_maturities,
            proof_types,
            published_on_gte,
            published_on_lte,
            updated_since,
            next_review_on_lte,
        } = self;
        let fragments = &version.fragments;
        let makers = version.contributors.iter().map(|contributor| &contributor.organisation);
        holds_any(segments, &version.segments)
            && holds_any(themes, &version.themes)
            && holds_any(kinds, fragments.iter().map(|fragment| &fragment.kind))
            && holds_any(documents, fragments.iter().flat_map(|fragment| &fragment.documents))
            && holds_any(levels, fragments.iter().map(|fragment| &fragment.level))
            && holds_any(contract_types, &version.contract_types)
            && holds_any(bindingness, [&version.bindingness])
            && holds_any(obligations, [&version.obligation])
            && holds_any(environmental_impacts, &version.environmental_impacts)
            && (cpv.is_empty() || fits_any(cpv, &version.cpv.iter().map(crate::value::Cpv::prefix).collect::<Vec<_>>()))
            && holds_any(labels, version.label_citations.iter().map(|citation| &citation.label))
            && holds_any(legal_references, version.legal_references.iter().map(|citation| &citation.reference))
            && holds_any(organisations, makers.chain([&clause.owner]))
            && holds_any(statuses, [&clause.status])
            && holds_any(maintenance, [&clause.maintenance])
            && holds_any(market_maturities, [&version.market_maturity])
            && holds_any(proof_types, version.proofs.iter().map(|proof| &proof.kind))
            && published_on_gte.is_none_or(|day| day <= version.published_on)
            && published_on_lte.is_none_or(|day| version.published_on <= day)
            && updated_since.is_none_or(|day| day <= clause.updated_on(version))
            && next_review_on_lte.is_none_or(|day| clause.next_review_on <= day)
    }
}
