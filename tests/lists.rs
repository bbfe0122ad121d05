//! Lists: filters against their definition, orders against a plain sort, pages against the whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use chrono::NaiveDate;
use deunicode::deunicode;
use domain::{
    Dataset,
    enumeration::{Enumeration, Verdict, VerificationStatus},
    filter::{
        ClauseFilter, CpvFilter, ExperienceReportFilter, LabelFilter, LegalReferenceFilter, OrganisationFilter,
        SegmentFilter, TargetFilter, ThemeFilter,
    },
    value::{CpvPrefix, Slug},
};
use proptest::{prelude::*, sample::select};
use serde_json::Value;

use crate::support::{BASE, TestApi, encoded, fixture};

static DATASET: LazyLock<Dataset> = LazyLock::new(fixture::dataset);

/// One filter of a list: its parameter, a value, and the records that its definition keeps.
#[derive(Debug, Clone)]
pub struct Case {
    pub parameter: &'static str,
    pub value: String,
    pub kept: BTreeSet<String>,
}

/// Collects the cases of one list, whose filter is an `F`.
struct Cases<'a, F> {
    keeps: &'a dyn Fn(&F) -> BTreeSet<String>,
    cases: Vec<Case>,
}

impl<F: Default> Cases<'_, F> {
    fn add(&mut self, parameter: &'static str, value: &impl ToString, set: impl FnOnce(&mut F)) {
        let mut filter = F::default();
        set(&mut filter);
        self.cases.push(Case { parameter, value: value.to_string(), kept: (self.keeps)(&filter) });
    }

    /// Each value of a closed list, and the first and the last together.
    fn values<E: Enumeration + Ord>(&mut self, parameter: &'static str, set: impl Fn(&mut F, BTreeSet<E>)) {
        for value in E::iter() {
            self.add(parameter, &value.value(), |filter| set(filter, [value].into()));
        }
        let (first, last) = (E::iter().next().unwrap(), E::iter().last().unwrap());
        let both = format!("{},{}", first.value(), last.value());
        self.add(parameter, &both, |filter| set(filter, [first, last].into()));
    }

    fn slugs<'s>(
        &mut self,
        parameter: &'static str,
        slugs: impl Iterator<Item = &'s Slug> + Clone,
        set: impl Fn(&mut F, BTreeSet<Slug>),
    ) {
        for slug in slugs.clone() {
            self.add(parameter, slug, |filter| set(filter, [slug.clone()].into()));
        }
        let some: Vec<_> = slugs.take(2).cloned().collect();
        let value = some.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        self.add(parameter, &value, |filter| set(filter, some.into_iter().collect()));
    }

    /// Segments, each with everything under it.
    fn trees(&mut self, parameter: &'static str, set: impl Fn(&mut F, BTreeSet<Slug>)) {
        for segment in &DATASET.segments {
            let below = DATASET.segments.iter().map(|s| &s.slug).filter(|slug| ancestry(slug).contains(&segment.slug));
            self.add(parameter, &segment.slug, |filter| set(filter, below.cloned().collect()));
        }
    }

    fn purchases(&mut self, parameter: &'static str, set: impl Fn(&mut F, BTreeSet<CpvPrefix>)) {
        for code in ["39000000", "39112000", "39112100-7", "39130000", "45000000", "45261000", "30231300", "98000000"] {
            let prefix = code.parse::<domain::value::Cpv>().unwrap().prefix();
            self.add(parameter, &code, |filter| set(filter, [prefix].into()));
        }
    }
}

