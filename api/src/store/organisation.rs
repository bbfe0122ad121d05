//! Organisations at rest.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{Organisation, Verification};

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List, Lists},
    row::{RowId, text, texts, value, values},
    schema::organisations,
};

const TABLE: &str = "organisations";
const ROLES: List = List { table: "organisation_roles", owner: "organisation", value: "role" };
const SEGMENTS: List = List { table: "organisation_segments_of_expertise", owner: "organisation", value: "segment" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = organisations)]
struct OrganisationRow {
    id: String,
    slug: String,
    name: String,
    kind: String,
    territory: Option<String>,
    siren: Option<String>,
    url: Option<String>,
    description: Option<String>,
    contact: Option<String>,
    charter_signed_on: Option<NaiveDate>,
    verification_status: String,
    verification_source_url: Option<String>,
    verification_checked_on: Option<NaiveDate>,
}

/// Writes an organisation that is not there yet.
pub(super) fn put(conn: &mut Connection, organisation: &Organisation) -> Result<(), StoreError> {
    let Organisation {
        id,
        slug,
        name,
        kind,
        roles,
        territory,
        siren,
        url,
        description,
        segments_of_expertise,
        contact,
        charter_signed_on,
        verification: Verification { status, source_url, checked_on },
    } = organisation;
    let row = OrganisationRow {
        id: id.to_string(),
        slug: slug.to_string(),
        name: name.clone(),
        kind: value(*kind),
        territory: text(territory.as_ref()),
        siren: text(siren.as_ref()),
        url: text(url.as_ref()),
        description: description.clone(),
        contact: text(contact.as_ref()),
        charter_signed_on: *charter_signed_on,
        verification_status: value(*status),
        verification_source_url: text(source_url.as_ref()),
        verification_checked_on: *checked_on,
    };
    diesel::insert_into(organisations::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &ROLES, &row.slug, &values(roles))?;
    lists::put(conn, &SEGMENTS, &row.slug, &texts(segments_of_expertise))
}

/// Every organisation.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<Organisation>, StoreError> {
    let rows: Vec<OrganisationRow> = organisations::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let mut lists =
        OrganisationLists { roles: lists::load(conn, &ROLES)?, segments_of_expertise: lists::load(conn, &SEGMENTS)? };
    rows.into_iter().map(|row| row.into_record(&mut lists)).collect()
}

struct OrganisationLists {
    roles: Lists,
    segments_of_expertise: Lists,
}

impl OrganisationRow {
    fn into_record(self, lists: &mut OrganisationLists) -> Result<Organisation, StoreError> {
        let Self {
            id,
            slug,
            name,
            kind,
            territory,
            siren,
            url,
            description,
            contact,
            charter_signed_on,
            verification_status,
            verification_source_url,
            verification_checked_on,
        } = self;
        let row = RowId::new(TABLE, &id);
        Ok(Organisation {
            id: row.parse("id", id)?,
            name,
            kind: row.parse("kind", kind)?,
            roles: lists.roles.take(&row, &slug)?,
            territory: row.parse_some("territory", territory)?,
            siren: row.parse_some("siren", siren)?,
            url: row.parse_some("url", url)?,
            description,
            segments_of_expertise: lists.segments_of_expertise.take(&row, &slug)?,
            contact: row.parse_some("contact", contact)?,
            charter_signed_on,
            verification: row.verification(verification_status, verification_source_url, verification_checked_on)?,
            slug: row.parse("slug", slug)?,
        })
    }
}
