use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{fits_any, holds_any};
use crate::{
    CpvCode, ExperienceReport, Label, LegalReference, Organisation, ProcurementTarget, Segment, Theme,
    enumeration::{
        BuyerKind, ContractType, CpvLevel, EnvironmentalImpact, EvidenceLevel, FragmentKind, LabelNature, LabelType,
        LegalReferenceKind, LegalState, OrganisationKind, OrganisationRole, TargetIndicator, Verdict,
        VerificationStatus,
    },
    value::{CpvPrefix, Reference, Slug, Territory},
};

/// Which segments to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentFilter {
    /// Directly under one of these.
    pub parents: BTreeSet<Slug>,
    /// One of these; the caller has added the descendants ([`crate::Dataset::with_descendants`]).
    pub under: BTreeSet<Slug>,
    /// Bought by one of these kinds of contract.
    pub contract_types: BTreeSet<ContractType>,
    /// That fit a purchase of one of these codes.
    pub cpv: BTreeSet<CpvPrefix>,
    /// On which one of these legal texts weighs.
    pub legal_references: BTreeSet<Slug>,
}

impl SegmentFilter {
    /// Whether `segment` is kept.
    #[must_use]
    pub fn matches(&self, segment: &Segment) -> bool {
        let Self { parents, under, contract_types, cpv, legal_references } = self;
        holds_any(parents, &segment.parent)
            && holds_any(under, [&segment.slug])
            && holds_any(contract_types, &segment.contract_types)
            && fits_any(cpv, &segment.cpv_prefixes)
            && holds_any(legal_references, &segment.legal_duties)
    }
}

/// Which themes to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeFilter {
    /// That serve one of these objectives.
    pub impacts: BTreeSet<EnvironmentalImpact>,
}

impl ThemeFilter {
    /// Whether `theme` is kept.
    #[must_use]
    pub fn matches(&self, theme: &Theme) -> bool {
        let Self { impacts } = self;
        holds_any(impacts, &theme.impacts)
    }
}

/// Which labels to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelFilter {
    /// That can serve in one of these segments; the caller has added the descendants.
    pub segments: BTreeSet<Slug>,
    /// Of one of these types.
    pub iso_types: BTreeSet<LabelType>,
    /// Of one of these natures.
    pub natures: BTreeSet<LabelNature>,
    /// Owned or founded by a public authority, or not.
    pub governmental: BTreeSet<Verdict>,
    /// Verified by a third party, or not.
    pub third_party_verified: BTreeSet<Verdict>,
    /// That a contract may demand, by our appraisal, or not.
    pub eligible: BTreeSet<Verdict>,
    /// Checked that well.
    pub verification: BTreeSet<VerificationStatus>,
}

impl LabelFilter {
    /// Whether `label` is kept.
    #[must_use]
    pub fn matches(&self, label: &Label) -> bool {
        let Self { segments, iso_types, natures, governmental, third_party_verified, eligible, verification } = self;
        holds_any(segments, &label.scope_segments)
            && holds_any(iso_types, [&label.iso_type])
            && holds_any(natures, [&label.nature])
            && holds_any(governmental, [&label.governmental])
            && holds_any(third_party_verified, [&label.third_party_verified])
            && holds_any(eligible, [&label.r2111_14.verdict()])
            && holds_any(verification, [&label.verification.status])
    }
}

/// Which legal texts to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LegalReferenceFilter {
    /// Of one of these kinds.
    pub kinds: BTreeSet<LegalReferenceKind>,
    /// In one of these states.
    pub states: BTreeSet<LegalState>,
    /// That apply on this day, as far as their dates and state tell.
    pub applies_on: Option<NaiveDate>,
    /// Checked that well.
    pub verification: BTreeSet<VerificationStatus>,
}

impl LegalReferenceFilter {
    /// Whether `reference` is kept.
    #[must_use]
    pub fn matches(&self, reference: &LegalReference) -> bool {
        let Self { kinds, states, applies_on, verification } = self;
        holds_any(kinds, [&reference.kind])
            && holds_any(states, [&reference.state])
            && applies_on.is_none_or(|day| reference.applies_on(day))
            && holds_any(verification, [&reference.verification.status])
    }
}

/// Which legal shares to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TargetFilter {
    /// Set by one of these legal texts.
    pub legal_references: BTreeSet<Slug>,
    /// That concern a purchase of one of these codes.
    pub cpv: BTreeSet<CpvPrefix>,
    /// That bind one of these buyers, or all of them.
    pub buyers: BTreeSet<BuyerKind>,
    /// That count one of these shares.
    pub indicators: BTreeSet<TargetIndicator>,
    /// Checked that well.
    pub verification: BTreeSet<VerificationStatus>,
}

