-- The published catalogue, in the SQL that SQLite and PostgreSQL share.
--
-- Records link to one another by what they hold: the slug of a reference record, the reference of a clause, the citation
-- of a version. Foreign keys wait for the end of the transaction, so that records may be written in any order.
-- `position` keeps the order of a list. BIGINT holds the whole numbers that the domain keeps in 32 bits without a sign.
-- Enumerations hold their wire value; only answers that can never gain a value are listed in a CHECK, because SQLite
-- cannot change one afterwards.
-- Columns that hold a foreign key are indexed; nothing else is, because readers ask a snapshot in memory.

CREATE TABLE data_revision (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

INSERT INTO data_revision (id, number, changed_at) VALUES (1, 0, '1970-01-01 00:00:00');

CREATE TABLE segments (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL,
    description TEXT NOT NULL,
    parent TEXT REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position BIGINT NOT NULL
);

CREATE TABLE themes (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL,
    description TEXT NOT NULL,
    position BIGINT NOT NULL
);

CREATE TABLE legal_references (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    citation TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT,
    legifrance_id TEXT,
    valid_from DATE,
    valid_to DATE,
    state TEXT NOT NULL,
    replaced_by TEXT REFERENCES legal_references (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    applies_to TEXT,
    thresholds TEXT,
    dates_note TEXT,
    url TEXT,
    verification_status TEXT NOT NULL,
    verification_source_url TEXT,
    verification_checked_on DATE
);

CREATE TABLE organisations (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    territory TEXT,
    siren TEXT,
    url TEXT,
    description TEXT,
    contact TEXT,
    charter_signed_on DATE,
    verification_status TEXT NOT NULL,
    verification_source_url TEXT,
    verification_checked_on DATE
);

CREATE TABLE labels (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    owner TEXT,
    iso_type TEXT NOT NULL,
    nature TEXT NOT NULL,
    scope TEXT,
    url TEXT,
    register_url TEXT,
    valid_from DATE,
    valid_to DATE,
    governmental TEXT NOT NULL CHECK (governmental IN ('yes', 'no', 'unknown')),
    third_party_verified TEXT NOT NULL CHECK (third_party_verified IN ('yes', 'no', 'unknown')),
    open_procedure TEXT NOT NULL CHECK (open_procedure IN ('yes', 'no', 'unknown')),
    objective_criteria TEXT NOT NULL CHECK (objective_criteria IN ('yes', 'no', 'unknown')),
    third_party TEXT NOT NULL CHECK (third_party IN ('yes', 'no', 'unknown')),
    eligibility_reason TEXT,
    eligibility_checked_by TEXT REFERENCES organisations (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    eligibility_checked_on DATE,
    usage_note TEXT,
    verification_status TEXT NOT NULL,
    verification_source_url TEXT,
    verification_checked_on DATE
);

CREATE TABLE targets (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    legal_reference TEXT NOT NULL REFERENCES legal_references (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    category TEXT NOT NULL,
    products TEXT,
    buyers_note TEXT,
    indicator TEXT NOT NULL,
    base TEXT,
    schedule_note TEXT,
    derogations TEXT,
    valid_from DATE,
    verification_status TEXT NOT NULL,
    verification_source_url TEXT,
    verification_checked_on DATE
);

CREATE TABLE clauses (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    current_version BIGINT NOT NULL,
    status TEXT NOT NULL,
    status_since DATE NOT NULL,
    status_reason TEXT,
    maintenance TEXT NOT NULL,
    owner TEXT NOT NULL REFERENCES organisations (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    created_on DATE NOT NULL,
    last_reviewed_on DATE,
    last_reviewed_by TEXT REFERENCES organisations (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    next_review_on DATE NOT NULL,
    legacy_url TEXT
);

-- `document` is the canonical JSON of the version, never changed afterwards; the other columns and the tables of its
-- links repeat what it says, so that the database refuses a link to nothing.
CREATE TABLE clause_versions (
    citation TEXT NOT NULL PRIMARY KEY,
    clause TEXT NOT NULL REFERENCES clauses (reference) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    published_on DATE NOT NULL,
    UNIQUE (clause, version)
);

CREATE TABLE experience_reports (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    organisation_kind TEXT NOT NULL,
    organisation_siret TEXT,
    organisation_territory TEXT,
    contract_object TEXT NOT NULL,
    contract_type TEXT,
    contract_year INTEGER,
    requirement TEXT,
    award_weight_min DOUBLE PRECISION,
    award_weight_max DOUBLE PRECISION,
    results TEXT,
    bids_received BIGINT,
    no_tender BOOLEAN,
    price_effect TEXT,
    target_reached TEXT NOT NULL CHECK (target_reached IN ('yes', 'partly', 'no', 'unknown')),
    lessons TEXT,
    legal_check TEXT NOT NULL,
    evidence_level TEXT NOT NULL,
    source_title TEXT NOT NULL,
    verification_status TEXT NOT NULL,
    verification_source_url TEXT,
    verification_checked_on DATE
);

CREATE TABLE segment_cpv_prefixes (
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    cpv_prefix TEXT NOT NULL,
    PRIMARY KEY (segment, position)
);

CREATE TABLE segment_contract_types (
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    contract_type TEXT NOT NULL,
    PRIMARY KEY (segment, position)
);

CREATE TABLE segment_essential_clauses (
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    clause TEXT NOT NULL REFERENCES clauses (reference) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (segment, position)
);

CREATE TABLE segment_legal_duties (
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    legal_reference TEXT NOT NULL REFERENCES legal_references (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (segment, position)
);

CREATE TABLE segment_synonyms (
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    synonym TEXT NOT NULL,
    PRIMARY KEY (segment, position)
);

CREATE TABLE theme_impacts (
    theme TEXT NOT NULL REFERENCES themes (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    impact TEXT NOT NULL,
    PRIMARY KEY (theme, position)
);

CREATE TABLE theme_synonyms (
    theme TEXT NOT NULL REFERENCES themes (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    synonym TEXT NOT NULL,
    PRIMARY KEY (theme, position)
);

CREATE TABLE organisation_roles (
    organisation TEXT NOT NULL REFERENCES organisations (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (organisation, position)
);

CREATE TABLE organisation_segments_of_expertise (
    organisation TEXT NOT NULL REFERENCES organisations (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (organisation, position)
);

CREATE TABLE label_aliases (
    label TEXT NOT NULL REFERENCES labels (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (label, position)
);

CREATE TABLE label_scope_segments (
    label TEXT NOT NULL REFERENCES labels (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (label, position)
);

CREATE TABLE label_criteria (
    label TEXT NOT NULL REFERENCES labels (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (label, position)
);

CREATE TABLE target_cpv_prefixes (
    target TEXT NOT NULL REFERENCES targets (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    cpv_prefix TEXT NOT NULL,
    PRIMARY KEY (target, position)
);

CREATE TABLE target_buyers (
    target TEXT NOT NULL REFERENCES targets (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    buyer TEXT NOT NULL,
    PRIMARY KEY (target, position)
);

CREATE TABLE target_rates (
    target TEXT NOT NULL REFERENCES targets (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    year_from INTEGER NOT NULL,
    percent DOUBLE PRECISION,
    PRIMARY KEY (target, position)
);

CREATE TABLE clause_former_slugs (
    clause TEXT NOT NULL REFERENCES clauses (reference) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (clause, position)
);

CREATE TABLE clause_replaced_by (
    clause TEXT NOT NULL REFERENCES clauses (reference) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    replacement TEXT NOT NULL REFERENCES clauses (reference) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (clause, position)
);

CREATE TABLE clause_version_segments (
    citation TEXT NOT NULL REFERENCES clause_versions (citation) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (citation, position)
);

CREATE TABLE clause_version_themes (
    citation TEXT NOT NULL REFERENCES clause_versions (citation) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    theme TEXT NOT NULL REFERENCES themes (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (citation, position)
);

CREATE TABLE clause_version_labels (
    citation TEXT NOT NULL REFERENCES clause_versions (citation) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    label TEXT NOT NULL REFERENCES labels (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    mode TEXT NOT NULL,
    PRIMARY KEY (citation, position)
);

CREATE TABLE clause_version_legal_references (
    citation TEXT NOT NULL REFERENCES clause_versions (citation) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    legal_reference TEXT NOT NULL REFERENCES legal_references (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL,
    PRIMARY KEY (citation, position)
);

CREATE TABLE clause_version_organisations (
    citation TEXT NOT NULL REFERENCES clause_versions (citation) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisations (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL,
    PRIMARY KEY (citation, position)
);

CREATE TABLE clause_version_relations (
    citation TEXT NOT NULL REFERENCES clause_versions (citation) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    target TEXT NOT NULL REFERENCES clauses (reference) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    PRIMARY KEY (citation, position)
);

CREATE TABLE experience_report_clauses (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    citation TEXT NOT NULL REFERENCES clause_versions (citation) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_cpv (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    cpv TEXT NOT NULL,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_segments (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    segment TEXT NOT NULL REFERENCES segments (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_themes (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    theme TEXT NOT NULL REFERENCES themes (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_kinds (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_labels_cited (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    label_cited TEXT NOT NULL,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_labels (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    label TEXT NOT NULL REFERENCES labels (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_figures (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    figure TEXT NOT NULL,
    PRIMARY KEY (experience_report, position)
);

CREATE TABLE experience_report_other_source_urls (
    experience_report TEXT NOT NULL REFERENCES experience_reports (slug) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (experience_report, position)
);

CREATE INDEX segments_parent ON segments (parent);
CREATE INDEX legal_references_replaced_by ON legal_references (replaced_by);
CREATE INDEX labels_eligibility_checked_by ON labels (eligibility_checked_by);
CREATE INDEX targets_legal_reference ON targets (legal_reference);
CREATE INDEX clauses_owner ON clauses (owner);
CREATE INDEX clauses_last_reviewed_by ON clauses (last_reviewed_by);
CREATE INDEX segment_essential_clauses_clause ON segment_essential_clauses (clause);
CREATE INDEX segment_legal_duties_legal_reference ON segment_legal_duties (legal_reference);
CREATE INDEX organisation_segments_of_expertise_segment ON organisation_segments_of_expertise (segment);
CREATE INDEX label_scope_segments_segment ON label_scope_segments (segment);
CREATE INDEX clause_replaced_by_replacement ON clause_replaced_by (replacement);
CREATE INDEX clause_version_segments_segment ON clause_version_segments (segment);
CREATE INDEX clause_version_themes_theme ON clause_version_themes (theme);
CREATE INDEX clause_version_labels_label ON clause_version_labels (label);
CREATE INDEX clause_version_legal_references_legal_reference ON clause_version_legal_references (legal_reference);
CREATE INDEX clause_version_organisations_organisation ON clause_version_organisations (organisation);
CREATE INDEX clause_version_relations_target ON clause_version_relations (target);
CREATE INDEX experience_report_clauses_citation ON experience_report_clauses (citation);
CREATE INDEX experience_report_segments_segment ON experience_report_segments (segment);
CREATE INDEX experience_report_themes_theme ON experience_report_themes (theme);
CREATE INDEX experience_report_labels_label ON experience_report_labels (label);
