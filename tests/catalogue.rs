//! The catalogue that harvesters read. Numbers are those of the mistakes that they were seen to stumble over.

use std::collections::{BTreeMap, BTreeSet};

use api::service::catalogue::{GraphFormat, SUBJECTS};
use insta::assert_json_snapshot;
use oxrdf::{Graph, NamedNodeRef, NamedOrBlankNodeRef, TermRef, Triple, dataset::CanonicalizationAlgorithm};
use serde_json::Value;
use strum::IntoEnumIterator as _;

use crate::support::{BASE, TestApi};

const DCAT: &str = "http://www.w3.org/ns/dcat#";
const DCT: &str = "http://purl.org/dc/terms/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The graph that an answer holds.
fn graph(format: GraphFormat) -> Graph {
    let bytes = TestApi::shared().get(&format!("/catalog.{}", format.extension())).bytes;
    let mut graph: Graph = match format {
        GraphFormat::Turtle => oxttl::TurtleParser::new().for_slice(&bytes).map(Result::unwrap).collect(),
        GraphFormat::RdfXml => oxrdfxml::RdfXmlParser::new().for_slice(&bytes).map(Result::unwrap).collect(),
        GraphFormat::JsonLd => {
            let quads = oxjsonld::JsonLdParser::new().for_slice(&bytes);
            quads.map(|quad| Triple::from(quad.unwrap())).collect()
        }
    };
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    graph
}

/// The objects of `predicate`, as texts.
fn objects(graph: &Graph, subject: NamedOrBlankNodeRef<'_>, predicate: &str) -> Vec<String> {
    let predicate = NamedNodeRef::new(predicate).unwrap();
    graph.objects_for_subject_predicate(subject, predicate).map(text).collect()
}

fn text(term: TermRef<'_>) -> String {
    match term {
        TermRef::NamedNode(node) => node.as_str().to_owned(),
        TermRef::Literal(literal) => literal.value().to_owned(),
        TermRef::BlankNode(node) => node.to_string(),
    }
}

/// The addresses of the nodes of a class.
fn nodes(graph: &Graph, class: &str) -> Vec<String> {
    let (kind, class) = (format!("{RDF}type"), format!("{DCAT}{class}"));
    let (kind, class) = (NamedNodeRef::new(&kind).unwrap(), NamedNodeRef::new(&class).unwrap());
    let mut found: Vec<String> =
        graph.subjects_for_predicate_object(kind, class).map(|node| text(node.into())).collect();
    found.sort();
    found
}

fn of(graph: &Graph, node: &str, predicate: &str) -> Vec<String> {
    objects(graph, NamedNodeRef::new(node).unwrap().into(), predicate)
}

/// The only object of `predicate`.
fn one(graph: &Graph, node: &str, predicate: &str) -> String {
    let found = of(graph, node, predicate);
    assert_eq!(found.len(), 1, "{predicate} of {node}: {found:?}");
    found[0].clone()
}

#[test]
fn the_three_forms_are_one_graph() {
    let turtle = graph(GraphFormat::Turtle);
    assert!(turtle.len() > 1_000);
    for format in [GraphFormat::RdfXml, GraphFormat::JsonLd] {
        assert!(graph(format) == turtle, "{format:?} is another graph");
    }
}

#[test]
fn the_catalogue_is_answered_at_once_in_the_form_that_is_accepted() {
    let api = TestApi::shared();
    for format in GraphFormat::iter() {
        let (path, media_type) = (format!("/catalog.{}", format.extension()), format.media_type());
        let answer = api.get(&path);
        // 2: no redirect. 5: the charset is said.
        assert_eq!((answer.status, answer.expect("content-type")), (200, media_type));
        assert!(media_type.ends_with("; charset=utf-8"));
        let by_accept = api.get_with("/catalog", &[("accept", media_type)]);
        assert_eq!((by_accept.status, by_accept.bytes == answer.bytes), (200, true), "{path}");
        // 1: HEAD is answered.
        api.head_is_get(&path, &[]);
        // 28: no limit is announced. 29: OPTIONS is answered.
        assert!(answer.header("x-ratelimit-limit").is_none() && answer.header("ratelimit").is_none());
        let preflight = [("origin", "https://www.data.gouv.fr"), ("access-control-request-headers", "authorization")];
        assert!((200..300).contains(&api.options(&path, &preflight).status));
    }
    let refused = api.get_with("/catalog", &[("accept", "image/png")]);
    assert_eq!(refused.status, 406);
    assert_json_snapshot!("not_acceptable", refused.json());
}

