//! What is searched of each record.

use domain::{
    Clause, ClauseVersion, CpvCode, Dataset, ExperienceReport, Label, LegalReference, Organisation, ProcurementTarget,
    Resource, Segment, Synonym, Theme,
    enumeration::Enumeration as _,
    value::{CpvPrefix, Slug},
};

/// The fields of the index, each with how much a word in it counts.
pub const FIELDS: [(&str, f32); 5] =
    [("names", 2.0), ("title", 2.25), ("keywords", 2.25), ("summary", 1.0), ("body", 0.5)];

/// The searched texts of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is cited by: references, codes, other names.
    pub names: String,
    /// Its title.
    pub title: String,
    /// What it belongs to: segments, themes, and other words for them.
    pub keywords: String,
    /// What it says in short.
    pub summary: String,
    /// Everything else that it says.
    pub body: String,
}

impl Document {
    /// The texts, in the order of [`FIELDS`].
    pub fn texts(&self) -> [&str; FIELDS.len()] {
        let Self { names, title, keywords, summary, body } = self;
        [names, title, keywords, summary, body]
    }
}

/// A sentence end between texts, so that no phrase runs from one into the other.
pub(super) const APART: &str = "\n\n";

fn joined<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    texts.into_iter().fold(String::new(), |all, text| all + text.as_ref() + APART)
}

/// The document of every record that can be searched: all but former versions of clauses.
pub fn of_each(dataset: &Dataset, each: &mut dyn FnMut(Resource, u32, &Document)) {
    for (place, clause) in (0..).zip(&dataset.clauses) {
        if let Some(version) = dataset.current_version(clause) {
            each(Resource::Clauses, place, &of_clause(dataset, clause, version));
        }
    }
    (0..).zip(&dataset.segments).for_each(|(place, r)| each(Resource::Segments, place, &of_segment(dataset, r)));
    (0..).zip(&dataset.themes).for_each(|(place, r)| each(Resource::Themes, place, &of_theme(r)));
    (0..).zip(&dataset.labels).for_each(|(place, r)| each(Resource::Labels, place, &of_label(dataset, r)));
    (0..)
        .zip(&dataset.legal_references)
        .for_each(|(place, r)| each(Resource::LegalReferences, place, &of_reference(r)));
    (0..).zip(&dataset.targets).for_each(|(place, r)| each(Resource::Targets, place, &of_target(dataset, r)));
    (0..)
        .zip(&dataset.organisations)
        .for_each(|(place, r)| each(Resource::Organisations, place, &of_organisation(dataset, r)));
    (0..)
        .zip(&dataset.experience_reports)
        .for_each(|(place, r)| each(Resource::ExperienceReports, place, &of_report(dataset, r)));
    (0..).zip(&dataset.cpv).for_each(|(place, r)| each(Resource::Cpv, place, &of_cpv(r)));
    (0..).zip(&dataset.synonyms).for_each(|(place, r)| each(Resource::Synonyms, place, &of_synonym(r)));
}

/// The document of one record.
pub fn of(dataset: &Dataset, resource: Resource, place: u32) -> Document {
    let place = place as usize;
    let of_clause = |clause| dataset.current_version(clause).map(|version| of_clause(dataset, clause, version));
    let document = match resource {
        Resource::Clauses => dataset.clauses.get(place).and_then(of_clause),
        // Former versions are not searched.
        Resource::ClauseVersions => None,
        Resource::Segments => dataset.segments.get(place).map(|r| of_segment(dataset, r)),
        Resource::Themes => dataset.themes.get(place).map(of_theme),
        Resource::Labels => dataset.labels.get(place).map(|r| of_label(dataset, r)),
        Resource::LegalReferences => dataset.legal_references.get(place).map(of_reference),
        Resource::Targets => dataset.targets.get(place).map(|r| of_target(dataset, r)),
        Resource::Organisations => dataset.organisations.get(place).map(|r| of_organisation(dataset, r)),
        Resource::ExperienceReports => dataset.experience_reports.get(place).map(|r| of_report(dataset, r)),
        Resource::Cpv => dataset.cpv.get(place).map(of_cpv),
        Resource::Synonyms => dataset.synonyms.get(place).map(of_synonym),
    };
    document.unwrap_or_default()
}

/// Labels of segments and other words for them.
fn of_segments<'a>(dataset: &'a Dataset, slugs: &'a [Slug]) -> impl Iterator<Item = &'a str> {
    let segments = slugs.iter().filter_map(|slug| dataset.segment(slug));
    segments.flat_map(|segment| segment.synonyms.iter().chain([&segment.label]).map(String::as_str))
}

fn of_themes<'a>(dataset: &'a Dataset, slugs: &'a [Slug]) -> impl Iterator<Item = &'a str> {
    slugs.iter().filter_map(|slug| dataset.theme(slug)).map(|theme| theme.label.as_str())
}

