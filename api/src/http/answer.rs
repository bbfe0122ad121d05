//! What a handler answers: a form, bytes, links. The gate adds validators, compresses and remembers.

use actix_web::{HttpRequest, HttpResponse, Responder, body::BoxBody, http::StatusCode};
use bytes::{Bytes, BytesMut};

/// How long an answer may be kept, and by whom. The only vocabulary of `Cache-Control` here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// Of the current revision: fresh for a minute, then revalidated; served stale when the server is down.
    Revision,
    /// Of the current revision and of this day in France: the law of tomorrow is another one.
    Day,
    /// Never changes: a version of a clause.
    Immutable,
    /// Of this moment: health.
    NoStore,
}

impl CachePolicy {
    /// The header.
    pub fn header(self) -> &'static str {
        match self {
            Self::Revision | Self::Day => "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400",
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::NoStore => "no-store",
        }
    }
}

/// Above this size a whole list is streamed from the snapshot instead of being put together and remembered.
const WHOLE_BYTES: usize = 4 << 20;

/// The bytes of an answer.
#[derive(Debug, Clone)]
pub enum Body {
    /// In one piece.
    Whole(Bytes),
    /// In slices of the snapshot, streamed.
    Parts(Vec<Bytes>),
}

/// A successful answer about the data.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Media type, with its charset.
    pub media_type: &'static str,
    /// The bytes.
    pub body: Body,
    /// Links of its own (RFC 8288), such as `<...>; rel="next"`.
    pub links: Vec<String>,
    /// How long it may be kept.
    pub policy: CachePolicy,
}

/// JSON, as sent.
pub const JSON: &str = "application/json; charset=utf-8";

impl Answer {
    /// An answer in one piece.
    pub fn new(media_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { media_type, body: Body::Whole(body.into()), links: Vec::new(), policy: CachePolicy::Revision }
    }

    /// An answer made of slices: put together when small, streamed when not.
    pub fn parts(media_type: &'static str, parts: Vec<Bytes>) -> Self {
        let length: usize = parts.iter().map(Bytes::len).sum();
        let body = if length > WHOLE_BYTES {
            Body::Parts(parts)
        } else {
            let mut whole = BytesMut::with_capacity(length);
            for part in &parts {
                whole.extend_from_slice(part);
            }
            Body::Whole(whole.freeze())
        };
        Self { body, ..Self::new(media_type, Bytes::new()) }
    }

    /// The same, with a link.
    #[must_use]
    pub fn link(mut self, target: &str, relation: &str) -> Self {
        self.links.push(format!("<{target}>; rel=\"{relation}\""));
        self
    }

    /// The same, with a link to another form of it.
    #[must_use]
    pub fn alternate(mut self, target: &str, media_type: &str) -> Self {
        self.links.push(format!("<{target}>; rel=\"alternate\"; type=\"{media_type}\""));
        self
    }

    /// The same, kept as `policy` says.
    #[must_use]
    pub fn kept(self, policy: CachePolicy) -> Self {
        Self { policy, ..self }
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    /// Hands the answer to the gate.
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(StatusCode::OK).finish();
        response.extensions_mut().insert(self);
        response
    }
}