#[test]
fn json_ld_carries_its_own_context() {
    // 3: a context elsewhere is fetched at every run, and fails with it.
    let catalogue = TestApi::shared().get("/catalog.jsonld").json();
    assert!(catalogue["@context"].is_object(), "{}", catalogue["@context"]);
}

#[test]
fn every_address_is_absolute() {
    // 4: relative ones become `file:///`.
    for triple in &graph(GraphFormat::Turtle) {
        for term in [TermRef::from(triple.subject), triple.object] {
            if let TermRef::NamedNode(node) = term {
                assert!(node.as_str().starts_with("http"), "{node}");
            }
        }
    }
}

#[test]
fn every_data_set_is_known_by_its_address_for_ever() {
    let graph = graph(GraphFormat::Turtle);
    let mut identifiers = BTreeSet::new();
    for class in ["Dataset", "DataService", "Distribution", "Catalog"] {
        for node in nodes(&graph, class) {
            // 6: an identifier. 7: the address, made of names that never change.
            let identifier = one(&graph, &node, &format!("{DCT}identifier"));
            assert_eq!(identifier, node);
            // 8: once.
            assert!(identifiers.insert(identifier), "{node} twice");
        }
    }
    // 9: none ends as another does.
    for one in &identifiers {
        assert!(!identifiers.iter().any(|other| other != one && one.ends_with(other.as_str())), "{one}");
    }
    // 32: every resource, each time.
    let expected: BTreeSet<String> = SUBJECTS.iter().map(|it| format!("{BASE}/datasets/{}", it.name())).collect();
    assert_eq!(nodes(&graph, "Dataset").into_iter().collect::<BTreeSet<_>>(), expected);
    assert_eq!(expected.len(), 12);
}

#[test]
fn the_service_is_told_twice_and_serves_what_is_in_the_file() {
    let graph = graph(GraphFormat::Turtle);
    let catalogue = format!("{BASE}/catalog");
    let service = one(&graph, &catalogue, &format!("{DCAT}service"));
    let led_to: BTreeSet<String> = nodes(&graph, "Distribution")
        .iter()
        .flat_map(|distribution| of(&graph, distribution, &format!("{DCAT}accessService")))
        .collect();
    // 11: a service that a distribution leads to is not harvested as one.
    assert!(!led_to.is_empty() && !led_to.contains(&service), "{led_to:?}");
    for service in nodes(&graph, "DataService") {
        let served = of(&graph, &service, &format!("{DCAT}servesDataset"));
        // 10: each with an identifier here.
        assert_eq!(served.into_iter().collect::<BTreeSet<_>>(), nodes(&graph, "Dataset").into_iter().collect());
    }
}

#[test]
fn harvesters_find_licence_themes_place_time_and_rhythm() {
    let graph = graph(GraphFormat::Turtle);
    let authority = "http://publications.europa.eu/resource/authority";
    for node in nodes(&graph, "Dataset").iter().chain(&nodes(&graph, "Distribution")) {
        // 12: a licence with the name that they know. 13: on files, too.
        let licence = one(&graph, node, &format!("{DCT}license"));
        let name = "Open Data Commons Open Database License (ODbL)";
        assert_eq!(one(&graph, &licence, "http://www.w3.org/2000/01/rdf-schema#label"), name);
        assert_eq!(one(&graph, &licence, &format!("{DCT}title")), name);
        assert!(!one(&graph, node, &format!("{DCT}title")).is_empty());
    }
    for dataset in nodes(&graph, "Dataset") {
        assert!(one(&graph, &dataset, &format!("{DCT}description")).chars().count() > 100, "{dataset}");
        // 14: keywords are texts, themes have names.
        assert!(of(&graph, &dataset, &format!("{DCAT}keyword")).iter().all(|word| !word.starts_with("http")));
        for theme in of(&graph, &dataset, &format!("{DCAT}theme")) {
            one(&graph, &theme, "http://www.w3.org/2004/02/skos/core#prefLabel");
        }
        // 15: a polygon.
        let place = one(&graph, &dataset, &format!("{DCT}spatial"));
        assert!(one(&graph, &place, &format!("{DCAT}bbox")).starts_with("POLYGON"));
        // 16: a period without an address.
        assert!(one(&graph, &dataset, &format!("{DCT}temporal")).starts_with("_:"));
        // 17: no rhythm that a quiet week would break.
        assert_eq!(one(&graph, &dataset, &format!("{DCT}accrualPeriodicity")), format!("{authority}/frequency/IRREG"));
        // 18 and 19: dates that can be read, none in the future.
        for date in ["issued", "modified"] {
            let date = one(&graph, &dataset, &format!("{DCT}{date}")).parse::<chrono::DateTime<chrono::Utc>>().unwrap();
            assert!(date <= chrono::Utc::now());
        }
        // 27: data sets hold no others.
        assert!(of(&graph, &dataset, &format!("{DCT}hasPart")).is_empty());
    }
    // 20: no checksums. 31: one page.
    let text = TestApi::shared().get("/catalog.ttl");
    assert!(!text.text().contains("spdx") && !text.text().contains("hydra"));
}

