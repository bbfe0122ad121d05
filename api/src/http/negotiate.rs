//! What the caller accepts: `Accept` and `Accept-Encoding` (RFC 9110, section 12.5).

use crate::service::dump::{Encoding, Format};

/// The parts of a header with their weights, zero included.
fn weighted(header: &str) -> impl Iterator<Item = (&str, f32)> {
    header.split(',').map(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let name = pieces.next().unwrap_or_default();
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=").or_else(|| piece.strip_prefix("Q=")));
        // A weight that cannot be read counts as none at all.
        (name, weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
    })
}

/// The weight of `media_type` under `accept`, by its most specific match.
fn weight_of(media_type: &str, accept: &str) -> f32 {
    let media_type = media_type.split(';').next().unwrap_or(media_type);
    let family = media_type.split('/').next().unwrap_or(media_type);
    let specificity = |pattern: &str| {
        let pattern = pattern.to_ascii_lowercase();
        match pattern.as_str() {
            "*/*" => Some(1),
            _ if pattern == media_type => Some(3),
            _ if pattern.strip_suffix("/*") == Some(family) => Some(2),
            _ => None,
        }
    };
    let matches = weighted(accept).filter_map(|(pattern, weight)| Some((specificity(pattern)?, weight)));
    matches.max_by_key(|(specificity, _)| *specificity).map_or(0.0, |(_, weight)| weight)
}

/// The format of `offered` that `accept` wants most, the first among equals; none when it wants none of them.
pub fn format(accept: Option<&str>, offered: &[Format]) -> Option<Format> {
    let names: Vec<&str> = offered.iter().map(|format| format.media_type()).collect();
    media_type(accept, &names).and_then(|place| offered.get(place).copied())
}

/// The place in `offered` of the media type that `accept` wants most, the first among equals; none when it wants none.
pub fn media_type(accept: Option<&str>, offered: &[&str]) -> Option<usize> {
    let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else { return Some(0) };
    let mut best: Option<(usize, f32)> = None;
    for (place, media_type) in offered.iter().enumerate() {
        let weight = weight_of(media_type, accept);
        if weight > best.map_or(0.0, |(_, best)| best) {
            best = Some((place, weight));
        }
    }
    best.map(|(place, _)| place)
}

/// The coding that `accept_encoding` wants most, in the server's order among equals; none for no coding.
pub fn encoding(accept_encoding: Option<&str>) -> Option<Encoding> {
    let header = accept_encoding?;
    let weight = |encoding: Encoding| {
        let named = weighted(header).find(|(name, _)| name.eq_ignore_ascii_case(encoding.token()));
        named.or_else(|| weighted(header).find(|(name, _)| *name == "*")).map_or(0.0, |(_, weight)| weight)
    };
    let mut best: Option<(Encoding, f32)> = None;
    for encoding in Encoding::ALL {
        let weight = weight(encoding);
        if weight > best.map_or(0.0, |(_, best)| best) {
            best = Some((encoding, weight));
        }
    }
    best.map(|(encoding, _)| encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Format; 3] = [Format::Json, Format::Csv, Format::Ndjson];

    #[test]
    fn the_heaviest_form_wins_and_the_first_among_equals() {
        for (accept, format_wanted) in [
            (None, Some(Format::Json)),
            (Some("*/*"), Some(Format::Json)),
            (Some("text/csv"), Some(Format::Csv)),
            (Some("text/csv;q=0.5, application/json"), Some(Format::Json)),
            (Some("application/x-ndjson, */*;q=0.1"), Some(Format::Ndjson)),
            (Some("text/html,application/xhtml+xml,*/*;q=0.8"), Some(Format::Json)),
            (Some("text/*"), Some(Format::Csv)),
            (Some("application/json;q=0, */*"), Some(Format::Csv)),
            (Some("image/png"), None),
            (Some("text/csv;q=x"), None),
        ] {
            assert_eq!(format(accept, &ALL), format_wanted, "{accept:?}");
        }
    }

    #[test]
    fn a_coding_is_used_only_when_asked_for() {
        for (accept, wanted) in [
            (None, None),
            (Some("identity"), None),
            (Some("gzip"), Some(Encoding::Gzip)),
            (Some("gzip, br"), Some(Encoding::Brotli)),
            (Some("gzip;q=1, br;q=0.5"), Some(Encoding::Gzip)),
            (Some("*;q=0.5, br;q=0"), Some(Encoding::Zstd)),
            (Some("deflate"), None),
        ] {
            assert_eq!(encoding(accept), wanted, "{accept:?}");
        }
    }
}
