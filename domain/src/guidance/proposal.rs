use std::{collections::BTreeSet, fmt};

use super::{
    AwardCriterion, Case, Duty, DutyStatus, FurtherClause, FurtherClauses, GuidedTarget, KINDS, KindCoverage, Proposal,
    ProposedClause, ProposedFragment, Reason, Size,
};
use crate::{
    Clause, ClauseVersion, Dataset,
    clause::Fragment,
    enumeration::{AmbitionLevel, ClauseStatus, Enumeration as _, FragmentKind, MarketMaturity, RelationType},
    value::{CpvPrefix, Reference, Slug},
};

/// Most further clauses at one level.
const FURTHER: usize = 10;

/// A clause that fits, and how well.
#[derive(Debug, Clone, Copy)]
struct Candidate<'a> {
    clause: &'a Clause,
    version: &'a ClauseVersion,
    points: i32,
}

/// Hears the name of a rule and what it says of a clause; nothing is written unless somebody listens.
type Tell<'t> = dyn FnMut(&'static str, fmt::Arguments<'_>) + 't;

/// The candidates that fit, the best first, and what they were judged by.
pub(super) struct Ranking<'a, 'r> {
    room: Room<'r>,
    candidates: Vec<Candidate<'a>>,
}

/// Ranks the candidates.
pub(super) fn ranked<'a, 'r>(
    case: &Case<'r>,
    duties: &'r [Duty],
    targets: &'r [GuidedTarget],
    candidates: impl IntoIterator<Item = (&'a Clause, &'a ClauseVersion)>,
) -> Ranking<'a, 'r> {
    let weighing = duties.iter().filter(|duty| duty.rule == "S10" && duty.status == DutyStatus::Applies);
    let texts = weighing.map(|duty| &duty.legal_reference).chain(targets.iter().map(|target| &target.legal_reference));
    let room = Room::of(case, texts.collect());
    let published = candidates.into_iter().filter(|(clause, _)| clause.status == ClauseStatus::Published);
    let judged = published.filter_map(|(clause, version)| {
        let points = room.judge(case, clause, version, &mut |_, _| {})?;
        Some(Candidate { clause, version, points })
    });
    let mut candidates: Vec<Candidate<'a>> = judged.collect();
    candidates.sort_by(|a, b| (b.points, &a.clause.reference).cmp(&(a.points, &b.clause.reference)));
    Ranking { room, candidates }
}

/// What every candidate is judged by, looked up once.
struct Room<'a> {
    codes: Vec<CpvPrefix>,
    /// The segments that decide.
    own: BTreeSet<Slug>,
    /// These and everything under them.
    deciding: BTreeSet<Slug>,
    essential: BTreeSet<&'a Reference>,
    texts: BTreeSet<&'a Slug>,
    reported: Vec<&'a Reference>,
}

impl<'r> Room<'r> {
    fn of(case: &Case<'r>, texts: BTreeSet<&'r Slug>) -> Self {
        let own: BTreeSet<Slug> = case.primary.iter().map(|(segment, _)| segment.slug.clone()).collect();
        let reports = case.dataset.experience_reports.iter();
        let mut reported: Vec<&Reference> =
            reports.flat_map(|report| report.clauses.iter().map(|version| &version.clause)).collect();
        reported.sort();
        Self {
            codes: case.purchase.cpv.iter().map(crate::value::Cpv::prefix).collect(),
            deciding: case.dataset.with_descendants(&own),
            own,
            essential: case.primary.iter().flat_map(|(segment, _)| &segment.essential_clauses).collect(),
            texts,
            reported,
        }
    }

    /// How well a clause fits; none when it does not at all.
    fn judge(&self, case: &Case<'_>, clause: &Clause, version: &ClauseVersion, tell: &mut Tell<'_>) -> Option<i32> {
        let mut points = self.by_code(version, tell)?;
        points += self.by_segment(case, version, tell);
        points += by_contract_type(case, version, tell)?;
        points += self.by_text(case, version, tell);
        points += by_ease(case, version, tell);
        if self.essential.contains(&clause.reference) {
            points += 200;
            tell("G15", format_args!("Clause essentielle du segment."));
        }
        let start = self.reported.partition_point(|known| **known < clause.reference);
        let reports = self.reported[start..].iter().take_while(|known| **known == &clause.reference).count();
        match reports {
            0 => {}
            1 => tell("G16", format_args!("Un achat documenté en est proche.")),
            several => tell("G16", format_args!("{several} achats documentés en sont proches.")),
        }
        Some(points + 2 * i32::try_from(reports.min(3)).unwrap_or_default())
    }

