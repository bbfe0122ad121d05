//! Whether a few clauses suffice together: the duties of every contract and of the segment, as pure functions whose dates
//! are those of the legal texts in the data.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::duty::asked_of_every_contract;
use crate::{
    ClauseVersion, Dataset, Segment,
    enumeration::{ClauseStatus, Enumeration as _, LegalState, RelationType, VerificationStatus},
    value::{Reference, Slug},
};

/// What a selection of clauses lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcoming {
    /// The rule: see [`super::RULES`].
    pub rule: &'static str,
    /// What is missing, in French.
    pub message: String,
}

/// What `chosen` lacks to suffice for a small purchase of `segment` on the day `day`: the kinds of text that the code asks
/// for (S01 to S03), clauses that go together (S08), the texts that weigh on the segment (S10).
#[must_use]
pub fn shortcomings(dataset: &Dataset, segment: &Segment, chosen: &[Reference], day: NaiveDate) -> Vec<Shortcoming> {
    let mut found = Vec::new();
    let mut add = |rule, message| found.push(Shortcoming { rule, message });
    let mut versions = Vec::with_capacity(chosen.len());
    for reference in chosen {
        match dataset.clause(reference) {
            Some(clause) if clause.status == ClauseStatus::Published => {
                versions.extend(dataset.current_version(clause));
            }
            _ => add("S08", format!("{reference} n'est pas une clause publiée")),
        }
    }
    for (rule, slug, kind) in asked_of_every_contract() {
        let text = slug.parse().ok().and_then(|slug: Slug| dataset.legal_reference(&slug));
        let in_force = text.is_some_and(|text| text.applies_on(day));
        if in_force && !versions.iter().any(|version| version.fragments.iter().any(|fragment| fragment.kind == kind)) {
            add(rule, format!("aucun texte « {} »", kind.label()));
        }
    }
    for version in &versions {
        for relation in &version.relations {
            let (own, other) = (&version.citation.clause, &relation.target);
            match relation.kind {
                RelationType::Requires if !chosen.contains(other) => add("S08", format!("{own} nécessite {other}")),
                RelationType::Excludes if chosen.contains(other) => add("S08", format!("{own} exclut {other}")),
                _ => {}
            }
        }
    }
    for text in weighing(dataset, segment, day) {
        if !versions.iter().any(|version| rests_on(version, text)) {
            add("S10", format!("aucune clause ne s'appuie sur « {text} », qui pèse sur le segment"));
        }
    }
    found
}

/// The texts in force on `day` that weigh on `segment` itself, as far as they were checked.
fn weighing<'d>(dataset: &'d Dataset, segment: &'d Segment, day: NaiveDate) -> BTreeSet<&'d Slug> {
    let known = |slug: &&Slug| {
        dataset.legal_reference(slug).is_some_and(|text| {
            let checked =
                text.verification.status != VerificationStatus::Unverified && text.state != LegalState::Unknown;
            checked && text.applies_on(day)
        })
    };
    segment.legal_duties.iter().filter(known).collect()
}

fn rests_on(version: &ClauseVersion, text: &Slug) -> bool {
    version.legal_references.iter().any(|citation| citation.reference == *text)
        || version
            .parameters
            .iter()
            .any(|it| it.legal_floor.as_ref().is_some_and(|floor| floor.legal_reference == *text))
}
