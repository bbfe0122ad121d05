//! Documented purchases at rest.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{ExperienceReport, Outcome, ReportedContract, ReportingOrganisation, Verification, value::Decimal};

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List, Lists},
    row::{RowId, text, texts, value, values},
    schema::experience_reports,
};

const TABLE: &str = "experience_reports";
const OWNER: &str = "experience_report";
const CLAUSES: List = List { table: "experience_report_clauses", owner: OWNER, value: "citation" };
const CPV: List = List { table: "experience_report_cpv", owner: OWNER, value: "cpv" };
const SEGMENTS: List = List { table: "experience_report_segments", owner: OWNER, value: "segment" };
const THEMES: List = List { table: "experience_report_themes", owner: OWNER, value: "theme" };
const KINDS: List = List { table: "experience_report_kinds", owner: OWNER, value: "kind" };
const LABELS_CITED: List = List { table: "experience_report_labels_cited", owner: OWNER, value: "label_cited" };
const LABELS: List = List { table: "experience_report_labels", owner: OWNER, value: "label" };
const FIGURES: List = List { table: "experience_report_figures", owner: OWNER, value: "figure" };
const OTHER_SOURCE_URLS: List = List { table: "experience_report_other_source_urls", owner: OWNER, value: "url" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = experience_reports)]
struct ExperienceReportRow {
    id: String,
    slug: String,
    title: String,
    organisation_name: String,
    organisation_kind: String,
    organisation_siret: Option<String>,
    organisation_territory: Option<String>,
    contract_object: String,
    contract_type: Option<String>,
    contract_year: Option<i32>,
    requirement: Option<String>,
    award_weight_min: Option<f64>,
    award_weight_max: Option<f64>,
    results: Option<String>,
    bids_received: Option<i64>,
    no_tender: Option<bool>,
    price_effect: Option<String>,
    target_reached: String,
    lessons: Option<String>,
    legal_check: String,
    evidence_level: String,
    source_title: String,
    verification_status: String,
    verification_source_url: Option<String>,
    verification_checked_on: Option<NaiveDate>,
}

/// Writes a report that is not there yet.
pub(super) fn put(conn: &mut Connection, report: &ExperienceReport) -> Result<(), StoreError> {
    let ExperienceReport {
        id,
        slug,
        title,
        clauses,
        organisation: ReportingOrganisation { name, kind, siret, territory },
        contract: ReportedContract { object, contract_type, cpv, year },
        segments,
        themes,
        kinds,
        requirement,
        award_weight_min,
        award_weight_max,
        labels_cited,
        labels,
        results,
        figures,
        outcome: Outcome { bids_received, no_tender, price_effect, target_reached },
        lessons,
        legal_check,
        evidence_level,
        source_title,
        other_source_urls,
        verification: Verification { status, source_url, checked_on },
    } = report;
    let row = ExperienceReportRow {
        id: id.to_string(),
        slug: slug.to_string(),
        title: title.clone(),
        organisation_name: name.clone(),
        organisation_kind: value(*kind),
        organisation_siret: text(siret.as_ref()),
        organisation_territory: text(territory.as_ref()),
        contract_object: object.clone(),
        contract_type: contract_type.map(value),
        contract_year: year.map(i32::from),
        requirement: requirement.clone(),
        award_weight_min: award_weight_min.map(Decimal::get),
        award_weight_max: award_weight_max.map(Decimal::get),
        results: results.clone(),
        bids_received: bids_received.map(i64::from),
        no_tender: *no_tender,
        price_effect: price_effect.clone(),
        target_reached: value(*target_reached),
        lessons: lessons.clone(),
        legal_check: value(*legal_check),
        evidence_level: value(*evidence_level),
        source_title: source_title.clone(),
        verification_status: value(*status),
        verification_source_url: text(source_url.as_ref()),
        verification_checked_on: *checked_on,
    };
    diesel::insert_into(experience_reports::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &CLAUSES, &row.slug, &texts(clauses))?;
    lists::put(conn, &CPV, &row.slug, &texts(cpv))?;
    lists::put(conn, &SEGMENTS, &row.slug, &texts(segments))?;
    lists::put(conn, &THEMES, &row.slug, &texts(themes))?;
    lists::put(conn, &KINDS, &row.slug, &values(kinds))?;
    lists::put(conn, &LABELS_CITED, &row.slug, labels_cited)?;
    lists::put(conn, &LABELS, &row.slug, &texts(labels))?;
    lists::put(conn, &FIGURES, &row.slug, figures)?;
    lists::put(conn, &OTHER_SOURCE_URLS, &row.slug, &texts(other_source_urls))
}

