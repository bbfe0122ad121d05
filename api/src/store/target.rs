//! Legal shares at rest.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    ProcurementTarget, TargetRate, Verification,
    value::{Decimal, Slug},
};

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List, Lists},
    row::{RowId, text, texts, value, values},
    schema::{target_rates, targets},
};

const TABLE: &str = "targets";
const RATES: &str = "target_rates";
const CPV_PREFIXES: List = List { table: "target_cpv_prefixes", owner: "target", value: "cpv_prefix" };
const BUYERS: List = List { table: "target_buyers", owner: "target", value: "buyer" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = targets)]
struct TargetRow {
    id: String,
    slug: String,
    legal_reference: String,
    category: String,
    products: Option<String>,
    buyers_note: Option<String>,
    indicator: String,
    base: Option<String>,
    schedule_note: Option<String>,
    derogations: Option<String>,
    valid_from: Option<NaiveDate>,
    verification_status: String,
    verification_source_url: Option<String>,
    verification_checked_on: Option<NaiveDate>,
}

/// Writes a legal share that is not there yet.
pub(super) fn put(conn: &mut Connection, target: &ProcurementTarget) -> Result<(), StoreError> {
    let ProcurementTarget {
        id,
        slug,
        legal_reference,
        category,
        products,
        cpv_prefixes,
        buyers,
        buyers_note,
        indicator,
        base,
        rates,
        schedule_note,
        derogations,
        valid_from,
        verification: Verification { status, source_url, checked_on },
    } = target;
    let row = TargetRow {
        id: id.to_string(),
        slug: slug.to_string(),
        legal_reference: legal_reference.to_string(),
        category: category.clone(),
        products: products.clone(),
        buyers_note: buyers_note.clone(),
        indicator: value(*indicator),
        base: base.clone(),
        schedule_note: schedule_note.clone(),
        derogations: derogations.clone(),
        valid_from: *valid_from,
        verification_status: value(*status),
        verification_source_url: text(source_url.as_ref()),
        verification_checked_on: *checked_on,
    };
    diesel::insert_into(targets::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &CPV_PREFIXES, &row.slug, &texts(cpv_prefixes))?;
    lists::put(conn, &BUYERS, &row.slug, &values(buyers))?;
    put_rates(conn, slug, rates)
}

fn put_rates(conn: &mut Connection, target: &Slug, rates: &[TargetRate]) -> Result<(), StoreError> {
    for (position, TargetRate { year_from, percent }) in (0_i32..).zip(rates) {
        diesel::insert_into(target_rates::table)
            .values((
                target_rates::target.eq(target.as_str()),
                target_rates::position.eq(position),
                target_rates::year_from.eq(i32::from(*year_from)),
                target_rates::percent.eq(percent.map(Decimal::get)),
            ))
            .execute(conn)
            .map_err(StoreError::writing(RATES))?;
    }
    Ok(())
}

/// Every legal share.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<ProcurementTarget>, StoreError> {
    let rows: Vec<TargetRow> = targets::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let mut lists = TargetLists {
        cpv_prefixes: lists::load(conn, &CPV_PREFIXES)?,
        buyers: lists::load(conn, &BUYERS)?,
        rates: load_rates(conn)?,
    };
    rows.into_iter().map(|row| row.into_record(&mut lists)).collect()
}

fn load_rates(conn: &mut Connection) -> Result<BTreeMap<String, Vec<TargetRate>>, StoreError> {
    let rows: Vec<(String, i32, Option<f64>)> = target_rates::table
        .select((target_rates::target, target_rates::year_from, target_rates::percent))
        .order((target_rates::target, target_rates::position))
        .load(conn)
        .map_err(StoreError::reading(RATES))?;
    let mut rates: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (target, year_from, percent) in rows {
        let row = RowId::new(RATES, &target);
        let year_from = row.number("year_from", year_from)?;
        let percent = row.number_some("percent", percent)?;
        rates.entry(target).or_default().push(TargetRate { year_from, percent });
    }
    Ok(rates)
}

struct TargetLists {
    cpv_prefixes: Lists,
    buyers: Lists,
    rates: BTreeMap<String, Vec<TargetRate>>,
}

impl TargetRow {
    fn into_record(self, lists: &mut TargetLists) -> Result<ProcurementTarget, StoreError> {
        let Self {
            id,
            slug,
            legal_reference,
            category,
            products,
            buyers_note,
            indicator,
            base,
            schedule_note,
            derogations,
            valid_from,
            verification_status,
            verification_source_url,
            verification_checked_on,
        } = self;
        let row = RowId::new(TABLE, &id);
        Ok(ProcurementTarget {
            id: row.parse("id", id)?,
            legal_reference: row.parse("legal_reference", legal_reference)?,
            category,
            products,
            cpv_prefixes: lists.cpv_prefixes.take(&row, &slug)?,
            buyers: lists.buyers.take(&row, &slug)?,
            buyers_note,
            indicator: row.parse("indicator", indicator)?,
            base,
            rates: lists.rates.remove(&slug).unwrap_or_default(),
            schedule_note,
            derogations,
            valid_from,
            verification: row.verification(verification_status, verification_source_url, verification_checked_on)?,
            slug: row.parse("slug", slug)?,
        })
    }
}