#[test]
fn every_address_leads_to_a_node_of_the_class_that_dcat_ap_asks_for() {
    let graph = graph(GraphFormat::Turtle);
    // DCAT-AP 3, ranges of the properties.
    for (property, class) in [
        (format!("{DCAT}landingPage"), "http://xmlns.com/foaf/0.1/Document".to_owned()),
        ("http://xmlns.com/foaf/0.1/homepage".to_owned(), "http://xmlns.com/foaf/0.1/Document".to_owned()),
        (format!("{DCT}license"), format!("{DCT}LicenseDocument")),
        (format!("{DCT}publisher"), "http://xmlns.com/foaf/0.1/Agent".to_owned()),
        (format!("{DCT}conformsTo"), format!("{DCT}Standard")),
        (format!("{DCT}spatial"), format!("{DCT}Location")),
        (format!("{DCT}accessRights"), format!("{DCT}RightsStatement")),
        (format!("{DCT}rights"), format!("{DCT}RightsStatement")),
        (format!("{DCT}language"), format!("{DCT}LinguisticSystem")),
        (format!("{DCT}accrualPeriodicity"), format!("{DCT}Frequency")),
        (format!("{DCT}temporal"), format!("{DCT}PeriodOfTime")),
        (format!("{DCT}format"), format!("{DCT}MediaTypeOrExtent")),
        (format!("{DCAT}mediaType"), format!("{DCT}MediaType")),
        (format!("{DCAT}contactPoint"), "http://www.w3.org/2006/vcard/ns#Kind".to_owned()),
        (format!("{DCAT}theme"), "http://www.w3.org/2004/02/skos/core#Concept".to_owned()),
        (format!("{DCAT}themeTaxonomy"), "http://www.w3.org/2004/02/skos/core#ConceptScheme".to_owned()),
        (format!("{DCAT}distribution"), format!("{DCAT}Distribution")),
        (format!("{DCAT}accessService"), format!("{DCAT}DataService")),
        (format!("{DCAT}servesDataset"), format!("{DCAT}Dataset")),
    ] {
        let (name, mut led_to) = (NamedNodeRef::new(&property).unwrap(), 0);
        for triple in graph.triples_for_predicate(name) {
            let node = match triple.object {
                TermRef::NamedNode(node) => NamedOrBlankNodeRef::from(node),
                TermRef::BlankNode(node) => node.into(),
                TermRef::Literal(text) => panic!("{property} is a text: {text}"),
            };
            let classes = objects(&graph, node, &format!("{RDF}type"));
            assert!(classes.contains(&class), "{property} leads to {node}, which is {classes:?}, no {class}");
            led_to += 1;
        }
        assert!(led_to > 0, "the catalogue does not say {property}");
    }
}

