//! By what each list can be sorted.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

/// By what clauses can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ClauseSort {
    /// What people cite; the natural order.
    Reference,
    /// Title, without regard to case and accents.
    Title,
    /// Day of publication of the current version.
    PublishedOn,
    /// Day of the last change of anything.
    UpdatedOn,
    /// Day by which it must be reviewed.
    NextReviewOn,
}

/// By what segments can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SegmentSort {
    /// Families first, each followed by what is under it; the natural order.
    Tree,
    /// French name.
    Label,
    /// Address.
    Slug,
}

/// By what themes can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ThemeSort {
    /// Place in the list; the natural order.
    Position,
    /// French name.
    Label,
    /// Address.
    Slug,
}

/// By what labels can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LabelSort {
    /// Name; the natural order.
    Name,
    /// Address.
    Slug,
}

/// By what legal texts can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LegalReferenceSort {
    /// Address; the natural order.
    Slug,
    /// How it is cited.
    Citation,
    /// First day on which it applies; unknown days first.
    ValidFrom,
}

/// By what legal shares can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TargetSort {
    /// Address; the natural order.
    Slug,
    /// Family of products.
    Category,
}

/// By what organisations can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OrganisationSort {
    /// Name; the natural order.
    Name,
    /// Address.
    Slug,
}

/// By what documented purchases can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ExperienceReportSort {
    /// Address; the natural order.
    Slug,
    /// Title.
    Title,
    /// Year; unknown years first.
    Year,
}

/// By what CPV codes can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CpvSort {
    /// The code: each is followed by what is under it; the natural order.
    Code,
    /// French label.
    Label,
}

/// By what synonyms can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SynonymSort {
    /// Address; the natural order.
    Slug,
}

/// By what versions can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum VersionSort {
    /// From the first version to the last; the natural order.
    Version,
}
