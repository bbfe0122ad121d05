//! What the data of La clause verte means.
//!
//! Entities, values valid by construction, filters and checks; no I/O, no SQL, no HTTP. A record here is the record
//! on the wire: what is private never enters it.

pub mod canonical;
pub mod check;
pub mod clause;
pub mod enumeration;
pub mod filter;
pub mod page;
pub mod sort;
pub mod value;

mod dataset;
mod experience_report;
mod label;
mod legal_reference;
mod organisation;
mod revision;
mod segment;
mod target;
mod theme;
mod verification;

pub use clause::{Clause, ClauseVersion, PublishedClause};
pub use dataset::{Dataset, Resource};
pub use experience_report::{ExperienceReport, Outcome, ReportedContract, ReportingOrganisation};
pub use label::{Label, LabelCriterion, LabelEligibility};
pub use legal_reference::LegalReference;
pub use organisation::Organisation;
pub use revision::Revision;
pub use segment::Segment;
pub use target::{ProcurementTarget, TargetRate};
pub use theme::Theme;
pub use verification::Verification;
