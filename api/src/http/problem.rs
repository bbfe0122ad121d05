//! What a caller is told when an answer cannot be given: problem documents (RFC 9457), for every failure.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::params::ParameterError;
use crate::service::suggest::nearest;

/// Media type of problem documents.
pub const MEDIA_TYPE: &str = "application/problem+json; charset=utf-8";

/// Kinds of problem, each with a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ProblemKind {
    /// A parameter cannot be read.
    BadParameter,
    /// A parameter names a record that does not exist.
    UnknownValue,
    /// No such record or page.
    NotFound,
    /// Only reading is offered.
    MethodNotAllowed,
    /// None of the forms asked for is offered.
    NotAcceptable,
    /// It was there, and is no longer kept.
    Gone,
    /// The body is too large.
    ContentTooLarge,
    /// The address is too long.
    UriTooLong,
    /// The file ends before the range.
    RangeNotSatisfiable,
    /// The program failed.
    Internal,
    /// The server is not ready.
    Unavailable,
}

impl ProblemKind {
    /// Last segment of the address of its page.
    pub fn slug(self) -> &'static str {
        self.into()
    }

    /// Short title, the same for every problem of the kind.
    pub fn title(self) -> &'static str {
        match self {
            Self::BadParameter => "A parameter cannot be read",
            Self::UnknownValue => "A parameter names something that does not exist",
            Self::NotFound => "There is nothing at this address",
            Self::MethodNotAllowed => "This address is only read",
            Self::NotAcceptable => "None of the forms asked for is offered",
            Self::Gone => "This is no longer kept",
            Self::ContentTooLarge => "The request body is too large",
            Self::UriTooLong => "The address is too long",
            Self::RangeNotSatisfiable => "The file ends before the range",
            Self::Internal => "The server failed",
            Self::Unavailable => "The server cannot do it now",
        }
    }

    /// What it means and what to do, for the page of the kind.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::BadParameter => {
                "A query parameter is unknown here, or its value has another form than the one documented. Every \
                 parameter at fault is listed in `errors`, with the nearest name or value and those allowed. Nothing \
                 is ignored: a misspelt filter would otherwise answer everything."
            }
            Self::UnknownValue => {
                "A filter names a record (a segment, a theme, a label...) that does not exist. `errors` gives the \
                 nearest one; the list of all is at the collection of the same name."
            }
            Self::NotFound => {
                "No record has this id, slug or reference, or no page has this address. `errors` gives the nearest \
                 one where there is one."
            }
            Self::MethodNotAllowed => "The data is only read: use GET or HEAD. `Allow` lists the methods.",
            Self::NotAcceptable => {
                "The `Accept` header admits none of the media types that this address offers; `errors` lists them."
            }
            Self::Gone => {
                "Revisions and the changes between them are kept for a time; `/v1/revisions` lists those that are. Take \
                 the files of the current revision, whose address is in `example`, then follow the changes from there."
            }
            Self::ContentTooLarge => "Requests carry no body here; the one sent is larger than what is read.",
            Self::UriTooLong => "Addresses are read up to 32,768 bytes. Ask for fewer values at once.",
            Self::RangeNotSatisfiable => {
                "The `Range` header begins beyond the end of the file, whose length is in `detail`."
            }
            Self::Internal => "Something broke on our side and was logged. The same request may work later.",
            Self::Unavailable => {
                "The server cannot do it now: it is about to stop, for instance. Ask another, or try again after \
                 `Retry-After` seconds."
            }
        }
    }

    /// Its HTTP status.
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadParameter => StatusCode::BAD_REQUEST,
            Self::UnknownValue | Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Gone => StatusCode::GONE,
            Self::ContentTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::RangeNotSatisfiable => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemError {
    /// Parameter at fault; null when it is not a parameter.
    pub parameter: Option<String>,
    /// What is wrong with it.
    pub detail: String,
    /// The nearest name or value that would work.
    pub suggestion: Option<String>,
    /// The names or values that would work, when they are few.
    pub allowed: Vec<String>,
}

/// A problem document (RFC 9457): the only way a request fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemDocument {
    /// Address of the page that explains this kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "http://localhost:8080/problems/bad-parameter")]
    pub kind: String,
    /// Short title of the kind.
    pub title: String,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong this time.
    pub detail: String,
    /// Path and query that were asked for.
    pub instance: String,
    /// Everything that is wrong, at once.
    pub errors: Vec<ProblemError>,
    /// A corrected address, when every error has a suggestion.
    pub example: Option<String>,
}

