//! The rules that a publishable data set obeys: one table that import, `check`, CI and documentation read.
//!
//! Messages are in French: contributors read them. They help to reread; they are no legal advice.

mod essential;
mod integrity;
mod legal;
mod quality;
mod wording;

use std::fmt;

use crate::{
    Clause, ClauseVersion, Dataset, Resource,
    enumeration::{Enumeration as _, Severity},
};

/// A named rule.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Stable name, such as `J01`.
    pub rule: &'static str,
    /// How serious a violation is, unless the rule says otherwise in a given case.
    pub severity: Severity,
    /// What the rule demands, in French.
    pub statement: &'static str,
    /// Where it comes from: an article, or the specification of the data.
    pub basis: &'static str,
    run: Run,
}

#[derive(Debug, Clone, Copy)]
enum Run {
    /// Looks at the whole data set.
    Dataset(fn(&Dataset, &mut Findings)),
    /// Looks at what each clause says today.
    Current(fn(&Subject<'_>, &mut Findings)),
}

/// A clause and what it says today.
#[derive(Clone, Copy)]
struct Subject<'a> {
    dataset: &'a Dataset,
    clause: &'a Clause,
    version: &'a ClauseVersion,
}

/// A rule that is broken, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Collection of the record.
    pub resource: Resource,
    /// Slug or reference of the record.
    pub record: String,
    /// Field of the record, such as `fragments/cctp-base/body`.
    pub field: String,
    /// Name of the rule.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong and what to do, in French.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resource, record, field, rule, severity, message } = self;
        write!(f, "[{rule}, {}] {} {record}, {field} : {message}", severity.label().to_lowercase(), resource.name())
    }
}

/// Collects the violations of one rule.
struct Findings {
    rule: &'static str,
    severity: Severity,
    found: Vec<Violation>,
}

impl Findings {
    fn add(&mut self, resource: Resource, record: impl fmt::Display, field: impl fmt::Display, message: String) {
        self.add_as(self.severity, resource, record, field, message);
    }

    fn add_as(
        &mut self,
        severity: Severity,
        resource: Resource,
        record: impl fmt::Display,
        field: impl fmt::Display,
        message: String,
    ) {
        let (record, field) = (record.to_string(), field.to_string());
        self.found.push(Violation { resource, record, field, rule: self.rule, severity, message });
    }

    /// A violation in what a clause says today.
    fn of(&mut self, subject: &Subject<'_>, field: impl fmt::Display, message: String) {
        self.add(Resource::Clauses, &subject.clause.reference, field, message);
    }

    fn of_as(&mut self, severity: Severity, subject: &Subject<'_>, field: impl fmt::Display, message: String) {
        self.add_as(severity, Resource::Clauses, &subject.clause.reference, field, message);
    }
}

/// Every rule, in the order in which they are listed.
pub const CHECKS: &[&[Check]] = &[integrity::CHECKS, legal::CHECKS, quality::CHECKS, essential::CHECKS];

/// Every violation of every rule, the most serious first, then by place.
#[must_use]
pub fn violations(dataset: &Dataset) -> Vec<Violation> {
    let mut found = Vec::new();
    for check in CHECKS.iter().copied().flatten() {
        let mut findings = Findings { rule: check.rule, severity: check.severity, found: Vec::new() };
        match check.run {
            Run::Dataset(run) => run(dataset, &mut findings),
            Run::Current(run) => {
                for clause in &dataset.clauses {
                    if let Some(version) = dataset.current_version(clause) {
                        run(&Subject { dataset, clause, version }, &mut findings);
                    }
                }
            }
        }
        found.append(&mut findings.found);
    }
    found.sort_by(|a, b| (a.severity, a).cmp(&(b.severity, b)));
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own_and_a_statement() {
        let all: Vec<_> = CHECKS.iter().copied().flatten().collect();
        let names: BTreeSet<_> = all.iter().map(|check| check.rule).collect();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|check| !check.statement.is_empty() && !check.basis.is_empty()));
    }

    #[test]
    fn an_empty_dataset_breaks_no_rule() {
        assert_eq!(violations(&Dataset::default()), []);
    }
}
