/// A rule of the guidance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name: `S` for the law, `G` for our own choices.
    pub name: &'static str,
    /// What it says, in French.
    pub statement: &'static str,
}

const fn rule(name: &'static str, statement: &'static str) -> Rule {
    Rule { name, statement }
}

/// Every rule, in the order of `docs/guidance.md`, which a test holds against it.
pub const RULES: &[Rule] = &[
    rule("S01", "Les spécifications techniques prennent en compte le développement durable (CCP, art. L. 2111-2)."),
    rule("S02", "Les conditions d'exécution prennent en compte l'environnement (CCP, art. L. 2112-2)."),
    rule(
        "S03",
        "Au moins un critère d'attribution prend en compte les caractéristiques environnementales de l'offre (CCP, art. L. 2152-7 et R. 2152-7).",
    ),
    rule(
        "S04",
        "À partir du seuil européen, une condition d'exécution sociale, ou l'un des quatre motifs d'y renoncer (CCP, art. L. 2112-2-1).",
    ),
    rule("S05", "Les marchés de défense ou de sécurité sont dispensés de S01 à S04."),
    rule("S06", "Les concessions ont leurs propres obligations (CCP, art. L. 3111-2, L. 3114-2 et L. 3124-5)."),
    rule("S08", "Des clauses choisies ensemble ne s'excluent pas, et aucune ne manque de celle qu'elle nécessite."),
    rule(
        "S10",
        "Les textes qui pèsent sur les achats du segment, et les proportions légales des familles de produits.",
    ),
    rule("G01", "Un segment indiqué par l'acheteur décide."),
    rule(
        "G02",
        "Sinon, décide le segment dont le code est le plus long parmi ceux qui contiennent le code de l'achat.",
    ),
    rule(
        "G03",
        "Si aucun ne le contient, décident les segments les plus hauts parmi ceux que le code de l'achat contient.",
    ),
    rule("G10", "Une clause convient d'autant mieux qu'elle nomme un code proche de celui de l'achat."),
    rule("G11", "Une clause du segment qui décide convient mieux qu'une clause d'un segment voisin."),
    rule(
        "G12",
        "Une clause prévue pour ce type de marché convient mieux ; une clause prévue pour d'autres est écartée.",
    ),
    rule("G13", "Une clause qui s'appuie sur un texte ou une proportion qui pèse sur l'achat convient mieux."),
    rule(
        "G14",
        "Une offre courante passe avant une offre rare ; une clause légère à suivre, avant une clause lourde, surtout pour un petit marché.",
    ),
    rule("G15", "Une clause essentielle du segment passe avant les autres."),
    rule("G16", "Une clause proche d'achats documentés convient mieux."),
    rule(
        "G17",
        "Deux clauses au plus sous 40 000 € HT, trois au-dessus, cinq à partir du seuil européen ; davantage seulement si une clause retenue en nécessite une autre.",
    ),
    rule(
        "G18",
        "Le niveau avancé est proposé à partir du seuil européen quand l'offre est courante ou disponible ; le niveau de base sinon.",
    ),
    rule("G19", "Un seul critère d'attribution, deux à partir du seuil européen : le premier de la liste."),
    rule("G20", "Aucun segment n'est reconnu."),
    rule("G21", "Un des trois types de texte manque à la proposition."),
    rule("G22", "Le code est trop large pour une proposition précise."),
    rule("G23", "Le code n'est pas dans la nomenclature, ou son libellé n'est pas dans cette instance."),
    rule("G24", "Une information manque pour trancher une obligation."),
    rule("G25", "Un texte ou un taux n'a pas été vérifié : il est cité sans son contenu."),
    rule("G26", "Aucun achat documenté n'est proche."),
    rule("G27", "Aucune clause proposée n'a été relue par un autre réseau que son auteur."),
    rule(
        "G30",
        "Un label peut servir de preuve s'il est cité par une clause proposée, ou s'il couvre un segment qui décide.",
    ),
    rule("G31", "Un achat documenté est proche par la clause, le segment, le code, le type d'acheteur ou de marché."),
];
