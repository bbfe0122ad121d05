//! The life of clauses as events that people follow: what was published, discouraged, withdrawn, and when.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeSet,
};

use chrono::NaiveDate;
use strum::{EnumIter, EnumMessage, IntoStaticStr};
use uuid::Uuid;

use crate::{
    Clause, ClauseVersion, Dataset,
    enumeration::ClauseStatus,
    filter::holds_any,
    value::{Reference, Slug},
};

/// What happened to a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, EnumMessage, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum LifeEventKind {
    /// Its first version was published.
    #[strum(message = "Nouvelle clause")]
    Created,
    /// It says something else.
    #[strum(message = "Nouvelle version")]
    NewVersion,
    /// It is discouraged.
    #[strum(message = "Dépréciation")]
    Deprecated,
    /// It must no longer be used.
    #[strum(message = "Retrait")]
    Withdrawn,
}

/// One event of the life of a clause.
#[derive(Debug, Clone, Copy)]
pub struct LifeEvent<'a> {
    /// What happened.
    pub kind: LifeEventKind,
    /// Day on which it happened.
    pub on: NaiveDate,
    /// The clause.
    pub clause: &'a Clause,
    /// The version that was published; the one in force when the clause was discouraged or withdrawn.
    pub version: &'a ClauseVersion,
    /// The version before it.
    pub former: Option<&'a ClauseVersion>,
}

impl LifeEvent<'_> {
    /// What names it for ever, on every instance: made from the id of the clause, and from the number of the version or
    /// from the status and its day.
    #[must_use]
    pub fn id(&self) -> Uuid {
        let name = match self.kind {
            LifeEventKind::Created | LifeEventKind::NewVersion => format!("version/{}", self.version.version),
            LifeEventKind::Deprecated => format!("deprecated/{}", self.on),
            LifeEventKind::Withdrawn => format!("withdrawn/{}", self.on),
        };
        Uuid::new_v5(&self.clause.id, name.as_bytes())
    }

    /// The newest first; on one day by reference, the last word on a clause before what led to it.
    fn newest_first(&self, other: &Self) -> Ordering {
        let key = |event: &Self| (Reverse(event.on), event.clause.reference.clone());
        let rank = |event: &Self| Reverse((event.version.version, event.kind));
        key(self).cmp(&key(other)).then_with(|| rank(self).cmp(&rank(other)))
    }
}

/// Which clauses are followed: each with its whole life.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LifeFilter {
    /// Of one of these segments, in any of its versions; the caller has added the descendants
    /// ([`Dataset::with_descendants`]).
    pub segments: BTreeSet<Slug>,
    /// That one of these organisations owns, contributed to in any of its versions, or reviewed last.
    pub organisations: BTreeSet<Slug>,
    /// One of these.
    pub clauses: BTreeSet<Reference>,
}

impl LifeFilter {
    /// Whether `clause`, which said `versions`, is followed.
    #[must_use]
    pub fn matches(&self, clause: &Clause, versions: &[ClauseVersion]) -> bool {
        let Self { segments, organisations, clauses } = self;
        let makers = versions.iter().flat_map(|version| &version.contributors).map(|maker| &maker.organisation);
        holds_any(clauses, [&clause.reference])
            && holds_any(segments, versions.iter().flat_map(|version| &version.segments))
            && holds_any(organisations, makers.chain([&clause.owner]).chain(&clause.last_reviewed_by))
    }
}

/// The last `limit` events of the clauses that `filter` keeps, the newest first.
///
/// Of a clause that was discouraged and then withdrawn only the withdrawal is known.
#[must_use]
pub fn life<'a>(dataset: &'a Dataset, filter: &LifeFilter, limit: usize) -> Vec<LifeEvent<'a>> {
    let followed = dataset.clauses.iter().map(|clause| (clause, dataset.versions_of(&clause.reference)));
    let followed = followed.filter(|(clause, versions)| filter.matches(clause, versions));
    let mut events: Vec<_> = followed.flat_map(|(clause, versions)| of_clause(clause, versions)).collect();
    if events.len() > limit {
        // Ordering all the events of a large catalogue to show the last ones would take long.
        events.select_nth_unstable_by(limit, LifeEvent::newest_first);
        events.truncate(limit);
    }
    events.sort_by(LifeEvent::newest_first);
    events
}

fn of_clause<'a>(clause: &'a Clause, versions: &'a [ClauseVersion]) -> impl Iterator<Item = LifeEvent<'a>> {
    let formers = std::iter::once(None).chain(versions.iter().map(Some));
    let published = versions.iter().zip(formers).map(move |(version, former)| {
        let kind = if former.is_none() { LifeEventKind::Created } else { LifeEventKind::NewVersion };
        LifeEvent { kind, on: version.published_on, clause, version, former }
    });
    let ended = match clause.status {
        ClauseStatus::Deprecated => Some(LifeEventKind::Deprecated),
        ClauseStatus::Withdrawn => Some(LifeEventKind::Withdrawn),
        _ => None,
    };
    let current = versions.iter().find(|version| version.version == clause.current_version);
    let ended = ended.zip(current).map(|(kind, version)| LifeEvent {
        kind,
        on: clause.status_since,
        clause,
        version,
        former: None,
    });
    published.chain(ended)
}
