use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    enumeration::{LabelNature, LabelType, Verdict},
    value::{Slug, WebAddress},
    verification::Verification,
};

/// A label or certification that can serve as proof (CCP, art. R. 2111-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Other names and abbreviations.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Who owns it.
    #[serde(default)]
    pub owner: Option<String>,
    /// Kind of label in the ISO 14020 series.
    pub iso_type: LabelType,
    /// What it certifies, and how.
    pub nature: LabelNature,
    /// What it covers, in French.
    #[serde(default)]
    pub scope: Option<String>,
    /// Segments in which it can serve.
    #[serde(default)]
    pub scope_segments: Vec<Slug>,
    /// Its page.
    #[serde(default)]
    pub url: Option<WebAddress>,
    /// Register in which validity is checked.
    #[serde(default)]
    pub register_url: Option<WebAddress>,
    /// Day from which it exists in this form.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day of its validity.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// What it demands.
    #[serde(default)]
    pub criteria: Vec<LabelCriterion>,
    /// Whether a public authority owns or founds it.
    pub governmental: Verdict,
    /// Whether a third party verifies it.
    pub third_party_verified: Verdict,
    /// Our appraisal of the conditions under which a contract may demand it.
    pub r2111_14: LabelEligibility,
    /// How to use it in a contract, in French.
    #[serde(default)]
    pub usage_note: Option<String>,
    /// How well this record was checked.
    pub verification: Verification,
}

/// One thing that a label demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelCriterion {
    /// Name of the criterion inside its label.
    pub id: Slug,
    /// What it demands, in French.
    pub statement: String,
}

/// Whether a contract may demand a label: the three conditions of CCP, art. R. 2111-14. No official list exists: this is an appraisal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelEligibility {
    /// Whether it was made by an open and transparent procedure.
    pub open_procedure: Verdict,
    /// Whether its criteria are verifiable objectively and do not discriminate.
    pub objective_criteria: Verdict,
    /// Whether a third party sets its criteria, out of reach of the bidder.
    pub third_party: Verdict,
    /// Why, in French.
    #[serde(default)]
    pub reason: Option<String>,
    /// Organisation that made the appraisal.
    #[serde(default)]
    pub checked_by: Option<Slug>,
    /// Day of the appraisal.
    #[serde(default)]
    pub checked_on: Option<NaiveDate>,
}

impl LabelEligibility {
    /// The three conditions together: one `no` is a no, one `unknown` leaves it open.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let answers = [self.open_procedure, self.objective_criteria, self.third_party];
        if answers.contains(&Verdict::No) {
            Verdict::No
        } else if answers.contains(&Verdict::Unknown) {
            Verdict::Unknown
        } else {
            Verdict::Yes
        }
    }
}
