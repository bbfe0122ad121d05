//! Query parameters: named and documented by structs, read strictly, every error at once.

mod criteria;
mod difference;
mod error;
mod feed;
mod history;
mod purchase;
mod read;
mod types;

pub use criteria::{
    ClauseCriteria, CpvCriteria, Criteria, ExperienceReportCriteria, LabelCriteria, LegalReferenceCriteria, Mentions,
    OrganisationCriteria, SegmentCriteria, SynonymCriteria, TargetCriteria, ThemeCriteria, VersionCriteria,
};
pub use difference::{DifferenceCriteria, VersionNumber};
pub use error::ParameterError;
pub use feed::FeedCriteria;
pub use history::{ChangeCriteria, ChangePaging, RevisionToken};
pub use purchase::{PurchaseCriteria, SearchCriteria, SuggestCriteria};
pub use read::{Pairs, read};
pub use types::{Key, Limit, List, Words};

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::service::layout::Dialect;

/// Which page of a list, and which members of its records.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Number of records per page.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200, default = 20)]
    pub limit: Option<Limit>,
    /// `next` or `prev` of another page of the same list. Opaque: do not build or change it.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// Members of the records to answer, comma-separated, instead of all of them.
    #[param(value_type = Option<Vec<String>>)]
    pub fields: Option<List<String>>,
    /// Records by id, slug or reference, comma-separated, at most 200: answered in this order on one page, those that
    /// do not exist named in `meta.missing`.
    #[param(value_type = Option<Vec<String>>, max_items = 200)]
    pub id: Option<List<Key>>,
    /// Words in French; records that hold them, the best answers first unless `sort` says otherwise. `"a phrase"`,
    /// `-without`, `begin*`.
    #[param(value_type = Option<String>, max_length = 500, example = "papier recyclé")]
    pub q: Option<Words>,
    /// Filters whose values are to be counted, comma-separated: each under the other filters.
    #[param(value_type = Option<Vec<String>>)]
    pub facets: Option<List<String>>,
}

/// Which page of the versions of a clause.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionPaging {
    /// Number of records per page.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200, default = 20)]
    pub limit: Option<Limit>,
    /// `next` or `prev` of another page of the same list. Opaque: do not build or change it.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// Members of the records to answer, comma-separated, instead of all of them.
    #[param(value_type = Option<Vec<String>>)]
    pub fields: Option<List<String>>,
    /// Records by citation, comma-separated, at most 200: answered in this order on one page, those that do not exist
    /// named in `meta.missing`.
    #[param(value_type = Option<Vec<String>>, max_items = 200)]
    pub id: Option<List<Key>>,
}

/// Which page of what a search found.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HitPaging {
    /// Number of hits per page.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200, default = 20)]
    pub limit: Option<Limit>,
    /// `next` or `prev` of another page of the same search. Opaque: do not build or change it.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
}

/// Which members of the records of a whole list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Whole {
    /// Members of the records to answer, comma-separated, instead of all of them.
    #[param(value_type = Option<Vec<String>>)]
    pub fields: Option<List<String>>,
    /// Records by id, slug or reference, comma-separated, at most 200: answered in this order.
    #[param(value_type = Option<Vec<String>>, max_items = 200)]
    pub id: Option<List<Key>>,
    /// `excel` for a CSV file that a French spreadsheet opens at a double click: BOM, semicolon, decimal comma.
    #[param(inline)]
    pub dialect: Option<SpreadsheetDialect>,
    /// Words in French; records that hold them, the best answers first unless `sort` says otherwise.
    #[param(value_type = Option<String>, max_length = 500, example = "papier recyclé")]
    pub q: Option<Words>,
}

/// Ways to write CSV for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpreadsheetDialect {
    /// For a French spreadsheet.
    Excel,
}

/// Every parameter of any list that is no filter: to read filters alone.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct AnyPaging {}

/// No parameters at all.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Nothing {}

impl Mentions for Nothing {}

/// What every kind of paging offers.
pub trait Pages: for<'de> Deserialize<'de> {
    /// The parts: limit, cursor, fields, ids, words, facets.
    fn parts(self) -> Paging;
    /// For whom a CSV file is written.
    fn dialect(&self) -> Dialect {
        Dialect::Standard
    }
    /// Whether the whole list is meant when no limit is given.
    const WHOLE: bool;
}

impl Pages for Paging {
    const WHOLE: bool = false;

    fn parts(self) -> Paging {
        self
    }
}

impl Pages for VersionPaging {
    const WHOLE: bool = false;

    fn parts(self) -> Paging {
        let Self { limit, cursor, fields, id } = self;
        Paging { limit, cursor, fields, id, ..Paging::default() }
    }
}

impl Pages for Whole {
    const WHOLE: bool = true;

    fn parts(self) -> Paging {
        let Self { fields, id, dialect: _, q } = self;
        Paging { fields, id, q, ..Paging::default() }
    }

    fn dialect(&self) -> Dialect {
        self.dialect.map_or(Dialect::Standard, |SpreadsheetDialect::Excel| Dialect::Excel)
    }
}
