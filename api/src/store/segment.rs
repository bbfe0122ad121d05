//! Purchase segments at rest.

use diesel::prelude::*;
use domain::Segment;

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List, Lists},
    row::{RowId, text, texts, values},
    schema::segments,
};

const TABLE: &str = "segments";
const CPV_PREFIXES: List = List { table: "segment_cpv_prefixes", owner: "segment", value: "cpv_prefix" };
const CONTRACT_TYPES: List = List { table: "segment_contract_types", owner: "segment", value: "contract_type" };
const ESSENTIAL_CLAUSES: List = List { table: "segment_essential_clauses", owner: "segment", value: "clause" };
const LEGAL_DUTIES: List = List { table: "segment_legal_duties", owner: "segment", value: "legal_reference" };
const SYNONYMS: List = List { table: "segment_synonyms", owner: "segment", value: "synonym" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = segments)]
struct SegmentRow {
    id: String,
    slug: String,
    label: String,
    label_en: String,
    description: String,
    parent: Option<String>,
    position: i64,
}

/// Writes a segment that is not there yet.
pub(super) fn put(conn: &mut Connection, segment: &Segment) -> Result<(), StoreError> {
    let Segment {
        id,
        slug,
        label,
        label_en,
        description,
        parent,
        position,
        cpv_prefixes,
        contract_types,
        essential_clauses,
        legal_duties,
        synonyms,
    } = segment;
    let row = SegmentRow {
        id: id.to_string(),
        slug: slug.to_string(),
        label: label.clone(),
        label_en: label_en.clone(),
        description: description.clone(),
        parent: text(parent.as_ref()),
        position: i64::from(*position),
    };
    diesel::insert_into(segments::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &CPV_PREFIXES, &row.slug, &texts(cpv_prefixes))?;
    lists::put(conn, &CONTRACT_TYPES, &row.slug, &values(contract_types))?;
    lists::put(conn, &ESSENTIAL_CLAUSES, &row.slug, &texts(essential_clauses))?;
    lists::put(conn, &LEGAL_DUTIES, &row.slug, &texts(legal_duties))?;
    lists::put(conn, &SYNONYMS, &row.slug, synonyms)
}

/// Every segment.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<Segment>, StoreError> {
    let rows: Vec<SegmentRow> = segments::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let mut lists = SegmentLists {
        cpv_prefixes: lists::load(conn, &CPV_PREFIXES)?,
        contract_types: lists::load(conn, &CONTRACT_TYPES)?,
        essential_clauses: lists::load(conn, &ESSENTIAL_CLAUSES)?,
        legal_duties: lists::load(conn, &LEGAL_DUTIES)?,
        synonyms: lists::load(conn, &SYNONYMS)?,
    };
    rows.into_iter().map(|row| row.into_record(&mut lists)).collect()
}

struct SegmentLists {
    cpv_prefixes: Lists,
    contract_types: Lists,
    essential_clauses: Lists,
    legal_duties: Lists,
    synonyms: Lists,
}

impl SegmentRow {
    fn into_record(self, lists: &mut SegmentLists) -> Result<Segment, StoreError> {
        let Self { id, slug, label, label_en, description, parent, position } = self;
        let row = RowId::new(TABLE, &id);
        Ok(Segment {
            id: row.parse("id", id)?,
            label,
            label_en,
            description,
            parent: row.parse_some("parent", parent)?,
            position: row.number("position", position)?,
            cpv_prefixes: lists.cpv_prefixes.take(&row, &slug)?,
            contract_types: lists.contract_types.take(&row, &slug)?,
            essential_clauses: lists.essential_clauses.take(&row, &slug)?,
            legal_duties: lists.legal_duties.take(&row, &slug)?,
            synonyms: lists.synonyms.take(&row, &slug)?,
            slug: row.parse("slug", slug)?,
        })
    }
}