    /// G10. A clause of another branch fits only when its segment decides.
    fn by_code(&self, version: &ClauseVersion, tell: &mut Tell<'_>) -> Option<i32> {
        let near = |prefix: &CpvPrefix| {
            let lengths = self.codes.iter().filter(|code| prefix.fits(code)).map(|code| {
                let (own, asked) = (prefix.as_str().len(), code.as_str().len());
                // A clause for exactly this code, or a little broader, before one for a part of it.
                if prefix.holds(code) { 10 * own.min(asked) } else { 10 * asked.saturating_sub(1) }
            });
            lengths.max()
        };
        let codes = version.cpv.iter().filter_map(|code| Some((near(&code.prefix())?, code)));
        let holds_any = |segments: &BTreeSet<Slug>| version.segments.iter().any(|slug| segments.contains(slug));
        // Of equally near codes the first in their order.
        let nearest = codes.min_by(|(a, first), (b, second)| b.cmp(a).then(first.cmp(second)));
        match nearest {
            Some((points, code)) => {
                tell("G10", format_args!("Prévue pour les achats du code {code}."));
                i32::try_from(points).ok()
            }
            // Without a code to compare, everything under the segment fits.
            None if self.codes.is_empty() => holds_any(&self.deciding).then_some(0),
            None => holds_any(&self.own).then_some(0),
        }
    }

    /// G11.
    fn by_segment(&self, case: &Case<'_>, version: &ClauseVersion, tell: &mut Tell<'_>) -> i32 {
        let own = case.primary.iter().find(|(segment, _)| version.segments.contains(&segment.slug));
        if let Some((segment, _)) = own {
            tell("G11", format_args!("Écrite pour le segment « {} ».", segment.label));
            return 30;
        }
        if version.segments.iter().any(|slug| self.deciding.contains(slug)) {
            tell("G11", format_args!("Écrite pour une partie du segment."));
            return 20;
        }
        0
    }

    /// G13.
    fn by_text(&self, case: &Case<'_>, version: &ClauseVersion, tell: &mut Tell<'_>) -> i32 {
        let cited = version.legal_references.iter().map(|citation| &citation.reference);
        let weighing: Vec<&Slug> = cited.filter(|slug| self.texts.contains(slug)).collect();
        if weighing.is_empty() {
            return 0;
        }
        let citations = Citations { dataset: case.dataset, slugs: &weighing };
        tell("G13", format_args!("S'appuie sur un texte qui pèse sur cet achat : {citations}."));
        10
    }
}

/// How legal texts are cited, written only when somebody reads it.
struct Citations<'a> {
    dataset: &'a Dataset,
    slugs: &'a [&'a Slug],
}

impl fmt::Display for Citations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = self.slugs.iter().filter_map(|slug| self.dataset.legal_reference(slug));
        for (rank, text) in texts.enumerate() {
            write!(f, "{}{}", if rank > 0 { " ; " } else { "" }, text.citation)?;
        }
        Ok(())
    }
}

/// G12. A clause for other kinds of contract does not fit.
fn by_contract_type(case: &Case<'_>, version: &ClauseVersion, tell: &mut Tell<'_>) -> Option<i32> {
    match case.purchase.contract_type {
        Some(kind) if version.contract_types.contains(&kind) => {
            tell("G12", format_args!("Prévue pour ce type de marché : {}.", kind.label()));
            Some(10)
        }
        Some(_) => None,
        None => {
            let usual = case.primary.iter().flat_map(|(segment, _)| &segment.contract_types);
            Some(if usual.into_iter().any(|kind| version.contract_types.contains(kind)) { 5 } else { 0 })
        }
    }
}

/// G14.
fn by_ease(case: &Case<'_>, version: &ClauseVersion, tell: &mut Tell<'_>) -> i32 {
    let market = match version.market_maturity {
        MarketMaturity::Common => 9,
        MarketMaturity::Available => 6,
        MarketMaturity::Emerging | MarketMaturity::Unknown => 0,
        MarketMaturity::Rare => -9,
    };
    let (own, theirs) = (version.feasibility.buyer_effort, version.feasibility.supplier_effort);
    let weight = match case.size() {
        Size::Small => 4,
        Size::Medium => 2,
        Size::Large => 1,
    };
    let effort = weight * (3 - i32::from(own)) + (3 - i32::from(theirs));
    tell("G14", format_args!("{} ; effort de l'acheteur : {own} sur 3.", version.market_maturity.label()));
    market + effort
}

