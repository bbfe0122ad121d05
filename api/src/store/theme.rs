//! Environmental themes at rest.

use diesel::prelude::*;
use domain::Theme;

use super::{
    StoreError,
    connection::Connection,
    lists::{self, List, Lists},
    row::{RowId, values},
    schema::themes,
};

const TABLE: &str = "themes";
const IMPACTS: List = List { table: "theme_impacts", owner: "theme", value: "impact" };
const SYNONYMS: List = List { table: "theme_synonyms", owner: "theme", value: "synonym" };

#[derive(Queryable, Insertable)]
#[diesel(table_name = themes)]
struct ThemeRow {
    id: String,
    slug: String,
    label: String,
    label_en: String,
    description: String,
    position: i64,
}

/// Writes a theme that is not there yet.
pub(super) fn put(conn: &mut Connection, theme: &Theme) -> Result<(), StoreError> {
    let Theme { id, slug, label, label_en, description, position, impacts, synonyms } = theme;
    let row = ThemeRow {
        id: id.to_string(),
        slug: slug.to_string(),
        label: label.clone(),
        label_en: label_en.clone(),
        description: description.clone(),
        position: i64::from(*position),
    };
    diesel::insert_into(themes::table).values(&row).execute(conn).map_err(StoreError::writing(TABLE))?;
    lists::put(conn, &IMPACTS, &row.slug, &values(impacts))?;
    lists::put(conn, &SYNONYMS, &row.slug, synonyms)
}

/// Every theme.
pub(super) fn load_all(conn: &mut Connection) -> Result<Vec<Theme>, StoreError> {
    let rows: Vec<ThemeRow> = themes::table.load(conn).map_err(StoreError::reading(TABLE))?;
    let mut lists = ThemeLists { impacts: lists::load(conn, &IMPACTS)?, synonyms: lists::load(conn, &SYNONYMS)? };
    rows.into_iter().map(|row| row.into_record(&mut lists)).collect()
}

struct ThemeLists {
    impacts: Lists,
    synonyms: Lists,
}

impl ThemeRow {
    fn into_record(self, lists: &mut ThemeLists) -> Result<Theme, StoreError> {
        let Self { id, slug, label, label_en, description, position } = self;
        let row = RowId::new(TABLE, &id);
        Ok(Theme {
            id: row.parse("id", id)?,
            label,
            label_en,
            description,
            position: row.number("position", position)?,
            impacts: lists.impacts.take(&row, &slug)?,
            synonyms: lists.synonyms.take(&row, &slug)?,
            slug: row.parse("slug", slug)?,
        })
    }
}
