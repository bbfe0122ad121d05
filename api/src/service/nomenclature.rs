//! The Common Procurement Vocabulary as the Publications Office of the European Union gives it: a spreadsheet saved as
//! CSV, or the XML file of 2008.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use domain::{CpvCode, value::Cpv};
use quick_xml::{Reader, events::Event};

use super::layout::Fault;

/// Largest file that is read, in bytes: the official ones hold some fifteen million.
const FILE_BYTES: u64 = 64 << 20;
/// Names that the column of codes has had.
const CODES: [&str; 3] = ["code", "cpv", "cpv_code"];
/// Names that the column of French labels has had.
const FRENCH: [&str; 4] = ["fr", "label_fr", "fra_label", "label"];
/// Names that the column of English labels has had.
const ENGLISH: [&str; 3] = ["en", "label_en", "eng_label"];

/// Why a nomenclature cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum NomenclatureError {
    /// The file system refused.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// More than is read.
    #[error("{} is too large: a nomenclature holds at most 64 MiB", .0.display())]
    TooLarge(PathBuf),
    /// The file does not hold codes and labels.
    #[error("{} faults in the nomenclature", .0.len())]
    Faults(Vec<Fault>),
}

/// The codes of the file at `path`, in order, with their French and English labels.
///
/// # Errors
/// See [`NomenclatureError`]; every fault is told at once.
pub fn open(path: &Path) -> Result<Vec<CpvCode>, NomenclatureError> {
    let failed = |source| NomenclatureError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > FILE_BYTES {
        return Err(NomenclatureError::TooLarge(path.to_owned()));
    }
    read(&path.display().to_string(), &bytes).map_err(NomenclatureError::Faults)
}

/// The codes that `bytes` hold, a CSV or an XML file.
///
/// # Errors
/// Every fault, with its row.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<CpvCode>, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut gathered = Gathered { file, codes: BTreeMap::new(), faults: Vec::new() };
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        gathered.xml(bytes);
    } else {
        gathered.csv(bytes);
    }
    if gathered.codes.is_empty() && gathered.faults.is_empty() {
        gathered.fault(None, "", "ce fichier ne contient aucun code");
    }
    if gathered.faults.is_empty() { Ok(gathered.codes.into_values().collect()) } else { Err(gathered.faults) }
}

/// Codes of the supplementary vocabulary, such as `AA01-1`, qualify the others: they are left aside.
fn is_supplementary(code: &str) -> bool {
    let (letters, rest) = code.split_at_checked(2).unwrap_or_default();
    letters.bytes().all(|b| b.is_ascii_uppercase()) && rest.starts_with(|c: char| c.is_ascii_digit())
}

struct Gathered<'a> {
    file: &'a str,
    codes: BTreeMap<Cpv, CpvCode>,
    faults: Vec<Fault>,
}

