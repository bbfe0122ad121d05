//! Guidance: what a purchase is told, for codes of all four families, and the rules behind it.

use std::{collections::BTreeSet, fmt::Write as _, fs};

use domain::guidance::RULES;
use serde_json::Value;

use crate::support::{TestApi, root};

/// Codes of supplies, services, intellectual services and works; the last ones are not covered by any segment.
const CODES: [&str; 48] = [
    "03121000", "09111400", "09310000", "09330000", "15000000", "15300000", "18110000", "30120000", "30125100",
    "30190000", "30197630", "30213000", "32250000", "33140000", "33760000", "34110000", "34144900", "34430000",
    "37535200", "39130000", "39160000", "39510000", "39830000", "44111500", "45111100", "45112500", "45210000",
    "45233140", "45261215", "45262300", "45320000", "45442100", "50232100", "50710000", "55523100", "60130000",
    "64120000", "71200000", "71314000", "71420000", "72413000", "77310000", "79810000", "79950000", "90511000",
    "90910000", "45000000", "92000000",
];

fn guidance(query: &str) -> Value {
    let answer = TestApi::bundled().get(&format!("/v1/guidance?{query}"));
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer.json()
}

fn all<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value[member].as_array().unwrap_or_else(|| panic!("no {member} in {value}"))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn texts(values: &Value) -> String {
    values.as_array().unwrap().iter().map(text).collect::<Vec<_>>().join(" ")
}

/// A guidance in few words: every choice, without the texts that belong to the records.
fn digest(guidance: &Value) -> String {
    let mut digest = String::new();
    for it in all(guidance, "segments") {
        let decides = if it["decides"] == true { "decides" } else { "context" };
        writeln!(digest, "segment {decides} {} {}", text(&it["recognition"]), text(&it["slug"])).unwrap();
    }
    for it in all(guidance, "duties") {
        let (rule, status, law) = (text(&it["rule"]), text(&it["status"]), text(&it["legal_reference"]));
        writeln!(digest, "duty {rule} {status} {law} <- {}", texts(&it["answered_by"])).unwrap();
    }
    for it in all(guidance, "targets") {
        let (slug, percent, status) = (text(&it["slug"]), &it["percent"], text(&it["status"]));
        writeln!(digest, "target {slug} {percent} % {status} <- {}", texts(&it["answered_by"])).unwrap();
    }
    let proposal = &guidance["proposal"];
    for it in all(proposal, "clauses") {
        let rules: Vec<String> = all(it, "reasons").iter().map(|reason| text(&reason["rule"])).collect();
        let fragments: Vec<String> =
            all(it, "fragments").iter().map(|f| format!("{}:{}", text(&f["document"]), text(&f["key"]))).collect();
        let (citation, level) = (text(&it["citation"]), text(&it["level"]));
        writeln!(digest, "clause {citation} {level} [{}] because {}", fragments.join(" "), rules.join(" ")).unwrap();
    }
    for it in all(proposal, "coverage") {
        writeln!(digest, "kind {} <- {}", text(&it["kind"]), texts(&it["clauses"])).unwrap();
    }
    for it in all(guidance, "further") {
        let clauses: Vec<String> = all(it, "clauses").iter().map(|clause| text(&clause["reference"])).collect();
        writeln!(digest, "further {} {}", text(&it["level"]), clauses.join(" ")).unwrap();
    }
    for it in all(guidance, "labels") {
        writeln!(digest, "label {} {} <- {}", text(&it["slug"]), text(&it["eligible"]), texts(&it["cited_by"]))
            .unwrap();
    }
    for it in all(guidance, "experience_reports") {
        writeln!(digest, "report {} <- {}", text(&it["slug"]), texts(&it["clauses"])).unwrap();
    }
    for it in all(guidance, "gaps") {
        writeln!(digest, "gap {} {}", text(&it["rule"]), text(&it["text"])).unwrap();
    }
    digest
}

#[test]
fn codes_of_all_four_families_are_guided_as_expected() {
    for code in CODES {
        let guidance = guidance(&format!("cpv={code}&buyer=local_authorities&amount=90000&date=2026-11-24"));
        insta::with_settings!({snapshot_path => "guidance", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(code, digest(&guidance));
        });
    }
}

#[test]
fn no_code_is_left_without_the_three_kinds_of_text_or_a_plain_statement_of_what_is_missing() {
    for code in CODES {
        let guidance = guidance(&format!("cpv={code}&date=2026-11-24"));
        for coverage in all(&guidance["proposal"], "coverage") {
            let missing = all(coverage, "clauses").is_empty();
            let said = all(&guidance, "gaps").iter().any(|gap| gap["rule"] == "G21" || gap["rule"] == "G20");
            assert!(!missing || said, "{code}: {} is missing and nobody says so", coverage["kind"]);
        }
        assert_eq!(guidance["disclaimer"], "Aide à la rédaction, ne vaut pas avis juridique.");
    }
}

