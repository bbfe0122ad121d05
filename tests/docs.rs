//! The documentation: its examples work, and its links lead somewhere.

use std::{fs, path::PathBuf};

use crate::support::{TestApi, files, root};

/// The pages whose examples are run.
fn pages() -> Vec<PathBuf> {
    let fixed = ["README.md", "docs/api.md", "docs/fr/demarrer.md"].map(PathBuf::from);
    let how_to = files("docs/how-to").into_iter().filter(|file| file.extension().is_some_and(|e| e == "md"));
    fixed.into_iter().filter(|page| root().join(page).exists()).chain(how_to).collect()
}

/// The lines of the `sh` blocks of a page, those that end with `\` joined to the next.
fn shell_lines(page: &str) -> Vec<String> {
    let (mut lines, mut inside, mut begun) = (Vec::new(), false, String::new());
    for line in page.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            inside = !inside && language.trim() == "sh";
            continue;
        }
        if !inside {
            continue;
        }
        match line.strip_suffix('\\') {
            Some(start) => begun.push_str(start),
            None => lines.push(std::mem::take(&mut begun) + line),
        }
    }
    lines
}

/// The words of a command, as a shell parts them.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in command.chars() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t') => words.extend(word.take()),
            (None, '|' | ';') => break,
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// What one `curl` line asks, and the status that it promises.
#[derive(Debug, PartialEq)]
struct Example {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    status: u16,
}

fn example(line: &str) -> Option<Example> {
    let (command, promise) = line.split_once("# HTTP ").unwrap_or((line, "200"));
    let start = command.find("curl ")?;
    let words = words(&command[start..]);
    let mut example = Example {
        method: "GET",
        path: String::new(),
        headers: Vec::new(),
        status: promise.split_whitespace().next()?.parse().ok()?,
    };
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        let address = word.strip_prefix("http://").unwrap_or(word).strip_prefix("localhost:8080");
        match (word.as_str(), address) {
            ("-H" | "--header", _) => {
                let (name, value) = words.next()?.split_once(": ")?;
                example.headers.push((name.to_lowercase(), value.to_owned()));
            }
            ("-o" | "--output" | "--data-urlencode" | "-w" | "--write-out", _) => drop(words.next()),
            ("--head", _) => example.method = "HEAD",
            ("--compressed", _) => example.headers.push(("accept-encoding".to_owned(), "gzip, br, zstd".to_owned())),
            (_, Some(path)) if example.path.is_empty() => {
                example.path = if path.is_empty() { "/".to_owned() } else { path.to_owned() };
            }
            (flags, None) if flags.starts_with('-') && !flags.starts_with("--") && flags.contains('I') => {
                example.method = "HEAD";
            }
            _ => {}
        }
    }
    (!example.path.is_empty()).then_some(example)
}

#[test]
fn a_line_of_shell_is_read_as_a_shell_reads_it() {
    let read = example(r#"curl -sI -H 'Accept: text/csv' "http://localhost:8080/v1/a?b=c&d" | head # HTTP 406"#);
    let headers = vec![("accept".to_owned(), "text/csv".to_owned())];
    let expected = Example { method: "HEAD", path: "/v1/a?b=c&d".to_owned(), headers, status: 406 };
    assert_eq!(read, Some(expected));
    assert_eq!(example("curl -s localhost:8080/v1 | jq '.items'").map(|example| example.path).as_deref(), Some("/v1"));
    assert_eq!(example("cargo run"), None);
}

#[test]
fn every_example_of_the_documentation_works() {
    let api = TestApi::bundled();
    let mut run = 0;
    for page in pages() {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        for line in shell_lines(&text).iter().filter(|line| line.contains("curl ") && line.contains("localhost:8080")) {
            let place = format!("{}: {line}", page.display());
            let Example { method, path, headers, status } = example(line).unwrap_or_else(|| panic!("{place}"));
            let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = api.request(method, &path, &headers);
            assert_eq!(answer.status, status, "{place}: {answer:?}");
            if status == 200 && method == "GET" && path.contains('?') && answer.media_type() == Some("application/json")
            {
                assert_ne!(answer.json()["total"], 0, "{place}: the example shows nothing");
            }
            run += 1;
        }
    }
    assert!(run >= 5, "only {run} examples were found");
}

#[test]
fn the_readme_shows_how_to_read_the_clauses_of_a_segment() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shown = shell_lines(&readme);
    assert!(shown.iter().any(|line| line.contains("/v1/clauses?segment=")), "{shown:#?}");
    let blocks: Vec<_> = readme.split("```").skip(1).step_by(2).collect();
    assert!(blocks[0].contains("cargo run"), "the first command serves: {}", blocks[0]);
    assert!(blocks[1].contains("cargo test"), "the second tests: {}", blocks[1]);
}

#[test]
fn every_relative_link_of_the_documentation_leads_to_a_file() {
    let markdown = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "md");
    let top = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from);
    let pages = files("docs").into_iter().filter(markdown).chain(top).filter(|page| root().join(page).exists());
    for page in pages {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        // A pattern such as `[a-z](x)` is no link.
        let prose: String = text.split('`').step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split(['#', ' ']).next().unwrap_or_default();
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            let target = root().join(&page).parent().unwrap().join(path);
            assert!(target.exists(), "{} links to {path}, which is not there", page.display());
        }
    }
}