/// The only way a handler fails. Holds what the caller may know; causes are logged before.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Kind.
    pub kind: ProblemKind,
    /// What is wrong this time.
    pub detail: String,
    /// Everything that is wrong, at once.
    pub errors: Vec<ProblemError>,
    /// Corrected path and query.
    pub example: Option<String>,
    /// Length of the file, for a range beyond its end.
    pub length: Option<u64>,
}

impl Problem {
    /// A problem without further errors.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), example: None, length: None }
    }

    /// No record of `what` is called `key`.
    pub fn not_found<'a>(what: &str, key: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let detail = format!("`{}` is not in {what}", shortened(key));
        let suggestion = nearest(key, known).map(str::to_owned);
        let error = ProblemError { parameter: None, detail: detail.clone(), suggestion, allowed: Vec::new() };
        Self { errors: vec![error], ..Self::new(ProblemKind::NotFound, detail) }
    }

    /// Parameters that cannot be read.
    pub fn bad_parameters(errors: Vec<(String, ParameterError)>) -> Self {
        let errors: Vec<_> = errors.into_iter().map(|(name, error)| of_parameter(&name, error)).collect();
        let detail = in_one_line(&errors);
        Self { errors, ..Self::new(ProblemKind::BadParameter, detail) }
    }

    /// Values of parameters that name nothing.
    pub fn unknown_values(errors: Vec<ProblemError>) -> Self {
        let detail = in_one_line(&errors);
        Self { errors, ..Self::new(ProblemKind::UnknownValue, detail) }
    }

    /// A range beyond the end of a file of `length` bytes.
    pub fn unsatisfiable(length: u64) -> Self {
        let detail = format!("the file holds {length} bytes");
        Self { length: Some(length), ..Self::new(ProblemKind::RangeNotSatisfiable, detail) }
    }

    /// The document, as sent.
    pub fn document(&self, base: &str, instance: &str) -> ProblemDocument {
        ProblemDocument {
            kind: format!("{base}/problems/{}", self.kind.slug()),
            title: self.kind.title().to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail.clone(),
            instance: instance.to_owned(),
            errors: self.errors.clone(),
            example: self.example.as_ref().map(|path| format!("{base}{path}")),
        }
    }
}

/// A failure that no caller can mend: logged once, here.
pub fn unexpected(error: &dyn std::error::Error) -> Problem {
    log::error!("An answer could not be written: {error}.");
    Problem::new(ProblemKind::Internal, "the answer could not be written")
}

/// What a caller sent, cut to a length that can be shown back.
fn shortened(text: &str) -> String {
    if text.chars().count() > 100 { text.chars().take(100).chain(['…']).collect() } else { text.to_owned() }
}

fn in_one_line(errors: &[ProblemError]) -> String {
    let one = |error: &ProblemError| match &error.parameter {
        Some(parameter) => format!("`{parameter}`: {}", error.detail),
        None => error.detail.clone(),
    };
    errors.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn of_parameter(name: &str, error: ParameterError) -> ProblemError {
    let detail = shortened(&error.to_string());
    let (given, allowed) = match error {
        ParameterError::Unknown(names) => (name.to_owned(), names.to_vec()),
        ParameterError::Names(ours, theirs) => (name.to_owned(), [ours, theirs].concat()),
        ParameterError::Variant { given, allowed } => (given, allowed.to_vec()),
        ParameterError::Invalid(_) => (String::new(), Vec::new()),
    };
    let suggestion = nearest(&given, allowed.iter().copied()).map(str::to_owned);
    let allowed = allowed.into_iter().map(str::to_owned).collect();
    ProblemError { parameter: Some(shortened(name)), detail, suggestion, allowed }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    /// Hands the problem to the gate, which knows the addresses that the document holds.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.kind.status());
        if self.kind == ProblemKind::MethodNotAllowed {
            response.insert_header((header::ALLOW, super::gate::METHODS));
        }
        if self.kind == ProblemKind::Unavailable {
            response.insert_header((header::RETRY_AFTER, "5"));
        }
        if let Some(length) = self.length {
            response.insert_header((header::CONTENT_RANGE, format!("bytes */{length}")));
        }
        let mut response = response.finish();
        response.extensions_mut().insert(self.clone());
        response
    }
}
