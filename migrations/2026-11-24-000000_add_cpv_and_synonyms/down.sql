DROP TABLE synonym_also_finds;
DROP TABLE synonym_terms;
DROP TABLE synonyms;
DROP TABLE cpv_codes;
