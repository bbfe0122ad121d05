//! The reference resources: segments, themes, labels, legal texts, legal shares, organisations, documented purchases.

use actix_web::{get, web::Path};
use domain::{
    CpvCode, ExperienceReport, Label, LegalReference, Organisation, ProcurementTarget, Resource, Segment, Synonym,
    Theme,
};

use super::{FormatPath, KeyPath};
use crate::http::{
    answer::Answer,
    ask::Ask,
    params::{
        CpvCriteria, ExperienceReportCriteria, LabelCriteria, LegalReferenceCriteria, Nothing, OrganisationCriteria,
        Paging, SegmentCriteria, SynonymCriteria, TargetCriteria, ThemeCriteria, Whole,
    },
    problem::Problem,
    views::Page,
};

/// List purchase segments
///
/// In the order of the tree; segments of one parent by position. To read on, follow `next`.
#[utoipa::path(
    tag = "segments",
    params(SegmentCriteria, Paging),
    responses((status = 200, description = "One page of purchase segments", body = Page<Segment>))
)]
#[get("/segments")]
pub async fn list_segments(ask: Ask<SegmentCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export purchase segments
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "segments",
    params(FormatPath, SegmentCriteria, Whole),
    responses((status = 200, description = "Every purchase segment that the filters keep", body = Page<Segment>))
)]
#[get("/segments.{format:csv|ndjson|json}")]
pub async fn export_segments(ask: Ask<SegmentCriteria, Whole>, path: Path<FormatPath>) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one purchase segment
#[utoipa::path(
    tag = "segments",
    params(KeyPath),
    responses((status = 200, description = "The purchase segment", body = Segment))
)]
#[get("/segments/{key}")]
pub async fn get_segment(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::Segments, &path.key)
}

/// List environmental themes
///
/// By position. To read on, follow `next`.
#[utoipa::path(
    tag = "themes",
    params(ThemeCriteria, Paging),
    responses((status = 200, description = "One page of environmental themes", body = Page<Theme>))
)]
#[get("/themes")]
pub async fn list_themes(ask: Ask<ThemeCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export environmental themes
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "themes",
    params(FormatPath, ThemeCriteria, Whole),
    responses((status = 200, description = "Every environmental theme that the filters keep", body = Page<Theme>))
)]
#[get("/themes.{format:csv|ndjson|json}")]
pub async fn export_themes(ask: Ask<ThemeCriteria, Whole>, path: Path<FormatPath>) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one environmental theme
#[utoipa::path(
    tag = "themes",
    params(KeyPath),
    responses((status = 200, description = "The environmental theme", body = Theme))
)]
#[get("/themes/{key}")]
pub async fn get_theme(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::Themes, &path.key)
}

/// List labels
///
/// By name. To read on, follow `next`.
#[utoipa::path(
    tag = "labels",
    params(LabelCriteria, Paging),
    responses((status = 200, description = "One page of labels", body = Page<Label>))
)]
#[get("/labels")]
pub async fn list_labels(ask: Ask<LabelCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export labels
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "labels",
    params(FormatPath, LabelCriteria, Whole),
    responses((status = 200, description = "Every label that the filters keep", body = Page<Label>))
)]
#[get("/labels.{format:csv|ndjson|json}")]
pub async fn export_labels(ask: Ask<LabelCriteria, Whole>, path: Path<FormatPath>) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one label
#[utoipa::path(
    tag = "labels",
    params(KeyPath),
    responses((status = 200, description = "The label", body = Label))
)]
#[get("/labels/{key}")]
pub async fn get_label(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::Labels, &path.key)
}

/// List legal texts
///
/// By slug. To read on, follow `next`.
#[utoipa::path(
    tag = "legal-references",
    params(LegalReferenceCriteria, Paging),
    responses((status = 200, description = "One page of legal texts", body = Page<LegalReference>))
)]
#[get("/legal-references")]
pub async fn list_legal_references(ask: Ask<LegalReferenceCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export legal texts
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "legal-references",
    params(FormatPath, LegalReferenceCriteria, Whole),
    responses((status = 200, description = "Every legal text that the filters keep", body = Page<LegalReference>))
)]
#[get("/legal-references.{format:csv|ndjson|json}")]
pub async fn export_legal_references(
    ask: Ask<LegalReferenceCriteria, Whole>,
    path: Path<FormatPath>,
) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one legal text
#[utoipa::path(
    tag = "legal-references",
    params(KeyPath),
    responses((status = 200, description = "The legal text", body = LegalReference))
)]
#[get("/legal-references/{key}")]
pub async fn get_legal_reference(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::LegalReferences, &path.key)
}

