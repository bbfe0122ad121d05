//! The life of clauses as an Atom feed (RFC 4287), in French, for people who follow it in a reader.
//!
//! A function of the data set and of the question: nothing but the addresses in links depends on the instance.

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text, WriteConfig};
use chrono::{NaiveDate, NaiveTime};
use domain::{
    ClauseVersion, Dataset,
    enumeration::{ContributorRole, Enumeration as _},
    life::{LifeEvent, LifeEventKind, LifeFilter, life},
};
use uuid::Uuid;

use super::{
    answer::Answer,
    ask::Ask,
    params::{FeedCriteria, Nothing},
    problem::{Problem, unexpected},
    views::{CONTENTS_LICENSE, LICENSE_URL},
};
use crate::service::ATTRIBUTION;

/// Most entries of a feed: readers come often, and keep what they have seen.
pub const ENTRIES: usize = 200;
/// Path of the feed of clauses.
pub const CLAUSES: &str = "/v1/feeds/clauses.atom";
/// Media type of feeds, as sent.
const ATOM: &str = "application/atom+xml; charset=utf-8";
/// Links to it, as in headers and in the feed itself.
pub const MEDIA_TYPE: &str = "application/atom+xml";

impl Ask<FeedCriteria, Nothing> {
    /// The feed of the clauses that the parameters keep.
    pub fn feed(&self) -> Result<Answer, Problem> {
        let dataset = self.snapshot.dataset();
        let asked = self.criteria.filter(&self.snapshot);
        let filter = LifeFilter { segments: dataset.with_descendants(&asked.segments), ..asked.clone() };
        let events = life(dataset, &filter, ENTRIES);
        // An empty feed is as old as the last event of the catalogue: a clock would make two mirrors differ.
        let last = events.first().map(|event| event.on);
        let last = last.or_else(|| life(dataset, &LifeFilter::default(), 1).first().map(|event| event.on));
        let feed = Feed {
            id: urn(feed_id(&asked)),
            title: text(&title(dataset, &asked)),
            subtitle: Some(text("Clauses publiées, nouvelles versions, dépréciations et retraits.")),
            updated: instant(last.unwrap_or_default()),
            authors: vec![Person { name: "La clause verte".to_owned(), ..Person::default() }],
            rights: Some(text(&format!("{ATTRIBUTION}\u{a0}; contenus sous {CONTENTS_LICENSE}."))),
            links: vec![
                link("self", &self.address(), MEDIA_TYPE),
                page(&format!("{}/v1/clauses", self.base)),
                link("license", LICENSE_URL, "text/html"),
            ],
            entries: events.iter().map(|event| entry(dataset, event, &self.base)).collect(),
            lang: Some("fr".to_owned()),
            ..Feed::default()
        };
        let config = WriteConfig { write_document_declaration: true, indent_size: Some(2) };
        let body = feed.write_with_config(Vec::new(), config).map_err(|error| unexpected(&error))?;
        Ok(Answer::new(ATOM, body))
    }
}

/// What names a feed for ever, on every instance: what it follows, not where it is.
fn feed_id(LifeFilter { segments, organisations, clauses }: &LifeFilter) -> Uuid {
    let joined = |values: Vec<String>| values.join(",");
    let name = format!(
        "https://laclauseverte.fr/id/feed/clauses?clause={}&organisation={}&segment={}",
        joined(clauses.iter().map(ToString::to_string).collect()),
        joined(organisations.iter().map(ToString::to_string).collect()),
        joined(segments.iter().map(ToString::to_string).collect()),
    );
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}

/// More clauses than this are counted in the title of a feed, not listed.
const NAMED: usize = 5;

fn title(dataset: &Dataset, LifeFilter { segments, organisations, clauses }: &LifeFilter) -> String {
    let labels: Vec<_> = segments.iter().filter_map(|slug| dataset.segment(slug)).map(|it| it.label.as_str()).collect();
    let names: Vec<_> = organisations.iter().filter_map(|slug| dataset.organisation(slug)).collect();
    let names: Vec<_> = names.into_iter().map(|it| it.name.as_str()).collect();
    let references: Vec<_> = clauses.iter().map(ToString::to_string).collect();
    let counted = format!("{} clauses suivies", references.len());
    let parts =
        [labels.join(", "), names.join(", "), if references.len() > NAMED { counted } else { references.join(", ") }];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let about = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("\u{a0}; ")) };
    format!("La clause verte\u{a0}: la vie des clauses{about}")
}

