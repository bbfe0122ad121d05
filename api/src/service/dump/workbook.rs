//! A workbook that a person can read: one sheet for the records, one for each list that they hold, one about the data.

use bytes::Bytes;
use chrono::NaiveDate;
use domain::Resource;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::rows;
use crate::service::{
    ATTRIBUTION,
    snapshot::Publication,
    tables::{Kind, Table, TableColumn, tables_of},
};

/// Most characters of a cell: what spreadsheets read.
const CELL: usize = 32_767;
/// Most rows of a sheet under its header, likewise.
const ROWS: usize = 1_048_575;
/// What stands at the end of a text that is longer.
const CUT: &str = " […] (texte entier dans les fichiers CSV et JSON)";
/// Narrowest and widest column, in characters.
const WIDTHS: (f64, f64) = (10.0, 60.0);

/// The workbook of the records of `resource`.
pub(super) fn render(publication: &Publication, resource: Resource) -> Bytes {
    // Rows, texts and names are cut to what the format takes, and writing to memory cannot fail.
    write(publication, resource).unwrap_or_default().into()
}

fn write(publication: &Publication, resource: Resource) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(format!("La clause verte – {}", resource.label()))
        .set_author(ATTRIBUTION)
        .set_comment("Données sous licence ODbL 1.0. Aide à la rédaction, ne vaut pas avis juridique.")
        // No clock: equal data give equal bytes.
        .set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?);
    workbook.set_properties(&properties);
    let mut shortened = Vec::new();
    for table in tables_of(resource) {
        let whole = fill(workbook.add_worksheet(), publication, table)?;
        shortened.extend((!whole).then_some(table.name.as_str()));
    }
    about(workbook.add_worksheet(), publication, &shortened)?;
    workbook.save_to_buffer()
}

/// Writes `table`; says whether all of it had room.
fn fill(sheet: &mut Worksheet, publication: &Publication, table: &Table) -> Result<bool, XlsxError> {
    let head = Format::new().set_bold().set_background_color("E2F0D9").set_align(FormatAlign::Top).set_text_wrap();
    let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let day = Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd");
    // A sheet's name has at most 31 characters.
    sheet.set_name(table.name.chars().take(31).collect::<String>())?;
    let mut widths: Vec<usize> = table.columns.iter().map(|column| column.name.chars().count() + 2).collect();
    for (place, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, place, &column.name, &head)?;
        if !column.description.is_empty() {
            sheet.insert_note(0, place, &rust_xlsxwriter::Note::new(&column.description).set_author(ATTRIBUTION))?;
        }
    }
    let (mut last, mut rows) = (0, rows(publication, table));
    for (row, cells) in (1..).zip(rows.by_ref().take(ROWS)) {
        for ((place, column), cell) in (0..).zip(&table.columns).zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
            put(sheet, (row, place), column, cell, (&text, &day))?;
            let width = &mut widths[usize::from(place)];
            *width = cell.chars().count().max(*width);
        }
        last = row;
    }
    for (place, width) in (0..).zip(widths) {
        #[expect(clippy::cast_precision_loss, reason = "a width is small or cut")]
        sheet.set_column_width(place, (width as f64).clamp(WIDTHS.0, WIDTHS.1))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    let columns = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or_default();
    sheet.autofilter(0, 0, last, columns)?;
    Ok(rows.next().is_none())
}

/// Writes a cell as what it is; codes are texts, so that no zero is lost.
fn put(
    sheet: &mut Worksheet,
    (row, place): (u32, u16),
    column: &TableColumn,
    cell: &str,
    (text, day): (&Format, &Format),
) -> Result<(), XlsxError> {
    match column.kind {
        Kind::Date if !column.list => {
            if let Ok(date) = cell.parse::<NaiveDate>() {
                return sheet.write_date_with_format(row, place, date, day).map(drop);
            }
        }
        Kind::Integer | Kind::Number if !column.list => {
            if let Ok(number) = cell.parse::<f64>() {
                return sheet.write_number_with_format(row, place, number, text).map(drop);
            }
        }
        Kind::Boolean if !column.list => {
            return sheet.write_boolean_with_format(row, place, cell == "true", text).map(drop);
        }
        _ => {}
    }
    if cell.chars().count() <= CELL {
        return sheet.write_string_with_format(row, place, cell, text).map(drop);
    }
    let kept: String = cell.chars().take(CELL - CUT.chars().count()).chain(CUT.chars()).collect();
    sheet.write_string_with_format(row, place, kept, text).map(drop)
}

fn about(sheet: &mut Worksheet, publication: &Publication, shortened: &[&str]) -> Result<(), XlsxError> {
    let wide = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name("lisez-moi")?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 90)?;
    let fingerprint = publication.fingerprint().as_str();
    let lines = [
        ("Source", "La clause verte"),
        ("Nature", "Modèles à adapter. Aide à la rédaction, ne vaut pas avis juridique."),
        (
            "Licence de la base",
            "Open Data Commons Open Database License 1.0 (ODbL) – https://opendatacommons.org/licenses/odbl/1-0/",
        ),
        (
            "Licence des contenus",
            "Database Contents License 1.0 (DbCL) – https://opendatacommons.org/licenses/dbcl/1-0/",
        ),
        ("Mention à reproduire", ATTRIBUTION),
        ("Empreinte des données", fingerprint),
        ("Listes", "Dans une cellule, les valeurs d'une liste sont séparées par « | »."),
    ];
    let missing =
        format!("Trop de lignes pour un tableur, la suite est dans les fichiers CSV : {}.", shortened.join(", "));
    let missing = (!shortened.is_empty()).then_some(("Feuilles incomplètes", missing.as_str()));
    for (row, (name, value)) in (0..).zip(lines.into_iter().chain(missing)) {
        sheet.write_string_with_format(row, 0, name, &wide.clone().set_bold())?;
        sheet.write_string_with_format(row, 1, value, &wide)?;
    }
    Ok(())
}
