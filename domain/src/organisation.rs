use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    enumeration::{OrganisationKind, OrganisationRole},
    value::{Mailbox, Siren, Slug, Territory, WebAddress},
    verification::Verification,
};

/// A network, contributor, ambassador or body that is interested in the commons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Identity for machines; never reused.
    pub id: Uuid,
    /// Address in URLs.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Kind of organisation.
    pub kind: OrganisationKind,
    /// What it is to the commons.
    #[serde(default)]
    pub roles: Vec<OrganisationRole>,
    /// Territory that it serves.
    #[serde(default)]
    pub territory: Option<Territory>,
    /// Its SIREN.
    #[serde(default)]
    pub siren: Option<Siren>,
    /// Its site.
    #[serde(default)]
    pub url: Option<WebAddress>,
    /// What it does for the commons, in French.
    #[serde(default)]
    pub description: Option<String>,
    /// Segments in which it can review.
    #[serde(default)]
    pub segments_of_expertise: Vec<Slug>,
    /// Mailbox of a function, never of a person.
    #[serde(default)]
    pub contact: Option<Mailbox>,
    /// Day on which it signed the charter of contributors.
    #[serde(default)]
    pub charter_signed_on: Option<NaiveDate>,
    /// How well this record was checked.
    pub verification: Verification,
}
