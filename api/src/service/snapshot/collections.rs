//! How the records of each resource are named and ordered.

use std::collections::BTreeMap;

use deunicode::deunicode;
use domain::{Clause, Dataset, PublishedClause, Resource, Segment, value::Slug};
use uuid::Uuid;

use super::collection::{Collection, Entry, SnapshotError};

/// Every collection of `dataset`.
pub(super) fn build(dataset: &Dataset) -> Result<BTreeMap<Resource, Collection>, SnapshotError> {
    let slug_order = |slug: &Slug| ("slug", slug.to_string());
    let mut clauses = Vec::with_capacity(dataset.clauses.len());
    for clause in &dataset.clauses {
        clauses.push(clause_entry(dataset, clause)?);
    }
    let segments = dataset.segments.iter().map(|r| {
        let orders = vec![("tree", tree_key(dataset, r)), ("label", folded(&r.label)), slug_order(&r.slug)];
        Entry { record: r, title: r.label.clone(), keys: keys(&r.slug, r.id), sort_keys: orders }
    });
    let themes = dataset.themes.iter().map(|r| {
        let orders = vec![("position", number(r.position)), ("label", folded(&r.label)), slug_order(&r.slug)];
        Entry { record: r, title: r.label.clone(), keys: keys(&r.slug, r.id), sort_keys: orders }
    });
    let labels = dataset.labels.iter().map(|r| {
        let orders = vec![("name", folded(&r.name)), slug_order(&r.slug)];
        Entry { record: r, title: r.name.clone(), keys: keys(&r.slug, r.id), sort_keys: orders }
    });
    let legal_references = dataset.legal_references.iter().map(|r| {
        let valid_from = r.valid_from.map(|day| day.to_string()).unwrap_or_default();
        let orders = vec![slug_order(&r.slug), ("citation", folded(&r.citation)), ("valid_from", valid_from)];
        Entry { record: r, title: r.citation.clone(), keys: keys(&r.slug, r.id), sort_keys: orders }
    });
    let targets = dataset.targets.iter().map(|r| {
        let orders = vec![slug_order(&r.slug), ("category", folded(&r.category))];
        Entry { record: r, title: r.category.clone(), keys: keys(&r.slug, r.id), sort_keys: orders }
    });
    let organisations = dataset.organisations.iter().map(|r| {
        let orders = vec![("name", folded(&r.name)), slug_order(&r.slug)];
        Entry { record: r, title: r.name.clone(), keys: keys(&r.slug, r.id), sort_keys: orders }
    });
    let experience_reports = dataset.experience_reports.iter().map(|r| {
        let year = r.contract.year.map(|year| number(year.into())).unwrap_or_default();
        let orders = vec![slug_order(&r.slug), ("title", folded(&r.title)), ("year", year)];
        Entry { record: r, title: r.title.clone(), keys: keys(&r.slug, r.id), sort_keys: orders }
    });
    let versions = dataset.clause_versions.iter().map(|r| {
        let orders = vec![("version", number(r.version))];
        Entry { record: r, title: r.title.clone(), keys: vec![r.citation.to_string()], sort_keys: orders }
    });
    let cpv = dataset.cpv.iter().map(|r| {
        let orders = vec![("code", r.code.to_string()), ("label", folded(&r.label))];
        Entry { record: r, title: r.label.clone(), keys: vec![r.code.to_string()], sort_keys: orders }
    });
    let synonyms = dataset.synonyms.iter().map(|r| {
        let title = r.terms.first().cloned().unwrap_or_default();
        Entry { record: r, title, keys: keys(&r.slug, r.id), sort_keys: vec![slug_order(&r.slug)] }
    });
    Ok(BTreeMap::from([
        (Resource::Clauses, Collection::build(Resource::Clauses, clauses.into_iter())?),
        (Resource::ClauseVersions, Collection::build(Resource::ClauseVersions, versions)?),
        (Resource::Segments, Collection::build(Resource::Segments, segments)?),
        (Resource::Themes, Collection::build(Resource::Themes, themes)?),
        (Resource::Labels, Collection::build(Resource::Labels, labels)?),
        (Resource::LegalReferences, Collection::build(Resource::LegalReferences, legal_references)?),
        (Resource::Targets, Collection::build(Resource::Targets, targets)?),
        (Resource::Organisations, Collection::build(Resource::Organisations, organisations)?),
        (Resource::ExperienceReports, Collection::build(Resource::ExperienceReports, experience_reports)?),
        (Resource::Cpv, Collection::build(Resource::Cpv, cpv)?),
        (Resource::Synonyms, Collection::build(Resource::Synonyms, synonyms)?),
    ]))
}

fn clause_entry<'a>(dataset: &'a Dataset, clause: &'a Clause) -> Result<Entry<PublishedClause<'a>>, SnapshotError> {
    let record = PublishedClause::of(dataset, clause);
    let record = record.ok_or_else(|| SnapshotError::NoCurrentVersion(clause.reference.clone()))?;
    let title = record.version.title.clone();
    let mut keys = vec![clause.reference.to_string(), clause.id.to_string(), clause.slug.to_string()];
    keys.extend(clause.former_slugs.iter().map(Slug::to_string));
    let sort_keys = vec![
        ("reference", format!("{:0>12}", clause.reference.to_string())),
        ("title", folded(&title)),
        ("published_on", record.version.published_on.to_string()),
        ("updated_on", record.updated_on.to_string()),
        ("next_review_on", clause.next_review_on.to_string()),
    ];
    Ok(Entry { record, title, keys, sort_keys })
}

fn keys(slug: &Slug, id: Uuid) -> Vec<String> {
    vec![slug.to_string(), id.to_string()]
}

/// Letters without case, accents or ligatures, so that « Écran » stands by « écrans ».
fn folded(text: &str) -> String {
    deunicode(text).to_lowercase()
}

/// A number that sorts as text.
fn number(number: u32) -> String {
    format!("{number:010}")
}

/// The positions from the top of the tree down to `segment`.
fn tree_key(dataset: &Dataset, segment: &Segment) -> String {
    let above = dataset.ancestors(segment);
    let mut path: Vec<String> = std::iter::once(segment).chain(above).map(|s| number(s.position)).collect();
    path.reverse();
    path.join("/")
}
