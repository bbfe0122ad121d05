use std::collections::{BTreeMap, HashMap};

use domain::{Dataset, Resource, value::Slug};

/// The part of the score of its best clause that a segment inherits.
const FROM_CLAUSE: f32 = 0.4;
/// The part of the score of its best segment that a clause inherits.
const FROM_SEGMENT: f32 = 0.1;
/// The part of the score of its best child that a segment inherits.
const FROM_CHILD: f32 = 0.15;
/// The part of the score of its parent that a segment inherits.
const FROM_PARENT: f32 = 0.1;

/// Which records lend some of their score to which others, all by their documents: what is found of a segment speaks for
/// its clauses, and the other way round.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// Each segment of each clause, and the clause.
    down: Vec<(usize, usize)>,
    /// The same, the other way round.
    up: Vec<(usize, usize)>,
    /// Each segment and its parent.
    segments: Vec<(usize, usize)>,
}

impl Neighbours {
    /// The neighbours in `dataset`; `records` are those of each document.
    pub fn of(dataset: &Dataset, records: &[(Resource, u32)]) -> Self {
        let documents: HashMap<&(Resource, u32), usize> = records.iter().zip(0..).collect();
        let document = |resource: Resource, place: u32| documents.get(&(resource, place)).copied();
        let segments: BTreeMap<_, _> =
            dataset.segments.iter().zip(0..).map(|(segment, place)| (&segment.slug, place)).collect();
        let segment = |slug: &Slug| segments.get(slug).and_then(|place| document(Resource::Segments, *place));
        let of_clause = |(clause, place)| {
            let document = document(Resource::Clauses, place)?;
            let segments = dataset.current_version(clause)?.segments.iter().filter_map(segment);
            Some(segments.map(move |segment| (segment, document)))
        };
        let of_segment = |child: &domain::Segment| Some((segment(&child.slug)?, segment(child.parent.as_ref()?)?));
        let down: Vec<_> = dataset.clauses.iter().zip(0..).filter_map(of_clause).flatten().collect();
        let up = down.iter().map(|(segment, clause)| (*clause, *segment)).collect();
        Self { down, up, segments: dataset.segments.iter().filter_map(of_segment).collect() }
    }

    /// Adds to the score of each clause a part of that of its best segment, and the other way round; then to that of each
    /// segment a part of its best child's and of its parent's.
    pub fn lend(&self, scores: &mut [f32]) {
        let own = scores.to_vec();
        lend_best(&self.down, FROM_SEGMENT, &own, scores);
        lend_best(&self.up, FROM_CLAUSE, &own, scores);
        let own = scores.to_vec();
        lend_best(&self.segments, FROM_CHILD, &own, scores);
        for (child, parent) in &self.segments {
            scores[*child] += FROM_PARENT * own[*parent];
        }
    }
}

/// Adds to the score of each receiver a part of the own score of its best giver.
fn lend_best(pairs: &[(usize, usize)], part: f32, own: &[f32], scores: &mut [f32]) {
    let mut best: HashMap<usize, f32> = HashMap::new();
    for (giver, receiver) in pairs.iter().filter(|(giver, _)| own[*giver] > 0.0) {
        let known = best.entry(*receiver).or_default();
        *known = known.max(own[*giver]);
    }
    for (receiver, score) in best {
        scores[receiver] += part * score;
    }
}