/// The few clauses to begin with: the best, then those that give a kind of text that is still missing.
pub(super) fn proposal(case: &Case<'_>, ranking: &Ranking<'_, '_>) -> Proposal {
    let Ranking { room, candidates: ranked } = ranking;
    let most = match case.size() {
        Size::Small => 2,
        Size::Medium => 3,
        Size::Large => 5,
    };
    let mut chosen: Vec<&Candidate<'_>> = Vec::new();
    for candidate in ranked {
        if chosen.len() < most && chosen.iter().all(|other| !exclude(candidate, other)) {
            chosen.push(candidate);
        }
    }
    complete(&mut chosen, ranked);
    add_required(&mut chosen, ranked);
    let level = level(case);
    let criteria = if case.size() == Size::Large { 2 } else { 1 };
    let mut given = 0;
    let clauses =
        chosen.iter().map(|candidate| proposed(case, room, candidate, level, criteria, &mut given)).collect::<Vec<_>>();
    let coverage = KINDS.into_iter().map(|kind| {
        let holds = |clause: &&ProposedClause| clause.fragments.iter().any(|fragment| fragment.kind == kind);
        let clauses = clauses.iter().filter(holds).map(|clause| clause.reference.clone()).collect();
        KindCoverage { kind, clauses }
    });
    Proposal { coverage: coverage.collect(), reasons: sizes(case, most, level, criteria), clauses }
}

fn sizes(case: &Case<'_>, most: usize, level: AmbitionLevel, criteria: usize) -> Vec<Reason> {
    let size = match (case.size(), case.purchase.amount) {
        (Size::Small, _) => "Marché de moins de 40 000 € HT",
        (Size::Medium, None) => "Montant non indiqué",
        (Size::Medium, Some(_)) => "Marché de taille moyenne",
        (Size::Large, _) => "Marché qui atteint le seuil européen",
    };
    let criterion = if criteria == 1 { "Un seul critère" } else { "Deux critères au plus" };
    vec![
        Reason::new("G17", format!("{size} : {most} clauses au plus.")),
        Reason::new("G18", format!("Niveau proposé : {}.", level.label().to_lowercase())),
        Reason::new("G19", format!("{criterion} d'attribution environnemental, pour rester proportionné.")),
    ]
}

/// G18: from the threshold on, where the market answers.
fn level(case: &Case<'_>) -> AmbitionLevel {
    if case.size() == Size::Large { AmbitionLevel::Advanced } else { AmbitionLevel::Basic }
}

fn has(version: &ClauseVersion, kind: FragmentKind) -> bool {
    version.fragments.iter().any(|fragment| fragment.kind == kind)
}

/// Adds, or puts in the place of the last clause, the best one that gives a kind of text which no chosen clause gives.
fn complete<'r, 'a>(chosen: &mut Vec<&'r Candidate<'a>>, ranked: &'r [Candidate<'a>]) {
    for kind in KINDS {
        if chosen.iter().all(|candidate| !has(candidate.version, kind)) {
            let best = ranked.iter().find(|candidate| has(candidate.version, kind));
            chosen.extend(best.filter(|best| chosen.iter().all(|other| !exclude(best, other))));
        }
    }
}

/// G17, S08: what a chosen clause cannot do without comes with it.
fn add_required<'r, 'a>(chosen: &mut Vec<&'r Candidate<'a>>, ranked: &'r [Candidate<'a>]) {
    let mut place = 0;
    while let Some(candidate) = chosen.get(place) {
        let relations = candidate.version.relations.iter().filter(|it| it.kind == RelationType::Requires);
        let required: Vec<&Reference> = relations.map(|relation| &relation.target).collect();
        for reference in required {
            if chosen.iter().all(|other| other.clause.reference != *reference) {
                chosen.extend(ranked.iter().find(|other| other.clause.reference == *reference));
            }
        }
        place += 1;
    }
}

