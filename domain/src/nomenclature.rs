//! A CPV code with what surrounds it: its place in the nomenclature, and what the data holds for a purchase of it.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use utoipa::ToSchema;

use crate::{
    Clause, ClauseVersion, CpvCode, Dataset,
    enumeration::{CpvLevel, TargetIndicator},
    guidance::{Recognition, recognition},
    value::{Cpv, CpvPrefix, Reference, Slug},
};

/// Most clauses, and most labels, that are named beside a code; the lists filtered by it name them all.
const NAMED: usize = 50;

/// A CPV code with what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CpvEntry {
    /// The code.
    pub code: Cpv,
    /// Whether it exists, as far as this instance can tell.
    pub existence: CpvExistence,
    /// Its place in the hierarchy.
    pub level: CpvLevel,
    /// French label; null when this instance does not hold it.
    pub label: Option<String>,
    /// English label; null when this instance does not hold it.
    pub label_en: Option<String>,
    /// The codes above it that this instance holds, from the division down.
    pub above: Vec<CpvCode>,
    /// The codes next under it that this instance holds.
    pub below: Vec<CpvCode>,
    /// Segments that fit a purchase of it, those that decide first.
    pub segments: Vec<CpvSegment>,
    /// Clauses that fit a purchase of it, by reference; at most 50, `/v1/clauses?cpv=` lists them all.
    pub clauses: Vec<CpvClause>,
    /// How many clauses fit.
    pub clauses_total: u64,
    /// Legal shares that concern it.
    pub targets: Vec<CpvTarget>,
    /// Labels that can serve in its segments; at most 50.
    pub labels: Vec<CpvLabel>,
}

/// Whether a code exists, as far as an instance can tell.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    EnumMessage,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CpvExistence {
    /// The instance holds it.
    #[strum(message = "Code connu")]
    Known,
    /// The instance holds a part of the nomenclature, in which the code is not.
    #[strum(message = "Libellé absent de cette instance")]
    NotHeld,
    /// The instance holds the whole nomenclature, in which the code is not.
    #[strum(message = "Code inconnu de la nomenclature")]
    Unknown,
}

/// A segment that fits a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CpvSegment {
    /// The segment.
    pub slug: Slug,
    /// Its French name.
    pub label: String,
    /// How it fits.
    pub recognition: Recognition,
    /// The nearest of its prefixes.
    pub cpv_prefix: CpvPrefix,
}

/// A clause that fits a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CpvClause {
    /// The clause.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// Its codes that fit.
    pub cpv: Vec<Cpv>,
}

/// A legal share that concerns a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CpvTarget {
    /// The legal share.
    pub slug: Slug,
    /// Family of products.
    pub category: String,
    /// What the share counts.
    pub indicator: TargetIndicator,
}

/// A label that can serve in a segment of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CpvLabel {
    /// The label.
    pub slug: Slug,
    /// Its name.
    pub name: String,
}

/// What surrounds `code`. `clauses` are those that fit a purchase of it, by reference.
#[must_use]
pub fn entry<'a>(
    dataset: &Dataset,
    code: &Cpv,
    clauses: impl ExactSizeIterator<Item = (&'a Clause, &'a ClauseVersion)>,
) -> CpvEntry {
    let (prefix, known) = (code.prefix(), dataset.cpv_code(code));
    let existence = match known {
        Some(_) => CpvExistence::Known,
        None if dataset.holds_the_nomenclature() => CpvExistence::Unknown,
        None => CpvExistence::NotHeld,
    };
    let segments: Vec<CpvSegment> = recognition(dataset, code)
        .into_iter()
        .map(|fit| CpvSegment {
            slug: fit.segment.slug.clone(),
            label: fit.segment.label.clone(),
            recognition: fit.recognition,
            cpv_prefix: fit.prefix.clone(),
        })
        .collect();
    let covers = |slugs: &[Slug]| slugs.iter().any(|slug| segments.iter().any(|segment| segment.slug == *slug));
    let labels = dataset.labels.iter().filter(|label| covers(&label.scope_segments));
    let labels = labels.map(|label| CpvLabel { slug: label.slug.clone(), name: label.name.clone() });
    let fits = |codes: &[CpvPrefix]| codes.iter().any(|held| held.fits(&prefix));
    let targets = dataset.targets.iter().filter(|target| fits(&target.cpv_prefixes));
    let targets = targets.map(|target| CpvTarget {
        slug: target.slug.clone(),
        category: target.category.clone(),
        indicator: target.indicator,
    });
    let clauses_total = clauses.len() as u64;
    let clauses = clauses.take(NAMED).map(|(clause, version)| CpvClause {
        reference: clause.reference.clone(),
        title: version.title.clone(),
        cpv: version.cpv.iter().filter(|code| code.prefix().fits(&prefix)).cloned().collect(),
    });
    CpvEntry {
        existence,
        level: prefix.level(),
        label: known.map(|known| known.label.clone()),
        label_en: known.map(|known| known.label_en.clone()),
        above: prefix.above().filter_map(|above| dataset.cpv_code(&above.code()).cloned()).collect(),
        below: below(dataset, &prefix),
        clauses: clauses.collect(),
        clauses_total,
        targets: targets.collect(),
        labels: labels.take(NAMED).collect(),
        segments,
        code: code.clone(),
    }
}

/// The codes under `prefix` that have no other code in between.
fn below(dataset: &Dataset, prefix: &CpvPrefix) -> Vec<CpvCode> {
    let mut below: Vec<CpvCode> = Vec::new();
    // In the order of the codes, each comes right before everything under it.
    for code in &dataset.cpv {
        let own = code.code.prefix();
        let under = prefix.holds(&own) && own != *prefix;
        if under && below.last().is_none_or(|last| !last.code.prefix().holds(&own)) {
            below.push(code.clone());
        }
    }
    below
}
