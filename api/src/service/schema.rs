//! JSON Schemas of the published records, from the types themselves.

use std::{borrow::Cow, collections::BTreeSet, sync::LazyLock};

use domain::{
    Clause, ClauseVersion, CpvCode, ExperienceReport, Label, LegalReference, Organisation, ProcurementTarget, Resource,
    Segment, Synonym, Theme,
};
use serde_json::{Map, Value, json};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};

/// Where OpenAPI documents keep their schemas.
const COMPONENTS: &str = "#/components/schemas/";

/// Every schema that the records use, by name.
static SCHEMAS: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let mut all = Vec::new();
    add::<Clause>(&mut all);
    add::<ClauseVersion>(&mut all);
    add::<Segment>(&mut all);
    add::<Theme>(&mut all);
    add::<Label>(&mut all);
    add::<LegalReference>(&mut all);
    add::<ProcurementTarget>(&mut all);
    add::<Organisation>(&mut all);
    add::<ExperienceReport>(&mut all);
    add::<CpvCode>(&mut all);
    add::<Synonym>(&mut all);
    // A schema is always JSON.
    let json = all.into_iter().map(|(name, schema)| (name, serde_json::to_value(&schema).unwrap_or_default()));
    let mut schemas = Value::Object(json.collect());
    open_records(&mut schemas);
    let Value::Object(schemas) = schemas else { return Map::new() };
    schemas
});

fn add<T: ToSchema>(all: &mut Vec<(String, RefOr<Schema>)>) {
    all.push((T::name().into_owned(), T::schema()));
    T::schemas(all);
}

/// Records are read strictly when they come in; on the way out every member is present, and they may gain others.
pub fn open_records(schemas: &mut Value) {
    match schemas {
        Value::Object(members) => {
            if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                let names: Vec<Value> = properties.keys().map(|name| name.as_str().into()).collect();
                members.insert("required".to_owned(), names.into());
            }
            if members.get("additionalProperties") == Some(&Value::Bool(false)) {
                members.shift_remove("additionalProperties");
            }
            members.values_mut().for_each(open_records);
        }
        Value::Array(items) => items.iter_mut().for_each(open_records),
        _ => {}
    }
}

/// The schema of one record of `resource`, which may name others.
pub fn record(resource: Resource) -> Cow<'static, Value> {
    let named = |name: &str| SCHEMAS.get(name).map_or(Cow::Owned(Value::Null), Cow::Borrowed);
    match resource {
        Resource::Clauses => Cow::Owned(published_clause()),
        Resource::ClauseVersions => named(&ClauseVersion::name()),
        Resource::Segments => named(&Segment::name()),
        Resource::Themes => named(&Theme::name()),
        Resource::Labels => named(&Label::name()),
        Resource::LegalReferences => named(&LegalReference::name()),
        Resource::Targets => named(&ProcurementTarget::name()),
        Resource::Organisations => named(&Organisation::name()),
        Resource::ExperienceReports => named(&ExperienceReport::name()),
        Resource::Cpv => named(&CpvCode::name()),
        Resource::Synonyms => named(&Synonym::name()),
    }
}

/// A clause with what it says today, members side by side.
fn published_clause() -> Value {
    let mut properties = Map::new();
    for name in [Clause::name(), ClauseVersion::name()] {
        let members = SCHEMAS.get(name.as_ref()).and_then(|schema| schema["properties"].as_object());
        properties.extend(members.cloned().into_iter().flatten());
        if name == Clause::name() {
            let meaning = "Last day on which anything of the clause changed.";
            let day = json!({"type": "string", "format": "date", "description": meaning});
            properties.insert("updated_on".to_owned(), day);
        }
    }
    let required: Vec<&String> = properties.keys().collect();
    json!({
        "type": "object",
        "description": "A clause: its identity and life, and what it says today.",
        "required": required,
        "properties": properties,
    })
}

/// What `schema` stands for: the schema that it names, if it does.
pub fn resolved(schema: &Value) -> &Value {
    let name = schema["$ref"].as_str().and_then(|name| name.strip_prefix(COMPONENTS));
    name.and_then(|name| SCHEMAS.get(name)).unwrap_or(schema)
}

/// The JSON Schema (2020-12) at `address` of one record of `resource`, complete in itself.
pub fn json_schema(resource: Resource, address: &str) -> Value {
    let mut schema = record(resource).into_owned();
    let (mut wanted, mut known, mut definitions) = (names(&schema), BTreeSet::new(), Map::new());
    while let Some(name) = wanted.pop_first() {
        if let Some(definition) = SCHEMAS.get(&name).filter(|_| known.insert(name.clone())) {
            wanted.append(&mut names(definition));
            definitions.insert(name, definition.clone());
        }
    }
    definitions.sort_keys();
    if let Some(members) = schema.as_object_mut() {
        members.shift_insert(0, "$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        members.shift_insert(1, "$id".to_owned(), address.into());
        members.shift_insert(2, "title".to_owned(), resource.label().into());
        members.insert("$defs".to_owned(), definitions.into());
    }
    rename(&mut schema);
    schema
}

/// The schemas that `schema` names.
fn names(schema: &Value) -> BTreeSet<String> {
    match schema {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix(COMPONENTS));
            own.map(str::to_owned).into_iter().chain(members.values().flat_map(names)).collect()
        }
        Value::Array(items) => items.iter().flat_map(names).collect(),
        _ => BTreeSet::new(),
    }
}

/// References as a document of its own has them.
fn rename(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str().and_then(|text| text.strip_prefix(COMPONENTS)) {
                    Some(target) if name == "$ref" => *member = format!("#/$defs/{target}").into(),
                    _ => rename(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rename),
        _ => {}
    }
}
