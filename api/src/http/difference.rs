//! What differs between two versions of a clause, on its way out.

use domain::{ClauseVersion, Resource, difference, value::Reference};

use super::{
    answer::{Answer, CachePolicy, JSON},
    ask::Ask,
    params::{DifferenceCriteria, Nothing, VersionNumber},
    problem::{Problem, ProblemError, unexpected},
};

/// A unified diff, as sent.
pub const TEXT: &str = "text/plain; charset=utf-8";
/// The forms of a comparison.
pub const MEDIA_TYPES: [&str; 2] = [JSON, TEXT];

impl Ask<DifferenceCriteria, Nothing> {
    /// What differs between the two versions of the clause called `key`, as `media_type`.
    pub fn difference(&self, key: &str, media_type: &'static str) -> Result<Answer, Problem> {
        let clause = &self.snapshot.dataset().clauses[self.place(Resource::Clauses, key)? as usize];
        let versions = self.snapshot.dataset().versions_of(&clause.reference);
        let (from, to) = self.compared(&clause.reference, clause.current_version, versions)?;
        let body = if media_type == TEXT {
            difference::unified(from, to).map(String::into_bytes)
        } else {
            difference::difference(from, to).and_then(|difference| serde_json::to_vec(&difference))
        };
        let body = body.map_err(|error| unexpected(&error))?;
        let address = |form: &str| {
            let (from, to) = (from.version, to.version);
            format!("{}/v1/clauses/{}/diff{form}?from={from}&to={to}", self.base, clause.reference)
        };
        let answer = Answer::new(media_type, body).link(&address(""), "canonical");
        let answer = answer.alternate(&address(".txt"), "text/plain");
        let DifferenceCriteria { from, to } = &self.criteria;
        // Two versions that are named never change; the current one does.
        let named = from.is_some() && to.is_some();
        Ok(answer.kept(if named { CachePolicy::Immutable } else { CachePolicy::Revision }))
    }

    /// The versions that are compared, or the problem that names those that there are.
    fn compared<'v>(
        &self,
        clause: &Reference,
        current: u32,
        versions: &'v [ClauseVersion],
    ) -> Result<(&'v ClauseVersion, &'v ClauseVersion), Problem> {
        let DifferenceCriteria { from, to } = self.criteria;
        let to = to.map_or(current, |VersionNumber(number)| number);
        let before = versions.iter().map(|version| version.version).filter(|number| *number < to).max();
        let from = from.map_or(before.unwrap_or(to), |VersionNumber(number)| number);
        let found = |wanted: u32| versions.iter().find(|version| version.version == wanted);
        if let (Some(from), Some(to)) = (found(from), found(to)) {
            return Ok((from, to));
        }
        let nearest = |wanted: u32| {
            let numbers = versions.iter().map(|version| version.version);
            numbers.min_by_key(|number| number.abs_diff(wanted)).unwrap_or(current)
        };
        let unknown = [("from", from), ("to", to)].into_iter().filter(|(_, wanted)| found(*wanted).is_none());
        let errors = unknown.map(|(parameter, wanted)| ProblemError {
            parameter: Some(parameter.to_owned()),
            detail: format!("{clause} has no version `{wanted}`"),
            suggestion: Some(nearest(wanted).to_string()),
            allowed: versions.iter().map(|version| version.version.to_string()).collect(),
        });
        let example = format!("{}?from={}&to={}", self.path, nearest(from), nearest(to));
        Err(Problem { example: Some(example), ..Problem::unknown_values(errors.collect()) })
    }
}
