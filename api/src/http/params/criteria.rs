//! The filters of each list: HTTP names and documents them, the domain means them.

use std::collections::BTreeSet;

use domain::{
    Resource,
    enumeration::{
        AmbitionLevel, Bindingness, BuyerKind, ClauseStatus, ContractType, CpvLevel, EnvironmentalImpact,
        EvidenceLevel, FragmentKind, LabelNature, LabelType, LegalReferenceKind, LegalState, MaintenanceState,
        MarketMaturity, ObligationKind, OrganisationKind, OrganisationRole, ProofType, TargetDocument, TargetIndicator,
        Verdict, VerificationStatus,
    },
    filter::{
        ClauseFilter, CpvFilter, ExperienceReportFilter, LabelFilter, LegalReferenceFilter, OrganisationFilter,
        SegmentFilter, TargetFilter, ThemeFilter,
    },
    sort::{
        ClauseSort, CpvSort, ExperienceReportSort, LabelSort, LegalReferenceSort, OrganisationSort, SegmentSort,
        SynonymSort, TargetSort, ThemeSort, VersionSort,
    },
    value::{Cpv, CpvPrefix, Reference, Slug, Territory},
};
use roaring::RoaringBitmap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::types::{Day, List, SortBy, Year};
use crate::service::snapshot::Snapshot;

// Without generics in their names, for the OpenAPI document names types by their tokens.
type ClauseOrder = SortBy<ClauseSort>;
type SegmentOrder = SortBy<SegmentSort>;
type ThemeOrder = SortBy<ThemeSort>;
type LabelOrder = SortBy<LabelSort>;
type LegalReferenceOrder = SortBy<LegalReferenceSort>;
type TargetOrder = SortBy<TargetSort>;
type OrganisationOrder = SortBy<OrganisationSort>;
type ExperienceReportOrder = SortBy<ExperienceReportSort>;
type CpvOrder = SortBy<CpvSort>;
type SynonymOrder = SortBy<SynonymSort>;
type VersionOrder = SortBy<VersionSort>;

/// Parameters that may name records.
pub trait Mentions: for<'de> Deserialize<'de> {
    /// Slugs that must exist, with the parameter that names them and the collection that holds them.
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        Vec::new()
    }
}

/// What a caller may ask of a list, apart from pages.
pub trait Criteria: Mentions {
    /// The list.
    const RESOURCE: Resource;

