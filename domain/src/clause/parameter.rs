use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    enumeration::{AmbitionLevel, AmbitiousDirection, ParameterType},
    value::{Decimal, Name, Slug},
};

/// A value that the buyer sets; `{{name}}` in the texts stands for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Name in the texts.
    pub name: Name,
    /// What is to be set, in French.
    pub label: String,
    /// What the value looks like.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// Unit of the value, such as `%`, `jours`, `kg éq. CO2`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Value proposed when no level is chosen.
    #[serde(default)]
    pub default: Option<ParameterValue>,
    /// Least value allowed.
    #[serde(default)]
    pub min: Option<Decimal>,
    /// Greatest value allowed.
    #[serde(default)]
    pub max: Option<Decimal>,
    /// Values to choose from, for the type `choice`.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether the text makes no sense without it.
    pub required: bool,
    /// How to choose it, in French.
    pub help: String,
    /// In which direction it becomes more demanding.
    #[serde(default)]
    pub ambitious_direction: Option<AmbitiousDirection>,
    /// Value proposed at each level of ambition.
    #[serde(default)]
    pub scale_by_level: ScaleByLevel,
    /// Least ambitious value that the law allows.
    #[serde(default)]
    pub legal_floor: Option<LegalFloor>,
}

/// A value of a parameter: a number; a text or a date; or a list of texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ParameterValue {
    /// A number.
    Number(Decimal),
    /// A text, a choice, or a date as `YYYY-MM-DD`.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

/// Value proposed at each level of ambition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaleByLevel {
    /// At the basic level.
    #[serde(default)]
    pub basic: Option<ParameterValue>,
    /// At the advanced level.
    #[serde(default)]
    pub advanced: Option<ParameterValue>,
    /// At the exemplary level.
    #[serde(default)]
    pub exemplary: Option<ParameterValue>,
}

/// A floor that the law sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalFloor {
    /// Least ambitious value allowed.
    pub value: Decimal,
    /// The legal text.
    pub legal_reference: Slug,
}

impl ScaleByLevel {
    /// The values that are set, from the lowest level to the highest.
    pub fn values(&self) -> impl Iterator<Item = (AmbitionLevel, &ParameterValue)> {
        [
            (AmbitionLevel::Basic, &self.basic),
            (AmbitionLevel::Advanced, &self.advanced),
            (AmbitionLevel::Exemplary, &self.exemplary),
        ]
        .into_iter()
        .filter_map(|(level, value)| value.as_ref().map(|value| (level, value)))
    }
}

impl ParameterValue {
    /// The number, when it is one.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::List(_) => None,
        }
    }
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(texts) => f.write_str(&texts.join(", ")),
        }
    }
}
