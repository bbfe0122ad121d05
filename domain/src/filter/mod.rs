//! Which records a caller wants. A filter that is empty keeps everything; its criteria combine with AND, the values
//! within one with OR. `matches` is the definition; every index must agree with it.

mod clause;
mod reference;

pub use clause::ClauseFilter;
pub use reference::{
    CpvFilter, ExperienceReportFilter, LabelFilter, LegalReferenceFilter, OrganisationFilter, SegmentFilter,
    TargetFilter, ThemeFilter,
};

use std::collections::BTreeSet;

use crate::value::CpvPrefix;

/// Whether `wanted` is empty or holds one of `values`.
pub(crate) fn holds_any<'a, T: Ord + 'a>(wanted: &BTreeSet<T>, values: impl IntoIterator<Item = &'a T>) -> bool {
    wanted.is_empty() || values.into_iter().any(|value| wanted.contains(value))
}

/// Whether `wanted` is empty or one of its purchases fits one of `codes`.
fn fits_any(wanted: &BTreeSet<CpvPrefix>, codes: &[CpvPrefix]) -> bool {
    wanted.is_empty() || wanted.iter().any(|purchase| codes.iter().any(|code| code.fits(purchase)))
}
