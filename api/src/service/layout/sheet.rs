//! What the CSV files hold: one table of columns, from which files are written, read, described and projected.

use chrono::NaiveDate;
use domain::{
    Resource,
    clause::ParameterValue,
    enumeration as e,
    value::{
        ContentHash, Cpv, CpvPrefix, Decimal, Mailbox, Name, Reference, Siren, Siret, Slug, Territory,
        VersionReference, WebAddress,
    },
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

/// How a value of a record becomes the text of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is; a number or a flag as JSON writes it.
    Plain,
    /// Values joined by `|`.
    List,
}

/// One column: a value of the record and how a cell holds it.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Where the value is in the record, such as `verification.status`.
    pub path: &'static str,
    /// How a cell holds it.
    pub form: Form,
    /// Whether a cell is read as a number, a flag or a text.
    json: bool,
    accepts: fn(&Value) -> Result<(), String>,
}

impl Column {
    /// Name in the header row: the path with `_` for `.`.
    pub fn name(&self) -> String {
        self.path.replace('.', "_")
    }

    /// Top-level member of the record that holds the value.
    pub fn field(&self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }

    /// Whether its cells hold numbers or flags.
    pub fn holds_numbers(&self) -> bool {
        self.json && self.form == Form::Plain
    }

    /// The value of a cell.
    ///
    /// # Errors
    /// What the domain says of a text that it refuses.
    pub fn parse(&self, cell: &str) -> Result<Value, String> {
        let one = |text: &str| {
            let read = self.json.then(|| serde_json::from_str(text).ok()).flatten();
            read.unwrap_or_else(|| Value::from(text))
        };
        let value = match self.form {
            Form::Plain if cell.is_empty() => Value::Null,
            Form::Plain => one(cell),
            Form::List if cell.is_empty() => Value::Array(Vec::new()),
            Form::List => cell.split('|').map(one).collect(),
        };
        (self.accepts)(&value).map(|()| value)
    }

