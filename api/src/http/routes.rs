//! The whole API on one screen.

use actix_web::{App, dev::ServiceFactory};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt as _, UtoipaApp, scope};

use super::handlers::{
    catalogue, clauses, coverage, discovery, dumps, feeds, find, history, pages, reference, schemas, service,
};

/// The documented routes of `app`, and the document that they make.
pub(super) fn documented<T>(app: App<T>) -> (App<T>, OpenApi)
where
    T: ServiceFactory<actix_web::dev::ServiceRequest, Config = (), Error = actix_web::Error, InitError = ()>,
{
    let app: UtoipaApp<T> = app.into_utoipa_app();
    app.service(
        scope::scope("/v1")
            .service(service::get_service)
            .service(service::list_enumerations)
            .service(coverage::get_coverage)
            .service(clauses::list_clauses)
            .service(clauses::export_clauses)
            .service(clauses::get_clause)
            .service(clauses::list_clause_versions)
            .service(clauses::get_clause_version)
            .service(clauses::compare_clause_versions)
            .service(clauses::compare_clause_versions_as_text)
            .service(reference::list_segments)
            .service(reference::export_segments)
            .service(reference::get_segment)
            .service(clauses::list_segment_clauses)
            .service(reference::list_themes)
            .service(reference::export_themes)
            .service(reference::get_theme)
            .service(reference::list_labels)
            .service(reference::export_labels)
            .service(reference::get_label)
            .service(clauses::list_label_clauses)
            .service(reference::list_legal_references)
            .service(reference::export_legal_references)
            .service(reference::get_legal_reference)
            .service(reference::list_targets)
            .service(reference::export_targets)
            .service(reference::get_target)
            .service(reference::list_organisations)
            .service(reference::export_organisations)
            .service(reference::get_organisation)
            .service(reference::list_experience_reports)
            .service(reference::export_experience_reports)
            .service(reference::get_experience_report)
            .service(reference::list_cpv_codes)
            .service(reference::export_cpv_codes)
            .service(find::get_cpv_code)
            .service(reference::list_synonyms)
            .service(reference::export_synonyms)
            .service(reference::get_synonym)
            .service(find::search)
            .service(find::suggest)
            .service(find::get_guidance)
            .service(dumps::list_dumps)
            .service(dumps::get_dump)
            .service(schemas::get_data_package)
            .service(schemas::list_schemas)
            .service(schemas::get_schema)
            .service(history::list_revisions)
            .service(history::get_revision)
            .service(history::get_revision_dump)
            .service(history::list_changes)
            .service(feeds::follow_clauses),
    )
    .service(service::get_health)
    .service(service::get_readiness)
    .split_for_parts()
}

/// The routes that are pages and files, not part of the document.
pub(super) fn undocumented(config: &mut actix_web::web::ServiceConfig) {
    config
        .service(pages::home)
        .service(pages::problem)
        .service(catalogue::any)
        .service(catalogue::json_ld)
        .service(catalogue::turtle)
        .service(catalogue::rdf_xml)
        .service(catalogue::data_json)
        .service(catalogue::dataset)
        .service(discovery::robots)
        .service(discovery::sitemap)
        .service(discovery::part_of_sitemap)
        .service(discovery::api_catalog)
        .service(discovery::llms)
        .service(service::get_metrics)
        .service(service::openapi_json)
        .service(service::openapi_yaml)
        .service(service::docs);
}
