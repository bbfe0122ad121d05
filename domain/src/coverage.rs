//! What the catalogue covers, and what is thin: how many published clauses each segment of the second level, each theme
//! and each legal share has, of which kinds and levels, against what a buyer may expect of a library.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;
use utoipa::ToSchema;

use crate::{
    Clause, ClauseVersion, Dataset, Segment,
    enumeration::{AmbitionLevel, ClauseStatus, Enumeration as _},
    guidance::KINDS,
    value::{Cpv, Reference, Slug},
};

/// Segments that weigh most in the budgets of local authorities, from which more is expected.
pub const WEIGHTY: [&str; 18] = [
    "construction-neuve",
    "renovation-batiments",
    "voirie-genie-civil",
    "demolition-deconstruction",
    "restauration-collective",
    "vehicules-carburants",
    "transport-logistique",
    "nettoyage",
    "equipements-numeriques",
    "services-numeriques",
    "mobilier",
    "entretien-espaces-verts",
    "dechets",
    "energie",
    "habillement-textile",
    "maitrise-oeuvre",
    "impression-communication-evenementiel",
    "fournitures-bureau-papier",
];
/// Published clauses that are expected of a segment.
pub const CLAUSES_OF_A_SEGMENT: u64 = 6;
/// Published clauses that are expected of a segment that weighs most.
pub const CLAUSES_OF_A_WEIGHTY_SEGMENT: u64 = 10;
/// Published clauses that are expected of a theme.
pub const CLAUSES_OF_A_THEME: u64 = 8;

/// What the catalogue covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Coverage {
    /// Published clauses.
    pub clauses: u64,
    /// The segments of the second level, in the order of the tree.
    pub segments: Vec<SegmentCoverage>,
    /// The themes, in their order.
    pub themes: Vec<ThemeCoverage>,
    /// The legal shares, by slug.
    pub targets: Vec<TargetCoverage>,
    /// Texts at each level of ambition, by the value of the level.
    pub levels: BTreeMap<String, u64>,
    /// Published clauses whose next review is past.
    pub due: Vec<DueReview>,
    /// How many of the segments, themes and legal shares lack something.
    pub holes: u64,
}

/// What a segment of the second level has, with everything under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SegmentCoverage {
    /// The segment.
    pub segment: Slug,
    /// Its French name.
    pub label: String,
    /// Published clauses.
    pub clauses: u64,
    /// How many are expected.
    pub expected: u64,
    /// Clauses with a text of each kind that every segment needs, by the value of the kind.
    pub kinds: BTreeMap<String, u64>,
    /// Clauses with texts of at least two levels of ambition.
    pub with_levels: u64,
    /// Whether its essential clauses are chosen.
    pub essential: bool,
    /// What it lacks, in French; empty when nothing.
    pub lacks: Vec<String>,
}

/// What a theme has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ThemeCoverage {
    /// The theme.
    pub theme: Slug,
    /// Its French name.
    pub label: String,
    /// Published clauses.
    pub clauses: u64,
    /// How many are expected.
    pub expected: u64,
}

/// Which clauses carry a legal share: they cite its text and fit one of its CPV codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TargetCoverage {
    /// The legal share.
    pub target: Slug,
    /// Its category, in French.
    pub category: String,
    /// Published clauses that carry it.
    pub clauses: Vec<Reference>,
}

/// A clause to read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DueReview {
    /// The clause.
    pub reference: Reference,
    /// What its current version is called.
    pub title: String,
    /// Day from which it is due.
    pub since: NaiveDate,
}

