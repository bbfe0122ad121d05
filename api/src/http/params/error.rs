use std::fmt;

/// What is wrong with one parameter, before its name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterError {
    /// No parameter of one struct has this name.
    Unknown(&'static [&'static str]),
    /// No parameter of either struct has this name.
    Names(&'static [&'static str], &'static [&'static str]),
    /// No value of the list is spelt so.
    Variant {
        /// The value given.
        given: String,
        /// The values that exist.
        allowed: &'static [&'static str],
    },
    /// The value has another form.
    Invalid(String),
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(_) | Self::Names(..) => f.write_str("there is no such parameter here"),
            Self::Variant { given, .. } => write!(f, "`{given}` is not one of the values"),
            Self::Invalid(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for ParameterError {}

impl serde::de::Error for ParameterError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Invalid(message.to_string())
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::Unknown(expected)
    }

    fn unknown_variant(given: &str, allowed: &'static [&'static str]) -> Self {
        Self::Variant { given: given.to_owned(), allowed }
    }
}
