//! Versions of clauses at rest: a document that never changes, and the links that the database watches.

use chrono::NaiveDate;
use diesel::{connection::DefaultLoadingMode, prelude::*};
use domain::{
    ClauseVersion,
    clause::{ClauseRelation, Contributor, LabelCitation, LegalCitation},
    value::ContentHash,
};

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List},
    row::{RowId, texts, value},
    schema::{
        clause_version_labels, clause_version_legal_references, clause_version_organisations, clause_version_relations,
        clause_versions,
    },
};

const TABLE: &str = "clause_versions";
const SEGMENTS: List = List { table: "clause_version_segments", owner: "citation", value: "segment" };
const THEMES: List = List { table: "clause_version_themes", owner: "citation", value: "theme" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = clause_versions)]
struct ClauseVersionRow {
    citation: String,
    clause: String,
    version: i64,
    document: String,
    content_hash: String,
    published_on: NaiveDate,
}

/// Writes a version that is not there yet. What has no column of its own is in its document.
pub(super) fn put(conn: &mut Connection, version: &ClauseVersion) -> Result<(), StoreError> {
    let citation = version.citation.to_string();
    let row = ClauseVersionRow {
        clause: version.citation.clause.to_string(),
        version: i64::from(version.citation.version),
        document: readable_document(version)?,
        content_hash: version.content_hash.to_string(),
        published_on: version.published_on,
        citation,
    };
    diesel::insert_into(clause_versions::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &SEGMENTS, &row.citation, &texts(&version.segments))?;
    lists::put(conn, &THEMES, &row.citation, &texts(&version.themes))?;
    put_labels(conn, &row.citation, &version.label_citations)?;
    put_legal_references(conn, &row.citation, &version.legal_references)?;
    put_organisations(conn, &row.citation, &version.contributors)?;
    put_relations(conn, &row.citation, &version.relations)
}

/// The document of `version`, read back once: what cannot be read again must not be written, since it is for ever.
fn readable_document(version: &ClauseVersion) -> Result<String, StoreError> {
    let unfit = |reason: String| StoreError::Unfit { id: version.citation.to_string(), reason };
    let document = version.document().map_err(|error| unfit(error.to_string()))?;
    let hash = ContentHash::of(document.as_bytes());
    if hash != version.content_hash {
        return Err(unfit(format!("its content hash is {hash}, not {}", version.content_hash)));
    }
    match ClauseVersion::from_document(&document, &hash) {
        Ok(read) if read == *version => Ok(document),
        Ok(_) => Err(unfit("it is not the same when read back".to_owned())),
        Err(error) => Err(unfit(format!("it cannot be read back: {error}"))),
    }
}

fn put_labels(conn: &mut Connection, citation: &str, labels: &[LabelCitation]) -> Result<(), StoreError> {
    use clause_version_labels as links;
    for (position, LabelCitation { label, mode, required_characteristics: _, equivalence: _, other_proof: _ }) in
        (0_i32..).zip(labels)
    {
        diesel::insert_into(links::table)
            .values((
                links::citation.eq(citation),
                links::position.eq(position),
                links::label.eq(label.as_str()),
                links::mode.eq(value(*mode)),
            ))
            .execute(conn)
            .map_err(StoreError::writing("clause_version_labels"))?;
    }
    Ok(())
}

fn put_legal_references(conn: &mut Connection, citation: &str, texts: &[LegalCitation]) -> Result<(), StoreError> {
    use clause_version_legal_references as links;
    for (position, LegalCitation { reference, role }) in (0_i32..).zip(texts) {
        diesel::insert_into(links::table)
            .values((
                links::citation.eq(citation),
                links::position.eq(position),
                links::legal_reference.eq(reference.as_str()),
                links::role.eq(value(*role)),
            ))
            .execute(conn)
            .map_err(StoreError::writing("clause_version_legal_references"))?;
    }
    Ok(())
}

fn put_organisations(conn: &mut Connection, citation: &str, contributors: &[Contributor]) -> Result<(), StoreError> {
    use clause_version_organisations as links;
    for (position, Contributor { organisation, role }) in (0_i32..).zip(contributors) {
        diesel::insert_into(links::table)
            .values((
                links::citation.eq(citation),
                links::position.eq(position),
                links::organisation.eq(organisation.as_str()),
                links::role.eq(value(*role)),
            ))
            .execute(conn)
            .map_err(StoreError::writing("clause_version_organisations"))?;
    }
    Ok(())
}

fn put_relations(conn: &mut Connection, citation: &str, relations: &[ClauseRelation]) -> Result<(), StoreError> {
    use clause_version_relations as links;
    for (position, ClauseRelation { kind, target, note: _ }) in (0_i32..).zip(relations) {
        diesel::insert_into(links::table)
            .values((
                links::citation.eq(citation),
                links::position.eq(position),
                links::target.eq(target.to_string()),
                links::kind.eq(value(*kind)),
            ))
            .execute(conn)
            .map_err(StoreError::writing("clause_version_relations"))?;
    }
    Ok(())
}

/// Every version. Its links are in its document: their tables are not read.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<ClauseVersion>, StoreError> {
    // One row at a time, so that no document is in memory beside its record for long.
    clause_versions::table
        .load_iter::<ClauseVersionRow, DefaultLoadingMode>(conn)
        .map_err(StoreError::reading(TABLE))?
        .map(|row| row.map_err(StoreError::reading(TABLE))?.into_record())
        .collect()
}

impl ClauseVersionRow {
    fn into_record(self) -> Result<ClauseVersion, StoreError> {
        let Self { citation, clause, version, document, content_hash, published_on } = self;
        let row = RowId::new(TABLE, &citation);
        let hash = ContentHash::of(document.as_bytes());
        if hash.as_str() != content_hash {
            return Err(row.corrupt(&"content_hash: it is not the hash of the document"));
        }
        let record = ClauseVersion::from_document(&document, &hash)
            .map_err(|error| row.corrupt(&format_args!("document: {error}")))?;
        let same = record.citation.to_string() == citation
            && record.citation.clause.to_string() == clause
            && i64::from(record.citation.version) == version
            && record.published_on == published_on;
        if same { Ok(record) } else { Err(row.corrupt(&"document: it belongs to another row")) }
    }
}