/// A segment and everything above it.
fn ancestry(slug: &Slug) -> Vec<Slug> {
    let mut all = vec![slug.clone()];
    while let Some(parent) = all.last().and_then(|slug| DATASET.segment(slug)).and_then(|s| s.parent.clone()) {
        all.push(parent);
    }
    all
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const DAYS: [&str; 6] = ["2025-03-03", "2026-01-14", "2026-01-15", "2026-06-30", "2026-07-01", "2027-03-03"];

fn clause_cases() -> Vec<Case> {
    let kept = |filter: &ClauseFilter| {
        let versions = DATASET.clauses.iter().map(|clause| (clause, DATASET.current_version(clause).unwrap()));
        versions.filter(|(clause, v)| filter.matches(clause, v)).map(|(clause, _)| clause.slug.to_string()).collect()
    };
    let mut cases: Cases<'_, ClauseFilter> = Cases { keeps: &kept, cases: Vec::new() };
    cases.trees("segment", |f, v| f.segments = v);
    cases.slugs("theme", DATASET.themes.iter().map(|r| &r.slug), |f, v| f.themes = v);
    cases.slugs("label", DATASET.labels.iter().map(|r| &r.slug), |f, v| f.labels = v);
    cases.slugs("legal_reference", DATASET.legal_references.iter().map(|r| &r.slug), |f, v| f.legal_references = v);
    cases.slugs("organisation", DATASET.organisations.iter().map(|r| &r.slug), |f, v| f.organisations = v);
    cases.values("kind", |f, v| f.kinds = v);
    cases.values("document", |f, v| f.documents = v);
    cases.values("level", |f, v| f.levels = v);
    cases.values("contract_type", |f, v| f.contract_types = v);
    cases.values("bindingness", |f, v| f.bindingness = v);
    cases.values("obligation", |f, v| f.obligations = v);
    cases.values("environmental_impact", |f, v| f.environmental_impacts = v);
    cases.values("status", |f, v| f.statuses = v);
    cases.values("maintenance", |f, v| f.maintenance = v);
    cases.values("market_maturity", |f, v| f.market_maturities = v);
    cases.values("proof_type", |f, v| f.proof_types = v);
    cases.purchases("cpv", |f, v| f.cpv = v);
    for text in DAYS {
        cases.add("published_on_gte", &text, |f| f.published_on_gte = Some(day(text)));
        cases.add("published_on_lte", &text, |f| f.published_on_lte = Some(day(text)));
        cases.add("updated_since", &text, |f| f.updated_since = Some(day(text)));
        cases.add("next_review_on_lte", &text, |f| f.next_review_on_lte = Some(day(text)));
    }
    cases.cases
}

/// Cases of the lists of reference records: `$records` of the data set, kept by `matches`.
macro_rules! cases_of {
    ($records:ident, $filter:ty, |$cases:ident| $body:block) => {
        cases_of!($records, slug, $filter, |$cases| $body)
    };
    ($records:ident, $key:ident, $filter:ty, |$cases:ident| $body:block) => {{
        let kept = |filter: &$filter| {
            DATASET.$records.iter().filter(|r| filter.matches(r)).map(|r| r.$key.to_string()).collect()
        };
        let mut $cases: Cases<'_, $filter> = Cases { keeps: &kept, cases: Vec::new() };
        $body
        $cases.cases
    }};
}

/// The cases of every list, by its name.
pub static CASES: LazyLock<BTreeMap<&str, Vec<Case>>> = LazyLock::new(|| {
    let segments = cases_of!(segments, SegmentFilter, |cases| {
        cases.slugs("parent", DATASET.segments.iter().map(|r| &r.slug), |f, v| f.parents = v);
        cases.trees("under", |f, v| f.under = v);
        cases.values("contract_type", |f, v| f.contract_types = v);
        cases.purchases("cpv", |f, v| f.cpv = v);
        cases.slugs("legal_reference", DATASET.legal_references.iter().map(|r| &r.slug), |f, v| {
            f.legal_references = v;
        });
    });
    let themes = cases_of!(themes, ThemeFilter, |cases| {
        cases.values("environmental_impact", |f, v| f.impacts = v);
    });
    let labels = cases_of!(labels, LabelFilter, |cases| {
        cases.trees("segment", |f, v| f.segments = v);
        cases.values("iso_type", |f, v| f.iso_types = v);
        cases.values("nature", |f, v| f.natures = v);
        cases.values::<Verdict>("governmental", |f, v| f.governmental = v);
        cases.values::<Verdict>("third_party_verified", |f, v| f.third_party_verified = v);
        cases.values::<Verdict>("eligible", |f, v| f.eligible = v);
        cases.values::<VerificationStatus>("verification", |f, v| f.verification = v);
    });
    let legal_references = cases_of!(legal_references, LegalReferenceFilter, |cases| {
        cases.values("kind", |f, v| f.kinds = v);
        cases.values("state", |f, v| f.states = v);
        for text in ["2009-12-31", "2015-06-01", "2020-01-01", "2029-12-31", "2030-01-01"] {
            cases.add("applies_on", &text, |f| f.applies_on = Some(day(text)));
        }
        cases.values("verification", |f, v| f.verification = v);
    });
    let targets = cases_of!(targets, TargetFilter, |cases| {
        cases.slugs("legal_reference", DATASET.legal_references.iter().map(|r| &r.slug), |f, v| {
            f.legal_references = v;
        });
        cases.purchases("cpv", |f, v| f.cpv = v);
        cases.values("buyer", |f, v| f.buyers = v);
        cases.values("indicator", |f, v| f.indicators = v);
        cases.values("verification", |f, v| f.verification = v);
    });
    let organisations = cases_of!(organisations, OrganisationFilter, |cases| {
        cases.values("kind", |f, v| f.kinds = v);
        cases.values("role", |f, v| f.roles = v);
        for text in ["region:32", "commune:59350", "pays:FR"] {
            cases.add("territory", &text, |f| f.territories = [text.parse().unwrap()].into());
        }
        cases.trees("segment", |f, v| f.segments = v);
        cases.values("verification", |f, v| f.verification = v);
    });
    let experience_reports = cases_of!(experience_reports, ExperienceReportFilter, |cases| {
        cases.trees("segment", |f, v| f.segments = v);
        cases.slugs("theme", DATASET.themes.iter().map(|r| &r.slug), |f, v| f.themes = v);
        cases.values("kind", |f, v| f.kinds = v);
        cases.values("organisation_kind", |f, v| f.organisation_kinds = v);
        for text in ["region:32", "commune:59350"] {
            cases.add("territory", &text, |f| f.territories = [text.parse().unwrap()].into());
        }
        cases.slugs("label", DATASET.labels.iter().map(|r| &r.slug), |f, v| f.labels = v);
        for clause in &DATASET.clauses {
            cases.add("clause", &clause.reference, |f| f.clauses = [clause.reference.clone()].into());
        }
        cases.values("evidence_level", |f, v| f.evidence_levels = v);
        for year in [2021, 2022, 2023, 2024, 2025] {
            cases.add("year_gte", &year, |f| f.year_gte = Some(year));
            cases.add("year_lte", &year, |f| f.year_lte = Some(year));
        }
        cases.values("verification", |f, v| f.verification = v);
    });
    let cpv = cases_of!(cpv, code, CpvFilter, |cases| {
        cases.purchases("under", |f, v| f.under = v);
        cases.values("level", |f, v| f.levels = v);
    });
    BTreeMap::from([
        ("clauses", clause_cases()),
        ("segments", segments),
        ("themes", themes),
        ("labels", labels),
        ("legal-references", legal_references),
        ("targets", targets),
        ("organisations", organisations),
        ("experience-reports", experience_reports),
        ("cpv", cpv),
        ("synonyms", Vec::new()),
    ])
});

/// The member by which the records of a list are told apart.
pub fn key_of(list: &str) -> &'static str {
    if list == "cpv" { "code" } else { "slug" }
}

