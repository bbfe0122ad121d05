-- What search and guidance need: the labels of CPV codes, and the words that mean the same. Rules of the SQL are those
-- of the first migration.

CREATE TABLE cpv_codes (
    code TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL
);

CREATE TABLE synonyms (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE
);

CREATE TABLE synonym_terms (
    synonym TEXT NOT NULL REFERENCES synonyms (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (synonym, position)
);

CREATE TABLE synonym_also_finds (
    synonym TEXT NOT NULL REFERENCES synonyms (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (synonym, position)
);
