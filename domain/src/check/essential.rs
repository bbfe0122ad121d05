//! The rule of essential clauses: the few that suffice for a small contract do suffice.

use super::{Check, Findings, Run};
use crate::{Dataset, Resource, enumeration::Severity, guidance::shortcomings};

pub(super) const CHECKS: &[Check] = &[Check {
    rule: "E01",
    severity: Severity::ToFix,
    statement: "Les clauses essentielles d'un segment suffisent ensemble à un petit marché : règles S01, S02, S03, S08 et S10.",
    basis: "CCP, art. L. 2111-2, L. 2112-2 et L. 2152-7, et textes du segment",
    run: Run::Dataset(essential_clauses_suffice),
}];

/// On the day of the latest text, since the rules read no clock.
fn essential_clauses_suffice(dataset: &Dataset, findings: &mut Findings) {
    let latest = dataset.latest_publication();
    for segment in dataset.segments.iter().filter(|segment| !segment.essential_clauses.is_empty()) {
        for lack in shortcomings(dataset, segment, &segment.essential_clauses, latest) {
            let message = format!("[{}] {}", lack.rule, lack.message);
            findings.add(Resource::Segments, &segment.slug, "essential_clauses", message);
        }
    }
}