/// Every report.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<ExperienceReport>, StoreError> {
    let rows: Vec<ExperienceReportRow> = experience_reports::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let mut lists = ExperienceReportLists {
        clauses: lists::load(conn, &CLAUSES)?,
        cpv: lists::load(conn, &CPV)?,
        segments: lists::load(conn, &SEGMENTS)?,
        themes: lists::load(conn, &THEMES)?,
        kinds: lists::load(conn, &KINDS)?,
        labels_cited: lists::load(conn, &LABELS_CITED)?,
        labels: lists::load(conn, &LABELS)?,
        figures: lists::load(conn, &FIGURES)?,
        other_source_urls: lists::load(conn, &OTHER_SOURCE_URLS)?,
    };
    rows.into_iter().map(|row| row.into_record(&mut lists)).collect()
}

struct ExperienceReportLists {
    clauses: Lists,
    cpv: Lists,
    segments: Lists,
    themes: Lists,
    kinds: Lists,
    labels_cited: Lists,
    labels: Lists,
    figures: Lists,
    other_source_urls: Lists,
}

impl ExperienceReportRow {
    fn into_record(self, lists: &mut ExperienceReportLists) -> Result<ExperienceReport, StoreError> {
        let Self {
            id,
            slug,
            title,
            organisation_name,
            organisation_kind,
            organisation_siret,
            organisation_territory,
            contract_object,
            contract_type,
            contract_year,
            requirement,
            award_weight_min,
            award_weight_max,
            results,
            bids_received,
            no_tender,
            price_effect,
            target_reached,
            lessons,
            legal_check,
            evidence_level,
            source_title,
            verification_status,
            verification_source_url,
            verification_checked_on,
        } = self;
        let row = RowId::new(TABLE, &id);
        Ok(ExperienceReport {
            id: row.parse("id", id)?,
            title,
            clauses: lists.clauses.take(&row, &slug)?,
            organisation: ReportingOrganisation {
                name: organisation_name,
                kind: row.parse("organisation_kind", organisation_kind)?,
                siret: row.parse_some("organisation_siret", organisation_siret)?,
                territory: row.parse_some("organisation_territory", organisation_territory)?,
            },
            contract: ReportedContract {
                object: contract_object,
                contract_type: row.parse_some("contract_type", contract_type)?,
                cpv: lists.cpv.take(&row, &slug)?,
                year: row.number_some("contract_year", contract_year)?,
            },
            segments: lists.segments.take(&row, &slug)?,
            themes: lists.themes.take(&row, &slug)?,
            kinds: lists.kinds.take(&row, &slug)?,
            requirement,
            award_weight_min: row.number_some("award_weight_min", award_weight_min)?,
            award_weight_max: row.number_some("award_weight_max", award_weight_max)?,
            labels_cited: lists.labels_cited.take(&row, &slug)?,
            labels: lists.labels.take(&row, &slug)?,
            results,
            figures: lists.figures.take(&row, &slug)?,
            outcome: Outcome {
                bids_received: row.number_some("bids_received", bids_received)?,
                no_tender,
                price_effect,
                target_reached: row.parse("target_reached", target_reached)?,
            },
            lessons,
            legal_check: row.parse("legal_check", legal_check)?,
            evidence_level: row.parse("evidence_level", evidence_level)?,
            source_title,
            other_source_urls: lists.other_source_urls.take(&row, &slug)?,
            verification: row.verification(verification_status, verification_source_url, verification_checked_on)?,
            slug: row.parse("slug", slug)?,
        })
    }
}