    /// Fields to sort by; the natural order of the list when none are given.
    fn sort(&self) -> Vec<(&'static str, bool)>;

    /// The records to keep.
    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap;
}

fn set<T: Ord + Clone>(list: Option<&List<T>>) -> BTreeSet<T> {
    list.map(|list| list.0.iter().cloned().collect()).unwrap_or_default()
}

fn texts<T: ToString>(list: Option<&List<T>>) -> Vec<String> {
    list.map(|list| list.0.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

fn prefixes(list: Option<&List<Cpv>>) -> BTreeSet<CpvPrefix> {
    list.map(|list| list.0.iter().map(Cpv::prefix).collect()).unwrap_or_default()
}

fn below(snapshot: &Snapshot, list: Option<&List<Slug>>) -> BTreeSet<Slug> {
    snapshot.dataset().with_descendants(&set(list))
}

fn order<F: Copy + Into<&'static str>>(sort: Option<&List<SortBy<F>>>, natural: F) -> Vec<(&'static str, bool)> {
    sort.map_or_else(
        || vec![(natural.into(), false)],
        |sort| {
            // A field that comes again decides nothing.
            let mut seen = BTreeSet::new();
            let fields = sort.0.iter().map(|by| (by.field.into(), by.down));
            fields.filter(|(field, _)| seen.insert(*field)).collect()
        },
    )
}

/// Filters and order of the clause list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClauseCriteria {
    /// Clauses of these segments and of everything under them.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["denrees-alimentaires"]))]
    pub segment: Option<List<Slug>>,
    /// Clauses of these themes.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["climat-carbone"]))]
    pub theme: Option<List<Slug>>,
    /// Clauses with a text of one of these kinds.
    #[param(value_type = Option<Vec<FragmentKind>>)]
    pub kind: Option<List<FragmentKind>>,
    /// Clauses with a text for one of these documents.
    #[param(value_type = Option<Vec<TargetDocument>>)]
    pub document: Option<List<TargetDocument>>,
    /// Clauses with a text at one of these levels of ambition.
    #[param(value_type = Option<Vec<AmbitionLevel>>)]
    pub level: Option<List<AmbitionLevel>>,
    /// Clauses for one of these kinds of contract.
    #[param(value_type = Option<Vec<ContractType>>)]
    pub contract_type: Option<List<ContractType>>,
    /// Clauses that oblige, or that invite.
    #[param(value_type = Option<Vec<Bindingness>>)]
    pub bindingness: Option<List<Bindingness>>,
    /// Clauses that create one of these obligations.
    #[param(value_type = Option<Vec<ObligationKind>>)]
    pub obligation: Option<List<ObligationKind>>,
    /// Clauses that serve one of these environmental objectives.
    #[param(value_type = Option<Vec<EnvironmentalImpact>>)]
    pub environmental_impact: Option<List<EnvironmentalImpact>>,
    /// Clauses that fit a purchase of one of these CPV codes: those that name the code, a broader one above it, or a
    /// narrower one under it.
    #[param(value_type = Option<Vec<Cpv>>, example = json!(["39130000"]))]
    pub cpv: Option<List<Cpv>>,
    /// Clauses that cite one of these labels.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["eu-ecolabel"]))]
    pub label: Option<List<Slug>>,
    /// Clauses that rest on one of these legal texts.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["ccp-l2112-2"]))]
    pub legal_reference: Option<List<Slug>>,
    /// Clauses that one of these organisations owns or made.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["la-clause-verte"]))]
    pub organisation: Option<List<Slug>>,
    /// Clauses with one of these statuses.
    #[param(value_type = Option<Vec<ClauseStatus>>)]
    pub status: Option<List<ClauseStatus>>,
    /// Clauses maintained or not.
    #[param(value_type = Option<Vec<MaintenanceState>>)]
    pub maintenance: Option<List<MaintenanceState>>,
    /// Clauses that a market of one of these maturities can answer.
    #[param(value_type = Option<Vec<MarketMaturity>>)]
    pub market_maturity: Option<List<MarketMaturity>>,
    /// Clauses that accept one of these kinds of proof.
    #[param(value_type = Option<Vec<ProofType>>)]
    pub proof_type: Option<List<ProofType>>,
    /// Clauses whose current version was published on or after this day.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    pub published_on_gte: Option<Day>,
    /// Clauses whose current version was published on or before this day.
    #[param(value_type = Option<String>, format = Date, example = "2026-12-31")]
    pub published_on_lte: Option<Day>,
    /// Clauses of which anything changed on or after this day.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    pub updated_since: Option<Day>,
    /// Clauses due for review on or before this day.
    #[param(value_type = Option<String>, format = Date, example = "2027-12-31")]
    pub next_review_on_lte: Option<Day>,
    /// Fields to sort by, comma-separated, `-` before one to turn it round; by reference when none are given.
    #[param(inline, value_type = Option<Vec<ClauseOrder>>)]
    pub sort: Option<List<ClauseOrder>>,
}

impl Mentions for ClauseCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![
            ("segment", Resource::Segments, texts(self.segment.as_ref())),
            ("theme", Resource::Themes, texts(self.theme.as_ref())),
            ("label", Resource::Labels, texts(self.label.as_ref())),
            ("legal_reference", Resource::LegalReferences, texts(self.legal_reference.as_ref())),
            ("organisation", Resource::Organisations, texts(self.organisation.as_ref())),
        ]
    }
}

impl Criteria for ClauseCriteria {
    const RESOURCE: Resource = Resource::Clauses;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), ClauseSort::Reference)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        snapshot.clauses(&self.filter(snapshot))
    }
}

impl ClauseCriteria {
    /// What the parameters mean.
    pub fn filter(&self, snapshot: &Snapshot) -> ClauseFilter {
        let Self {
            segment,
            theme,
            kind,
            document,
            level,
            contract_type,
            bindingness,
            obligation,
            environmental_impact,
            cpv,
            label,
            legal_reference,
            organisation,
            status,
            maintenance,
            market_maturity,
            proof_type,
            published_on_gte,
            published_on_lte,
            updated_since,
            next_review_on_lte,
            sort: _,
        } = self;
        ClauseFilter {
            segments: below(snapshot, segment.as_ref()),
            themes: set(theme.as_ref()),
            kinds: set(kind.as_ref()),
            documents: set(document.as_ref()),
            levels: set(level.as_ref()),
            contract_types: set(contract_type.as_ref()),
            bindingness: set(bindingness.as_ref()),
            obligations: set(obligation.as_ref()),
            environmental_impacts: set(environmental_impact.as_ref()),
            cpv: prefixes(cpv.as_ref()),
            labels: set(label.as_ref()),
            legal_references: set(legal_reference.as_ref()),
            organisations: set(organisation.as_ref()),
            statuses: set(status.as_ref()),
            maintenance: set(maintenance.as_ref()),
            market_maturities: set(market_maturity.as_ref()),
            proof_types: set(proof_type.as_ref()),
            published_on_gte: published_on_gte.map(|day| day.0),
            published_on_lte: published_on_lte.map(|day| day.0),
            updated_since: updated_since.map(|day| day.0),
            next_review_on_lte: next_review_on_lte.map(|day| day.0),
        }
    }
}

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

