use serde::{
    Deserialize, Deserializer,
    de::{
        IntoDeserializer, Visitor,
        value::{MapDeserializer, StrDeserializer},
    },
    forward_to_deserialize_any,
};

use super::ParameterError;

/// The parameters of a query, repeated ones joined by a comma: a list may be repeated or comma-separated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The parameters of a query string, percent-decoded; one more than are read, when there are too many.
    pub fn parse(query: &str) -> Self {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if pairs.len() > PARAMETERS {
                break;
            }
            match pairs.iter_mut().find(|(known, _)| *known == name) {
                Some((_, joined)) => {
                    joined.push(',');
                    joined.push_str(&value);
                }
                None => pairs.push((name.into_owned(), value.into_owned())),
            }
        }
        Self(pairs)
    }

    /// The query string again, without `name`, sorted: equal for queries that mean the same.
    pub fn canonical_without(&self, names: &[&str]) -> String {
        let mut pairs: Vec<_> = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).collect();
        pairs.sort();
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// The query string again, with nothing but `names`, sorted.
    pub fn canonical_with(&self, names: &[&str]) -> String {
        let others: Vec<_> =
            self.0.iter().map(|(name, _)| name.as_str()).filter(|name| !names.contains(name)).collect();
        self.canonical_without(&others)
    }

    /// The parameters without one of them.
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(known, _)| known != name).cloned().collect())
    }

    /// Whether a parameter is given.
    pub fn gives(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The query string again, with `name` set to `value`.
    pub fn with(&self, name: &str, value: &str) -> String {
        let kept = self.0.iter().filter(|(known, _)| known != name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept).append_pair(name, value);
        query.finish()
    }
}

/// Most parameters of one query: no operation has as many.
pub const PARAMETERS: usize = 100;

/// Reads `pairs` as two structs, whose members are all optional: each parameter belongs to one of them.
///
/// # Errors
/// Every parameter that neither struct reads, with what is wrong.
pub fn read<'de, A: Deserialize<'de>, B: Deserialize<'de>>(
    pairs: &'de Pairs,
) -> Result<(A, B), Vec<(String, ParameterError)>> {
    if pairs.0.len() > PARAMETERS {
        let reason = format!("more than {PARAMETERS} parameters are given");
        return Err(vec![("query".to_owned(), ParameterError::Invalid(reason))]);
    }
    let (mut first, mut second, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in &pairs.0 {
        let pair = || std::iter::once((name.as_str(), Text(value)));
        match A::deserialize(MapDeserializer::new(pair())) {
            Ok(_) => first.push((name.as_str(), Text(value))),
            Err(ParameterError::Unknown(ours)) => match B::deserialize(MapDeserializer::new(pair())) {
                Ok(_) => second.push((name.as_str(), Text(value))),
                Err(ParameterError::Unknown(theirs)) => {
                    errors.push((name.clone(), ParameterError::Names(ours, theirs)));
                }
                Err(error) => errors.push((name.clone(), error)),
            },
            Err(error) => errors.push((name.clone(), error)),
        }
    }
    let whole = |error| vec![("query".to_owned(), error)];
    if errors.is_empty() {
        let first = A::deserialize(MapDeserializer::new(first.into_iter())).map_err(whole)?;
        let second = B::deserialize(MapDeserializer::new(second.into_iter())).map_err(whole)?;
        Ok((first, second))
    } else {
        Err(errors)
    }
}

/// The text of a value, read as whatever the member wants.
#[derive(Clone, Copy)]
struct Text<'a>(&'a str);

impl<'de> IntoDeserializer<'de, ParameterError> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = ParameterError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParameterError> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParameterError> {
        visitor.visit_some(self)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParameterError> {
        let number = self.0.parse();
        visitor.visit_u16(number.map_err(|_| ParameterError::Invalid(format!("`{}` is not a whole number", self.0)))?)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ParameterError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParameterError> {
        StrDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use domain::enumeration::FragmentKind;

    use super::{super::types::List, *};

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct One {
        kind: Option<List<FragmentKind>>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Other {
        limit: Option<u16>,
    }

    #[test]
    fn each_parameter_finds_its_struct_and_lists_may_be_repeated() {
        let pairs = Pairs::parse("kind=penalty&limit=3&kind=mission,reporting");
        let (one, other) = read::<One, Other>(&pairs).unwrap();
        let kinds = vec![FragmentKind::Penalty, FragmentKind::Mission, FragmentKind::Reporting];
        assert_eq!((one.kind, other.limit), (Some(List(kinds)), Some(3)));
    }

    #[test]
    fn every_error_is_told_at_once() {
        let pairs = Pairs::parse("kind=penality&limit=many&sort=x");
        let errors = read::<One, Other>(&pairs).unwrap_err();
        let names: Vec<_> = errors.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["kind", "limit", "sort"]);
        assert!(matches!(&errors[0].1, ParameterError::Variant { given, .. } if given == "penality"));
        assert_eq!(errors[2].1, ParameterError::Names(&["kind"], &["limit"]));
    }
}