impl TargetFilter {
    /// Whether `target` is kept.
    #[must_use]
    pub fn matches(&self, target: &ProcurementTarget) -> bool {
        let Self { legal_references, cpv, buyers, indicators, verification } = self;
        holds_any(legal_references, [&target.legal_reference])
            && fits_any(cpv, &target.cpv_prefixes)
            && (holds_any(buyers, &target.buyers) || target.buyers.contains(&BuyerKind::All))
            && holds_any(indicators, [&target.indicator])
            && holds_any(verification, [&target.verification.status])
    }
}

/// Which organisations to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationFilter {
    /// Of one of these kinds.
    pub kinds: BTreeSet<OrganisationKind>,
    /// With one of these roles.
    pub roles: BTreeSet<OrganisationRole>,
    /// That serve one of these territories.
    pub territories: BTreeSet<Territory>,
    /// That can review in one of these segments; the caller has added the descendants.
    pub segments: BTreeSet<Slug>,
    /// Checked that well.
    pub verification: BTreeSet<VerificationStatus>,
}

impl OrganisationFilter {
    /// Whether `organisation` is kept.
    #[must_use]
    pub fn matches(&self, organisation: &Organisation) -> bool {
        let Self { kinds, roles, territories, segments, verification } = self;
        holds_any(kinds, [&organisation.kind])
            && holds_any(roles, &organisation.roles)
            && holds_any(territories, &organisation.territory)
            && holds_any(segments, &organisation.segments_of_expertise)
            && holds_any(verification, [&organisation.verification.status])
    }
}

/// Which documented purchases to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExperienceReportFilter {
    /// Of one of these segments; the caller has added the descendants.
    pub segments: BTreeSet<Slug>,
    /// Of one of these themes.
    pub themes: BTreeSet<Slug>,
    /// That document a text of one of these kinds.
    pub kinds: BTreeSet<FragmentKind>,
    /// By one of these kinds of buyer.
    pub organisation_kinds: BTreeSet<OrganisationKind>,
    /// In one of these territories.
    pub territories: BTreeSet<Territory>,
    /// That cite one of these labels.
    pub labels: BTreeSet<Slug>,
    /// Nearest to one of these clauses, whatever the version.
    pub clauses: BTreeSet<Reference>,
    /// That document the clause, or only the purchase.
    pub evidence_levels: BTreeSet<EvidenceLevel>,
    /// Of this year or later.
    pub year_gte: Option<u16>,
    /// Of this year or earlier.
    pub year_lte: Option<u16>,
    /// Checked that well.
    pub verification: BTreeSet<VerificationStatus>,
}

impl ExperienceReportFilter {
    /// Whether `report` is kept. A report without a year is left out as soon as a year is asked for.
    #[must_use]
    pub fn matches(&self, report: &ExperienceReport) -> bool {
        let Self {
            segments,
            themes,
            kinds,
            organisation_kinds,
            territories,
            labels,
            clauses,
            evidence_levels,
            year_gte,
            year_lte,
            verification,
        } = self;
        let year = report.contract.year;
        holds_any(segments, &report.segments)
            && holds_any(themes, &report.themes)
            && holds_any(kinds, &report.kinds)
            && holds_any(organisation_kinds, [&report.organisation.kind])
            && holds_any(territories, &report.organisation.territory)
            && holds_any(labels, &report.labels)
            && holds_any(clauses, report.clauses.iter().map(|version| &version.clause))
            && holds_any(evidence_levels, [&report.evidence_level])
            && year_gte.is_none_or(|least| year.is_some_and(|year| least <= year))
            && year_lte.is_none_or(|most| year.is_some_and(|year| year <= most))
            && holds_any(verification, [&report.verification.status])
    }
}

/// Which CPV codes to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CpvFilter {
    /// One of these codes, or under it.
    pub under: BTreeSet<CpvPrefix>,
    /// At one of these places of the hierarchy.
    pub levels: BTreeSet<CpvLevel>,
}

impl CpvFilter {
    /// Whether `code` is kept.
    #[must_use]
    pub fn matches(&self, code: &CpvCode) -> bool {
        let Self { under, levels } = self;
        let prefix = code.code.prefix();
        (under.is_empty() || under.iter().any(|above| above.holds(&prefix))) && holds_any(levels, [&code.level()])
    }
}