    /// The text of a cell for this column of `record`.
    pub fn cell(&self, record: &Value) -> String {
        let value = self.path.split('.').try_fold(record, |value, member| value.get(member));
        match (value, self.form) {
            (Some(Value::Array(items)), Form::List) => items.iter().map(plain).collect::<Vec<_>>().join("|"),
            (Some(value), _) => plain(value),
            (None, _) => String::new(),
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn accepts<T: DeserializeOwned>(value: &Value) -> Result<(), String> {
    match T::deserialize(value) {
        Ok(_) => Ok(()),
        Err(_) if value.is_null() => Err("une valeur est attendue".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A text column.
const fn text<T: DeserializeOwned>(path: &'static str) -> Column {
    Column { path, form: Form::Plain, json: false, accepts: accepts::<T> }
}

/// A column of numbers or flags.
const fn bare<T: DeserializeOwned>(path: &'static str) -> Column {
    Column { path, form: Form::Plain, json: true, accepts: accepts::<T> }
}

/// A column of lists of texts.
const fn list<T: DeserializeOwned>(path: &'static str) -> Column {
    Column { path, form: Form::List, json: false, accepts: accepts::<Vec<T>> }
}

/// The rows that a member of a record makes in a file of their own.
#[derive(Debug, Clone, Copy)]
pub struct ChildSheet {
    /// Name of the file without its ending.
    pub name: &'static str,
    /// What it holds, in French.
    pub title: &'static str,
    /// Where the list is in the record.
    pub path: &'static str,
    /// Name of the first column, which holds the key of the record.
    pub owner: &'static str,
    /// The other columns.
    pub columns: &'static [Column],
}

/// The CSV file of a resource.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// The resource.
    pub resource: Resource,
    /// Member of the record that its children name it by.
    pub key: &'static str,
    /// Columns, in the order of the file. Frozen: new ones come last.
    pub columns: &'static [&'static [Column]],
    /// Files of its lists of records.
    pub children: &'static [ChildSheet],
}

impl Sheet {
    /// Name of the file without its ending: `legal_references`.
    pub fn name(&self) -> String {
        self.resource.name().replace('-', "_")
    }

    /// Its columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().copied().flatten()
    }

    /// The columns of `fields`, in their order; all columns when none are named. A list of records, which has no column
    /// of its own, is written as JSON when it is asked for by name.
    pub fn columns_of(&self, fields: &[String]) -> Vec<Column> {
        if fields.is_empty() {
            return self.columns().copied().collect();
        }
        let members = self.fields();
        let mut columns = Vec::new();
        for field in fields {
            let before = columns.len();
            columns.extend(self.columns().filter(|column| column.field() == field).copied());
            let member = members.iter().find(|member| **member == field.as_str());
            columns.extend(member.filter(|_| columns.len() == before).map(|member| text::<Value>(member)));
        }
        columns
    }

    /// The top-level members of a record, in the order of the record's files.
    pub fn fields(&self) -> Vec<&'static str> {
        let mut fields: Vec<&'static str> = Vec::new();
        // A version holds the same lists as the clause that it is the current one of.
        let lists = if self.resource == Resource::ClauseVersions { CLAUSES.children } else { self.children };
        let lists = lists.iter().map(|child| child.path.split('.').next().unwrap_or(child.path));
        for field in self.columns().map(Column::field).chain(lists) {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }
}

/// The CSV file of `resource`.
pub fn sheet(resource: Resource) -> &'static Sheet {
    match resource {
        Resource::Clauses => &CLAUSES,
        Resource::ClauseVersions => &CLAUSE_VERSIONS,
        Resource::Segments => &SEGMENTS,
        Resource::Themes => &THEMES,
        Resource::Labels => &LABELS,
        Resource::LegalReferences => &LEGAL_REFERENCES,
        Resource::Targets => &TARGETS,
        Resource::Organisations => &ORGANISATIONS,
        Resource::ExperienceReports => &EXPERIENCE_REPORTS,
        Resource::Cpv => &CPV,
        Resource::Synonyms => &SYNONYMS,
    }
}

const SEGMENTS: Sheet = Sheet {
    resource: Resource::Segments,
    key: "slug",
    columns: &[&[
        text::<Uuid>("id"),
        text::<Slug>("slug"),
        text::<String>("label"),
        text::<String>("label_en"),
        text::<String>("description"),
        text::<Option<Slug>>("parent"),
        bare::<u32>("position"),
        list::<CpvPrefix>("cpv_prefixes"),
        list::<e::ContractType>("contract_types"),
        list::<Reference>("essential_clauses"),
        list::<Slug>("legal_duties"),
        list::<String>("synonyms"),
    ]],
    children: &[],
};

const THEMES: Sheet = Sheet {
    resource: Resource::Themes,
    key: "slug",
    columns: &[&[
        text::<Uuid>("id"),
        text::<Slug>("slug"),
        text::<String>("label"),
        text::<String>("label_en"),
        text::<String>("description"),
        bare::<u32>("position"),
        list::<e::EnvironmentalImpact>("impacts"),
        list::<String>("synonyms"),
    ]],
    children: &[],
};

const LABELS: Sheet = Sheet {
    resource: Resource::Labels,
    key: "slug",
    columns: &[&[
        text::<Uuid>("id"),
        text::<Slug>("slug"),
        text::<String>("name"),
        list::<String>("aliases"),
        text::<Option<String>>("owner"),
        text::<e::LabelType>("iso_type"),
        text::<e::LabelNature>("nature"),
        text::<Option<String>>("scope"),
        list::<Slug>("scope_segments"),
        text::<Option<WebAddress>>("url"),
        text::<Option<WebAddress>>("register_url"),
        text::<Option<NaiveDate>>("valid_from"),
        text::<Option<NaiveDate>>("valid_to"),
        text::<e::Verdict>("governmental"),
        text::<e::Verdict>("third_party_verified"),
        text::<e::Verdict>("r2111_14.open_procedure"),
        text::<e::Verdict>("r2111_14.objective_criteria"),
        text::<e::Verdict>("r2111_14.third_party"),
        text::<Option<String>>("r2111_14.reason"),
        text::<Option<Slug>>("r2111_14.checked_by"),
        text::<Option<NaiveDate>>("r2111_14.checked_on"),
        text::<Option<String>>("usage_note"),
        text::<e::VerificationStatus>("verification.status"),
        text::<Option<WebAddress>>("verification.source_url"),
        text::<Option<NaiveDate>>("verification.checked_on"),
    ]],
    children: &[ChildSheet {
        name: "label_criteria",
        title: "critères",
        path: "criteria",
        owner: "label",
        columns: &[text::<Slug>("id"), text::<String>("statement")],
    }],
};

const LEGAL_REFERENCES: Sheet = Sheet {
    resource: Resource::LegalReferences,
    key: "slug",
    columns: &[&[
        text::<Uuid>("id"),
        text::<Slug>("slug"),
        text::<e::LegalReferenceKind>("kind"),
        text::<String>("citation"),
        text::<String>("title"),
        text::<Option<String>>("summary"),
        text::<Option<String>>("legifrance_id"),
        text::<Option<NaiveDate>>("valid_from"),
        text::<Option<NaiveDate>>("valid_to"),
        text::<e::LegalState>("state"),
        text::<Option<Slug>>("replaced_by"),
        text::<Option<String>>("applies_to"),
        text::<Option<String>>("thresholds"),
        text::<Option<String>>("dates_note"),
        text::<Option<WebAddress>>("url"),
        text::<e::VerificationStatus>("verification.status"),
        text::<Option<WebAddress>>("verification.source_url"),
        text::<Option<NaiveDate>>("verification.checked_on"),
    ]],
    children: &[],
};

const TARGETS: Sheet = Sheet {
    resource: Resource::Targets,
    key: "slug",
    columns: &[&[
        text::<Uuid>("id"),
        text::<Slug>("slug"),
        text::<Slug>("legal_reference"),
        text::<String>("category"),
        text::<Option<String>>("products"),
        list::<CpvPrefix>("cpv_prefixes"),
        list::<e::BuyerKind>("buyers"),
        text::<Option<String>>("buyers_note"),
        text::<e::TargetIndicator>("indicator"),
        text::<Option<String>>("base"),
        text::<Option<String>>("schedule_note"),
        text::<Option<String>>("derogations"),
        text::<Option<NaiveDate>>("valid_from"),
        text::<e::VerificationStatus>("verification.status"),
        text::<Option<WebAddress>>("verification.source_url"),
        text::<Option<NaiveDate>>("verification.checked_on"),
    ]],
    children: &[ChildSheet {
        name: "target_rates",
        title: "taux par année",
        path: "rates",
        owner: "target",
        columns: &[bare::<u16>("year_from"), bare::<Option<Decimal>>("percent")],
    }],
};

const ORGANISATIONS: Sheet = Sheet {
    resource: Resource::Organisations,
    key: "slug",
    columns: &[&[
        text::<Uuid>("id"),
        text::<Slug>("slug"),
        text::<String>("name"),
        text::<e::OrganisationKind>("kind"),
        list::<e::OrganisationRole>("roles"),
        text::<Option<Territory>>("territory"),
        text::<Option<Siren>>("siren"),
        text::<Option<WebAddress>>("url"),
        text::<Option<String>>("description"),
        list::<Slug>("segments_of_expertise"),
        text::<Option<Mailbox>>("contact"),
        text::<Option<NaiveDate>>("charter_signed_on"),
        text::<e::VerificationStatus>("verification.status"),
        text::<Option<WebAddress>>("verification.source_url"),
        text::<Option<NaiveDate>>("verification.checked_on"),
    ]],
    children: &[],
};

const EXPERIENCE_REPORTS: Sheet = Sheet {
    resource: Resource::ExperienceReports,
    key: "slug",
    columns: &[&[
        text::<Uuid>("id"),
        text::<Slug>("slug"),
        text::<String>("title"),
        list::<VersionReference>("clauses"),
        text::<String>("organisation.name"),
        text::<e::OrganisationKind>("organisation.kind"),
        text::<Option<Siret>>("organisation.siret"),
        text::<Option<Territory>>("organisation.territory"),
        text::<String>("contract.object"),
        text::<Option<e::ContractType>>("contract.contract_type"),
        list::<Cpv>("contract.cpv"),
        bare::<Option<u16>>("contract.year"),
        list::<Slug>("segments"),
        list::<Slug>("themes"),
        list::<e::FragmentKind>("kinds"),
        text::<Option<String>>("requirement"),
        bare::<Option<Decimal>>("award_weight_min"),
        bare::<Option<Decimal>>("award_weight_max"),
        list::<String>("labels_cited"),
        list::<Slug>("labels"),
        text::<Option<String>>("results"),
        list::<String>("figures"),
        bare::<Option<u32>>("outcome.bids_received"),
        bare::<Option<bool>>("outcome.no_tender"),
        text::<Option<String>>("outcome.price_effect"),
        text::<e::TargetReached>("outcome.target_reached"),
        text::<Option<String>>("lessons"),
        text::<e::LegalCheck>("legal_check"),
        text::<e::EvidenceLevel>("evidence_level"),
        text::<String>("source_title"),
        list::<WebAddress>("other_source_urls"),
        text::<e::VerificationStatus>("verification.status"),
        text::<Option<WebAddress>>("verification.source_url"),
        text::<Option<NaiveDate>>("verification.checked_on"),
    ]],
    children: &[],
};

const CPV: Sheet = Sheet {
    resource: Resource::Cpv,
    key: "code",
    columns: &[&[text::<Cpv>("code"), text::<String>("label"), text::<String>("label_en")]],
    children: &[],
};

const SYNONYMS: Sheet = Sheet {
    resource: Resource::Synonyms,
    key: "slug",
    columns: &[&[text::<Uuid>("id"), text::<Slug>("slug"), list::<String>("terms"), list::<String>("also_finds")]],
    children: &[],
};

/// What a clause is, apart from what it says.
const IDENTITY: &[Column] = &[
    text::<Uuid>("id"),
    text::<Reference>("reference"),
    text::<Slug>("slug"),
    list::<Slug>("former_slugs"),
    bare::<u32>("current_version"),
    text::<e::ClauseStatus>("status"),
    text::<NaiveDate>("status_since"),
    text::<Option<String>>("status_reason"),
    list::<Reference>("replaced_by"),
    text::<e::MaintenanceState>("maintenance"),
    text::<Slug>("owner"),
    text::<NaiveDate>("created_on"),
    text::<Option<NaiveDate>>("last_reviewed_on"),
    text::<Option<Slug>>("last_reviewed_by"),
    text::<NaiveDate>("next_review_on"),
    text::<Option<WebAddress>>("legacy_url"),
    text::<NaiveDate>("updated_on"),
];

/// What a version says.
const VERSION: &[Column] = &[
    text::<VersionReference>("citation"),
    bare::<u32>("version"),
    text::<String>("title"),
    text::<String>("summary"),
    text::<String>("rationale"),
    text::<Option<String>>("context"),
    list::<e::ContractType>("contract_types"),
    list::<Slug>("segments"),
    list::<Cpv>("cpv"),
    list::<Slug>("themes"),
    list::<e::EnvironmentalImpact>("environmental_impacts"),
    text::<e::Bindingness>("bindingness"),
    text::<e::ObligationKind>("obligation"),
    text::<Option<String>>("monitoring.indicator.name"),
    text::<Option<String>>("monitoring.indicator.unit"),
    text::<Option<Name>>("monitoring.indicator.target_parameter"),
    text::<Option<e::Frequency>>("monitoring.frequency"),
    text::<Option<String>>("monitoring.evidence"),
    text::<Option<e::Responsible>>("monitoring.responsible"),
    list::<String>("monitoring.checkpoint_docs"),
    bare::<Option<u32>>("monitoring.buyer_minutes_per_year"),
    text::<Option<String>>("penalty.trigger"),
    text::<Option<Slug>>("penalty.proof"),
    text::<Option<String>>("penalty.amount"),
    text::<Option<String>>("penalty.cap"),
    text::<Option<String>>("penalty.notice"),
    text::<Option<Slug>>("penalty.fragment"),
    bare::<Option<Decimal>>("scoring.weight_min"),
    bare::<Option<Decimal>>("scoring.weight_max"),
    bare::<Option<Decimal>>("scoring.weight_default"),
    text::<Option<e::ScoringMethod>>("scoring.method"),
    list::<String>("sourcing_questions"),
    text::<e::MarketMaturity>("market_maturity"),
    bare::<u8>("feasibility.buyer_effort"),
    bare::<u8>("feasibility.supplier_effort"),
    text::<e::ChangeKind>("change_kind"),
    text::<String>("change_note"),
    text::<NaiveDate>("published_on"),
    text::<ContentHash>("content_hash"),
];

const CLAUSES: Sheet = Sheet {
    resource: Resource::Clauses,
    key: "reference",
    columns: &[IDENTITY, VERSION],
    children: &[
        ChildSheet {
            name: "clause_fragments",
            title: "textes",
            path: "fragments",
            owner: "clause",
            columns: &[
                text::<Slug>("key"),
                text::<e::FragmentKind>("kind"),
                list::<e::TargetDocument>("documents"),
                text::<Option<String>>("article_hint"),
                text::<e::AmbitionLevel>("level"),
                text::<Option<Slug>>("replaces"),
                text::<Option<Slug>>("alternative_group"),
                text::<String>("body"),
            ],
        },
        ChildSheet {
            name: "clause_parameters",
            title: "paramètres",
            path: "parameters",
            owner: "clause",
            columns: &[
                text::<Name>("name"),
                text::<String>("label"),
                text::<e::ParameterType>("type"),
                text::<Option<String>>("unit"),
                bare::<Option<ParameterValue>>("default"),
                bare::<Option<Decimal>>("min"),
                bare::<Option<Decimal>>("max"),
                list::<String>("choices"),
                bare::<bool>("required"),
                text::<String>("help"),
                text::<Option<e::AmbitiousDirection>>("ambitious_direction"),
                bare::<Option<ParameterValue>>("scale_by_level.basic"),
                bare::<Option<ParameterValue>>("scale_by_level.advanced"),
                bare::<Option<ParameterValue>>("scale_by_level.exemplary"),
                bare::<Option<Decimal>>("legal_floor.value"),
                text::<Option<Slug>>("legal_floor.legal_reference"),
            ],
        },
        ChildSheet {
            name: "clause_proofs",
            title: "justificatifs",
            path: "proofs",
            owner: "clause",
            columns: &[
                text::<Slug>("key"),
                text::<e::ProcedureStage>("stage"),
                text::<e::ProofType>("type"),
                text::<String>("description"),
                bare::<u8>("strength"),
                bare::<bool>("equivalents_accepted"),
                bare::<bool>("buyer_obtainable"),
                text::<Option<String>>("retention"),
            ],
        },
        ChildSheet {
            name: "clause_scoring_scale",
            title: "barème de notation",
            path: "scoring.scale",
            owner: "clause",
            columns: &[bare::<Decimal>("points"), text::<String>("condition")],
        },
        ChildSheet {
            name: "clause_questions",
            title: "cadre de réponse",
            path: "scoring.response_frame",
            owner: "clause",
            columns: &[
                text::<String>("text"),
                text::<e::AnswerType>("answer_type"),
                text::<Option<String>>("proof_expected"),
                bare::<bool>("scored"),
                bare::<bool>("mandatory_for_awardee"),
            ],
        },
        ChildSheet {
            name: "clause_label_citations",
            title: "labels cités",
            path: "label_citations",
            owner: "clause",
            columns: &[
                text::<Slug>("label"),
                text::<e::LabelCitationMode>("mode"),
                list::<String>("required_characteristics"),
                text::<Option<Slug>>("equivalence.fragment"),
                text::<Option<String>>("equivalence.quote"),
                text::<Option<Slug>>("other_proof.fragment"),
                text::<Option<String>>("other_proof.quote"),
            ],
        },
        ChildSheet {
            name: "clause_norm_citations",
            title: "normes citées",
            path: "norm_citations",
            owner: "clause",
            columns: &[text::<String>("ref"), text::<String>("title"), text::<Slug>("fragment")],
        },
        ChildSheet {
            name: "clause_legal_references",
            title: "textes juridiques cités",
            path: "legal_references",
            owner: "clause",
            columns: &[text::<Slug>("ref"), text::<e::LegalRole>("role")],
        },
        ChildSheet {
            name: "clause_cautions",
            title: "précautions",
            path: "cautions",
            owner: "clause",
            columns: &[text::<String>("text"), text::<e::CautionSeverity>("severity")],
        },
        ChildSheet {
            name: "clause_relations",
            title: "liens entre clauses",
            path: "relations",
            owner: "clause",
            columns: &[text::<e::RelationType>("type"), text::<Reference>("target"), text::<Option<String>>("note")],
        },
        ChildSheet {
            name: "clause_sources",
            title: "sources",
            path: "sources",
            owner: "clause",
            columns: &[
                text::<String>("title"),
                text::<Option<WebAddress>>("url"),
                text::<e::SourceUsage>("usage"),
                text::<e::Licence>("licence"),
            ],
        },
        ChildSheet {
            name: "clause_contributors",
            title: "contributeurs",
            path: "contributors",
            owner: "clause",
            columns: &[text::<Slug>("organisation"), text::<e::ContributorRole>("role")],
        },
    ],
};

/// Their lists are in their JSON; those of current versions are also in the tables of the clauses.
const CLAUSE_VERSIONS: Sheet =
    Sheet { resource: Resource::ClauseVersions, key: "citation", columns: &[VERSION], children: &[] };
