//! What people read of each data set, in French.

use domain::Resource;

/// What a data set is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// The resource whose records it holds; none for everything.
    pub resource: Option<Resource>,
    /// Its title.
    pub title: &'static str,
    /// What is in it.
    pub description: &'static str,
    /// Words by which it is found, besides those of all.
    pub keywords: &'static [&'static str],
}

impl Subject {
    /// Last segment of its address.
    pub fn name(&self) -> &'static str {
        self.resource.map_or("la-clause-verte", Resource::name)
    }

    /// The subject of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SUBJECTS.iter().find(|subject| subject.name() == name)
    }
}

/// Words by which every data set is found.
pub const KEYWORDS: [&str; 4] =
    ["commande publique", "marchés publics", "achats responsables", "clauses environnementales"];

/// The data sets, in the order of the catalogue.
pub const SUBJECTS: [Subject; 12] = [
    Subject {
        resource: None,
        title: "La clause verte : toutes les données",
        description: "L'ensemble des données de La clause verte en une archive ZIP (fichiers JSON et CSV, dictionnaire des \
                      données, sommes de contrôle) et en une base SQLite prête à interroger : clauses environnementales, \
                      segments d'achat, thèmes, labels, textes juridiques, proportions légales, organisations et retours \
                      d'expérience.",
        keywords: &["base de données", "archive"],
    },
    Subject {
        resource: Some(Resource::Clauses),
        title: "Clauses environnementales pour la commande publique",
        description: "Clauses et critères environnementaux prêts à adapter et à insérer dans les pièces d'un marché public : \
                      texte par document, segment d'achat, niveau d'exigence, paramètres, justificatifs, suivi, pénalités, \
                      notation, textes juridiques et labels cités. Une ligne par clause, telle qu'elle est publiée.",
        keywords: &["CCTP", "CCAP", "spécification technique", "critère d'attribution", "condition d'exécution"],
    },
    Subject {
        resource: Some(Resource::ClauseVersions),
        title: "Versions des clauses environnementales",
        description: "Toutes les versions publiées de chaque clause, avec leur numéro, leur date, la nature et le motif du \
                      changement et l'empreinte de leur contenu. Une version publiée ne change jamais : un marché peut la \
                      citer et la retrouver.",
        keywords: &["historique", "versions"],
    },
    Subject {
        resource: Some(Resource::Segments),
        title: "Segments d'achat et codes CPV",
        description: "L'arbre des segments d'achat de La clause verte, chacun avec les codes CPV qu'il couvre, les natures de \
                      contrat, les clauses essentielles, les obligations légales qui s'y attachent et les autres mots par \
                      lesquels les acheteurs le désignent.",
        keywords: &["CPV", "nomenclature d'achat", "familles d'achat"],
    },
    Subject {
        resource: Some(Resource::Themes),
        title: "Thèmes environnementaux des clauses",
        description: "Les thèmes environnementaux auxquels les clauses se rattachent, de l'eau au climat et au réemploi, \
                      chacun avec sa description, les incidences environnementales au sens des formulaires européens et les \
                      mots proches.",
        keywords: &["économie circulaire", "climat", "biodiversité"],
    },
    Subject {
        resource: Some(Resource::Labels),
        title: "Labels et certifications utiles aux acheteurs publics",
        description: "Labels, écolabels et certifications qui peuvent servir de preuve dans un marché public : propriétaire, \
                      type ISO, portée, registre où vérifier un titulaire, et appréciation motivée au regard de l'article \
                      R. 2111-14 du code de la commande publique.",
        keywords: &["labels", "écolabels", "certification", "preuve"],
    },
    Subject {
        resource: Some(Resource::LegalReferences),
        title: "Textes juridiques de la commande publique durable",
        description: "Articles de codes, lois, décrets et règlements européens que les clauses citent ou que les acheteurs \
                      doivent appliquer, avec leurs dates de validité, leur état, les seuils et les organismes concernés, et \
                      le lien vers le texte officiel.",
        keywords: &["droit", "loi AGEC", "loi Climat et résilience", "obligations"],
    },
    Subject {
        resource: Some(Resource::Targets),
        title: "Proportions légales d'achats durables",
        description: "Les parts minimales que la loi fixe aux achats annuels des organismes publics (réemploi, matières \
                      recyclées, alimentation de qualité, véhicules propres et autres) : produits et codes CPV visés, \
                      acheteurs concernés, taux par année, dérogations et texte de référence.",
        keywords: &["réemploi", "matières recyclées", "EGalim", "véhicules propres"],
    },
    Subject {
        resource: Some(Resource::Organisations),
        title: "Organisations de l'achat public durable",
        description: "Réseaux d'acheteurs, organismes publics, propriétaires de labels et autres organisations que les données \
                      citent ou qui contribuent : nature, rôles, territoire, identifiant SIREN et site officiel. Aucune \
                      personne physique n'y figure.",
        keywords: &["réseaux d'acheteurs", "contributeurs"],
    },
    Subject {
        resource: Some(Resource::ExperienceReports),
        title: "Retours d'expérience d'achats publics durables",
        description: "Achats publics documentés où une exigence environnementale a été posée : acheteur, objet du contrat, \
                      exigence, résultats et enseignements, avec la source publique de chacun, son niveau de preuve et l'état \
                      de sa vérification.",
        keywords: &["retours d'expérience", "bonnes pratiques"],
    },
    Subject {
        resource: Some(Resource::Cpv),
        title: "Codes CPV cités, en français et en anglais",
        description: "Codes du vocabulaire commun pour les marchés publics (règlement (CE) n° 213/2008) que les données de La \
                      clause verte utilisent, ou la nomenclature entière lorsque l'instance l'a chargée, avec leurs libellés \
                      en français et en anglais.",
        keywords: &["CPV", "vocabulaire commun pour les marchés publics"],
    },
    Subject {
        resource: Some(Resource::Synonyms),
        title: "Lexique des acheteurs publics",
        description: "Mots, sigles et tournures que les acheteurs emploient les uns pour les autres (VE et véhicule \
                      électrique, REX et retour d'expérience…) et ce qu'une recherche doit trouver à partir d'eux : le \
                      lexique de la recherche de La clause verte, réutilisable ailleurs.",
        keywords: &["lexique", "synonymes", "recherche"],
    },
];
