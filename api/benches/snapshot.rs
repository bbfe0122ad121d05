//! What a snapshot costs to build and to ask, at 500, 10,000 and 100,000 clauses.
//!
//! Clauses are copies of the bundled ones under other references, so that their sizes are real. Budgets, on one core:
//! build under 1 s at 10,000 clauses; a filtered page under 1 ms at 10,000.
//!
//! `SIZES=500,10000 cargo bench -p api` leaves the greatest out, which takes minutes and several gigabytes.

mod synthetic;

use std::hint::black_box;

use api::service::snapshot::Snapshot;
use chrono::DateTime;
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use domain::{
    Resource, Revision,
    enumeration::{AmbitionLevel, FragmentKind},
    filter::ClauseFilter,
    page::PageRequest,
};

fn benches(criterion: &mut Criterion) {
    let revision = Revision { number: 1, changed_at: DateTime::UNIX_EPOCH };
    let build = |dataset| Snapshot::build(dataset, revision).expect("the bundled seeds can be served");
    for size in synthetic::sizes() {
        let dataset = synthetic::dataset(size);
        let mut group = criterion.benchmark_group("snapshot");
        group.sample_size(10);
        group.bench_function(BenchmarkId::new("build", size), |bencher| {
            bencher.iter_batched(|| dataset.clone(), build, BatchSize::PerIteration);
        });
        group.sample_size(50);
        let snapshot = build(dataset);
        let page = |sort: &'static str, down: bool| PageRequest {
            sort: vec![(sort, down)],
            limit: Some(20),
            ..PageRequest::default()
        };
        let ask = |filter: &ClauseFilter, page: &PageRequest| {
            let kept = snapshot.clauses(filter);
            let listing = snapshot.collection(Resource::Clauses).list(&kept, page);
            listing.places.iter().map(|place| snapshot.collection(Resource::Clauses).json(*place).len()).sum::<usize>()
        };
        let everything = ClauseFilter::default();
        let filtered = ClauseFilter {
            segments: snapshot.dataset().with_descendants(&["fournitures".parse().expect("a slug")].into()),
            kinds: [FragmentKind::AwardCriterion].into(),
            levels: [AmbitionLevel::Advanced].into(),
            cpv: ["39".parse().expect("a prefix")].into(),
            ..ClauseFilter::default()
        };
        let first = page("reference", false);
        group.bench_function(BenchmarkId::new("get by reference", size), |bencher| {
            let clauses = snapshot.collection(Resource::Clauses);
            bencher.iter(|| clauses.place(black_box("LCV-0042")).map(|place| clauses.json(place)));
        });
        group.bench_function(BenchmarkId::new("first page", size), |bencher| {
            bencher.iter(|| ask(black_box(&everything), &first));
        });
        group.bench_function(BenchmarkId::new("filtered page", size), |bencher| {
            bencher.iter(|| ask(black_box(&filtered), &first));
        });
        let by_title = page("title", true);
        group.bench_function(BenchmarkId::new("filtered page by title", size), |bencher| {
            bencher.iter(|| ask(black_box(&filtered), &by_title));
        });
        group.finish();
    }
}

criterion_group!(snapshot, benches);
criterion_main!(snapshot);
