//! What the data of La clause verte means.
//!
//! Entities, values valid by construction, filters and checks; no I/O, no SQL, no HTTP. A record here is the record
//! on the wire: what is private never enters it.

pub mod canonical;
pub mod change;
pub mod check;
pub mod clause;
pub mod coverage;
pub mod difference;
pub mod enumeration;
pub mod facet;
pub mod filter;
pub mod guidance;
pub mod history;
pub mod life;
pub mod nomenclature;
pub mod page;
pub mod search;
pub mod sort;
pub mod value;

mod cpv_code;
mod dataset;
mod experience_report;
mod label;
mod legal_reference;
mod organisation;
mod record;
mod revision;
mod segment;
mod synonym;
mod target;
mod theme;
mod verification;

pub use clause::{Clause, ClauseVersion, PublishedClause};
pub use cpv_code::{CpvCode, NOMENCLATURE_CODES};
pub use dataset::{Dataset, Resource, fingerprint};
pub use experience_report::{ExperienceReport, Outcome, ReportedContract, ReportingOrganisation};
pub use label::{Label, LabelCriterion, LabelEligibility};
pub use legal_reference::LegalReference;
pub use organisation::Organisation;
pub use revision::Revision;
pub use segment::Segment;
pub use synonym::Synonym;
pub use target::{ProcurementTarget, TargetRate};
pub use theme::Theme;
pub use verification::Verification;