/// What `dataset` covers on the day `today`.
#[must_use]
pub fn coverage(dataset: &Dataset, today: NaiveDate) -> Coverage {
    let published: Vec<(&Clause, &ClauseVersion)> = dataset
        .clauses
        .iter()
        .filter(|clause| clause.status == ClauseStatus::Published)
        .filter_map(|clause| Some((clause, dataset.current_version(clause)?)))
        .collect();
    let segments: Vec<_> =
        of_the_second_level(dataset).into_iter().map(|segment| of_segment(dataset, segment, &published)).collect();
    let themes: Vec<_> = dataset
        .themes
        .iter()
        .map(|theme| ThemeCoverage {
            theme: theme.slug.clone(),
            label: theme.label.clone(),
            clauses: count(&published, |version| version.themes.contains(&theme.slug)),
            expected: CLAUSES_OF_A_THEME,
        })
        .collect();
    let targets: Vec<_> = dataset
        .targets
        .iter()
        .map(|target| {
            let carries = |version: &ClauseVersion| {
                let cites =
                    version.legal_references.iter().any(|citation| citation.reference == target.legal_reference);
                let fits = |code: &Cpv| target.cpv_prefixes.iter().any(|prefix| prefix.fits(&code.prefix()));
                cites && (target.cpv_prefixes.is_empty() || version.cpv.iter().any(fits))
            };
            let clauses = published.iter().filter(|(_, version)| carries(version));
            TargetCoverage {
                target: target.slug.clone(),
                category: target.category.clone(),
                clauses: clauses.map(|(clause, _)| clause.reference.clone()).collect(),
            }
        })
        .collect();
    let levels = AmbitionLevel::iter().map(|level| {
        let fragments = published.iter().flat_map(|(_, version)| &version.fragments);
        (level.value().to_owned(), fragments.filter(|fragment| fragment.level == level).count() as u64)
    });
    let holes = segments.iter().filter(|it| !it.lacks.is_empty()).count()
        + themes.iter().filter(|it| it.clauses < it.expected).count()
        + targets.iter().filter(|it| it.clauses.is_empty()).count();
    let due = published.iter().filter(|(clause, _)| clause.next_review_on <= today);
    Coverage {
        clauses: published.len() as u64,
        levels: levels.collect(),
        due: due
            .map(|(clause, version)| DueReview {
                reference: clause.reference.clone(),
                title: version.title.clone(),
                since: clause.next_review_on,
            })
            .collect(),
        segments,
        themes,
        targets,
        holes: holes as u64,
    }
}

/// The segments under a family, in the order of the tree.
fn of_the_second_level(dataset: &Dataset) -> Vec<&Segment> {
    let mut families: Vec<_> = dataset.segments.iter().filter(|segment| segment.parent.is_none()).collect();
    families.sort_by_key(|family| family.position);
    let under = |family: &Segment| {
        let mut under: Vec<_> =
            dataset.segments.iter().filter(|segment| segment.parent.as_ref() == Some(&family.slug)).collect();
        under.sort_by_key(|segment| segment.position);
        under
    };
    families.into_iter().flat_map(under).collect()
}

fn of_segment(dataset: &Dataset, segment: &Segment, published: &[(&Clause, &ClauseVersion)]) -> SegmentCoverage {
    let under = dataset.with_descendants(&BTreeSet::from([segment.slug.clone()]));
    let own: Vec<_> = published
        .iter()
        .filter(|(_, version)| version.segments.iter().any(|slug| under.contains(slug)))
        .copied()
        .collect();
    let of_kind = |kind| count(&own, |version| version.fragments.iter().any(|fragment| fragment.kind == kind));
    let levels = |version: &ClauseVersion| {
        version.fragments.iter().map(|fragment| fragment.level).collect::<BTreeSet<_>>().len() > 1
    };
    let clauses = own.len() as u64;
    let weighty = WEIGHTY.contains(&segment.slug.as_str());
    let expected = if weighty { CLAUSES_OF_A_WEIGHTY_SEGMENT } else { CLAUSES_OF_A_SEGMENT };
    let essential = !segment.essential_clauses.is_empty();
    let mut lacks = Vec::new();
    if clauses < expected {
        lacks.push(format!("{clauses} sur {expected} clauses"));
    }
    lacks.extend(
        KINDS.iter().filter(|kind| of_kind(**kind) == 0).map(|kind| format!("aucun texte « {} »", kind.label())),
    );
    if !essential {
        lacks.push("clauses essentielles à choisir".to_owned());
    }
    SegmentCoverage {
        segment: segment.slug.clone(),
        label: segment.label.clone(),
        clauses,
        expected,
        kinds: KINDS.iter().map(|kind| (kind.value().to_owned(), of_kind(*kind))).collect(),
        with_levels: count(&own, levels),
        essential,
        lacks,
    }
}

fn count(published: &[(&Clause, &ClauseVersion)], keep: impl Fn(&ClauseVersion) -> bool) -> u64 {
    published.iter().filter(|(_, version)| keep(version)).count() as u64
}
