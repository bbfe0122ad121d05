//! The arrow of the architecture: a layer names only the layers to its left.

use crate::support::{files, root};

#[test]
fn no_layer_names_the_one_above_it() {
    let forbidden: [(&str, &[&str]); 4] = [
        ("domain/src", &["diesel", "actix_web", "tantivy"]),
        ("api/src/store", &["service::", "http::", "cli::", "actix_web"]),
        ("api/src/service", &["http::", "cli::", "actix_web", "diesel"]),
        ("api/src/http", &["store::", "cli::", "diesel"]),
    ];
    for (folder, names) in forbidden {
        let files: Vec<_> =
            files(folder).into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs")).collect();
        assert!(files.len() > 5, "{folder} holds only {files:?}");
        for file in files {
            let text = std::fs::read_to_string(root().join(&file)).unwrap();
            for (number, line) in (1..).zip(text.lines()) {
                for name in names {
                    assert!(!line.contains(name), "{}:{number} names `{name}`: {line}", file.display());
                }
            }
        }
    }
}
