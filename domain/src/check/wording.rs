//! Words that the rules look for.

use std::sync::LazyLock;

use regex::Regex;

/// A pattern of words, compiled on first use.
pub(super) struct Words(LazyLock<Option<Regex>>);

impl Words {
    /// The first match in `text`.
    pub(super) fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.0.as_ref()?.find(text).map(|found| found.as_str())
    }

    /// Every match in `text`, with the place where it ends.
    pub(super) fn find_all<'t>(&self, text: &'t str) -> Vec<(&'t str, usize)> {
        let all = self.0.as_ref().map(|regex| regex.find_iter(text).map(|m| (m.as_str(), m.end())).collect());
        all.unwrap_or_default()
    }
}

/// Origin, provenance or proximity, which a technical specification may not demand (CCP, art. R. 2111-7).
pub(super) static ORIGIN: Words = Words(LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:(?:produits?|matériaux|matières|bois|fournitures?|denrées|plants?|végétaux|fabrication|provenance)",
        r" (?:locales?|locaux|régiona(?:les?|ux)|français(?:es?)?)\b|origine (?:france|française|locale|régionale)",
        r"|made in|fabriqué(?:e|s|es)? en france|(?:dans un rayon|à moins) de [^.]{0,30}\b(?:km|kilomètres))",
    ))
    .ok()
}));

/// Short supply chains: advice only, for the words are common in catering.
pub(super) static SHORT_CHAIN: Words = Words(LazyLock::new(|| Regex::new(r"(?i)\bcircuits? courts?\b").ok()));

/// Norms by their usual designations.
pub(super) static NORM: Words = Words(LazyLock::new(|| {
    Regex::new(r"\b(?:NF|EN|ISO|IEC|CEI)(?:[ /](?:NF|EN|ISO|IEC|CEI|CEN|TS|DTU|P|X|U|C|T|S))*[ -][0-9]{2,6}(?:-[0-9]+)*(?::[0-9]{4})?").ok()
}));

/// The general policy of a company, to which no condition of performance may relate.
pub(super) static COMPANY_POLICY: Words = Words(LazyLock::new(|| {
    Regex::new(r"(?i)politique (?:générale|RSE|de l'entreprise|environnementale de l'entreprise)|certifiée? ISO 14001|rapport RSE").ok()
}));

/// Blanks left raw.
pub(super) static RAW_BLANK: Words =
    Words(LazyLock::new(|| Regex::new(r"\bX{2,}\b|…|\.\.\.|_{3,}|(?i)\[à compléter\]|\[[^\]]{0,60}\]").ok()));

/// Words that cannot be verified.
pub(super) static VAGUE: Words = Words(LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)respectueu(?:x|ses?) de l['’]environnement|éco-?responsables?|si possible|le plus possible",
        r"|dans la mesure du possible|autant que possible|à faible impact environnemental",
    ))
    .ok()
}));

/// Verbs that oblige.
pub(super) static OBLIGES: Words =
    Words(LazyLock::new(|| Regex::new(r"(?i)\b(?:devra|devront|doit|doivent|est tenue?|sont tenue?s) \b").ok()));

/// Verbs that invite.
pub(super) static INVITES: Words = Words(LazyLock::new(|| {
    Regex::new(r"(?i)s['’]efforcer(?:a|ont)?\b|s['’]efforcent?\b|\bfavoriser(?:a|ont)\b|\bprivilégier(?:a|ont)\b").ok()
}));

/// Mailboxes and French telephone numbers.
pub(super) static PERSONAL_DATA: Words = Words(LazyLock::new(|| {
    Regex::new(r"[\w.+-]+@[\w-]+\.[\w.]+|\b0[1-9](?:[ .-]?[0-9]{2}){4}\b|\+33[ .-]?[1-9](?:[ .-]?[0-9]{2}){4}\b").ok()
}));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_finds_what_it_is_for() {
        for (words, text, other) in [
            (&ORIGIN, "des produits locaux", "les locaux de la mairie, 95 g de CO2 par km"),
            (&SHORT_CHAIN, "issus de circuits courts", "un court délai"),
            (&NORM, "la norme NF EN ISO 14024", "la norme"),
            (&COMPANY_POLICY, "sa politique RSE", "la politique d'achat"),
            (&RAW_BLANK, "au moins XX %", "au moins {{taux}} %"),
            (&VAGUE, "un produit éco-responsable", "un produit réparable"),
            (&OBLIGES, "le titulaire doit remettre", "le titulaire remet"),
            (&INVITES, "il s'efforcera de", "il efforce"),
            (&PERSONAL_DATA, "jean@example.org", "à l'adresse indiquée"),
        ] {
            assert!(words.find(text).is_some(), "{text}");
            assert_eq!(words.find(other), None);
        }
    }
}
