//! Facets: the filters of a list whose values can be counted, and the values under which each record counts.
//!
//! A facet bears the name of the filter. A record counts under a value exactly when the filter with that value keeps
//! it: [`crate::filter`] is the definition, a test holds the two together.

use crate::{
    Clause, ClauseVersion, CpvCode, ExperienceReport, Label, LegalReference, Organisation, ProcurementTarget, Resource,
    Segment, Theme,
    enumeration::{
        AmbitionLevel, Bindingness, BuyerKind, ClauseStatus, ContractType, CpvLevel, Enumeration, EnvironmentalImpact,
        EvidenceLevel, FragmentKind, LabelNature, LabelType, LegalReferenceKind, LegalState, MaintenanceState,
        MarketMaturity, ObligationKind, OrganisationKind, OrganisationRole, ProofType, TargetDocument, TargetIndicator,
        Verdict, VerificationStatus,
    },
};
use strum::IntoEnumIterator as _;

/// A filter whose values can be counted.
#[derive(Debug, Clone, Copy)]
pub struct Facet {
    /// Name, which is that of the filter.
    pub name: &'static str,
    /// What its values are.
    pub values: FacetValues,
}

/// What the values of a facet are.
#[derive(Debug, Clone, Copy)]
pub enum FacetValues {
    /// Records of a resource.
    Records(Resource),
    /// Segments, of which each counts for those above it too.
    Tree,
    /// A closed list; the function gives the French label of a value.
    Enumeration(fn(&str) -> Option<&'static str>),
    /// Texts that speak for themselves.
    Texts,
}

const fn records(name: &'static str, of: Resource) -> Facet {
    Facet { name, values: FacetValues::Records(of) }
}

const fn tree(name: &'static str) -> Facet {
    Facet { name, values: FacetValues::Tree }
}

const fn list<E: Enumeration>(name: &'static str) -> Facet {
    Facet { name, values: FacetValues::Enumeration(label_of::<E>) }
}

fn label_of<E: Enumeration>(value: &str) -> Option<&'static str> {
    E::iter().find(|known| known.value() == value).map(Enumeration::label)
}

const fn texts(name: &'static str) -> Facet {
    Facet { name, values: FacetValues::Texts }
}

const VERIFICATION: Facet = list::<VerificationStatus>("verification");

/// The facets of the list of `resource`, in the order in which they are documented.
#[must_use]
pub fn facets(resource: Resource) -> &'static [Facet] {
    match resource {
        Resource::Clauses => {
            const {
                &[
                    tree("segment"),
                    records("theme", Resource::Themes),
                    list::<FragmentKind>("kind"),
                    list::<TargetDocument>("document"),
                    list::<AmbitionLevel>("level"),
                    list::<ContractType>("contract_type"),
                    list::<Bindingness>("bindingness"),
                    list::<ObligationKind>("obligation"),
                    list::<EnvironmentalImpact>("environmental_impact"),
                    records("label", Resource::Labels),
                    records("legal_reference", Resource::LegalReferences),
                    records("organisation", Resource::Organisations),
                    list::<ClauseStatus>("status"),
                    list::<MaintenanceState>("maintenance"),
                    list::<MarketMaturity>("market_maturity"),
                    list::<ProofType>("proof_type"),
                ]
            }
        }
        Resource::ClauseVersions | Resource::Synonyms => &[],
        Resource::Segments => {
            const {
                &[
                    records("parent", Resource::Segments),
                    tree("under"),
                    list::<ContractType>("contract_type"),
                    records("legal_reference", Resource::LegalReferences),
                ]
            }
        }
        Resource::Themes => const { &[list::<EnvironmentalImpact>("environmental_impact")] },
        Resource::Labels => {
            const {
                &[
                    tree("segment"),
                    list::<LabelType>("iso_type"),
                    list::<LabelNature>("nature"),
                    list::<Verdict>("governmental"),
                    list::<Verdict>("third_party_verified"),
                    list::<Verdict>("eligible"),
                    VERIFICATION,
                ]
            }
        }
        Resource::LegalReferences => {
            const { &[list::<LegalReferenceKind>("kind"), list::<LegalState>("state"), VERIFICATION] }
        }
        Resource::Targets => {
            const {
                &[
                    records("legal_reference", Resource::LegalReferences),
                    list::<BuyerKind>("buyer"),
                    list::<TargetIndicator>("indicator"),
                    VERIFICATION,
                ]
            }
        }
        Resource::Organisations => {
            const {
                &[
                    list::<OrganisationKind>("kind"),
                    list::<OrganisationRole>("role"),
                    texts("territory"),
                    tree("segment"),
                    VERIFICATION,
                ]
            }
        }
        Resource::ExperienceReports => {
            const {
                &[
                    tree("segment"),
                    records("theme", Resource::Themes),
                    list::<FragmentKind>("kind"),
                    list::<OrganisationKind>("organisation_kind"),
                    texts("territory"),
                    records("label", Resource::Labels),
                    records("clause", Resource::Clauses),
                    list::<EvidenceLevel>("evidence_level"),
                    VERIFICATION,
                ]
            }
        }
        Resource::Cpv => const { &[list::<CpvLevel>("level")] },
    }
}