/// What the server keeps.
fn found(list: &str, query: &str) -> BTreeSet<String> {
    let answer = TestApi::shared().get(&format!("/v1/{list}?limit=200&{query}"));
    assert_eq!(answer.status, 200, "{list}?{query}: {}", answer.text());
    let keys: BTreeSet<String> = answer.items(key_of(list)).into_iter().collect();
    assert_eq!(answer.json()["total"], keys.len(), "{list}?{query}");
    keys
}

/// The parameters of a list in the document, but those of pages; and `updated_since` of lists whose records carry no date:
/// it asks the history, and is tested with it.
fn documented(list: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_str(&api::http::openapi::rendered().unwrap().0).unwrap();
    let parameters = document["paths"][format!("/v1/{list}")]["get"]["parameters"].as_array().unwrap().clone();
    let names = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap().to_owned());
    let others = ["sort", "limit", "cursor", "fields", "id", "q", "facets"];
    let of_history = |name: &str| name == "updated_since" && list != "clauses";
    names.filter(|name| !others.contains(&name.as_str()) && !of_history(name)).collect()
}

#[test]
fn every_filter_of_every_list_keeps_what_its_definition_keeps() {
    for (list, cases) in &*CASES {
        let tried: BTreeSet<String> = cases.iter().map(|case| case.parameter.to_owned()).collect();
        assert_eq!(tried, documented(list), "{list}: the filters that are tried and those that are documented");
        for Case { parameter, value, kept } in cases {
            assert_eq!(&found(list, &format!("{parameter}={}", encoded(value))), kept, "{list}?{parameter}={value}");
        }
    }
}

