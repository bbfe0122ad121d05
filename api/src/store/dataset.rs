//! Everything that is published, written and read as a whole.

use diesel::RunQueryDsl as _;
use domain::Dataset;

use super::{
    StoreError, clause, clause_version, connection::Connection, cpv, experience_report, label, legal_reference,
    organisation, segment, synonym, target, theme,
};

/// Every table of published records, those that refer to others first.
pub(super) const TABLES: [&str; 45] = [
    "experience_report_other_source_urls",
    "experience_report_figures",
    "experience_report_labels",
    "experience_report_labels_cited",
    "experience_report_kinds",
    "experience_report_themes",
    "experience_report_segments",
    "experience_report_cpv",
    "experience_report_clauses",
    "clause_version_relations",
    "clause_version_organisations",
    "clause_version_legal_references",
    "clause_version_labels",
    "clause_version_themes",
    "clause_version_segments",
    "clause_replaced_by",
    "clause_former_slugs",
    "target_rates",
    "target_buyers",
    "target_cpv_prefixes",
    "label_criteria",
    "label_scope_segments",
    "label_aliases",
    "organisation_segments_of_expertise",
    "organisation_roles",
    "theme_synonyms",
    "theme_impacts",
    "segment_synonyms",
    "segment_legal_duties",
    "segment_essential_clauses",
    "segment_contract_types",
    "segment_cpv_prefixes",
    "synonym_also_finds",
    "synonym_terms",
    "experience_reports",
    "clause_versions",
    "clauses",
    "targets",
    "labels",
    "organisations",
    "legal_references",
    "themes",
    "segments",
    "synonyms",
    "cpv_codes",
];

/// Everything that is published, sorted.
pub(super) fn load(conn: &mut Connection) -> Result<Dataset, StoreError> {
    let mut dataset = Dataset {
        segments: segment::load_all(conn)?,
        themes: theme::load_all(conn)?,
        labels: label::load_all(conn)?,
        legal_references: legal_reference::load_all(conn)?,
        targets: target::load_all(conn)?,
        organisations: organisation::load_all(conn)?,
        experience_reports: experience_report::load_all(conn)?,
        cpv: cpv::load_all(conn)?,
        synonyms: synonym::load_all(conn)?,
        clauses: clause::load_all(conn)?,
        clause_versions: clause_version::load_all(conn)?,
    };
    dataset.sort();
    Ok(dataset)
}

/// Deletes everything that is published and writes `dataset`.
pub(super) fn replace(conn: &mut Connection, dataset: &Dataset) -> Result<(), StoreError> {
    for table in TABLES {
        diesel::sql_query(format!("DELETE FROM {table}")).execute(conn).map_err(StoreError::writing(table))?;
    }
    let Dataset {
        segments,
        themes,
        labels,
        legal_references,
        targets,
        organisations,
        experience_reports,
        cpv,
        synonyms,
        clauses,
        clause_versions,
    } = dataset;
    // What is referred to comes first, as far as possible: each link that has to wait costs a search.
    cpv::put_all(conn, cpv)?;
    synonyms.iter().try_for_each(|record| synonym::put(conn, record))?;
    segments.iter().try_for_each(|record| segment::put(conn, record))?;
    themes.iter().try_for_each(|record| theme::put(conn, record))?;
    legal_references.iter().try_for_each(|record| legal_reference::put(conn, record))?;
    organisations.iter().try_for_each(|record| organisation::put(conn, record))?;
    labels.iter().try_for_each(|record| label::put(conn, record))?;
    targets.iter().try_for_each(|record| target::put(conn, record))?;
    clauses.iter().try_for_each(|record| clause::put(conn, record))?;
    clause_versions.iter().try_for_each(|record| clause_version::put(conn, record))?;
    experience_reports.iter().try_for_each(|record| experience_report::put(conn, record))
}
