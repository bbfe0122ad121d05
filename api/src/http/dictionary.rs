//! The data dictionary: every field of every record, from the docstrings and types that make the OpenAPI document.

use std::fmt::Write as _;

use serde_json::Value;

use super::openapi::document;

/// The records in the order of the dictionary, with where their facts come from.
const RECORDS: [(&str, &str); 40] = [
    ("Clause", "Written for the commons; identity and life are kept by its editors."),
    ("ClauseVersion", "Written for the commons; `sources` says what was taken from where."),
    ("Fragment", "Own wording, unless `sources` says otherwise."),
    ("OptionalPassage", "As its fragment."),
    ("CcagReference", "The general terms of 2021 (CCAG)."),
    ("Parameter", "Thresholds are proposals of the authors; `legal_floor` comes from the legal text that it names."),
    ("ScaleByLevel", "As its parameter."),
    ("LegalFloor", "The legal text that it names."),
    ("Proof", "CCP, art. R. 2111-12 to R. 2111-17, R. 2143-13 and R. 2151-14."),
    ("Monitoring", "Estimate of the authors."),
    ("MonitoringIndicator", "As its monitoring."),
    ("Penalty", "Proposal of the authors."),
    ("Scoring", "Proposal of the authors; CCP, art. R. 2152-7 to R. 2152-12."),
    ("ScalePoint", "As its scoring."),
    ("Question", "As its scoring."),
    ("LabelCitation", "CCP, art. R. 2111-14 to R. 2111-17."),
    ("CitedText", "Words of the clause itself."),
    ("NormCitation", "CCP, art. R. 2111-9."),
    ("LegalCitation", "The legal references of the catalogue."),
    ("Caution", "Advice of the authors."),
    ("Feasibility", "Estimate of the authors."),
    ("ClauseRelation", "Declared by the authors; near duplicates are detected by rule Q08."),
    ("Source", "Declared by the authors."),
    ("Contributor", "Declared by the organisations; never a natural person."),
    ("Segment", "Own synthesis; codes of the CPV (Regulation (EC) No 213/2008)."),
    ("Theme", "Words of the project's founders; objectives in the codes of eForms."),
    ("Label", "Pages of the owners; see `verification`."),
    ("LabelCriterion", "Pages of the owners, in our words."),
    ("LabelEligibility", "Appraisal of the editors; no official list exists."),
    ("LegalReference", "Legal texts; see `verification`."),
    ("ProcurementTarget", "Legal texts; see `verification`."),
    ("TargetRate", "As its target."),
    ("Organisation", "Public pages; see `verification`."),
    ("ExperienceReport", "Public pages; see `verification`."),
    ("ReportingOrganisation", "As its report."),
    ("ReportedContract", "As its report."),
    ("Outcome", "As its report."),
    ("CpvCode", "Common Procurement Vocabulary (Regulation (EC) No 213/2008, annex I)."),
    ("Synonym", "Usage of the trade, gathered by the editors."),
    ("Verification", "The editors."),
];

const HEAD: &str = "\
# Data dictionary

Every field of every published record. Generated from the model (`cargo run -- dictionary > docs/data-dictionary.md`); a
test holds the two together.

In CSV a member of a member is a column of its own, joined by `_` (`verification.status` is `verification_status`); lists
of values are joined by `|`; lists of records are files of their own in the archive. An empty cell is null. Days are
`YYYY-MM-DD`; amounts are in EUR before tax; percentages are numbers from 0 to 100; CPV, SIREN and territory codes are texts.

A clause as lists show it is `Clause`, `updated_on` (day, the last one on which anything of it changed) and
`ClauseVersion` side by side.
";

/// The dictionary, in Markdown.
pub fn dictionary() -> String {
    let document = document().unwrap_or_default();
    let schemas = &document["components"]["schemas"];
    let mut text = HEAD.to_owned();
    for (name, source) in RECORDS {
        let schema = &schemas[name];
        // Writing to a `String` cannot fail.
        let _ = write!(text, "\n## {name}\n\n{}\n\nSource: {source}\n\n", one_line(&schema["description"]));
        text.push_str("| field | type | null | meaning |\n| --- | --- | --- | --- |\n");
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let (kind, nullable) = described(property, schemas);
            let null = if nullable { "yes" } else { "" };
            let _ = writeln!(text, "| `{field}` | {kind} | {null} | {} |", meaning(property));
        }
    }
    text.push_str("\n## Texts with a form\n\n| type | form | meaning |\n| --- | --- | --- |\n");
    for (name, schema) in schemas.as_object().into_iter().flatten().filter(|(_, schema)| schema["pattern"].is_string())
    {
        let _ =
            writeln!(text, "| {name} | `{}` | {} |", one_line(&schema["pattern"]), one_line(&schema["description"]));
    }
    text.push_str("\n## Values\n\nThe closed lists, also at `/v1/enumerations` with their French meanings.\n\n| list | values |\n| --- | --- |\n");
    for list in domain::enumeration::enumerations() {
        let values: Vec<_> = list.values.iter().map(|value| format!("`{}` ({})", value.value, value.label)).collect();
        let _ = writeln!(text, "| {} | {} |", list.name, values.join(", "));
    }
    text
}

/// A description in one cell.
fn one_line(description: &Value) -> String {
    description
        .as_str()
        .unwrap_or_default()
        .replace("\n\n# Source\n", " Source: ")
        .replace('\n', " ")
        .replace('|', "\\|")
}

/// What a property means: in the property, or in the choice that is not null.
fn meaning(property: &Value) -> String {
    let choices = ["oneOf", "anyOf"].into_iter().filter_map(|choices| property[choices].as_array()).flatten();
    let descriptions = std::iter::once(property).chain(choices).map(|schema| one_line(&schema["description"]));
    descriptions.into_iter().find(|description| !description.is_empty()).unwrap_or_default()
}

/// The type of a property in words, and whether it may be null.
fn described(property: &Value, schemas: &Value) -> (String, bool) {
    for choices in ["oneOf", "anyOf"] {
        if let Some(choices) = property[choices].as_array() {
            let nullable = choices.iter().any(|choice| choice["type"] == "null");
            let kinds: Vec<_> =
                choices.iter().filter(|c| c["type"] != "null").map(|c| described(c, schemas).0).collect();
            return (kinds.join(" or "), nullable);
        }
    }
    if let Some(reference) = property["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let target = &schemas[name];
        let kind = if target["enum"].is_array() {
            format!("value of {}", snake(name))
        } else if target["type"] == "object" {
            format!("[{name}](#{})", name.to_lowercase())
        } else if target["pattern"].is_string() {
            format!("[{name}](#texts-with-a-form)")
        } else {
            described(target, schemas).0
        };
        return (kind, false);
    }
    let types: Vec<&str> = match &property["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let nullable = types.contains(&"null");
    let kind = match types.iter().find(|kind| **kind != "null") {
        Some(&"array") => format!("list of {}", described(&property["items"], schemas).0),
        Some(&"string") => match property["format"].as_str() {
            Some("date") => "day".to_owned(),
            Some("date-time") => "instant (UTC)".to_owned(),
            Some("uuid") => "UUID".to_owned(),
            _ => "text".to_owned(),
        },
        Some(kind) => (*kind).to_owned(),
        None => "any".to_owned(),
    };
    (kind, nullable)
}

/// `FragmentKind` as `fragment_kind`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