#[test]
fn every_filter_of_the_clauses_tells_some_from_others() {
    for (parameter, all) in by_parameter() {
        let telling = all.iter().any(|case| !case.kept.is_empty() && case.kept.len() < DATASET.clauses.len());
        assert!(telling, "{parameter}: the fixture cannot tell whether this filter works");
    }
}

fn by_parameter() -> BTreeMap<&'static str, Vec<Case>> {
    let mut all = BTreeMap::<_, Vec<Case>>::new();
    for case in &CASES["clauses"] {
        all.entry(case.parameter).or_default().push(case.clone());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_filters_together_keep_what_each_of_them_keeps(
        (one, other) in (select(CASES["clauses"].clone()), select(CASES["clauses"].clone()))
            .prop_filter("one parameter twice is a list", |(one, other)| one.parameter != other.parameter)
    ) {
        let query = [&one, &other].map(|case| format!("{}={}", case.parameter, encoded(&case.value))).join("&");
        prop_assert_eq!(found("clauses", &query), &one.kept & &other.kept, "{}", query);
    }
}

#[test]
fn a_segment_filter_includes_everything_under_the_segment() {
    let of = |segment: &str| found("clauses", &format!("segment={segment}"));
    let chairs: BTreeSet<_> = ["clause-a-deux-versions".to_owned()].into();
    assert_eq!(of("chaises-fictives"), chairs);
    assert!(of("mobilier-fictif").is_superset(&chairs) && of("fournitures-fictives").is_superset(&chairs));
    let nested = TestApi::shared().get("/v1/segments/fournitures-fictives/clauses").items("slug");
    assert_eq!(nested.into_iter().collect::<BTreeSet<_>>(), of("fournitures-fictives"));
    let both = TestApi::shared().get("/v1/segments/fournitures-fictives/clauses?segment=ecrans-fictifs");
    assert_eq!(both.items("slug").into_iter().collect::<BTreeSet<_>>(), of("ecrans-fictifs"));
}

#[test]
fn a_purchase_finds_the_clauses_above_and_below_its_code() {
    let of = |code: &str| found("clauses", &format!("cpv={code}"));
    assert!(of("39112100").contains("clause-a-deux-versions"), "the clause names 39112000, above the purchase");
    assert!(of("39000000").contains("clause-a-deux-versions"), "and below this one");
    assert!(!of("39113000").contains("clause-a-deux-versions"), "but not beside it");
    assert_eq!(of("39112000-9"), of("39112000"), "the ninth digit says nothing");
}

#[test]
fn the_clauses_of_a_label_are_those_that_cite_it() {
    let cited = TestApi::shared().get("/v1/labels/label-inexigible/clauses").items("reference");
    assert_eq!(cited, ["LCV-9005"]);
}

#[test]
fn a_list_may_be_repeated_or_separated_by_commas() {
    let separated = found("clauses", "kind=mission,penalty");
    assert_eq!(found("clauses", "kind=mission&kind=penalty"), separated);
    assert_eq!(separated.len(), 2);
}

