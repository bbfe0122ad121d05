//! The catalogue of what is published, for harvesters: DCAT-AP 3, as data.gouv.fr and CKAN read it. One graph, three
//! forms; a function of the revision and of the address of the server.

mod graph;
mod subject;

pub use graph::{Graph, GraphFormat};
pub use subject::{KEYWORDS, SUBJECTS, Subject};

use chrono::{DateTime, SecondsFormat, Utc};
use domain::Resource;

use super::{
    dump::{Dump, Format},
    snapshot::Publication,
};

const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
/// ODbL in the licences of the EU. The node carries the name by which data.gouv.fr and CKAN know it.
const LICENCE: &str = "http://publications.europa.eu/resource/authority/licence/ODC_BL";
const LICENCE_NAME: &str = "Open Data Commons Open Database License (ODbL)";
const FRANCE: &str = "http://publications.europa.eu/resource/authority/country/FRA";
/// The box around metropolitan France; the overseas territories are said in the text.
const BOX: &str = "POLYGON((-5.2 41.3, 9.6 41.3, 9.6 51.1, -5.2 51.1, -5.2 41.3))";
const OPENAPI: &str = "https://spec.openapis.org/oas/v3.1.0";

/// Concepts of the EU's authority tables: table, code, name, class.
const CONCEPTS: [(&str, &str, &str, &str); 12] = [
    ("data-theme", "ENVI", "Environnement", ""),
    ("data-theme", "GOVE", "Gouvernement et secteur public", ""),
    ("frequency", "IRREG", "irrégulière", "dct:Frequency"),
    ("language", "FRA", "français", "dct:LinguisticSystem"),
    ("access-right", "PUBLIC", "public", "dct:RightsStatement"),
    ("planned-availability", "STABLE", "stable", ""),
    ("file-type", "CSV", "CSV", "dct:MediaTypeOrExtent"),
    ("file-type", "JSON", "JSON", "dct:MediaTypeOrExtent"),
    ("file-type", "XLSX", "Excel XLSX", "dct:MediaTypeOrExtent"),
    ("file-type", "PARQUET", "Parquet", "dct:MediaTypeOrExtent"),
    ("file-type", "ZIP", "ZIP", "dct:MediaTypeOrExtent"),
    ("file-type", "BIN", "Données binaires", "dct:MediaTypeOrExtent"),
];
/// Tables whose concepts the catalogue names.
const TABLES: [&str; 7] =
    ["data-theme", "frequency", "language", "access-right", "planned-availability", "file-type", "country"];

/// The address of a concept.
fn concept(table: &str, code: &str) -> String {
    format!("{AUTHORITY}/{table}/{code}")
}

/// How a form of files is told: code of its file type, what the file is, in French.
fn told(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Csv => ("CSV", "Tableau CSV (UTF-8, virgule), typé par le paquet de données"),
        Format::Json => ("JSON", "Tableau JSON d'enregistrements complets"),
        // The EU's table has no entry for lines of JSON.
        Format::Ndjson => ("JSON", "Un enregistrement JSON complet par ligne (NDJSON)"),
        Format::Xlsx => ("XLSX", "Classeur pour tableur, une feuille par table"),
        Format::Parquet => ("PARQUET", "Colonnes typées pour l'analyse (Parquet)"),
        // Nor one for SQLite.
        Format::Sqlite => ("BIN", "Base SQLite avec clés, vues et index de recherche"),
        Format::Zip => ("ZIP", "Archive de tous les fichiers, avec dictionnaire et sommes de contrôle"),
    }
}

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
        .link("dct:conformsTo", &places.at("/v1/datapackage.json"))
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
    let stem = file.name.split('.').next().unwrap_or_default();
    let schema = match file.format {
        Format::Json | Format::Ndjson => format!("/v1/schemas/{stem}.json"),
        _ => "/v1/datapackage.json".to_owned(),
    };
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
        .link("dct:conformsTo", &places.at(&schema))
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

fn concepts(graph: &mut Graph) {
    graph
        .node(LICENCE, &["dct:LicenseDocument"])
        .plain("rdfs:label", LICENCE_NAME)
        .plain("dct:title", LICENCE_NAME)
        .link("dct:type", "http://purl.org/adms/licencetype/ViralEffect-ShareAlike")
        .link("skos:exactMatch", "https://opendatacommons.org/licenses/odbl/1-0/");
    graph
        .node("http://purl.org/adms/licencetype/ViralEffect-ShareAlike", &["skos:Concept"])
        .plain("skos:prefLabel", "Viral effect (share-alike)")
        .link("skos:inScheme", "http://purl.org/adms/licencetype/1.0");
    graph
        .node("http://purl.org/adms/licencetype/1.0", &["skos:ConceptScheme"])
        .plain("dct:title", "ADMS licence types");
    graph
        .node(FRANCE, &["dct:Location", "skos:Concept"])
        .french("skos:prefLabel", "France")
        .link("skos:inScheme", &format!("{AUTHORITY}/country"))
        .typed("dcat:bbox", BOX, "geo:wktLiteral");
    for (table, code, label, class) in CONCEPTS {
        let classes = ["skos:Concept", class];
        let classes = if class.is_empty() { &classes[..1] } else { &classes[..] };
        graph
            .node(&concept(table, code), classes)
            .french("skos:prefLabel", label)
            .link("skos:inScheme", &format!("{AUTHORITY}/{table}"));
    }
    for table in TABLES {
        graph.node(&format!("{AUTHORITY}/{table}"), &["skos:ConceptScheme"]).plain("dct:title", table);
    }
}

/// The documents that the catalogue leads to.
fn documents(graph: &mut Graph, places: &Places<'_>) {
    for page in ["/", "/docs/"].map(|path| places.at(path)).into_iter().chain(places.datasets()) {
        // A data set is at the same address as its page: it has its class already.
        if !page.contains("/datasets/") {
            graph.node(&page, &["foaf:Document"]);
        }
    }
    let schemas = domain_schemas().map(|(name, label)| (format!("/v1/schemas/{name}.json"), label));
    let package = ("/v1/datapackage.json".to_owned(), "Paquet de données (Data Package 2)".to_owned());
    for (path, title) in schemas.chain([package]) {
        graph.node(&places.at(&path), &["dct:Standard"]).french("dct:title", &title);
    }
    graph.node(OPENAPI, &["dct:Standard"]).plain("dct:title", "OpenAPI 3.1.0");
}

fn domain_schemas() -> impl Iterator<Item = (String, String)> {
    let resources = SUBJECTS.iter().filter_map(|subject| subject.resource);
    resources.map(|resource: Resource| {
        (super::layout::sheet(resource).name(), format!("Schéma JSON : {}", resource.label()))
    })
}
