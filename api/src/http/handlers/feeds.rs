//! Feeds.

use actix_web::get;

use crate::http::{
    answer::Answer,
    ask::Ask,
    params::{FeedCriteria, Nothing},
    problem::Problem,
};

/// Follow the life of clauses
///
/// An Atom feed of the last 200 events, the newest first: clauses and versions published, clauses deprecated and
/// withdrawn. A clause that the filters keep is followed with its whole life.
#[utoipa::path(
    tag = "feeds",
    params(FeedCriteria),
    responses((status = 200, description = "The feed (RFC 4287)", content((String = "application/atom+xml"))))
)]
#[get("/feeds/clauses.atom")]
pub async fn follow_clauses(ask: Ask<FeedCriteria, Nothing>) -> Result<Answer, Problem> {
    ask.feed()
}