#[test]
fn every_file_is_in_the_catalogue_once_as_it_is() {
    let (api, graph) = (TestApi::shared(), graph(GraphFormat::Turtle));
    let index = api.get("/v1/dumps").json();
    let mut sizes: BTreeMap<String, &Value> = index["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["url"].as_str().unwrap().to_owned(), file))
        .collect();
    for node in nodes(&graph, "Distribution") {
        // 24: a format. 25: media types begin with https. 26: at most one schema.
        let format = one(&graph, &node, &format!("{DCT}format"));
        assert!(format.starts_with("http://publications.europa.eu/resource/authority/file-type/"), "{format}");
        let media_type = one(&graph, &node, &format!("{DCAT}mediaType"));
        assert!(media_type.starts_with("https://www.iana.org/assignments/media-types/"));
        assert!(!one(&graph, &node, &format!("{DCT}description")).is_empty());
        let Some(url) = of(&graph, &node, &format!("{DCAT}downloadURL")).pop() else {
            assert_eq!(of(&graph, &node, &format!("{DCAT}accessService")).len(), 1, "{node} leads nowhere");
            continue;
        };
        // 21: once. 22: no date, no hash.
        let file = sizes.remove(&url).unwrap_or_else(|| panic!("{url} is no file, or twice"));
        assert_eq!(one(&graph, &node, &format!("{DCAT}byteSize")), file["bytes"].to_string());
        assert!(file["media_type"].as_str().unwrap().starts_with(media_type.rsplit("media-types/").next().unwrap()));
        // 23: it moves when the data do.
        let modified = one(&graph, &node, &format!("{DCT}modified"));
        assert_eq!(modified, "2026-02-03T04:05:06Z");
        let schema = one(&graph, &node, &format!("{DCT}conformsTo"));
        assert_eq!(api.get(&schema).status, 200, "{schema}");
        // 30: length and date are known at once.
        let head = api.request("HEAD", &url, &[]);
        assert_eq!(head.expect("content-length"), file["bytes"].to_string());
        head.expect("last-modified");
    }
    assert!(sizes.is_empty(), "not in the catalogue: {:?}", sizes.keys());
    // 33, column headers, is tested with the data package.
}

#[test]
fn the_pages_of_data_sets_tell_search_engines_what_they_hold() {
    let api = TestApi::shared();
    let pages = SUBJECTS.iter().map(|subject| format!("/datasets/{}", subject.name())).chain(["/".to_owned()]);
    for page in pages {
        let answer = api.get(&page);
        assert_eq!((answer.status, answer.media_type()), (200, Some("text/html")), "{page}");
        let (_, after) = answer.text().split_once("<script type=\"application/ld+json\">").unwrap();
        let described: Value = serde_json::from_str(after.split("</script>").next().unwrap()).unwrap();
        assert_eq!(described["@type"], "Dataset");
        let length = described["description"].as_str().unwrap().chars().count();
        assert!((50..=5_000).contains(&length), "{page}: {length}");
        assert!(!described["distribution"].as_array().unwrap().is_empty());
        assert!(!answer.text().contains("{{"), "{page} has a blank");
    }
    assert_eq!(api.get("/datasets/clause").status, 404);
    let catalogue = api.get("/data.json").json();
    assert_eq!(catalogue["dataset"].as_array().unwrap().len(), SUBJECTS.len());
}

#[test]
fn what_crawlers_look_for_first_is_there() {
    let api = TestApi::shared();
    assert_eq!(api.get("/robots.txt").text(), format!("User-agent: *\nAllow: /\n\nSitemap: {BASE}/sitemap.xml\n"));
    let sitemap = api.get("/sitemap.xml");
    for path in ["/", "/datasets/clauses", "/v1/clauses/LCV-9001", "/v1/labels/label-imaginaire"] {
        assert!(sitemap.text().contains(&format!("<loc>{BASE}{path}</loc>")), "{path} is not in the sitemap");
    }
    assert_eq!(api.get("/sitemap-1.xml").text(), sitemap.text());
    assert_eq!((api.get("/sitemap-2.xml").status, api.get("/sitemap-x.xml").status), (404, 404));
    let catalogue = api.get("/.well-known/api-catalog");
    assert_eq!(catalogue.media_type(), Some("application/linkset+json"));
    assert_json_snapshot!("api_catalog", catalogue.json());
    assert!(catalogue.expect("link").contains("rel=\"api-catalog\""));
    api.head_is_get("/.well-known/api-catalog", &[]);
    // Whatever the guide of assistants leads to is there.
    let guide = api.get("/llms.txt");
    let links = guide.text().split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    for link in links.filter(|link| link.starts_with(BASE)) {
        // The words of the examples are those of the bundled catalogue.
        assert_ne!(api.get(link).status, 404, "{link}");
    }
}
