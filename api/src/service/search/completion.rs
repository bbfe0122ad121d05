use deunicode::deunicode;
use domain::{Dataset, Resource};

/// Most places of the texts that one beginning is looked up in.
const LOOKED_AT: usize = 20_000;

/// What can be completed, ready for every beginning: each text by each of its words.
#[derive(Debug, Default)]
pub struct Completions {
    entries: Vec<Entry>,
    /// Where words begin: the entry and the byte, sorted by what follows.
    starts: Vec<(u32, u32)>,
}

#[derive(Debug)]
struct Entry {
    resource: Resource,
    place: u32,
    text: Box<str>,
    folded: Box<str>,
}

/// A text that completes what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion<'a> {
    /// Collection of the record that it leads to.
    pub resource: Resource,
    /// Place of the record there.
    pub place: u32,
    /// The text: a title, another name, a code.
    pub text: &'a str,
}

/// Letters without case, accents, ligatures and punctuation; words parted by one blank.
fn folded(text: &str) -> String {
    let plain: String =
        deunicode(text).chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Completions {
    /// The completions of `dataset`: titles and references of clauses, segments and labels with their other names,
    /// themes, CPV codes and their labels.
    pub fn build(dataset: &Dataset) -> Self {
        let mut all = Self::default();
        for (place, segment) in (0..).zip(&dataset.segments) {
            all.add(Resource::Segments, place, &segment.label);
            segment.synonyms.iter().for_each(|synonym| all.add(Resource::Segments, place, synonym));
        }
        for (place, clause) in (0..).zip(&dataset.clauses) {
            if let Some(version) = dataset.current_version(clause) {
                all.add(Resource::Clauses, place, &version.title);
                all.add(Resource::Clauses, place, &clause.reference.to_string());
            }
        }
        for (place, theme) in (0..).zip(&dataset.themes) {
            all.add(Resource::Themes, place, &theme.label);
        }
        for (place, label) in (0..).zip(&dataset.labels) {
            all.add(Resource::Labels, place, &label.name);
            label.aliases.iter().for_each(|alias| all.add(Resource::Labels, place, alias));
        }
        for (place, code) in (0..).zip(&dataset.cpv) {
            all.add(Resource::Cpv, place, &format!("{} {}", code.code, code.label));
        }
        let entries = &all.entries;
        let rest = |(entry, start): &(u32, u32)| &entries[*entry as usize].folded[*start as usize..];
        all.starts.sort_unstable_by(|a, b| rest(a).cmp(rest(b)).then(a.cmp(b)));
        all
    }

    fn add(&mut self, resource: Resource, place: u32, text: &str) {
        let folded = folded(text).into_boxed_str();
        // More texts than 32 bits can number do not fit in memory.
        let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let begins = |at: usize| at == 0 || folded.as_bytes()[at - 1] == b' ';
        let starts = (0..folded.len()).filter(|at| begins(*at)).filter_map(|at| u32::try_from(at).ok());
        self.starts.extend(starts.map(|start| (entry, start)));
        self.entries.push(Entry { resource, place, text: text.into(), folded });
    }

    /// At most `limit` texts of which a word begins as `typed` ends, and which hold its other words: those that begin
    /// so first, then the shorter, then by resource and place. One text per record.
    pub fn complete(&self, typed: &str, wanted: &[Resource], limit: usize) -> Vec<Completion<'_>> {
        let typed = folded(typed);
        let (before, last) = typed.rsplit_once(' ').unwrap_or(("", &typed));
        if last.is_empty() {
            return Vec::new();
        }
        let rest = |(entry, start): &(u32, u32)| &self.entries[*entry as usize].folded[*start as usize..];
        let from = self.starts.partition_point(|start| rest(start) < last);
        let begun = self.starts[from..].iter().take_while(|start| rest(start).starts_with(last)).take(LOOKED_AT);
        let mut found: Vec<(bool, bool, &Entry)> = begun
            .map(|(entry, _)| &self.entries[*entry as usize])
            .filter(|entry| wanted.is_empty() || wanted.contains(&entry.resource))
            .filter(|entry| {
                before.split(' ').all(|word| word.is_empty() || entry.folded.split(' ').any(|w| w.starts_with(word)))
            })
            .map(|entry| (!entry.folded.starts_with(&typed), entry.resource == Resource::Cpv, entry))
            .collect();
        let rank = |(inside, code, entry): &(bool, bool, &Entry)| {
            (*inside, *code, entry.folded.len(), entry.resource, entry.place)
        };
        found.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.2.text.cmp(&b.2.text)));
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|(_, _, entry)| seen.insert((entry.resource, entry.place)));
        found
            .into_iter()
            .take(limit)
            .map(|(_, _, entry)| Completion { resource: entry.resource, place: entry.place, text: &entry.text })
            .collect()
    }
}
