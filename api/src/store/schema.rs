//! The tables that diesel knows; those of plain lists are described where they are used.

diesel::table! {
    data_revision (id) {
        id -> Integer,
        number -> BigInt,
        changed_at -> Timestamp,
        mirrored_from -> Nullable<Text>,
    }
}

diesel::table! {
    revisions (number) {
        number -> BigInt,
        changed_at -> Timestamp,
        fingerprint -> Text,
        record_format -> BigInt,
        counts -> Text,
        changes -> Nullable<BigInt>,
        bytes -> BigInt,
    }
}

diesel::table! {
    changes (revision, position) {
        revision -> BigInt,
        position -> BigInt,
        resource -> Text,
        key -> Text,
        name -> Text,
        action -> Text,
        record -> Nullable<Text>,
        former -> Nullable<Text>,
    }
}

diesel::table! {
    segments (id) {
        id -> Text,
        slug -> Text,
        label -> Text,
        label_en -> Text,
        description -> Text,
        parent -> Nullable<Text>,
        position -> BigInt,
    }
}

diesel::table! {
    cpv_codes (code) {
        code -> Text,
        label -> Text,
        label_en -> Text,
    }
}

diesel::table! {
    synonyms (id) {
        id -> Text,
        slug -> Text,
    }
}

diesel::table! {
    themes (id) {
        id -> Text,
        slug -> Text,
        label -> Text,
        label_en -> Text,
        description -> Text,
        position -> BigInt,
    }
}

diesel::table! {
    labels (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        owner -> Nullable<Text>,
        iso_type -> Text,
        nature -> Text,
        scope -> Nullable<Text>,
        url -> Nullable<Text>,
        register_url -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        governmental -> Text,
        third_party_verified -> Text,
        open_procedure -> Text,
        objective_criteria -> Text,
        third_party -> Text,
        eligibility_reason -> Nullable<Text>,
        eligibility_checked_by -> Nullable<Text>,
        eligibility_checked_on -> Nullable<Date>,
        usage_note -> Nullable<Text>,
        verification_status -> Text,
        verification_source_url -> Nullable<Text>,
        verification_checked_on -> Nullable<Date>,
    }
}

diesel::table! {
    label_criteria (label, position) {
        label -> Text,
        position -> Integer,
        id -> Text,
        statement -> Text,
    }
}

diesel::table! {
    legal_references (id) {
        id -> Text,
        slug -> Text,
        kind -> Text,
        citation -> Text,
        title -> Text,
        summary -> Nullable<Text>,
        legifrance_id -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        state -> Text,
        replaced_by -> Nullable<Text>,
        applies_to -> Nullable<Text>,
        thresholds -> Nullable<Text>,
        dates_note -> Nullable<Text>,
        url -> Nullable<Text>,
        verification_status -> Text,
        verification_source_url -> Nullable<Text>,
        verification_checked_on -> Nullable<Date>,
    }
}

diesel::table! {
    targets (id) {
        id -> Text,
        slug -> Text,
        legal_reference -> Text,
        category -> Text,
        products -> Nullable<Text>,
        buyers_note -> Nullable<Text>,
        indicator -> Text,
        base -> Nullable<Text>,
        schedule_note -> Nullable<Text>,
        derogations -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        verification_status -> Text,
        verification_source_url -> Nullable<Text>,
        verification_checked_on -> Nullable<Date>,
    }
}

diesel::table! {
    target_rates (target, position) {
        target -> Text,
        position -> Integer,
        year_from -> Integer,
        percent -> Nullable<Double>,
    }
}

diesel::table! {
    organisations (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        kind -> Text,
        territory -> Nullable<Text>,
        siren -> Nullable<Text>,
        url -> Nullable<Text>,
        description -> Nullable<Text>,
        contact -> Nullable<Text>,
        charter_signed_on -> Nullable<Date>,
        verification_status -> Text,
        verification_source_url -> Nullable<Text>,
        verification_checked_on -> Nullable<Date>,
    }
}

diesel::table! {
    experience_reports (id) {
        id -> Text,
        slug -> Text,
        title -> Text,
        organisation_name -> Text,
        organisation_kind -> Text,
        organisation_siret -> Nullable<Text>,
        organisation_territory -> Nullable<Text>,
        contract_object -> Text,
        contract_type -> Nullable<Text>,
        contract_year -> Nullable<Integer>,
        requirement -> Nullable<Text>,
        award_weight_min -> Nullable<Double>,
        award_weight_max -> Nullable<Double>,
        results -> Nullable<Text>,
        bids_received -> Nullable<BigInt>,
        no_tender -> Nullable<Bool>,
        price_effect -> Nullable<Text>,
        target_reached -> Text,
        lessons -> Nullable<Text>,
        legal_check -> Text,
        evidence_level -> Text,
        source_title -> Text,
        verification_status -> Text,
        verification_source_url -> Nullable<Text>,
        verification_checked_on -> Nullable<Date>,
    }
}

diesel::table! {
    clauses (id) {
        id -> Text,
        reference -> Text,
        slug -> Text,
        current_version -> BigInt,
        status -> Text,
        status_since -> Date,
        status_reason -> Nullable<Text>,
        maintenance -> Text,
        owner -> Text,
        created_on -> Date,
        last_reviewed_on -> Nullable<Date>,
        last_reviewed_by -> Nullable<Text>,
        next_review_on -> Date,
        legacy_url -> Nullable<Text>,
    }
}

diesel::table! {
    clause_versions (citation) {
        citation -> Text,
        clause -> Text,
        version -> BigInt,
        document -> Text,
        content_hash -> Text,
        published_on -> Date,
    }
}

diesel::table! {
    clause_version_labels (citation, position) {
        citation -> Text,
        position -> Integer,
        label -> Text,
        mode -> Text,
    }
}

diesel::table! {
    clause_version_legal_references (citation, position) {
        citation -> Text,
        position -> Integer,
        legal_reference -> Text,
        role -> Text,
    }
}

diesel::table! {
    clause_version_organisations (citation, position) {
        citation -> Text,
        position -> Integer,
        organisation -> Text,
        role -> Text,
    }
}

diesel::table! {
    clause_version_relations (citation, position) {
        citation -> Text,
        position -> Integer,
        target -> Text,
        kind -> Text,
    }
}
