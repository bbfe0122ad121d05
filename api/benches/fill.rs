//! Fills the database at `DATABASE_URL` with `SIZES` clauses, one revision for each size, and says what writing and loading
//! take. What a server takes with them is measured by `tests/performance/databases`, which runs this.

mod synthetic;

use std::time::Instant;

use api::store::{Store, StoreError};
use chrono::DateTime;

fn main() {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL says which database");
    let store = Store::open(&url.parse().expect("an address of a database")).expect("the database can be opened");
    store.migrate().expect("the database can be migrated");
    for size in synthetic::sizes() {
        let dataset = synthetic::dataset(size);
        let begun = Instant::now();
        store
            .write::<_, StoreError>(DateTime::UNIX_EPOCH, |tx| tx.begin_with(dataset))
            .expect("the bundled seeds can be written");
        let written = begun.elapsed();
        let begun = Instant::now();
        let (_, loaded, _) = store.load().expect("what was written can be read");
        let (written, read) = (written.as_secs_f64(), begun.elapsed().as_secs_f64());
        println!("{:>7} clauses  write {written:>7.1} s  load {read:>7.1} s", loaded.clauses.len());
    }
}