/// The records of `kept` that changed since `day`, where one is given.
fn changed_since(snapshot: &Snapshot, resource: Resource, day: Option<Day>, kept: RoaringBitmap) -> RoaringBitmap {
    match day {
        Some(day) => kept & snapshot.changed_since(resource, day.0),
        None => kept,
    }
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

/// Filters and order of the list of legal texts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LegalReferenceCriteria {
    /// Texts of one of these kinds.
    #[param(value_type = Option<Vec<LegalReferenceKind>>)]
    kind: Option<List<LegalReferenceKind>>,
    /// Texts in one of these states.
    #[param(value_type = Option<Vec<LegalState>>)]
    state: Option<List<LegalState>>,
    /// Texts that apply on this day, as far as their dates and state tell.
    #[param(value_type = Option<String>, format = Date, example = "2026-08-22")]
    applies_on: Option<Day>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by slug when none are given.
    #[param(inline, value_type = Option<Vec<LegalReferenceOrder>>)]
    sort: Option<List<LegalReferenceOrder>>,
}

impl Mentions for LegalReferenceCriteria {}

impl Criteria for LegalReferenceCriteria {
    const RESOURCE: Resource = Resource::LegalReferences;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), LegalReferenceSort::Slug)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { kind, state, applies_on, verification, updated_since, sort: _ } = self;
        let kept = snapshot.legal_references(&LegalReferenceFilter {
            kinds: set(kind.as_ref()),
            states: set(state.as_ref()),
            applies_on: applies_on.map(|day| day.0),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}

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

/// Filters and order of the list of organisations.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrganisationCriteria {
    /// Organisations of one of these kinds.
    #[param(value_type = Option<Vec<OrganisationKind>>)]
    kind: Option<List<OrganisationKind>>,
    /// Organisations with one of these roles.
    #[param(value_type = Option<Vec<OrganisationRole>>)]
    role: Option<List<OrganisationRole>>,
    /// Organisations that serve one of these territories.
    #[param(value_type = Option<Vec<Territory>>, example = json!(["region:32"]))]
    territory: Option<List<Territory>>,
    /// Organisations that can review in these segments and in everything under them.
    #[param(value_type = Option<Vec<Slug>>)]
    segment: Option<List<Slug>>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by name when none are given.
    #[param(inline, value_type = Option<Vec<OrganisationOrder>>)]
    sort: Option<List<OrganisationOrder>>,
}

impl Mentions for OrganisationCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![("segment", Resource::Segments, texts(self.segment.as_ref()))]
    }
}

impl Criteria for OrganisationCriteria {
    const RESOURCE: Resource = Resource::Organisations;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), OrganisationSort::Name)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { kind, role, territory, segment, verification, updated_since, sort: _ } = self;
        let kept = snapshot.organisations(&OrganisationFilter {
            kinds: set(kind.as_ref()),
            roles: set(role.as_ref()),
            territories: set(territory.as_ref()),
            segments: below(snapshot, segment.as_ref()),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}

/// Filters and order of the list of documented purchases.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExperienceReportCriteria {
    /// Purchases of these segments and of everything under them.
    #[param(value_type = Option<Vec<Slug>>, example = json!(["mobilier"]))]
    segment: Option<List<Slug>>,
    /// Purchases of these themes.
    #[param(value_type = Option<Vec<Slug>>)]
    theme: Option<List<Slug>>,
    /// Purchases of which a text of one of these kinds is documented.
    #[param(value_type = Option<Vec<FragmentKind>>)]
    kind: Option<List<FragmentKind>>,
    /// Purchases by one of these kinds of buyer.
    #[param(value_type = Option<Vec<OrganisationKind>>)]
    organisation_kind: Option<List<OrganisationKind>>,
    /// Purchases in one of these territories.
    #[param(value_type = Option<Vec<Territory>>, example = json!(["commune:59350"]))]
    territory: Option<List<Territory>>,
    /// Purchases that cite one of these labels.
    #[param(value_type = Option<Vec<Slug>>)]
    label: Option<List<Slug>>,
    /// Purchases nearest to one of these clauses, whatever the version.
    #[param(value_type = Option<Vec<Reference>>)]
    clause: Option<List<Reference>>,
    /// Purchases of which the clause is documented, or only the purchase.
    #[param(value_type = Option<Vec<EvidenceLevel>>)]
    evidence_level: Option<List<EvidenceLevel>>,
    /// Purchases of this year or later.
    #[param(value_type = Option<u16>, minimum = 1980, maximum = 2100)]
    year_gte: Option<Year>,
    /// Purchases of this year or earlier.
    #[param(value_type = Option<u16>, minimum = 1980, maximum = 2100)]
    year_lte: Option<Year>,
    /// Records checked that well.
    #[param(value_type = Option<Vec<VerificationStatus>>)]
    verification: Option<List<VerificationStatus>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by slug when none are given.
    #[param(inline, value_type = Option<Vec<ExperienceReportOrder>>)]
    sort: Option<List<ExperienceReportOrder>>,
}

