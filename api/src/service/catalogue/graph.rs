//! A graph in the order in which it is told, and its three forms.

use std::{collections::BTreeSet, io};

use bytes::Bytes;
use oxjsonld::JsonLdSerializer;
use oxrdf::{BlankNode, GraphNameRef, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use oxrdfxml::RdfXmlSerializer;
use oxttl::TurtleSerializer;

/// Prefixes of the vocabularies.
const PREFIXES: [(&str, &str); 13] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Forms of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum GraphFormat {
    /// JSON-LD 1.1, its context inside.
    JsonLd,
    /// Turtle.
    Turtle,
    /// RDF/XML.
    RdfXml,
}

impl GraphFormat {
    /// Ending of its address.
    pub fn extension(self) -> &'static str {
        match self {
            Self::JsonLd => "jsonld",
            Self::Turtle => "ttl",
            Self::RdfXml => "rdf",
        }
    }

    /// Media type. The charset is said: readers take `text/turtle` for Latin-1 without it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::JsonLd => "application/ld+json; charset=utf-8",
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::RdfXml => "application/rdf+xml; charset=utf-8",
        }
    }
}

/// Triples, node after node.
#[derive(Debug, Default)]
pub struct Graph {
    triples: Vec<Triple>,
    known: BTreeSet<String>,
}

/// The IRI that a prefixed name stands for; an absolute one as it is.
fn iri(name: &str) -> NamedNode {
    let parted = name.split_once(':').filter(|(_, local)| !local.starts_with("//"));
    let expanded = parted.and_then(|(prefix, local)| {
        let known = PREFIXES.iter().find(|(known, _)| *known == prefix);
        known.map(|(_, namespace)| format!("{namespace}{local}"))
    });
    NamedNode::new_unchecked(expanded.unwrap_or_else(|| name.to_owned()))
}

/// A node that is being told.
pub struct Node<'g> {
    graph: &'g mut Graph,
    subject: NamedOrBlankNode,
}

impl Graph {
    /// The node of that address, of these classes.
    pub fn node(&mut self, address: &str, classes: &[&str]) -> Node<'_> {
        let subject = NamedOrBlankNode::from(iri(address));
        self.begin(subject, classes)
    }

    /// A node without an address; its name is fixed, so that equal graphs are written equally.
    pub fn blank(&mut self, name: &str, classes: &[&str]) -> Node<'_> {
        self.begin(BlankNode::new_unchecked(name).into(), classes)
    }

    fn begin(&mut self, subject: NamedOrBlankNode, classes: &[&str]) -> Node<'_> {
        let mut node = Node { graph: self, subject };
        for class in classes {
            node = node.link("rdf:type", class);
        }
        node
    }

    /// Its bytes in `format`.
    ///
    /// # Errors
    /// A triple that the form cannot express: a fault of the program.
    pub fn serialise(&self, format: GraphFormat) -> io::Result<Bytes> {
        let bytes = match format {
            GraphFormat::Turtle => {
                let mut serialiser = TurtleSerializer::new();
                for (prefix, namespace) in PREFIXES {
                    serialiser = serialiser.with_prefix(prefix, namespace).map_err(io::Error::other)?;
                }
                let mut writer = serialiser.for_writer(Vec::new());
                self.triples.iter().try_for_each(|triple| writer.serialize_triple(triple))?;
                writer.finish()?
            }
            GraphFormat::RdfXml => {
                let mut serialiser = RdfXmlSerializer::new();
                for (prefix, namespace) in PREFIXES.iter().filter(|(prefix, _)| *prefix != "rdf") {
                    serialiser = serialiser.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
                }
                let mut writer = serialiser.for_writer(Vec::new());
                self.triples.iter().try_for_each(|triple| writer.serialize_triple(triple))?;
                writer.finish()?
            }
            GraphFormat::JsonLd => {
                let mut serialiser = JsonLdSerializer::new();
                for (prefix, namespace) in PREFIXES {
                    serialiser = serialiser.with_prefix(prefix, namespace).map_err(io::Error::other)?;
                }
                let mut writer = serialiser.for_writer(Vec::new());
                let quads = self.triples.iter().map(|triple| triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
                quads.into_iter().try_for_each(|quad| writer.serialize_quad(quad))?;
                writer.finish()?
            }
        };
        Ok(bytes.into())
    }
}

impl Node<'_> {
    fn with(self, predicate: &str, object: impl Into<Term>) -> Self {
        let triple = Triple::new(self.subject.clone(), iri(predicate), object);
        if self.graph.known.insert(triple.to_string()) {
            self.graph.triples.push(triple);
        }
        self
    }

    /// Leads to another node.
    pub fn link(self, predicate: &str, address: &str) -> Self {
        self.with(predicate, iri(address))
    }

    /// Leads to each of several nodes.
    pub fn links<'a>(self, predicate: &str, addresses: impl IntoIterator<Item = &'a str>) -> Self {
        addresses.into_iter().fold(self, |node, address| node.link(predicate, address))
    }

    /// Leads to a node without an address.
    pub fn link_blank(self, predicate: &str, name: &str) -> Self {
        self.with(predicate, BlankNode::new_unchecked(name))
    }

    /// A text in French.
    pub fn french(self, predicate: &str, text: &str) -> Self {
        self.with(predicate, Literal::new_language_tagged_literal_unchecked(text, "fr"))
    }

    /// A text of no language.
    pub fn plain(self, predicate: &str, text: &str) -> Self {
        self.with(predicate, Literal::new_simple_literal(text))
    }

    /// A value of a datatype.
    pub fn typed(self, predicate: &str, value: &str, datatype: &str) -> Self {
        self.with(predicate, Literal::new_typed_literal(value, iri(datatype)))
    }
}
