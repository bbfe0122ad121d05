//! What the catalogue covers.

use actix_web::get;

use crate::http::{
    answer::{Answer, CachePolicy},
    ask::Ask,
    params::Nothing,
    problem::Problem,
    views::{CoverageDocument, Meta},
};

/// Say what is covered
///
/// Published clauses of each purchase segment, theme and legal share, against what a buyer may expect; what each lacks; and
/// the clauses whose review is due today.
#[utoipa::path(
    tag = "service",
    responses((status = 200, description = "What is covered", body = CoverageDocument))
)]
#[get("/coverage")]
pub async fn get_coverage(ask: Ask<Nothing, Nothing>) -> Result<Answer, Problem> {
    let coverage = ask.snapshot.coverage(ask.today);
    Ok(ask.json(&CoverageDocument { coverage, meta: Meta::of(&ask.snapshot, Vec::new()) })?.kept(CachePolicy::Day))
}
