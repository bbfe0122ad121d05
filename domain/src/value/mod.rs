//! Values valid by construction: parsed once at the edge, then never checked again.

mod content_hash;
mod cpv;
mod decimal;
mod mailbox;
mod organisation_number;
mod reference;
mod slug;
mod territory;
mod web_address;

pub use content_hash::{ContentHash, ContentHasher};
pub use cpv::{Cpv, CpvPrefix, InvalidCpv};
pub use decimal::Decimal;
pub use mailbox::Mailbox;
pub use organisation_number::{InvalidOrganisationNumber, Siren, Siret};
pub use reference::{InvalidReference, Reference, VersionReference};
pub use slug::{InvalidSlug, Name, Slug};
pub use territory::{InvalidTerritory, Territory};
pub use web_address::WebAddress;