impl Mentions for ExperienceReportCriteria {
    fn mentions(&self) -> Vec<(&'static str, Resource, Vec<String>)> {
        vec![
            ("segment", Resource::Segments, texts(self.segment.as_ref())),
            ("theme", Resource::Themes, texts(self.theme.as_ref())),
            ("label", Resource::Labels, texts(self.label.as_ref())),
            ("clause", Resource::Clauses, texts(self.clause.as_ref())),
        ]
    }
}

impl Criteria for ExperienceReportCriteria {
    const RESOURCE: Resource = Resource::ExperienceReports;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), ExperienceReportSort::Slug)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self {
            segment,
            theme,
            kind,
            organisation_kind,
            territory,
            label,
            clause,
            evidence_level,
            year_gte,
            year_lte,
            verification,
            updated_since,
            sort: _,
        } = self;
        let kept = snapshot.experience_reports(&ExperienceReportFilter {
            segments: below(snapshot, segment.as_ref()),
            themes: set(theme.as_ref()),
            kinds: set(kind.as_ref()),
            organisation_kinds: set(organisation_kind.as_ref()),
            territories: set(territory.as_ref()),
            labels: set(label.as_ref()),
            clauses: set(clause.as_ref()),
            evidence_levels: set(evidence_level.as_ref()),
            year_gte: year_gte.map(|year| year.0),
            year_lte: year_lte.map(|year| year.0),
            verification: set(verification.as_ref()),
        });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}

/// Filters and order of the list of CPV codes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CpvCriteria {
    /// These codes and everything under them.
    #[param(value_type = Option<Vec<Cpv>>, example = json!(["39000000"]))]
    under: Option<List<Cpv>>,
    /// Codes at one of these places of the hierarchy.
    #[param(value_type = Option<Vec<CpvLevel>>)]
    level: Option<List<CpvLevel>>,
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by code when none are given.
    #[param(inline, value_type = Option<Vec<CpvOrder>>)]
    sort: Option<List<CpvOrder>>,
}

impl Mentions for CpvCriteria {}

impl Criteria for CpvCriteria {
    const RESOURCE: Resource = Resource::Cpv;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), CpvSort::Code)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let Self { under, level, updated_since, sort: _ } = self;
        let kept = snapshot.cpv(&CpvFilter { under: prefixes(under.as_ref()), levels: set(level.as_ref()) });
        changed_since(snapshot, Self::RESOURCE, *updated_since, kept)
    }
}

/// Order of the list of synonyms.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SynonymCriteria {
    /// Records that changed on or after this day, as far back as the history of the server tells; all of them before.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    updated_since: Option<Day>,
    /// Fields to sort by; by slug when none are given.
    #[param(inline, value_type = Option<Vec<SynonymOrder>>)]
    sort: Option<List<SynonymOrder>>,
}

impl Mentions for SynonymCriteria {}

impl Criteria for SynonymCriteria {
    const RESOURCE: Resource = Resource::Synonyms;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), SynonymSort::Slug)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        let kept = snapshot.collection(Resource::Synonyms).all();
        changed_since(snapshot, Self::RESOURCE, self.updated_since, kept)
    }
}

/// Order of the list of versions.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionCriteria {
    /// Order; from the first version to the last when none is given.
    #[param(inline, value_type = Option<Vec<VersionOrder>>)]
    sort: Option<List<VersionOrder>>,
}

impl Mentions for VersionCriteria {}

impl Criteria for VersionCriteria {
    const RESOURCE: Resource = Resource::ClauseVersions;

    fn sort(&self) -> Vec<(&'static str, bool)> {
        order(self.sort.as_ref(), VersionSort::Version)
    }

    fn keep(&self, snapshot: &Snapshot) -> RoaringBitmap {
        snapshot.collection(Resource::ClauseVersions).all()
    }
}