fn entry(dataset: &Dataset, event: &LifeEvent<'_>, base: &str) -> Entry {
    let LifeEvent { kind, on, clause, version, former } = event;
    let (reference, number) = (&clause.reference, version.version);
    let published = matches!(kind, LifeEventKind::Created | LifeEventKind::NewVersion);
    let clause_url = format!("{base}/v1/clauses/{reference}");
    let address = if published { format!("{clause_url}/versions/{number}") } else { clause_url.clone() };
    let mut links = vec![page(&address)];
    if let Some(former) = former {
        let difference = format!("{clause_url}/diff?from={}&to={number}", former.version);
        links.push(link("related", &difference, "application/json"));
    }
    let replacements = clause.replaced_by.iter().filter(|_| !published);
    links.extend(replacements.map(|other| link("related", &format!("{base}/v1/clauses/{other}"), "application/json")));
    let title = match kind {
        LifeEventKind::Created => format!("Nouvelle clause {reference}\u{a0}: {}", version.title),
        LifeEventKind::NewVersion => format!("{reference}, version {number}\u{a0}: {}", version.title),
        LifeEventKind::Deprecated => format!("{reference} dépréciée\u{a0}: {}", version.title),
        LifeEventKind::Withdrawn => format!("{reference} retirée\u{a0}: {}", version.title),
    };
    Entry {
        id: urn(event.id()),
        title: text(&title),
        updated: instant(*on),
        published: Some(instant(*on)),
        authors: persons(dataset, version, |role| !only_helps(role)),
        contributors: persons(dataset, version, only_helps),
        categories: std::iter::once(category(kind.value(), kind.label()))
            .chain(version.segments.iter().map(|slug| {
                let label = dataset.segment(slug).map_or(slug.as_str(), |segment| segment.label.as_str());
                category(slug.as_str(), label)
            }))
            .collect(),
        summary: Some(text(&summary(event))),
        links,
        ..Entry::default()
    }
}

/// What happened and what to do about it.
fn summary(event: &LifeEvent<'_>) -> String {
    let LifeEvent { kind, clause, version, .. } = event;
    let sentences = match kind {
        LifeEventKind::Created => vec![version.summary.clone()],
        LifeEventKind::NewVersion => {
            let change = version.change_kind;
            let nature = format!("Type de changement\u{a0}: {}.", change.label().to_lowercase());
            vec![nature, change.meaning().to_owned(), version.change_note.clone(), version.summary.clone()]
        }
        LifeEventKind::Deprecated | LifeEventKind::Withdrawn => {
            let others: Vec<_> = clause.replaced_by.iter().map(ToString::to_string).collect();
            let instead = format!("À utiliser à la place\u{a0}: {}.", others.join(", "));
            let instead = if others.is_empty() { String::new() } else { instead };
            vec![clause.status_reason.clone().unwrap_or_default(), clause.status.meaning().to_owned(), instead]
        }
    };
    sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether who has this role wrote nothing of the clause: a contributor to Atom, not an author.
fn only_helps(role: ContributorRole) -> bool {
    matches!(role, ContributorRole::Reviewer | ContributorRole::Translator)
}

/// The organisations that made `version` in a role of those wanted, each once.
fn persons(dataset: &Dataset, version: &ClauseVersion, wanted: fn(ContributorRole) -> bool) -> Vec<Person> {
    let mut slugs: Vec<_> =
        version.contributors.iter().filter(|it| wanted(it.role)).map(|it| &it.organisation).collect();
    let mut seen = std::collections::BTreeSet::new();
    slugs.retain(|slug| seen.insert(*slug));
    let person = |slug| match dataset.organisation(slug) {
        Some(organisation) => Person {
            name: readable(&organisation.name),
            uri: organisation.url.as_ref().map(ToString::to_string),
            ..Person::default()
        },
        None => Person { name: slug.to_string(), ..Person::default() },
    };
    slugs.into_iter().map(person).collect()
}

fn urn(id: Uuid) -> String {
    id.urn().to_string()
}

/// The beginning of a day: what the data knows of when something happened.
fn instant(day: NaiveDate) -> FixedDateTime {
    day.and_time(NaiveTime::MIN).and_utc().fixed_offset()
}

fn text(value: &str) -> Text {
    Text::plain(readable(value))
}

/// `text` without what XML 1.0 cannot hold.
fn readable(text: &str) -> String {
    let holds = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(holds).collect()
}

fn link(rel: &str, href: &str, mime_type: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

/// What a reader opens: without a media type, for many take only HTML for the address of an entry.
fn page(href: &str) -> Link {
    Link { rel: "alternate".to_owned(), href: href.to_owned(), ..Link::default() }
}

fn category(term: &str, label: &str) -> Category {
    Category { term: term.to_owned(), label: Some(readable(label)), scheme: None }
}