#[test]
fn a_guidance_answers_whole() {
    let query = "cpv=30213000,32250000&contract_type=supplies&amount=300000&buyer=state&date=2026-11-24";
    insta::assert_json_snapshot!("guidance", guidance(query));
}

/// The status of each duty of the law, by its rule.
fn statuses(query: &str) -> BTreeSet<(String, String)> {
    let guidance = guidance(query);
    let duties = all(&guidance, "duties").iter().filter(|duty| duty["rule"] != "S10");
    duties.map(|duty| (text(&duty["rule"]), text(&duty["status"]))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|(rule, status)| ((*rule).to_owned(), (*status).to_owned())).collect()
}

#[test]
fn the_duties_are_those_in_force_on_the_day() {
    let of = |query: &str| statuses(&format!("cpv=39130000&{query}"));
    let common = [("S01", "applies"), ("S02", "applies"), ("S03", "applies")];
    for (query, fourth) in [
        ("date=2026-11-24", "depends"),
        ("date=2026-11-24&amount=139999.99&buyer=state", "exempt"),
        ("date=2026-11-24&amount=140000&buyer=state", "applies"),
        ("date=2026-11-24&amount=140000&buyer=local_authorities", "exempt"),
        ("date=2026-11-24&amount=216000&buyer=local_authorities", "applies"),
        ("date=2026-11-24&amount=300000&buyer=contracting_entities", "exempt"),
        ("date=2026-11-24&amount=150000", "depends"),
        ("date=2026-11-24&amount=432000", "applies"),
        ("date=2026-11-24&amount=5403999&contract_type=works_new", "exempt"),
        ("date=2026-11-24&amount=5404000&contract_type=works_new", "applies"),
        // The threshold of 2028 is not known yet.
        ("date=2028-01-01&amount=900000", "depends"),
    ] {
        assert_eq!(of(query), pairs(&[&common[..], &[("S04", fourth)]].concat()), "{query}");
    }
    let before = of("date=2026-08-20");
    assert_eq!(before, pairs(&[("S01", "upcoming"), ("S02", "upcoming"), ("S03", "upcoming"), ("S04", "upcoming")]));
    // The decree comes a day before the law.
    assert!(of("date=2026-08-21").contains(&("S03".to_owned(), "applies".to_owned())));
    assert!(of("date=2026-08-21").contains(&("S01".to_owned(), "upcoming".to_owned())));
    assert!(of("date=2026-08-22").is_superset(&pairs(&common)));
    let defence = of("date=2026-11-24&defence=true");
    assert_eq!(
        defence,
        pairs(&[("S01", "exempt"), ("S02", "exempt"), ("S03", "exempt"), ("S04", "exempt"), ("S05", "exempt")])
    );
    assert_eq!(of("date=2026-11-24&contract_type=concession"), pairs(&[("S06", "applies")]));
}

#[test]
fn legal_shares_are_those_of_the_year_and_of_the_buyer() {
    let of = |query: &str| {
        let guidance = guidance(query);
        let targets = all(&guidance, "targets").iter();
        targets.map(|it| (text(&it["slug"]), it["percent"].as_f64(), text(&it["status"]))).collect::<Vec<_>>()
    };
    let cars = |query: &str| of(&format!("cpv=34110000&{query}"));
    let share = |targets: &[(String, Option<f64>, String)], slug: &str| {
        targets.iter().find(|(known, ..)| known == slug).map(|(_, percent, status)| (*percent, status.clone()))
    };
    let applies = |percent: f64| Some((Some(percent), "applies".to_owned()));
    assert_eq!(share(&cars("buyer=state&date=2026-12-31"), "veh-leger-etat-vfe"), applies(50.0));
    assert_eq!(share(&cars("buyer=state&date=2027-01-01"), "veh-leger-etat-vfe"), applies(70.0));
    assert_eq!(share(&cars("buyer=local_authorities&date=2026-11-24"), "veh-leger-coll-vfe"), applies(40.0));
    assert_eq!(share(&cars("buyer=local_authorities&date=2026-11-24"), "veh-leger-etat-vfe"), None);
    let unknown = share(&cars("date=2026-11-24"), "veh-leger-coll-vfe");
    assert_eq!(unknown, Some((Some(40.0), "depends".to_owned())), "it depends on the buyer");
    let unverified = of("cpv=37520000&buyer=state&date=2026-11-24");
    assert!(
        !unverified.is_empty()
            && unverified.iter().all(|(_, percent, status)| percent.is_none() && status == "depends")
    );
    let later = share(&of("cpv=45453000&date=2026-11-24"), "biosource-25");
    assert_eq!(later, Some((None, "upcoming".to_owned())), "not before 2030");
}