impl Gathered<'_> {
    fn fault(&mut self, row: Option<u64>, field: &str, message: impl Into<String>) {
        self.faults.push(Fault { file: self.file.to_owned(), row, field: field.to_owned(), message: message.into() });
    }

    fn add(&mut self, row: Option<u64>, code: &str, label: &str, label_en: &str) {
        let (code, label, label_en) = (code.trim(), label.trim(), label_en.trim());
        if is_supplementary(code) {
            return;
        }
        let code: Cpv = match code.parse() {
            Ok(code) => code,
            Err(error) => return self.fault(row, "code", error.to_string()),
        };
        for (language, text) in [("fr", label), ("en", label_en)] {
            if text.is_empty() {
                self.fault(row, language, format!("le libellé du code {code} manque"));
            }
        }
        let record = CpvCode { code: code.clone(), label: label.to_owned(), label_en: label_en.to_owned() };
        if self.codes.insert(code.clone(), record).is_some() {
            self.fault(row, "code", format!("le code {code} vient deux fois"));
        }
    }

    fn csv(&mut self, bytes: &[u8]) {
        let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = [b';', b'\t'].into_iter().find(|mark| header.contains(mark)).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_lowercase()).collect(),
            Err(error) => return self.fault(Some(1), "", error.to_string()),
        };
        let column = |names: &[&str]| header.iter().position(|name| names.contains(&name.as_str()));
        let (Some(code), Some(french), Some(english)) = (column(&CODES), column(&FRENCH), column(&ENGLISH)) else {
            let message = "trois colonnes sont attendues : le code (code), le libellé français (fr), l'anglais (en)";
            return self.fault(Some(1), "", message);
        };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let row = record.position().map(csv::Position::line);
                    let cell = |place: usize| record.get(place).unwrap_or_default();
                    self.add(row, cell(code), cell(french), cell(english));
                }
                Err(error) => {
                    let row = error.position().map(csv::Position::line);
                    self.fault(row, "", error.to_string());
                }
            }
        }
    }

    /// `<CPV CODE="03000000-1"><TEXT LANG="FR">...</TEXT>...</CPV>`
    fn xml(&mut self, bytes: &[u8]) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.fault(None, "", "ce fichier n'est pas en UTF-8");
        };
        let mut reader = Reader::from_str(text);
        let (mut code, mut language) = (None::<String>, String::new());
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => match element.local_name().as_ref() {
                    "CPV" => code = attribute(&element, "CODE"),
                    "TEXT" => language = attribute(&element, "LANG").unwrap_or_default(),
                    _ => {}
                },
                Ok(Event::Text(text)) if !language.is_empty() => {
                    labels.entry(language.clone()).or_default().push_str(&text);
                }
                Ok(Event::GeneralRef(reference)) if !language.is_empty() => {
                    let character = entity(&reference);
                    labels.entry(language.clone()).or_default().push_str(&character);
                }
                Ok(Event::End(element)) => match element.local_name().as_ref() {
                    "TEXT" => language.clear(),
                    "CPV" => {
                        let mut label = |name: &str| labels.remove(name).unwrap_or_default();
                        let (french, english) = (label("FR"), label("EN"));
                        labels.clear();
                        self.add(None, &code.take().unwrap_or_default(), &french, &english);
                    }
                    _ => {}
                },
                Ok(Event::Eof) => return,
                Ok(_) => {}
                Err(error) => {
                    let place = format!("octet {}", reader.error_position());
                    return self.fault(None, &place, error.to_string());
                }
            }
        }
    }
}

fn attribute(element: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(attribute.value.into_owned())
}

/// The character that `&amp;` and its like stand for; nothing for one that XML does not know.
fn entity(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<CPV_CODE>
  <CPV CODE="39000000-2"><TEXT LANG="EN">Furniture &amp; co</TEXT><TEXT LANG="FR">Meubles &#233;</TEXT><TEXT LANG="DE">M</TEXT></CPV>
  <CPV CODE="39130000-2"><TEXT LANG="FR">Mobilier de bureau</TEXT><TEXT LANG="EN">Office furniture</TEXT></CPV>
</CPV_CODE>"#;

    fn code(code: &str, label: &str, label_en: &str) -> CpvCode {
        CpvCode { code: code.parse().unwrap(), label: label.to_owned(), label_en: label_en.to_owned() }
    }

    #[test]
    fn the_xml_file_and_a_spreadsheet_give_the_same_codes() {
        let expected = [
            code("39000000", "Meubles é", "Furniture & co"),
            code("39130000", "Mobilier de bureau", "Office furniture"),
        ];
        assert_eq!(read("cpv.xml", XML.as_bytes()).as_deref(), Ok(&expected[..]));
        for sheet in [
            "CODE;DE;EN;FR\n39130000-2;B;Office furniture;Mobilier de bureau\n39000000-2;M;Furniture & co;Meubles é\nAA01-1;x;x;x\n",
            "\u{feff}code,label_fr,label_en\n39000000-2,Meubles é,Furniture & co\n39130000,Mobilier de bureau,Office furniture\n",
        ] {
            assert_eq!(read("cpv.csv", sheet.as_bytes()).as_deref(), Ok(&expected[..]), "{sheet}");
        }
    }

    #[test]
    fn every_fault_is_told_with_its_row() {
        let faults = |text: &str| {
            let faults = read("cpv.csv", text.as_bytes()).unwrap_err();
            faults.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(faults("code,fr,en\n3913,a,b\n39000000,,b\n39000000,a,b\n").len(), 3);
        assert!(faults("numero,libelle\n1,2\n")[0].contains("trois colonnes"));
        assert!(faults("").len() == 1 && faults("<CPV_CODE></CPV_CODE>").len() == 1);
        assert!(!faults("<CPV_CODE><CPV CODE='39000000'>").is_empty());
        assert!(!faults("<a></b>").is_empty());
    }
}
