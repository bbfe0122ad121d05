//! Labels and certifications at rest.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{Label, LabelCriterion, LabelEligibility, Verification, value::Slug};

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List, Lists},
    row::{RowId, text, texts, value},
    schema::{label_criteria, labels},
};

const TABLE: &str = "labels";
const CRITERIA: &str = "label_criteria";
const ALIASES: List = List { table: "label_aliases", owner: "label", value: "alias" };
const SCOPE_SEGMENTS: List = List { table: "label_scope_segments", owner: "label", value: "segment" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = labels)]
struct LabelRow {
    id: String,
    slug: String,
    name: String,
    owner: Option<String>,
    iso_type: String,
    nature: String,
    scope: Option<String>,
    url: Option<String>,
    register_url: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    governmental: String,
    third_party_verified: String,
    open_procedure: String,
    objective_criteria: String,
    third_party: String,
    eligibility_reason: Option<String>,
    eligibility_checked_by: Option<String>,
    eligibility_checked_on: Option<NaiveDate>,
    usage_note: Option<String>,
    verification_status: String,
    verification_source_url: Option<String>,
    verification_checked_on: Option<NaiveDate>,
}

/// Writes a label that is not there yet.
pub(super) fn put(conn: &mut Connection, label: &Label) -> Result<(), StoreError> {
    let Label {
        id,
        slug,
        name,
        aliases,
        owner,
        iso_type,
        nature,
        scope,
        scope_segments,
        url,
        register_url,
        valid_from,
        valid_to,
        criteria,
        governmental,
        third_party_verified,
        r2111_14:
            LabelEligibility {
                open_procedure,
                objective_criteria,
                third_party,
                reason,
                checked_by,
                checked_on: eligibility_checked_on,
            },
        usage_note,
        verification: Verification { status, source_url, checked_on },
    } = label;
    let row = LabelRow {
        id: id.to_string(),
        slug: slug.to_string(),
        name: name.clone(),
        owner: owner.clone(),
        iso_type: value(*iso_type),
        nature: value(*nature),
        scope: scope.clone(),
        url: text(url.as_ref()),
        register_url: text(register_url.as_ref()),
        valid_from: *valid_from,
        valid_to: *valid_to,
        governmental: value(*governmental),
        third_party_verified: value(*third_party_verified),
        open_procedure: value(*open_procedure),
        objective_criteria: value(*objective_criteria),
        third_party: value(*third_party),
        eligibility_reason: reason.clone(),
        eligibility_checked_by: text(checked_by.as_ref()),
        eligibility_checked_on: *eligibility_checked_on,
        usage_note: usage_note.clone(),
        verification_status: value(*status),
        verification_source_url: text(source_url.as_ref()),
        verification_checked_on: *checked_on,
    };
    diesel::insert_into(labels::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &ALIASES, &row.slug, aliases)?;
    lists::put(conn, &SCOPE_SEGMENTS, &row.slug, &texts(scope_segments))?;
    put_criteria(conn, slug, criteria)
}

fn put_criteria(conn: &mut Connection, label: &Slug, criteria: &[LabelCriterion]) -> Result<(), StoreError> {
    for (position, LabelCriterion { id, statement }) in (0_i32..).zip(criteria) {
        diesel::insert_into(label_criteria::table)
            .values((
                label_criteria::label.eq(label.as_str()),
                label_criteria::position.eq(position),
                label_criteria::id.eq(id.as_str()),
                label_criteria::statement.eq(statement),
            ))
            .execute(conn)
            .map_err(StoreError::writing(CRITERIA))?;
    }
    Ok(())
}

/// Every label.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<Label>, StoreError> {
    let rows: Vec<LabelRow> = labels::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let mut lists = LabelLists {
        aliases: lists::load(conn, &ALIASES)?,
        scope_segments: lists::load(conn, &SCOPE_SEGMENTS)?,
        criteria: load_criteria(conn)?,
    };
    rows.into_iter().map(|row| row.into_record(&mut lists)).collect()
}

fn load_criteria(conn: &mut Connection) -> Result<BTreeMap<String, Vec<LabelCriterion>>, StoreError> {
    let rows: Vec<(String, String, String)> = label_criteria::table
        .select((label_criteria::label, label_criteria::id, label_criteria::statement))
        .order((label_criteria::label, label_criteria::position))
        .load(conn)
        .map_err(StoreError::reading(CRITERIA))?;
    let mut criteria: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (label, id, statement) in rows {
        let id = RowId::new(CRITERIA, &label).parse("id", id)?;
        criteria.entry(label).or_default().push(LabelCriterion { id, statement });
    }
    Ok(criteria)
}

struct LabelLists {
    aliases: Lists,
    scope_segments: Lists,
    criteria: BTreeMap<String, Vec<LabelCriterion>>,
}

impl LabelRow {
    fn into_record(self, lists: &mut LabelLists) -> Result<Label, StoreError> {
        let Self {
            id,
            slug,
            name,
            owner,
            iso_type,
            nature,
            scope,
            url,
            register_url,
            valid_from,
            valid_to,
            governmental,
            third_party_verified,
            open_procedure,
            objective_criteria,
            third_party,
            eligibility_reason,
            eligibility_checked_by,
            eligibility_checked_on,
            usage_note,
            verification_status,
            verification_source_url,
            verification_checked_on,
        } = self;
        let row = RowId::new(TABLE, &id);
        Ok(Label {
            id: row.parse("id", id)?,
            name,
            aliases: lists.aliases.take(&row, &slug)?,
            owner,
            iso_type: row.parse("iso_type", iso_type)?,
            nature: row.parse("nature", nature)?,
            scope,
            scope_segments: lists.scope_segments.take(&row, &slug)?,
            url: row.parse_some("url", url)?,
            register_url: row.parse_some("register_url", register_url)?,
            valid_from,
            valid_to,
            criteria: lists.criteria.remove(&slug).unwrap_or_default(),
            governmental: row.parse("governmental", governmental)?,
            third_party_verified: row.parse("third_party_verified", third_party_verified)?,
            r2111_14: LabelEligibility {
                open_procedure: row.parse("open_procedure", open_procedure)?,
                objective_criteria: row.parse("objective_criteria", objective_criteria)?,
                third_party: row.parse("third_party", third_party)?,
                reason: eligibility_reason,
                checked_by: row.parse_some("eligibility_checked_by", eligibility_checked_by)?,
                checked_on: eligibility_checked_on,
            },
            usage_note,
            verification: row.verification(verification_status, verification_source_url, verification_checked_on)?,
            slug: row.parse("slug", slug)?,
        })
    }
}
