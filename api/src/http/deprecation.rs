//! Routes that will go: said in every answer, twelve months ahead (RFC 9745, RFC 8594).

use actix_web::http::header::{self, HeaderName, HeaderValue};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// Since when a route is deprecated (RFC 9745).
pub const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
/// From when on a route may answer no more (RFC 8594).
pub const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// A route that will go.
#[derive(Debug, Clone, Copy)]
pub struct DeprecatedRoute {
    /// Its pattern, as the routes spell it: `/v1/clauses/{key}`.
    pub pattern: &'static str,
    /// Day since which it is deprecated.
    pub since: NaiveDate,
    /// Day from which it may be gone: at least twelve months later, as `docs/api.md` promises.
    pub sunset: NaiveDate,
    /// What to do instead, for people: an address, or a path of this server.
    pub guide: &'static str,
    /// Path of what stands in for it, if anything does.
    pub successor: Option<&'static str>,
}

/// The routes that will go. None today.
pub const DEPRECATED: &[DeprecatedRoute] = &[];

/// What every answer of the route of `pattern` says besides; nothing unless it is among `routes`.
pub fn headers(
    routes: &[DeprecatedRoute],
    pattern: impl FnOnce() -> Option<String>,
    base: &str,
) -> Vec<(HeaderName, HeaderValue)> {
    // Finding the pattern costs a pass over the routes: not while nothing is deprecated.
    let pattern = if routes.is_empty() { None } else { pattern() };
    let route = pattern.and_then(|pattern| routes.iter().find(|route| route.pattern == pattern));
    let Some(route) = route else { return Vec::new() };
    let absolute = |path: &str| if path.starts_with('/') { format!("{base}{path}") } else { path.to_owned() };
    let guide = absolute(route.guide);
    let mut links = vec![
        format!("<{guide}>; rel=\"deprecation\"; type=\"text/html\""),
        format!("<{guide}>; rel=\"sunset\"; type=\"text/html\""),
    ];
    links.extend(route.successor.map(|path| format!("<{}>; rel=\"successor-version\"", absolute(path))));
    let texts = [
        // A date of structured fields (RFC 9651, section 3.3.7): seconds.
        (DEPRECATION, format!("@{}", beginning(route.since).timestamp())),
        (SUNSET, httpdate::fmt_http_date(beginning(route.sunset).into())),
        (header::LINK, links.join(", ")),
    ];
    let values = texts.into_iter().map(|(name, text)| HeaderValue::from_str(&text).map(|value| (name, value)));
    values.filter_map(Result::ok).collect()
}

fn beginning(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

#[cfg(test)]
mod tests {
    use chrono::Months;

    use super::*;

    fn going() -> DeprecatedRoute {
        DeprecatedRoute {
            pattern: "/v1/anciennes/{key}",
            since: "2027-01-01".parse().unwrap(),
            sunset: "2028-01-01".parse().unwrap(),
            guide: "/docs/",
            successor: Some("/v2/nouvelles"),
        }
    }

    fn told(routes: &[DeprecatedRoute], pattern: Option<&str>) -> Vec<(String, String)> {
        let headers = headers(routes, || pattern.map(str::to_owned), "https://api.exemple.invalid");
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
    }

    #[test]
    fn a_route_that_will_go_says_since_when_until_when_and_what_to_do() {
        let (before, after) = (DeprecatedRoute { pattern: "/v1/autres", ..going() }, going());
        let links = [
            "<https://api.exemple.invalid/docs/>; rel=\"deprecation\"; type=\"text/html\"",
            "<https://api.exemple.invalid/docs/>; rel=\"sunset\"; type=\"text/html\"",
            "<https://api.exemple.invalid/v2/nouvelles>; rel=\"successor-version\"",
        ];
        let expected = [
            ("deprecation".to_owned(), "@1798761600".to_owned()),
            ("sunset".to_owned(), "Sat, 01 Jan 2028 00:00:00 GMT".to_owned()),
            ("link".to_owned(), links.join(", ")),
        ];
        assert_eq!(told(&[before, after], Some("/v1/anciennes/{key}")), expected);
    }

    #[test]
    fn a_route_that_stays_says_nothing() {
        for pattern in [Some("/v1/clauses"), Some("/v1/anciennes"), None] {
            assert_eq!(told(&[going()], pattern), [], "{pattern:?}");
        }
        assert_eq!(told(DEPRECATED, Some("/v1/clauses")), []);
    }

    #[test]
    fn what_will_go_stays_twelve_months_at_least() {
        for route in DEPRECATED.iter().chain(&[going()]) {
            let earliest = route.since.checked_add_months(Months::new(12)).unwrap();
            assert!(route.sunset >= earliest, "{} goes before {earliest}", route.pattern);
        }
    }
}
