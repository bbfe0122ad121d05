//! Parquet: typed columns in one row group. Lists are lists, days are days.

use std::sync::Arc;

use bytes::Bytes;
use chrono::NaiveDate;
use domain::Resource;
use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::types::{Type, TypePtr},
};

use super::rows;
use crate::service::{
    snapshot::Publication,
    tables::{Kind, TableColumn, tables_of},
};

/// The file of the records of `resource`.
pub(super) fn render(publication: &Publication, resource: Resource) -> Bytes {
    // Every resource has a table, the first of its tables, and writing to memory cannot fail.
    tables_of(resource)
        .next()
        .and_then(|table| {
            let rows: Vec<Vec<String>> = rows(publication, table).collect();
            write(&table.name, &table.columns, &rows).ok()
        })
        .unwrap_or_default()
        .into()
}

fn write(name: &str, columns: &[TableColumn], rows: &[Vec<String>]) -> Result<Vec<u8>, ParquetError> {
    let fields = columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
    let schema = Type::group_type_builder(name).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("La clause verte".to_owned())
        // One row group, whatever the number of rows.
        .set_max_row_group_row_count(None)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (place, column) in columns.iter().enumerate() {
        let Some(mut out) = group.next_column()? else { break };
        let cells = rows.iter().map(|row| row[place].as_str());
        put(&mut out, column, cells)?;
        out.close()?;
    }
    group.close()?;
    writer.into_inner()
}

fn field(column: &TableColumn) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text | Kind::Any => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Boolean => (Physical::BOOLEAN, None),
    };
    let leaf = |name: &str, repetition| {
        let builder = Type::primitive_type_builder(name, physical).with_logical_type(logical.clone());
        builder.with_repetition(repetition).build().map(Arc::new)
    };
    if !column.list {
        let repetition = if column.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        return leaf(&column.name, repetition);
    }
    // The three levels of a list that is never null, as the format's specification has them.
    let element = leaf("element", Repetition::REQUIRED)?;
    let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED).with_fields(vec![element]);
    let outer = Type::group_type_builder(&column.name)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(list.build()?)]);
    outer.build().map(Arc::new)
}

fn put<'c>(
    out: &mut SerializedColumnWriter<'_>,
    column: &TableColumn,
    cells: impl Iterator<Item = &'c str>,
) -> Result<(), ParquetError> {
    match column.kind {
        Kind::Text | Kind::Any => batch::<ByteArrayType>(out, column, cells, |text| Some(ByteArray::from(text))),
        Kind::Date => batch::<Int32Type>(out, column, cells, days),
        Kind::Integer => batch::<Int64Type>(out, column, cells, |text| text.parse().ok()),
        Kind::Number => batch::<DoubleType>(out, column, cells, |text| text.parse().ok()),
        Kind::Boolean => batch::<BoolType>(out, column, cells, |text| text.parse().ok()),
    }
}

/// Days since 1970.
fn days(text: &str) -> Option<i32> {
    let day: NaiveDate = text.parse().ok()?;
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).ok()
}

/// Writes the values of `cells` with how deep each is there, and whether it goes on with a list.
fn batch<'c, T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    column: &TableColumn,
    cells: impl Iterator<Item = &'c str>,
    read: impl Fn(&str) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let (mut values, mut depths, mut repeats) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        let mut parts = if column.list { cell.split('|').collect() } else { vec![cell] };
        if column.nullable && cell.is_empty() {
            parts.clear();
            depths.push(0);
            repeats.push(0);
        }
        for (rank, part) in parts.into_iter().enumerate() {
            values.extend(read(part));
            depths.push(i16::from(column.nullable));
            repeats.push(i16::from(rank > 0));
        }
    }
    let depths = column.nullable.then_some(depths.as_slice());
    let repeats = column.list.then_some(repeats.as_slice());
    out.typed::<T>().write_batch(&values, depths, repeats).map(drop)
}
