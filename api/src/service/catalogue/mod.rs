//! The catalogue of what is published, for harvesters: DCAT-AP 3, as data.gouv.fr and CKAN read it. One graph, three
//! forms; a function of the revision and of the address of the server.

mod graph;
mod subject;
mod vocabulary;

pub use graph::{Graph, GraphFormat};
pub use subject::{KEYWORDS, SUBJECTS, Subject};

use chrono::{DateTime, SecondsFormat, Utc};

use self::vocabulary::{AUTHORITY, FRANCE, LICENCE, OPENAPI, concept, concepts, told};
use super::{
    dump::{Dump, PACKAGE_PATH, schema_path},
    snapshot::Publication,
};

/// Addresses of what the catalogue is about.
struct Places<'b> {
    base: &'b str,
}

impl Places<'_> {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn dataset(&self, subject: &Subject) -> String {
        self.at(&format!("/datasets/{}", subject.name()))
    }

    fn datasets(&self) -> Vec<String> {
        SUBJECTS.iter().map(|subject| self.dataset(subject)).collect()
    }
}

/// The files of a data set.
pub fn files<'p>(publication: &'p Publication, subject: &Subject) -> impl Iterator<Item = &'p Dump> {
    let resource = subject.resource;
    publication.files().iter().filter(move |file| file.resource() == resource)
}

/// When a revision was written, as the catalogue says it.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The first day of the data: that of the oldest clause.
pub fn first_day(publication: &Publication) -> chrono::NaiveDate {
    let created = publication.dataset().clauses.iter().map(|clause| clause.created_on);
    created.min().unwrap_or_else(|| publication.revision().changed_at.date_naive())
}

/// The catalogue of `publication`, served at `base`. Renders every file, which takes time.
pub fn catalogue(publication: &Publication, base: &str) -> Graph {
    let places = Places { base };
    let mut graph = Graph::default();
    let (issued, modified) = dates(publication);
    let (datasets, home) = (places.datasets(), places.at("/"));
    graph
        .node(&places.at("/catalog"), &["dcat:Catalog"])
        .plain("dct:identifier", &places.at("/catalog"))
        .french("dct:title", "Catalogue de données ouvertes de La clause verte")
        .french(
            "dct:description",
            "Jeux de données et API de La clause verte : clauses environnementales pour la commande publique, segments \
             d'achat, labels, textes juridiques, proportions légales, organisations et retours d'expérience.",
        )
        .link("dct:publisher", &places.at("/#publisher"))
        .link("foaf:homepage", &home)
        .link("dct:language", &concept("language", "FRA"))
        .link("dct:license", LICENCE)
        .link("dct:spatial", FRANCE)
        .link("dcat:themeTaxonomy", &format!("{AUTHORITY}/data-theme"))
        .typed("dct:issued", &issued, "xsd:dateTime")
        .typed("dct:modified", &modified, "xsd:dateTime")
        .links("dcat:dataset", datasets.iter().map(String::as_str))
        .link("dcat:service", &places.at("/#service"));
    for subject in &SUBJECTS {
        dataset(&mut graph, publication, &places, subject);
    }
    services(&mut graph, publication, &places);
    agents(&mut graph, &places);
    concepts(&mut graph);
    documents(&mut graph, &places);
    graph
}

fn dates(publication: &Publication) -> (String, String) {
    (format!("{}T00:00:00Z", first_day(publication)), instant(publication.revision().changed_at))
}

fn dataset(graph: &mut Graph, publication: &Publication, places: &Places<'_>, subject: &Subject) {
    let address = places.dataset(subject);
    let (issued, modified) = dates(publication);
    let period = format!("period-{}", subject.name());
    let files: Vec<&Dump> = files(publication, subject).collect();
    let mut node = graph
        .node(&address, &["dcat:Dataset"])
        // For ever: whoever harvests knows the data set by it.
        .plain("dct:identifier", &address)
        .french("dct:title", subject.title)
        .french("dct:description", subject.description);
    for keyword in KEYWORDS.iter().chain(subject.keywords) {
        node = node.french("dcat:keyword", keyword);
    }
    for file in &files {
        node = node.link("dcat:distribution", &distribution_address(&address, file));
    }
    node.links("dcat:theme", [concept("data-theme", "ENVI").as_str(), concept("data-theme", "GOVE").as_str()])
        .link("dct:publisher", &places.at("/#publisher"))
        .link("dcat:contactPoint", &places.at("/#contact"))
        .link("dct:license", LICENCE)
        .link("dct:accessRights", &concept("access-right", "PUBLIC"))
        .link("dct:language", &concept("language", "FRA"))
        // Daily would be judged late after three quiet days.
        .link("dct:accrualPeriodicity", &concept("frequency", "IRREG"))
        .link("dct:spatial", FRANCE)
        // Without an address: one would be fetched.
        .link_blank("dct:temporal", &period)
        .link("dcat:landingPage", &address)
        .link("dct:conformsTo", &places.at(PACKAGE_PATH))
        .typed("dct:issued", &issued, "xsd:dateTime")
        .typed("dct:modified", &modified, "xsd:dateTime")
        .plain("dcat:version", &publication.fingerprint().as_str()[..16]);
    graph
        .blank(&period, &["dct:PeriodOfTime"])
        .typed("dcat:startDate", &first_day(publication).to_string(), "xsd:date")
        .typed("dcat:endDate", &publication.revision().changed_at.date_naive().to_string(), "xsd:date");
    for file in files {
        distribution(graph, publication, places, (&address, file));
    }
}