/// Whether one of two clauses excludes the other.
fn exclude(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let excludes = |a: &Candidate<'_>, b: &Candidate<'_>| {
        let relations = a.version.relations.iter().filter(|relation| relation.kind == RelationType::Excludes);
        relations.into_iter().any(|relation| relation.target == b.clause.reference)
    };
    excludes(a, b) || excludes(b, a)
}

fn proposed(
    case: &Case<'_>,
    room: &Room<'_>,
    candidate: &Candidate<'_>,
    level: AmbitionLevel,
    criteria: usize,
    given: &mut usize,
) -> ProposedClause {
    let Candidate { clause, version, .. } = candidate;
    let mut reasons = Vec::new();
    room.judge(case, clause, version, &mut |rule, text| reasons.push(Reason::new(rule, text.to_string())));
    let answers = matches!(version.market_maturity, MarketMaturity::Common | MarketMaturity::Available);
    let level = if answers { level } else { AmbitionLevel::Basic };
    let offered = version.fragments.iter().any(|fragment| fragment.level == level);
    let level = if offered { level } else { AmbitionLevel::Basic };
    let gives_criterion = has(version, FragmentKind::AwardCriterion) && *given < criteria;
    *given += usize::from(gives_criterion);
    let is_criterion =
        |fragment: &Fragment| matches!(fragment.kind, FragmentKind::AwardCriterion | FragmentKind::AwardSubcriterion);
    let fragments = taken(&version.fragments, level).into_iter().filter(|it| gives_criterion || !is_criterion(it));
    let scoring = version.scoring.as_ref().filter(|_| gives_criterion);
    ProposedClause {
        citation: version.citation.clone(),
        reference: clause.reference.clone(),
        title: version.title.clone(),
        summary: version.summary.clone(),
        level,
        fragments: fragments.filter_map(proposed_fragment).collect(),
        award_criterion: scoring.map(|scoring| AwardCriterion {
            weight_percent: scoring.weight_default,
            weight_min_percent: scoring.weight_min,
            weight_max_percent: scoring.weight_max,
        }),
        market_maturity: version.market_maturity,
        buyer_minutes_per_year: version.monitoring.as_ref().map(|monitoring| monitoring.buyer_minutes_per_year),
        reasons,
    }
}

fn proposed_fragment(fragment: &Fragment) -> Option<ProposedFragment> {
    let document = *fragment.documents.first()?;
    Some(ProposedFragment { key: fragment.key.clone(), kind: fragment.kind, document, level: fragment.level })
}

/// The texts of a clause up to `level`: a higher one takes the place of the one that it replaces, and of texts that
/// exclude one another the first is taken.
fn taken(fragments: &[Fragment], level: AmbitionLevel) -> Vec<&Fragment> {
    let within: Vec<&Fragment> = fragments.iter().filter(|fragment| fragment.level <= level).collect();
    let replaced: BTreeSet<&Slug> = within.iter().filter_map(|fragment| fragment.replaces.as_ref()).collect();
    let mut groups = BTreeSet::new();
    let mut taken: Vec<&Fragment> = within.into_iter().filter(|fragment| !replaced.contains(&fragment.key)).collect();
    taken.retain(|fragment| fragment.alternative_group.as_ref().is_none_or(|group| groups.insert(group.clone())));
    taken
}

/// Other clauses that fit, by level of ambition; clauses of the proposal at the levels that it does not take.
pub(super) fn further(ranking: &Ranking<'_, '_>, proposal: &Proposal) -> Vec<FurtherClauses> {
    use strum::IntoEnumIterator as _;
    let level_of = |reference: &Reference| {
        proposal.clauses.iter().find(|clause| clause.reference == *reference).map(|clause| clause.level)
    };
    let at = |level: AmbitionLevel| {
        let offers = ranking.candidates.iter().filter(|candidate| {
            let texts = candidate.version.fragments.iter();
            let offered = texts.into_iter().any(|it| it.level == level && KINDS.contains(&it.kind));
            offered && level_of(&candidate.clause.reference).is_none_or(|taken| taken < level)
        });
        let clauses = offers.take(FURTHER).map(|candidate| FurtherClause {
            reference: candidate.clause.reference.clone(),
            title: candidate.version.title.clone(),
            proposed: level_of(&candidate.clause.reference).is_some(),
        });
        FurtherClauses { level, clauses: clauses.collect() }
    };
    AmbitionLevel::iter().map(at).collect()
}