/// A value of `sort`, and what it sorts a record by.
type Order = (&'static str, fn(&Value) -> String);

fn text(record: &Value, member: &str) -> String {
    match &record[member] {
        Value::Number(number) => format!("{number:0>10}"),
        value => value.as_str().unwrap_or_default().to_owned(),
    }
}

fn folded(record: &Value, member: &str) -> String {
    deunicode(&text(record, member)).to_lowercase()
}

/// The positions from the top of the tree down to a segment.
fn in_the_tree(record: &Value) -> String {
    let mut line = ancestry(&record["slug"].as_str().unwrap().parse().unwrap());
    line.reverse();
    let positions = line.iter().map(|slug| format!("{:05}", DATASET.segment(slug).unwrap().position));
    positions.collect::<Vec<_>>().join("/")
}

/// Each list, the member that ends its orders, and its orders, the natural one first.
const ORDERS: [(&str, &str, &[Order]); 9] = [
    (
        "clauses",
        "reference",
        &[
            ("reference", |r| text(r, "reference")),
            ("title", |r| folded(r, "title")),
            ("published_on", |r| text(r, "published_on")),
            ("updated_on", |r| text(r, "updated_on")),
            ("next_review_on", |r| text(r, "next_review_on")),
        ],
    ),
    ("clauses/LCV-9001/versions", "citation", &[("version", |r| text(r, "version"))]),
    ("segments", "slug", &[("tree", in_the_tree), ("label", |r| folded(r, "label")), ("slug", |r| text(r, "slug"))]),
    (
        "themes",
        "slug",
        &[("position", |r| text(r, "position")), ("label", |r| folded(r, "label")), ("slug", |r| text(r, "slug"))],
    ),
    ("labels", "slug", &[("name", |r| folded(r, "name")), ("slug", |r| text(r, "slug"))]),
    (
        "legal-references",
        "slug",
        &[
            ("slug", |r| text(r, "slug")),
            ("citation", |r| folded(r, "citation")),
            ("valid_from", |r| text(r, "valid_from")),
        ],
    ),
    ("targets", "slug", &[("slug", |r| text(r, "slug")), ("category", |r| folded(r, "category"))]),
    ("organisations", "slug", &[("name", |r| folded(r, "name")), ("slug", |r| text(r, "slug"))]),
    (
        "experience-reports",
        "slug",
        &[("slug", |r| text(r, "slug")), ("title", |r| folded(r, "title")), ("year", |r| text(&r["contract"], "year"))],
    ),
];

#[test]
fn every_order_is_total_and_turns_round_exactly() {
    let api = TestApi::shared();
    for (list, id, orders) in ORDERS {
        let all = api.get(&format!("/v1/{list}")).json()["items"].as_array().unwrap().clone();
        for (rank, (sort, key)) in orders.iter().enumerate() {
            let mut records = all.clone();
            records.sort_by_key(|record| (key(record), text(record, id)));
            let expected: Vec<_> = records.iter().map(|record| text(record, id)).collect();

            let up = api.get(&format!("/v1/{list}?sort={sort}")).items(id);
            assert_eq!(up, expected, "{list}?sort={sort}");
            if rank == 0 {
                assert_eq!(api.get(&format!("/v1/{list}")).items(id), expected, "{list}: the natural order");
            }
            let mut down = api.get(&format!("/v1/{list}?sort=-{sort}")).items(id);
            down.reverse();
            assert_eq!(down, expected, "{list}?sort=-{sort}");
        }
    }
}

#[test]
fn several_sorts_apply_one_after_the_other() {
    let found = TestApi::shared().get("/v1/clauses?sort=-published_on,title").items("reference");
    assert_eq!(found, ["LCV-9001", "LCV-9002", "LCV-9006", "LCV-9005", "LCV-9003", "LCV-9004"]);
}

#[test]
fn every_page_of_a_scan_comes_once_and_in_order_forward_and_back() {
    let api = TestApi::shared();
    for (list, id, orders) in ORDERS {
        for sort in orders.iter().flat_map(|(sort, _)| [(*sort).to_owned(), format!("-{sort}")]) {
            let whole = api.get(&format!("/v1/{list}?sort={sort}"));
            let (whole, total) = (whole.items(id), whole.json()["total"].clone());
            for limit in [1, 2, 3, 5, 200] {
                let place = format!("{list}?sort={sort}&limit={limit}");
                let (mut pages, mut next) = (Vec::new(), Some(format!("/v1/{place}")));
                while let Some(url) = next {
                    let page = api.get(&url);
                    assert_eq!(page.json()["total"], total, "{place}");
                    assert!(page.items(id).len() <= limit, "{place}");
                    next = page.json()["next"].as_str().map(str::to_owned);
                    pages.push(page);
                }
                let forward: Vec<_> = pages.iter().flat_map(|page| page.items(id)).collect();
                assert_eq!(forward, whole, "{place}");

                let mut back = pages.last().unwrap().items(id);
                let mut prev = pages.last().unwrap().json()["prev"].as_str().map(str::to_owned);
                while let Some(url) = prev {
                    let page = api.get(&url);
                    back.splice(0..0, page.items(id));
                    prev = page.json()["prev"].as_str().map(str::to_owned);
                }
                assert_eq!(back, whole, "{place}, from the end");
            }
        }
    }
}

#[test]
fn a_page_links_to_its_neighbours_and_to_the_other_forms() {
    let api = TestApi::shared();
    let first = api.get("/v1/clauses?limit=2&kind=technical_specification");
    assert_eq!((first.json()["prev"].as_str(), first.link("prev")), (None, None));
    let second = api.get(&first.link("next").unwrap());
    insta::assert_json_snapshot!("page", api.get("/v1/clauses?limit=2&fields=reference,title").json());
    for relation in ["next", "prev"] {
        let path = second.json()[relation].as_str().map(|url| url.replace(BASE, ""));
        assert_eq!(second.link(relation), path, "{relation}");
    }
    assert_eq!(api.get(&second.link("prev").unwrap()).items("slug"), first.items("slug"));
    assert_eq!(api.get(&second.link("first").unwrap()).items("slug"), first.items("slug"));
    for (ending, form) in [("csv", "text/csv"), ("ndjson", "application/x-ndjson")] {
        let whole = format!("/v1/clauses.{ending}?kind=technical_specification");
        let link = format!("<{BASE}{whole}>; rel=\"alternate\"; type=\"{form}\"");
        assert!(second.expect("link").contains(&link), "{link} is not in {}", second.expect("link"));
        assert_eq!(api.get(&whole).media_type(), Some(form));
    }
}

#[test]
fn a_filtered_scan_keeps_its_filter() {
    let scanned = TestApi::shared().scan("/v1/clauses?limit=1&contract_type=supplies&sort=-title", "reference");
    assert_eq!(scanned, ["LCV-9005", "LCV-9003", "LCV-9001"], "by title, from the end");
}

#[test]
fn the_members_asked_for_come_in_the_order_asked_for() {
    let api = TestApi::shared();
    let page = api.get("/v1/clauses?fields=title,reference,segments&limit=1").json();
    let members: Vec<_> = page["items"][0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["title", "reference", "segments"]);
    let csv = api.get("/v1/clauses.csv?fields=reference,title");
    assert_eq!(csv.text().lines().next(), Some("reference,title"));
}

#[test]
fn a_batch_is_answered_in_the_order_given_and_says_what_is_missing() {
    let api = TestApi::shared();
    let id = api.get("/v1/clauses/LCV-9006").json()["id"].as_str().unwrap().to_owned();
    let batch = api.get(&format!("/v1/clauses?id=clause-retiree,LCV-0000,{id},clause-a-une-version,personne"));
    assert_eq!(batch.items("reference"), ["LCV-9004", "LCV-9006", "LCV-9001"]);
    assert_eq!(batch.json()["meta"]["missing"], serde_json::json!(["LCV-0000", "personne"]));
    assert_eq!(batch.json()["next"], Value::Null);

    let filtered = api.get("/v1/clauses?id=LCV-9004,LCV-9001&status=published");
    assert_eq!(filtered.items("reference"), ["LCV-9001"]);
    assert_eq!(filtered.json()["meta"]["missing"], serde_json::json!(["LCV-9004"]));
    assert_eq!(api.get("/v1/labels?id=label-inexigible,label-imaginaire").items("slug")[0], "label-inexigible");
}

#[test]
fn the_seeds_have_no_repeated_or_lost_record_in_any_scan() {
    let api = TestApi::bundled();
    for collection in api.get("/v1").json()["collections"].as_array().unwrap() {
        let name = collection["name"].as_str().unwrap();
        let scanned = api.scan(&format!("/v1/{name}?limit=7"), key_of(name));
        let distinct: BTreeSet<_> = scanned.iter().collect();
        assert_eq!(collection["count"], scanned.len(), "{name}");
        assert_eq!(distinct.len(), scanned.len(), "{name}");
    }
}