/// Receives the values of one record: the facet and a value.
pub struct Values<'a>(pub &'a mut dyn FnMut(&'static str, &str));

impl Values<'_> {
    fn keys<'v, T: AsRef<str> + 'v>(&mut self, facet: &'static str, values: impl IntoIterator<Item = &'v T>) {
        values.into_iter().for_each(|value| (self.0)(facet, value.as_ref()));
    }

    fn list<E: Enumeration>(&mut self, facet: &'static str, values: impl IntoIterator<Item = E>) {
        values.into_iter().for_each(|value| (self.0)(facet, value.value()));
    }

    /// The values of a clause, which says `version` today.
    pub fn clause(&mut self, clause: &Clause, version: &ClauseVersion) {
        let makers = version.contributors.iter().map(|contributor| &contributor.organisation);
        self.keys("segment", &version.segments);
        self.keys("theme", &version.themes);
        self.list("kind", version.fragments.iter().map(|fragment| fragment.kind));
        self.list("document", version.fragments.iter().flat_map(|fragment| fragment.documents.iter().copied()));
        self.list("level", version.fragments.iter().map(|fragment| fragment.level));
        self.list("contract_type", version.contract_types.iter().copied());
        self.list("bindingness", [version.bindingness]);
        self.list("obligation", [version.obligation]);
        self.list("environmental_impact", version.environmental_impacts.iter().copied());
        self.keys("label", version.label_citations.iter().map(|citation| &citation.label));
        self.keys("legal_reference", version.legal_references.iter().map(|citation| &citation.reference));
        self.keys("organisation", makers.chain([&clause.owner]));
        self.list("status", [clause.status]);
        self.list("maintenance", [clause.maintenance]);
        self.list("market_maturity", [version.market_maturity]);
        self.list("proof_type", version.proofs.iter().map(|proof| proof.kind));
    }

    /// The values of a segment.
    pub fn segment(&mut self, segment: &Segment) {
        self.keys("parent", &segment.parent);
        self.keys("under", [&segment.slug]);
        self.list("contract_type", segment.contract_types.iter().copied());
        self.keys("legal_reference", &segment.legal_duties);
    }

    /// The values of a theme.
    pub fn theme(&mut self, theme: &Theme) {
        self.list("environmental_impact", theme.impacts.iter().copied());
    }

    /// The values of a label.
    pub fn label(&mut self, label: &Label) {
        self.keys("segment", &label.scope_segments);
        self.list("iso_type", [label.iso_type]);
        self.list("nature", [label.nature]);
        self.list("governmental", [label.governmental]);
        self.list("third_party_verified", [label.third_party_verified]);
        self.list("eligible", [label.r2111_14.verdict()]);
        self.list("verification", [label.verification.status]);
    }

    /// The values of a legal text.
    pub fn legal_reference(&mut self, reference: &LegalReference) {
        self.list("kind", [reference.kind]);
        self.list("state", [reference.state]);
        self.list("verification", [reference.verification.status]);
    }

    /// The values of a legal share: one that binds all buyers counts under each.
    pub fn target(&mut self, target: &ProcurementTarget) {
        self.keys("legal_reference", [&target.legal_reference]);
        if target.buyers.contains(&BuyerKind::All) {
            self.list("buyer", BuyerKind::iter());
        } else {
            self.list("buyer", target.buyers.iter().copied());
        }
        self.list("indicator", [target.indicator]);
        self.list("verification", [target.verification.status]);
    }

    /// The values of an organisation.
    pub fn organisation(&mut self, organisation: &Organisation) {
        self.list("kind", [organisation.kind]);
        self.list("role", organisation.roles.iter().copied());
        organisation.territory.iter().for_each(|territory| (self.0)("territory", &territory.to_string()));
        self.keys("segment", &organisation.segments_of_expertise);
        self.list("verification", [organisation.verification.status]);
    }

    /// The values of a documented purchase.
    pub fn experience_report(&mut self, report: &ExperienceReport) {
        self.keys("segment", &report.segments);
        self.keys("theme", &report.themes);
        self.list("kind", report.kinds.iter().copied());
        self.list("organisation_kind", [report.organisation.kind]);
        report.organisation.territory.iter().for_each(|territory| (self.0)("territory", &territory.to_string()));
        self.keys("label", &report.labels);
        report.clauses.iter().for_each(|version| (self.0)("clause", &version.clause.to_string()));
        self.list("evidence_level", [report.evidence_level]);
        self.list("verification", [report.verification.status]);
    }

    /// The values of a CPV code.
    pub fn cpv(&mut self, code: &CpvCode) {
        self.list("level", [code.level()]);
    }
}