fn distribution_address(dataset: &str, file: &Dump) -> String {
    format!("{dataset}#{}", file.name.replace(['.', '_'], "-"))
}

fn distribution(graph: &mut Graph, publication: &Publication, places: &Places<'_>, (dataset, file): (&str, &Dump)) {
    let address = distribution_address(dataset, file);
    let url = places.at(&format!("/v1/dumps/{}", file.name));
    let (kind, description) = told(file.format);
    let media_type = file.format.media_type().split(';').next().unwrap_or_default();
    graph
        .node(&address, &["dcat:Distribution"])
        .plain("dct:identifier", &address)
        .french("dct:title", &file.name)
        .french("dct:description", &format!("{description}."))
        .link("dcat:accessURL", &url)
        .link("dcat:downloadURL", &url)
        .link("dct:format", &concept("file-type", kind))
        .link("dcat:mediaType", &format!("https://www.iana.org/assignments/media-types/{media_type}"))
        .typed("dcat:byteSize", &file.bytes(publication).len().to_string(), "xsd:nonNegativeInteger")
        .link("dct:license", LICENCE)
        .link("dct:rights", &concept("access-right", "PUBLIC"))
        .link("dct:language", &concept("language", "FRA"))
        .link("dct:conformsTo", &places.at(&file.described_by()))
        .link("dcatap:availability", &concept("planned-availability", "STABLE"))
        .typed("dct:issued", &dates(publication).0, "xsd:dateTime")
        .typed("dct:modified", &dates(publication).1, "xsd:dateTime");
    graph
        .node(&format!("https://www.iana.org/assignments/media-types/{media_type}"), &["dct:MediaType"])
        .plain("rdfs:label", media_type);
}

/// The API twice: data.gouv.fr passes over a service that a distribution leads to, and others see no other.
fn services(graph: &mut Graph, publication: &Publication, places: &Places<'_>) {
    let datasets = places.datasets();
    let everything = places.dataset(&SUBJECTS[0]);
    let (issued, modified) = dates(publication);
    for address in [places.at("/#service"), places.at("/#access")] {
        let mut node = graph
            .node(&address, &["dcat:DataService"])
            .plain("dct:identifier", &address)
            .french("dct:title", "API La clause verte")
            .french(
                "dct:description",
                "API REST en lecture, libre et sans clé : recherche, guidage à partir d'un code CPV, filtres, facettes, \
                 exports, flux des changements et historique des clauses environnementales. Données sous licence ODbL 1.0.",
            );
        for keyword in KEYWORDS {
            node = node.french("dcat:keyword", keyword);
        }
        node.links("dcat:theme", [concept("data-theme", "ENVI").as_str(), concept("data-theme", "GOVE").as_str()])
            .link("dct:publisher", &places.at("/#publisher"))
            .link("dcat:contactPoint", &places.at("/#contact"))
            .link("dct:license", LICENCE)
            .link("dct:accessRights", &concept("access-right", "PUBLIC"))
            .link("dct:conformsTo", OPENAPI)
            .link("dcat:endpointURL", &places.at("/v1"))
            .link("dcat:endpointDescription", &places.at("/openapi.json"))
            .link("dcat:landingPage", &places.at("/docs/"))
            .typed("dct:issued", &issued, "xsd:dateTime")
            .typed("dct:modified", &modified, "xsd:dateTime")
            .links("dcat:servesDataset", datasets.iter().map(String::as_str));
    }
    let address = format!("{everything}#api");
    graph.node(&everything, &[]).link("dcat:distribution", &address);
    graph
        .node(&address, &["dcat:Distribution"])
        .plain("dct:identifier", &address)
        .french("dct:title", "API REST")
        .french("dct:description", "Toutes les données, interrogeables en JSON, CSV et NDJSON.")
        .link("dcat:accessURL", &places.at("/v1"))
        .link("dcat:accessService", &places.at("/#access"))
        .link("dct:format", &concept("file-type", "JSON"))
        .link("dcat:mediaType", "https://www.iana.org/assignments/media-types/application/json")
        .link("dct:license", LICENCE)
        .link("dcatap:availability", &concept("planned-availability", "STABLE"))
        .typed("dct:modified", &modified, "xsd:dateTime");
}

fn agents(graph: &mut Graph, places: &Places<'_>) {
    let home = places.at("/");
    graph
        .node(&places.at("/#publisher"), &["foaf:Agent"])
        .plain("foaf:name", "La clause verte")
        .link("foaf:homepage", &home);
    graph
        .node(&places.at("/#contact"), &["vcard:Kind", "vcard:Organization"])
        .plain("vcard:fn", "La clause verte")
        .link("vcard:hasURL", &home);
}

/// The documents that the catalogue leads to.
fn documents(graph: &mut Graph, places: &Places<'_>) {
    // A data set is at the address of its page: it is one, too.
    for page in ["/", "/docs/"].map(|path| places.at(path)).into_iter().chain(places.datasets()) {
        graph.node(&page, &["foaf:Document"]);
    }
    let of_records = SUBJECTS.iter().filter_map(|subject| subject.resource);
    let schemas = of_records.map(|it| (schema_path(it), format!("Schéma JSON : {}", it.label())));
    let package = (PACKAGE_PATH.to_owned(), "Paquet de données (Data Package 2)".to_owned());
    for (path, title) in schemas.chain([package]) {
        graph.node(&places.at(&path), &["dct:Standard"]).french("dct:title", &title);
    }
    graph.node(OPENAPI, &["dct:Standard"]).plain("dct:title", "OpenAPI 3.1.0");
}