fn of_clause(dataset: &Dataset, clause: &Clause, version: &ClauseVersion) -> Document {
    let names = [clause.reference.to_string(), clause.slug.to_string()];
    let codes = version.cpv.iter().map(ToString::to_string);
    let labels = version.label_citations.iter().filter_map(|citation| dataset.label(&citation.label));
    let laws = version.legal_references.iter().filter_map(|citation| dataset.legal_reference(&citation.reference));
    let keywords = of_segments(dataset, &version.segments).chain(of_themes(dataset, &version.themes));
    let words_of = |code| dataset.cpv_code(code).map(|code| code.label.as_str());
    let body = [Some(version.rationale.as_str()), version.context.as_deref()].into_iter().flatten();
    let body = body
        .chain(version.fragments.iter().map(|fragment| fragment.body.as_str()))
        .chain(version.proofs.iter().map(|proof| proof.description.as_str()))
        .chain(version.parameters.iter().map(|parameter| parameter.label.as_str()))
        .chain(version.cautions.iter().map(|caution| caution.text.as_str()))
        .chain(labels.map(|label| label.name.as_str()))
        .chain(laws.map(|law| law.citation.as_str()))
        .chain(version.cpv.iter().filter_map(words_of));
    Document {
        names: joined(names.into_iter().chain(codes)),
        title: version.title.clone(),
        keywords: joined(keywords),
        summary: version.summary.clone(),
        body: joined(body),
    }
}

fn of_segment(dataset: &Dataset, segment: &Segment) -> Document {
    let codes: Vec<_> = segment.cpv_prefixes.iter().map(CpvPrefix::code).collect();
    let above = segment.parent.as_ref().and_then(|slug| dataset.segment(slug));
    let under = dataset.segments.iter().filter(|other| other.parent.as_ref() == Some(&segment.slug));
    let under = under.flat_map(|other| other.synonyms.iter().chain([&other.label]).map(String::as_str));
    let words_of = |code| dataset.cpv_code(code).map(|code| code.label.as_str());
    Document {
        names: joined(codes.iter().map(ToString::to_string).chain([segment.slug.to_string()])),
        title: segment.label.clone(),
        keywords: joined(&segment.synonyms),
        summary: segment.description.clone(),
        body: joined(codes.iter().filter_map(words_of).chain(above.map(|above| above.label.as_str())).chain(under)),
    }
}

fn of_theme(theme: &Theme) -> Document {
    Document {
        names: theme.slug.to_string(),
        title: theme.label.clone(),
        keywords: joined(&theme.synonyms),
        summary: theme.description.clone(),
        body: String::new(),
    }
}

fn of_label(dataset: &Dataset, label: &Label) -> Document {
    Document {
        names: joined(label.aliases.iter().cloned().chain([label.slug.to_string()])),
        title: label.name.clone(),
        keywords: joined(of_segments(dataset, &label.scope_segments)),
        summary: label.scope.clone().unwrap_or_default(),
        body: joined(label.owner.iter().chain(&label.usage_note).chain(label.criteria.iter().map(|c| &c.statement))),
    }
}

fn of_reference(reference: &LegalReference) -> Document {
    Document {
        names: joined(reference.legifrance_id.iter().cloned().chain([reference.slug.to_string()])),
        title: joined([&reference.citation, &reference.title]),
        keywords: String::new(),
        summary: reference.summary.clone().unwrap_or_default(),
        body: joined([&reference.applies_to, &reference.thresholds, &reference.dates_note].into_iter().flatten()),
    }
}

fn of_target(dataset: &Dataset, target: &ProcurementTarget) -> Document {
    let law = dataset.legal_reference(&target.legal_reference);
    Document {
        names: target.slug.to_string(),
        title: target.category.clone(),
        keywords: joined([target.indicator.label()].into_iter().chain(law.map(|law| law.citation.as_str()))),
        summary: target.products.clone().unwrap_or_default(),
        body: joined([&target.base, &target.buyers_note, &target.derogations].into_iter().flatten()),
    }
}

fn of_organisation(dataset: &Dataset, organisation: &Organisation) -> Document {
    let kinds = std::iter::once(organisation.kind.label()).chain(organisation.roles.iter().map(|role| role.label()));
    Document {
        names: organisation.slug.to_string(),
        title: organisation.name.clone(),
        keywords: joined(kinds.chain(of_segments(dataset, &organisation.segments_of_expertise))),
        summary: organisation.description.clone().unwrap_or_default(),
        body: String::new(),
    }
}

fn of_report(dataset: &Dataset, report: &ExperienceReport) -> Document {
    let said = [&report.requirement, &report.results, &report.lessons].into_iter().flatten();
    let keywords = of_segments(dataset, &report.segments).chain(of_themes(dataset, &report.themes));
    Document {
        names: report.slug.to_string(),
        title: report.title.clone(),
        keywords: joined(keywords),
        summary: joined([&report.contract.object, &report.organisation.name]),
        body: joined(said.chain(&report.figures).chain(&report.labels_cited).chain([&report.source_title])),
    }
}

fn of_cpv(code: &CpvCode) -> Document {
    Document {
        names: code.code.to_string(),
        title: code.label.clone(),
        body: code.label_en.clone(),
        ..Document::default()
    }
}

fn of_synonym(synonym: &Synonym) -> Document {
    Document {
        names: synonym.slug.to_string(),
        title: joined(&synonym.terms),
        keywords: joined(&synonym.also_finds),
        ..Document::default()
    }
}
