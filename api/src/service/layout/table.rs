use std::borrow::Borrow;

use serde_json::Value;

use super::{ChildSheet, Column, Sheet};

/// For whom a CSV file is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Programs: RFC 4180, UTF-8 without BOM, comma, decimal point, faithful to the data.
    #[default]
    Standard,
    /// A French spreadsheet: BOM, semicolon, decimal comma; a text that would be read as a formula begins with `'`.
    Excel,
}

/// A CSV file with CRLF and one header row.
fn csv(
    dialect: Dialect,
    header: impl IntoIterator<Item = String>,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Vec<u8> {
    let (start, delimiter): (&[u8], u8) = match dialect {
        Dialect::Standard => (b"", b','),
        Dialect::Excel => (b"\xef\xbb\xbf", b';'),
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(start.to_vec());
    let header: Vec<String> = header.into_iter().collect();
    // Writing to a vector cannot fail.
    let _ = writer.write_record(&header);
    for row in rows {
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

/// The text of a cell for whom it is written.
fn spelt(dialect: Dialect, column: &Column, record: &Value) -> String {
    let cell = column.cell(record);
    match dialect {
        Dialect::Excel if column.holds_numbers() => cell.replace('.', ","),
        Dialect::Excel if cell.starts_with(['=', '+', '-', '@']) => format!("'{cell}"),
        Dialect::Standard | Dialect::Excel => cell,
    }
}

fn cells(dialect: Dialect, columns: &[Column], record: &Value) -> Vec<String> {
    columns.iter().map(|column| spelt(dialect, column, record)).collect()
}

/// The CSV file of `records`, with the columns of `sheet` for `fields`; all of them when none are named.
pub fn table(
    sheet: &Sheet,
    fields: &[String],
    dialect: Dialect,
    records: impl IntoIterator<Item = impl Borrow<Value>>,
) -> Vec<u8> {
    let columns = sheet.columns_of(fields);
    csv(
        dialect,
        columns.iter().map(Column::name),
        records.into_iter().map(|record| cells(dialect, &columns, record.borrow())),
    )
}

/// The CSV file of `rows` under `header`, for programs.
pub fn csv_rows(header: impl IntoIterator<Item = String>, rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    csv(Dialect::Standard, header, rows)
}

/// The file of the layout for what `records` hold under the path of `child`, each row led by the key of its record.
pub(super) fn child_table(
    sheet: &Sheet,
    child: &ChildSheet,
    records: impl IntoIterator<Item = impl Borrow<Value>>,
) -> Vec<u8> {
    let header = std::iter::once(child.owner.to_owned()).chain(child.columns.iter().map(Column::name));
    let mut rows = Vec::new();
    for record in records {
        let record = record.borrow();
        let key = record.get(sheet.key).and_then(Value::as_str).unwrap_or_default();
        let list = child.path.split('.').try_fold(record, |value, member| value.get(member));
        for item in list.and_then(Value::as_array).into_iter().flatten() {
            let mut row = vec![key.to_owned()];
            row.extend(cells(Dialect::Standard, child.columns, item));
            rows.push(row);
        }
    }
    csv(Dialect::Standard, header, rows)
}
