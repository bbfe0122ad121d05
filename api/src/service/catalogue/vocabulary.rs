//! The words of others that the catalogue uses: authority tables of the EU, licence, forms of files.

use super::Graph;
use crate::service::dump::Format;

/// Where the EU keeps its authority tables.
pub(super) const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
/// ODbL in the licences of the EU. The node carries the name by which data.gouv.fr and CKAN know it.
pub(super) const LICENCE: &str = "http://publications.europa.eu/resource/authority/licence/ODC_BL";
const LICENCE_NAME: &str = "Open Data Commons Open Database License (ODbL)";
/// The country.
pub(super) const FRANCE: &str = "http://publications.europa.eu/resource/authority/country/FRA";
/// The box around metropolitan France: one polygon cannot hold the overseas territories besides.
const BOX: &str = "POLYGON((-5.2 41.3, 9.6 41.3, 9.6 51.1, -5.2 51.1, -5.2 41.3))";
/// What the API conforms to.
pub(super) const OPENAPI: &str = "https://spec.openapis.org/oas/v3.1.0";

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
pub(super) fn concept(table: &str, code: &str) -> String {
    format!("{AUTHORITY}/{table}/{code}")
}

/// How a form of files is told: code of its file type, what the file is, in French.
pub(super) fn told(format: Format) -> (&'static str, &'static str) {
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

/// Tells the concepts and the licence that the catalogue names: validators and data.gouv.fr ask for their names.
pub(super) fn concepts(graph: &mut Graph) {
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
