use std::fmt;

use serde_json::Value;

use super::BASE;

/// An answer of the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    /// Body, as sent.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Answer {
    /// Bytes as text, that a failure can be read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, headers, bytes } = self;
        write!(f, "{status} {headers:?} {}", String::from_utf8_lossy(bytes))
    }
}

impl Answer {
    /// The header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The header of that name, which must be there.
    pub fn expect(&self, name: &str) -> &str {
        self.header(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }

    /// The media type without its charset; none without a body.
    pub fn media_type(&self) -> Option<&str> {
        self.header("content-type").map(|value| value.split(';').next().unwrap_or(value))
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The `member` of every item of a list.
    pub fn items(&self, member: &str) -> Vec<String> {
        let page = self.json();
        let items = page["items"].as_array().unwrap_or_else(|| panic!("no list: {page}"));
        items.iter().map(|item| item[member].as_str().unwrap().to_owned()).collect()
    }

    /// The path of the link with that relation.
    pub fn link(&self, relation: &str) -> Option<String> {
        let links = self.header("link")?;
        let link = links.split(", <").find(|link| link.contains(&format!("rel=\"{relation}\"")))?;
        let target = link.trim_start_matches('<').split('>').next()?;
        Some(target.strip_prefix(BASE).unwrap_or(target).to_owned())
    }

    /// The headers that do not depend on the moment.
    pub fn lasting_headers(&self) -> Vec<(String, String)> {
        let mut headers: Vec<_> = self.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
        headers.sort();
        headers
    }

    /// Whether `bytes` hold a whole answer.
    pub fn is_whole(bytes: &[u8]) -> bool {
        let headers_end = bytes.windows(4).any(|four| four == b"\r\n\r\n");
        let length = |answer: &Self| answer.header("content-length").and_then(|length| length.parse().ok());
        headers_end && {
            let answer = Self::received(bytes);
            length(&answer) == Some(answer.bytes.len())
        }
    }

    /// What was received as bytes on a socket.
    pub fn received(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Self { status, headers, bytes: bytes[end + 4..].to_vec() }
    }
}
