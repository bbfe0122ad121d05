use crate::http::dictionary::dictionary;

/// Prints the data dictionary.
pub fn run() {
    print!("{}", dictionary());
}
