//! The coverage of a catalogue as a page, in French: contributors read it.

use std::fmt::Write as _;

use domain::{
    coverage::Coverage,
    enumeration::{AmbitionLevel, Enumeration as _},
    guidance::KINDS,
};
use strum::IntoEnumIterator as _;

const HEAD: &str = "\
# Ce que la bibliothèque couvre

Page produite par le programme (`cargo run -- coverage > docs/fr/couverture.md`) ; un test la tient à jour. La même chose, au
jour le jour, est à l'adresse `/v1/coverage`.

Un segment du deuxième niveau doit avoir au moins six clauses publiées, dix pour ceux qui pèsent le plus dans les budgets
locaux, avec au moins une spécification technique, une condition d'exécution et un critère d'attribution, et des clauses
essentielles choisies ; un thème doit en avoir huit ; une proportion légale, une clause qui cite son texte.
";

/// The page.
pub fn page(coverage: &Coverage) -> String {
    let mut page = HEAD.to_owned();
    // Writing to a text cannot fail.
    let _ = write_page(&mut page, coverage);
    page
}

fn write_page(page: &mut String, coverage: &Coverage) -> std::fmt::Result {
    let Coverage { clauses, segments, themes, targets, levels, due, holes } = coverage;
    writeln!(page, "\n**{clauses} clauses publiées, {holes} lignes à compléter.**\n\n## Segments\n")?;
    let kinds: Vec<_> = KINDS.iter().map(|kind| kind.label().to_lowercase()).collect();
    writeln!(page, "| segment | clauses | {} | à deux niveaux | manque |", kinds.join(" | "))?;
    writeln!(page, "| --- | --- | --- | --- | --- | --- | --- |")?;
    for it in segments {
        let kinds: Vec<_> = KINDS.iter().map(|kind| it.kinds.get(kind.value()).copied().unwrap_or_default()).collect();
        let kinds: Vec<_> = kinds.iter().map(u64::to_string).collect();
        writeln!(
            page,
            "| {} | {} / {} | {} | {} | {} |",
            it.label,
            it.clauses,
            it.expected,
            kinds.join(" | "),
            it.with_levels,
            it.lacks.join(" ; ")
        )?;
    }
    writeln!(page, "\n## Thèmes\n\n| thème | clauses |\n| --- | --- |")?;
    for it in themes {
        writeln!(page, "| {} | {} / {} |", it.label, it.clauses, it.expected)?;
    }
    writeln!(page, "\n## Niveaux\n\n| niveau | textes |\n| --- | --- |")?;
    for level in AmbitionLevel::iter() {
        writeln!(page, "| {} | {} |", level.label(), levels.get(level.value()).copied().unwrap_or_default())?;
    }
    writeln!(page, "\n## Proportions légales\n\n| proportion | clauses |\n| --- | --- |")?;
    for it in targets {
        let clauses: Vec<_> = it.clauses.iter().map(ToString::to_string).collect();
        let clauses = if clauses.is_empty() { "aucune".to_owned() } else { clauses.join(", ") };
        writeln!(page, "| {} (`{}`) | {clauses} |", it.category, it.target)?;
    }
    writeln!(page, "\n## À relire\n")?;
    if due.is_empty() {
        return writeln!(page, "Aucune clause n'a dépassé la date de sa relecture.");
    }
    due.iter().try_for_each(|it| writeln!(page, "- {}, depuis le {} : {}", it.reference, it.since, it.title))
}
