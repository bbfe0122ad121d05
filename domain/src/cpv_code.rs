use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{enumeration::CpvLevel, value::Cpv};

/// Codes of the nomenclature (Regulation (EC) No 213/2008, annex I, main vocabulary): a data set that holds as many
/// holds all of them.
pub const NOMENCLATURE_CODES: usize = 9_454;

/// A code of the Common Procurement Vocabulary with its labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CpvCode {
    /// The eight digits.
    pub code: Cpv,
    /// French label, as the regulation words it.
    pub label: String,
    /// English label, as the regulation words it.
    pub label_en: String,
}

impl CpvCode {
    /// Its place in the hierarchy.
    #[must_use]
    pub fn level(&self) -> CpvLevel {
        self.code.prefix().level()
    }
}
