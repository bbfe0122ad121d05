use serde_json::Value;

use super::{ChildSheet, Column, Sheet};

/// A CSV file: RFC 4180, comma, CRLF, one header row.
fn csv(header: impl IntoIterator<Item = String>, rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    let header: Vec<String> = header.into_iter().collect();
    // Writing to a vector cannot fail.
    let _ = writer.write_record(&header);
    for row in rows {
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

fn cells(columns: &[Column], record: &Value) -> Vec<String> {
    columns.iter().map(|column| column.cell(record)).collect()
}

/// The CSV file of `records`, with the columns of `sheet` whose field is in `fields`; all of them when none are named.
pub fn table<'a>(sheet: &Sheet, fields: &[String], records: impl IntoIterator<Item = &'a Value>) -> Vec<u8> {
    let columns: Vec<Column> = sheet
        .columns()
        .filter(|column| fields.is_empty() || fields.iter().any(|field| field == column.field()))
        .copied()
        .collect();
    csv(columns.iter().map(Column::name), records.into_iter().map(|record| cells(&columns, record)))
}

/// The CSV file of what `records` hold under the path of `child`, each row led by the key of its record.
pub fn child_table<'a>(sheet: &Sheet, child: &ChildSheet, records: impl IntoIterator<Item = &'a Value>) -> Vec<u8> {
    let header = std::iter::once(child.owner.to_owned()).chain(child.columns.iter().map(Column::name));
    let mut rows = Vec::new();
    for record in records {
        let key = record.get(sheet.key).and_then(Value::as_str).unwrap_or_default();
        let list = child.path.split('.').try_fold(record, |value, member| value.get(member));
        for item in list.and_then(Value::as_array).into_iter().flatten() {
            let mut row = vec![key.to_owned()];
            row.extend(cells(child.columns, item));
            rows.push(row);
        }
    }
    csv(header, rows)
}