/// List legal shares
///
/// By slug. A share binds the yearly purchases of a buyer; it is not a threshold of one contract. To read on, follow `next`.
#[utoipa::path(
    tag = "targets",
    params(TargetCriteria, Paging),
    responses((status = 200, description = "One page of legal shares", body = Page<ProcurementTarget>))
)]
#[get("/targets")]
pub async fn list_targets(ask: Ask<TargetCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export legal shares
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "targets",
    params(FormatPath, TargetCriteria, Whole),
    responses((status = 200, description = "Every legal share that the filters keep", body = Page<ProcurementTarget>))
)]
#[get("/targets.{format:csv|ndjson|json}")]
pub async fn export_targets(ask: Ask<TargetCriteria, Whole>, path: Path<FormatPath>) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one legal share
#[utoipa::path(
    tag = "targets",
    params(KeyPath),
    responses((status = 200, description = "The legal share", body = ProcurementTarget))
)]
#[get("/targets/{key}")]
pub async fn get_target(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::Targets, &path.key)
}

/// List organisations
///
/// By name. Being listed is no endorsement of the texts. To read on, follow `next`.
#[utoipa::path(
    tag = "organisations",
    params(OrganisationCriteria, Paging),
    responses((status = 200, description = "One page of organisations", body = Page<Organisation>))
)]
#[get("/organisations")]
pub async fn list_organisations(ask: Ask<OrganisationCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export organisations
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "organisations",
    params(FormatPath, OrganisationCriteria, Whole),
    responses((status = 200, description = "Every organisation that the filters keep", body = Page<Organisation>))
)]
#[get("/organisations.{format:csv|ndjson|json}")]
pub async fn export_organisations(
    ask: Ask<OrganisationCriteria, Whole>,
    path: Path<FormatPath>,
) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one organisation
#[utoipa::path(
    tag = "organisations",
    params(KeyPath),
    responses((status = 200, description = "The organisation", body = Organisation))
)]
#[get("/organisations/{key}")]
pub async fn get_organisation(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::Organisations, &path.key)
}

/// List documented purchases
///
/// By slug. Figures are as announced by the sources. To read on, follow `next`.
#[utoipa::path(
    tag = "experience-reports",
    params(ExperienceReportCriteria, Paging),
    responses((status = 200, description = "One page of documented purchases", body = Page<ExperienceReport>))
)]
#[get("/experience-reports")]
pub async fn list_experience_reports(ask: Ask<ExperienceReportCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export documented purchases
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "experience-reports",
    params(FormatPath, ExperienceReportCriteria, Whole),
    responses((status = 200, description = "Every documented purchase that the filters keep", body = Page<ExperienceReport>))
)]
#[get("/experience-reports.{format:csv|ndjson|json}")]
pub async fn export_experience_reports(
    ask: Ask<ExperienceReportCriteria, Whole>,
    path: Path<FormatPath>,
) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one documented purchase
#[utoipa::path(
    tag = "experience-reports",
    params(KeyPath),
    responses((status = 200, description = "The documented purchase", body = ExperienceReport))
)]
#[get("/experience-reports/{key}")]
pub async fn get_experience_report(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::ExperienceReports, &path.key)
}

/// List CPV codes
///
/// The codes that this instance holds with their labels: the whole nomenclature, or the part that the data uses.
#[utoipa::path(
    tag = "cpv",
    params(CpvCriteria, Paging),
    responses((status = 200, description = "One page of CPV codes", body = Page<CpvCode>))
)]
#[get("/cpv")]
pub async fn list_cpv_codes(ask: Ask<CpvCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export CPV codes
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "cpv",
    params(FormatPath, CpvCriteria, Whole),
    responses((status = 200, description = "Every CPV code that the filters keep", body = Page<CpvCode>))
)]
#[get("/cpv.{format:csv|ndjson|json}")]
pub async fn export_cpv_codes(ask: Ask<CpvCriteria, Whole>, path: Path<FormatPath>) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// List synonyms
///
/// The words of the trade that searches take for one another. To read on, follow `next`.
#[utoipa::path(
    tag = "search",
    params(SynonymCriteria, Paging),
    responses((status = 200, description = "One page of synonyms", body = Page<Synonym>))
)]
#[get("/synonyms")]
pub async fn list_synonyms(ask: Ask<SynonymCriteria, Paging>) -> Result<Answer, Problem> {
    ask.list()
}

/// Export synonyms
///
/// The whole filtered list in one file.
#[utoipa::path(
    tag = "search",
    params(FormatPath, SynonymCriteria, Whole),
    responses((status = 200, description = "Every synonym that the filters keep", body = Page<Synonym>))
)]
#[get("/synonyms.{format:csv|ndjson|json}")]
pub async fn export_synonyms(ask: Ask<SynonymCriteria, Whole>, path: Path<FormatPath>) -> Result<Answer, Problem> {
    ask.whole(&path.format)
}

/// Get one notion of the trade
///
/// With its words.
#[utoipa::path(
    tag = "search",
    params(KeyPath),
    responses((status = 200, description = "The notion and its words", body = Synonym))
)]
#[get("/synonyms/{key}")]
pub async fn get_synonym(ask: Ask<Nothing, Nothing>, path: Path<KeyPath>) -> Result<Answer, Problem> {
    ask.record(Resource::Synonyms, &path.key)
}
