//! What it costs to find: search, facets, suggestions, guidance, and the index behind them, at 500, 10,000 and 100,000
//! clauses. Prints medians and 99th percentiles, which Criterion does not give.
//!
//! Clauses are copies of the bundled ones under other references, so that their sizes are real. Budget: 99 of 100
//! answers within 5 ms at 10,000 clauses, in process, on one core.
//!
//! `SIZES=500,10000 cargo bench -p api --bench find` leaves the greatest out.

mod synthetic;

use std::{
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use api::service::{
    search::{SearchIndex, page},
    snapshot::Snapshot,
};
use chrono::DateTime;
use domain::{
    Resource, Revision, enumeration::BuyerKind, facet::facets, filter::ClauseFilter, guidance::Purchase,
    page::PageRequest,
};

/// One word each, from rare to common.
const WORDS: [&str; 12] = [
    "rechapés",
    "cantine",
    "pesticide",
    "mobilier",
    "VE",
    "béton",
    "réemploi",
    "papier",
    "déchets",
    "eau",
    "électrqiue",
    "recyclé",
];
/// Two words each.
const PAIRS: [&str; 12] = [
    "cantine bio",
    "voiture électrique",
    "béton bas carbone",
    "papier recyclé",
    "ordinateurs reconditionnés",
    "eau potable",
    "tri déchets",
    "isolation biosourcée",
    "gestion différenciée",
    "nettoyage écologique",
    "mobilier réemploi",
    "éclairage public",
];
const TYPED: [&str; 12] =
    ["m", "mo", "mobil", "cant", "pap rec", "39", "3913", "éco", "béton bas", "LCV-00", "a", "tri"];
const CODES: [&str; 12] = [
    "39130000", "09310000", "55523100", "34110000", "45233140", "90910000", "30213000", "77310000", "45111100",
    "71200000", "45000000", "92000000",
];

/// How often each input is asked.
const ROUNDS: usize = 60;

/// Asks for every input many times; prints the median and the 99th percentile.
fn measure<T>(size: usize, name: &str, inputs: &[&str], ask: impl Fn(&str) -> T) {
    let mut times: Vec<Duration> = Vec::with_capacity(inputs.len() * ROUNDS);
    for input in inputs.iter().cycle().take(inputs.len() * ROUNDS) {
        let start = Instant::now();
        black_box(ask(black_box(input)));
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let milliseconds = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!("{size:>7}  {name:<24} median {:>8.3} ms   p99 {:>8.3} ms", milliseconds(50), milliseconds(99));
}

/// Resident memory of this process in megabytes; nothing where the system does not tell.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok()).unwrap_or_default() / 1024
}

fn main() {
    for size in synthetic::sizes() {
        let dataset = synthetic::dataset(size);
        let (before, start) = (resident(), Instant::now());
        let index = SearchIndex::build(&dataset).expect("the bundled seeds can be indexed");
        let (seconds, after) = (start.elapsed().as_secs_f64(), resident());
        println!("{size:>7}  index: built in {seconds:.2} s, {} MB more resident", after.saturating_sub(before));
        drop(index);
        let revision = Revision { number: 1, changed_at: DateTime::UNIX_EPOCH };
        let snapshot = Snapshot::build(dataset, revision).expect("the bundled seeds can be served");
        let first_page = |text: &str| {
            let found = snapshot.search().search(text);
            let hits = found.hits.get(&Resource::Clauses).map_or(&[][..], Vec::as_slice);
            let request = PageRequest { limit: Some(20), ..PageRequest::default() };
            page(hits, &request, |hit| snapshot.collection(Resource::Clauses).name_of(hit.place))
        };
        measure(size, "search, one word", &WORDS, first_page);
        measure(size, "search, two words", &PAIRS, first_page);
        let worst = "eau déchet réemploi papier mobilier béton chantier livraison contrôle marché titulaire acheteur document \
                     produit matière énergie carbone qualité suivi preuve pénalité critère offre délai";
        measure(size, "search, 24 common words", &[worst], first_page);
        let names: Vec<&str> = facets(Resource::Clauses).iter().map(|facet| facet.name).collect();
        let kept = snapshot.clauses(&ClauseFilter::default());
        measure(size, "facet", &names, |facet| snapshot.facet(Resource::Clauses, facet, &kept).len());
        measure(size, "all facets of a search", &PAIRS, |text| {
            let found = snapshot.search().search(text);
            let hits = found.hits.get(&Resource::Clauses).map_or(&[][..], Vec::as_slice);
            let kept = hits.iter().map(|hit| hit.place).collect();
            names.iter().map(|facet| snapshot.facet(Resource::Clauses, facet, &kept).len()).sum::<usize>()
        });
        measure(size, "suggest", &TYPED, |typed| snapshot.completions().complete(typed, &[], 10).len());
        measure(size, "guidance", &CODES, |code| {
            snapshot.guidance(&Purchase {
                cpv: vec![code.parse().expect("a code")],
                segments: Vec::new(),
                contract_type: None,
                amount: domain::value::Decimal::try_from(90_000.0).ok(),
                buyer: Some(BuyerKind::LocalAuthorities),
                date: "2026-11-24".parse().expect("a day"),
                defence: false,
            })
        });
    }
}
