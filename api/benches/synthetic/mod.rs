//! A catalogue of any size, for benches.

use api::service::{layout, seeds};
use domain::{
    Dataset,
    value::{ContentHash, VersionReference},
};
use uuid::Uuid;

/// The bundled catalogue with `size` clauses.
pub fn dataset(size: usize) -> Dataset {
    let mut dataset = layout::read(&seeds::bundled()).expect("the bundled seeds are valid").dataset;
    let (clauses, versions) = (dataset.clauses.clone(), dataset.clause_versions.clone());
    dataset.clauses.clear();
    dataset.clause_versions.clear();
    for number in 1..=size {
        let reference = format!("LCV-{number:04}").parse().expect("a reference of four digits or more");
        let mut clause = clauses[number % clauses.len()].clone();
        let current = versions.iter().find(|version| version.citation.clause == clause.reference);
        let mut version = current.expect("every clause has a version").clone();
        clause.id = Uuid::new_v5(&Uuid::NAMESPACE_URL, number.to_string().as_bytes());
        clause.slug = format!("clause-{number}").parse().expect("a slug");
        clause.reference = reference;
        version.citation = VersionReference { clause: clause.reference.clone(), version: version.version };
        version.title = format!("{} ({number})", version.title);
        let document = version.document().expect("a version is JSON");
        version.content_hash = ContentHash::of(document.as_bytes());
        dataset.clauses.push(clause);
        dataset.clause_versions.push(version);
    }
    dataset
}

/// The sizes to measure.
pub fn sizes() -> Vec<usize> {
    let sizes = std::env::var("SIZES").unwrap_or_else(|_| "500,10000,100000".to_owned());
    sizes.split(',').map(|size| size.trim().parse().expect("SIZES is a list of numbers")).collect()
}