#[test]
fn a_proposal_is_in_proportion_and_each_clause_says_why() {
    for (amount, most, criteria) in [("10000", 2, 1), ("90000", 3, 1), ("1000000", 5, 2)] {
        let guidance = guidance(&format!("cpv=39130000&buyer=local_authorities&date=2026-11-24&amount={amount}"));
        let clauses = all(&guidance["proposal"], "clauses");
        assert!((1..=most).contains(&clauses.len()), "{amount}: {}", clauses.len());
        let given = clauses.iter().filter(|clause| !clause["award_criterion"].is_null()).count();
        assert!((1..=criteria).contains(&given), "{amount}: {given} criteria");
        assert!(clauses.iter().all(|clause| !all(clause, "reasons").is_empty()));
    }
}

#[test]
fn what_a_clause_requires_comes_with_it() {
    let guidance = guidance("cpv=45111100&amount=10000&date=2026-11-24");
    let clauses: Vec<_> = all(&guidance["proposal"], "clauses").iter().map(|it| text(&it["reference"])).collect();
    assert!(clauses.contains(&"LCV-0067".to_owned()) && clauses.contains(&"LCV-0066".to_owned()), "{clauses:?}");
}

#[test]
fn the_kind_of_contract_keeps_others_out() {
    let guidance = guidance("segment=voirie-genie-civil&contract_type=roads&date=2026-11-24");
    let api = TestApi::bundled();
    let clauses = all(&guidance["proposal"], "clauses");
    assert!(!clauses.is_empty());
    for clause in clauses {
        let whole = api.get(&format!("/v1/clauses/{}", text(&clause["reference"]))).json();
        assert!(texts(&whole["contract_types"]).contains("roads"), "{clause}");
    }
}

#[test]
fn today_is_the_day_when_none_is_given_and_its_answer_is_kept_for_the_day() {
    let api = TestApi::bundled();
    let unasked = api.get("/v1/guidance?cpv=39130000");
    let today = text(&unasked.json()["purchase"]["date"]);
    let asked = api.get(&format!("/v1/guidance?cpv=39130000&date={today}"));
    assert_eq!(unasked.json(), asked.json());
    assert!(unasked.expect("etag").contains(&today), "{unasked:?}");
    assert_ne!(unasked.expect("etag"), asked.expect("etag"));
    let again = api.get_with("/v1/guidance?cpv=39130000", &[("if-none-match", unasked.expect("etag"))]);
    assert_eq!(again.status, 304);
}

#[test]
fn without_a_code_the_duties_common_to_all_purchases_are_given_and_what_is_missing_is_said() {
    let guidance = guidance("date=2026-11-24");
    assert_eq!(all(&guidance, "duties").len(), 5);
    assert!(all(&guidance["proposal"], "clauses").is_empty() && all(&guidance, "targets").is_empty());
    assert_eq!(all(&guidance, "gaps").iter().map(|gap| text(&gap["rule"])).collect::<Vec<_>>(), ["G20"]);
}

#[test]
fn bad_input_is_refused_by_name() {
    for (query, parameter) in [
        ("cpv=", "cpv"),
        ("cpv=abc", "cpv"),
        ("cpv=3913000", "cpv"),
        ("cpv=00000000", "cpv"),
        ("segment=inconnu", "segment"),
        ("cpv=39130000&date=2026-02-30", "date"),
        ("cpv=39130000&date=demain", "date"),
        ("cpv=39130000&amount=-1", "amount"),
        ("cpv=39130000&amount=1e999", "amount"),
        ("cpv=39130000&amount=beaucoup", "amount"),
        ("cpv=39130000&buyer=roi", "buyer"),
        ("cpv=39130000&defence=peut-etre", "defence"),
        ("cpv=39130000&contract_type=troc", "contract_type"),
        ("cpv=39130000&montant=3", "montant"),
    ] {
        let problem = TestApi::bundled().get(&format!("/v1/guidance?{query}"));
        let wanted = if parameter == "segment" { 404 } else { 400 };
        assert_eq!(problem.status, wanted, "{query}: {problem:?}");
        assert_eq!(problem.json()["errors"][0]["parameter"], parameter, "{query}");
    }
}

#[test]
fn every_rule_is_named_in_the_documentation_and_no_other_is() {
    let page = fs::read_to_string(root().join("docs/guidance.md")).unwrap();
    let (_, rules) = page.split_once("## Rules").unwrap();
    let rows = rules.lines().filter_map(|line| line.strip_prefix("| "));
    let documented: Vec<(String, String)> = rows
        .filter_map(|row| row.trim_end_matches(" |").split_once(" | "))
        .filter(|(name, _)| {
            name.len() == 3 && name.starts_with(['S', 'G']) && name[1..].bytes().all(|b| b.is_ascii_digit())
        })
        .map(|(name, statement)| (name.to_owned(), statement.to_owned()))
        .collect();
    let rules: Vec<_> = RULES.iter().map(|rule| (rule.name.to_owned(), rule.statement.to_owned())).collect();
    assert_eq!(documented, rules);
}
