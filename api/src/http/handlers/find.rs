//! From a few words, or from a CPV code, to what fits.

use actix_web::{get, web::Path};
use domain::{search::SearchedResource, value::Cpv};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::{
    answer::{Answer, CachePolicy},
    ask::{Ask, given},
    found::{searched, suggestion},
    params::{HitPaging, Nothing, ParameterError, PurchaseCriteria, SearchCriteria, SuggestCriteria, Words},
    problem::Problem,
    views::{CpvDocument, GuidanceDocument, Meta, SearchPage, Suggestions},
};

/// Completions when no limit is given.
const COMPLETIONS: usize = 10;

/// Search everything
///
/// Full text in French over clauses, segments, themes, labels, legal texts, legal shares, organisations and documented
/// purchases. Accents, case, plurals and elisions do not matter; words of the trade find their synonyms; what no record
/// holds is taken for a misspelling. `understood` tells how each word was read.
#[utoipa::path(
    tag = "search",
    params(SearchCriteria, HitPaging),
    responses((status = 200, description = "One page of hits", body = SearchPage))
)]
#[get("/search")]
pub async fn search(ask: Ask<SearchCriteria, HitPaging>) -> Result<Answer, Problem> {
    ask.hits()
}

/// Complete while typing
///
/// Titles, names, other names and codes of which a word begins as the last one typed, and which hold the others.
#[utoipa::path(
    tag = "search",
    params(SuggestCriteria),
    responses((status = 200, description = "The completions", body = Suggestions))
)]
#[get("/suggest")]
pub async fn suggest(ask: Ask<SuggestCriteria, Nothing>) -> Result<Answer, Problem> {
    let SuggestCriteria { q, resource, limit } = &ask.criteria;
    let Words(typed) = given("q", q.as_ref())?;
    let wanted = searched(resource.as_ref(), |resource| resource != SearchedResource::Synonyms);
    let limit = limit.map_or(COMPLETIONS, |limit| usize::from(limit.0));
    let completions = ask.snapshot.completions().complete(typed, &wanted, limit);
    let items: Vec<_> = completions.iter().map(|it| suggestion(&ask.snapshot, it, &ask.base)).collect();
    ask.json(&Suggestions { total: items.len() as u64, items, meta: Meta::of(&ask.snapshot, Vec::new()) })
}

/// Path of one CPV code.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CpvPath {
    /// The eight digits of a division, a group, a class, a category or a full code, with or without the check digit.
    #[param(value_type = Cpv, example = "39130000")]
    pub code: String,
}

/// Get one CPV code
///
/// With its place in the nomenclature and the segments, clauses, legal shares and labels that fit a purchase of it. Any
/// well-formed code is answered: `existence` tells whether this instance holds it.
#[utoipa::path(
    tag = "cpv",
    params(CpvPath),
    responses((status = 200, description = "The code and what surrounds it", body = CpvDocument))
)]
#[get("/cpv/{code}")]
pub async fn get_cpv_code(ask: Ask<Nothing, Nothing>, path: Path<CpvPath>) -> Result<Answer, Problem> {
    let code = path.code.parse::<Cpv>().map_err(|error| {
        Problem::bad_parameters(vec![("code".to_owned(), ParameterError::Invalid(error.to_string()))])
    })?;
    let entry = ask.snapshot.cpv_entry(&code);
    let answer = ask.json(&CpvDocument { entry, meta: Meta::of(&ask.snapshot, Vec::new()) })?;
    Ok(answer.link(&format!("{}/v1/cpv/{code}", ask.base), "canonical"))
}

/// Guide a purchase
///
/// From CPV codes or segments: the duties in force on the day of the procedure, the legal shares that it counts in, a
/// short proposal of clauses in proportion to the amount, further clauses, labels, documented purchases, and what the
/// data does not cover. Each choice names its rule. *Aide à la rédaction, ne vaut pas avis juridique.*
#[utoipa::path(
    tag = "guidance",
    params(PurchaseCriteria),
    responses((status = 200, description = "What the purchase needs", body = GuidanceDocument))
)]
#[get("/guidance")]
pub async fn get_guidance(ask: Ask<PurchaseCriteria, Nothing>) -> Result<Answer, Problem> {
    let guidance = ask.snapshot.guidance(&ask.criteria.purchase(ask.today));
    let policy = if ask.criteria.date.is_some() { CachePolicy::Revision } else { CachePolicy::Day };
    Ok(ask.json(&GuidanceDocument { guidance, meta: Meta::of(&ask.snapshot, Vec::new()) })?.kept(policy))
}
