mod fixture;

use std::{collections::BTreeSet, fs, sync::mpsc, thread, time::Duration};

use chrono::{DateTime, TimeZone as _, Utc};
use diesel::{RunQueryDsl as _, connection::SimpleConnection as _};
use diesel_migrations::MigrationHarness as _;
use domain::{Dataset, Revision, change::ChangeAction, history::KEPT_REVISIONS};
use serde::Serialize;
use tempfile::TempDir;

use super::{connection::Connection, dataset::TABLES, *};

/// A migrated database in its own folder, which goes with it.
struct TestStore {
    store: Store,
    folder: TempDir,
}

impl TestStore {
    fn new() -> Self {
        let test = Self::empty();
        test.store.migrate().unwrap();
        test
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&url(&folder)).unwrap();
        Self { store, folder }
    }

    fn with_fixture() -> Self {
        let test = Self::new();
        test.replace(&fixture::dataset()).unwrap();
        test
    }

    fn replace(&self, dataset: &Dataset) -> Result<Revision, StoreError> {
        self.store.write(now(), |tx| tx.replace_dataset(dataset.clone())).map(|((), revision)| revision)
    }

    fn connection(&self) -> impl std::ops::DerefMut<Target = Connection> {
        self.store.primary.borrow().unwrap()
    }

    fn execute(&self, sql: &str) {
        self.connection().batch_execute(sql).unwrap();
    }
}

fn url(folder: &TempDir) -> DatabaseUrl {
    format!("sqlite://{}/exemple.db", folder.path().display()).parse().unwrap()
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 12, 34, 56).unwrap() + Duration::from_millis(789)
}

/// The tables of the database, without those of `SQLite` and diesel.
fn tables(conn: &mut Connection) -> BTreeSet<String> {
    #[derive(diesel::QueryableByName)]
    struct Table {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let tables: Vec<Table> = diesel::sql_query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .load(conn)
    .unwrap();
    tables.into_iter().map(|table| table.name).collect()
}

#[test]
fn migrations_go_up_down_and_up_again() {
    let test = TestStore::empty();
    let all = [
        "2026-11-23-000000_create_catalogue",
        "2026-11-24-000000_add_cpv_and_synonyms",
        "2026-11-24-100000_add_history",
    ];
    assert_eq!(test.store.migrate().unwrap(), all);
    assert!(test.store.migrate().unwrap().is_empty());
    test.replace(&fixture::dataset()).unwrap();

    match &mut *test.connection() {
        Connection::Sqlite(conn) => drop(conn.revert_all_migrations(migrations::MIGRATIONS).unwrap()),
        Connection::Postgres(_) => unreachable!("the tests of the store are on files"),
    }
    assert_eq!(tables(&mut test.connection()), BTreeSet::new());

    assert_eq!(test.store.migrate().unwrap(), all);
    assert_eq!(test.replace(&fixture::dataset()).unwrap().number, 1);
}

#[test]
fn every_table_of_records_is_emptied_before_a_replacement() {
    let test = TestStore::new();
    let expected: BTreeSet<_> =
        TABLES.into_iter().chain(["data_revision", "revisions", "changes"]).map(str::to_owned).collect();
    assert_eq!(tables(&mut test.connection()), expected);
}

#[test]
fn the_fixture_fills_every_field_of_every_kind_of_record() {
    fn has_a_full_one(records: &[impl Serialize]) -> bool {
        records.iter().any(|record| fixture::is_full(&serde_json::to_value(record).unwrap()))
    }
    let Dataset {
        segments,
        themes,
        labels,
        legal_references,
        targets,
        organisations,
        experience_reports,
        cpv,
        synonyms,
        clauses,
        clause_versions,
    } = fixture::dataset();
    assert!(has_a_full_one(&segments));
    assert!(has_a_full_one(&themes));
    assert!(has_a_full_one(&labels));
    assert!(has_a_full_one(&legal_references));
    assert!(has_a_full_one(&targets));
    assert!(has_a_full_one(&organisations));
    assert!(has_a_full_one(&experience_reports));
    assert!(has_a_full_one(&cpv));
    assert!(has_a_full_one(&synonyms));
    assert!(has_a_full_one(&clauses));
    assert!(has_a_full_one(&clause_versions));
}

#[test]
fn a_dataset_survives_the_database_unchanged_however_often_it_is_written() {
    let test = TestStore::new();
    let expected = fixture::dataset();
    for number in 1..=2 {
        let written = test.replace(&expected).unwrap();
        let (revision, dataset) = test.store.load_dataset().unwrap();
        assert_eq!(dataset, expected);
        assert_eq!((revision, revision.number), (written, number));
    }
}

#[test]
fn a_dataset_can_be_emptied_and_its_rows_all_go() {
    let test = TestStore::with_fixture();
    test.replace(&Dataset::default()).unwrap();
    assert_eq!(test.store.load_dataset().unwrap().1, Dataset::default());
}

#[test]
fn a_write_sees_its_own_changes() {
    let test = TestStore::new();
    let (seen, _) = test
        .store
        .write(now(), |tx| {
            tx.replace_dataset(fixture::dataset())?;
            tx.dataset()
        })
        .unwrap();
    assert_eq!(seen, fixture::dataset());
}

#[test]
fn the_revision_counts_writes_to_the_second() {
    let test = TestStore::new();
    let unwritten = Revision { number: 0, changed_at: DateTime::UNIX_EPOCH };
    assert_eq!(test.store.revision().unwrap(), unwritten);

    let written = test.replace(&Dataset::default()).unwrap();

    let first = Revision { number: 1, changed_at: Utc.with_ymd_and_hms(2026, 11, 23, 12, 34, 56).unwrap() };
    assert_eq!(written, first);
    assert_eq!(test.store.revision().unwrap(), first);
}

#[test]
fn a_write_that_fails_changes_nothing() {
    let test = TestStore::with_fixture();
    let failed = test.store.write(now(), |tx| {
        tx.replace_dataset(Dataset::default())?;
        Err::<(), StoreError>(StoreError::Unfit { id: "exemple".to_owned(), reason: "pour l'exemple".to_owned() })
    });
    assert!(matches!(failed, Err(StoreError::Unfit { .. })), "{failed:?}");
    let (revision, dataset) = test.store.load_dataset().unwrap();
    assert_eq!((revision.number, dataset), (1, fixture::dataset()));
}

#[test]
fn a_link_to_nothing_is_refused_and_the_next_write_goes_on() {
    let test = TestStore::new();
    let mut dataset = fixture::dataset();
    dataset.legal_references.clear();

    let refused = test.replace(&dataset);

    assert!(matches!(refused, Err(StoreError::BrokenLink { .. })), "{refused:?}");
    assert_eq!(test.replace(&fixture::dataset()).unwrap().number, 1);
}

#[test]
fn two_writers_queue() {
    let test = TestStore::new();
    let (inside, first_is_inside) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            test.store
                .write(now(), |tx| {
                    inside.send(()).unwrap();
                    thread::sleep(Duration::from_millis(300));
                    tx.replace_dataset(fixture::dataset())
                })
                .unwrap();
        });
        first_is_inside.recv().unwrap();
        let other = Store::open(&url(&test.folder)).unwrap();
        let (seen, revision) = other
            .write(now(), |tx| {
                let seen = tx.dataset()?;
                tx.replace_dataset(seen.clone()).map(|()| seen)
            })
            .unwrap();
        assert_eq!((seen, revision.number), (fixture::dataset(), 2));
    });
}

#[test]
fn readers_go_on_while_a_writer_works() {
    let test = TestStore::with_fixture();
    let (read, _) = test
        .store
        .write(now(), |tx| {
            tx.replace_dataset(Dataset::default())?;
            test.store.load_dataset()
        })
        .unwrap();
    assert_eq!((read.0.number, read.1), (1, fixture::dataset()));
}

#[test]
fn a_database_that_is_locked_for_too_long_says_so() {
    let test = TestStore::new();
    let ((), revision) = test
        .store
        .write(now(), |_tx| {
            let refused = test.replace(&Dataset::default());
            assert!(matches!(refused, Err(StoreError::Locked { .. })), "{refused:?}");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(revision.number, 1);
}

#[test]
fn a_file_that_is_not_a_database_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Ceci n'est pas une base de données. ".repeat(100);
    fs::write(folder.path().join("exemple.db"), &text).unwrap();

    let refused = Store::open(&url(&folder)).err().unwrap();

    assert!(matches!(refused, StoreError::NotADatabase { .. }), "{refused:?}");
    assert!(refused.to_string().contains("exemple.db"), "{refused}");
    assert_eq!(fs::read_to_string(folder.path().join("exemple.db")).unwrap(), text);
}

#[test]
fn a_missing_folder_and_a_folder_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    for place in ["absent/exemple.db", ""] {
        let url = format!("sqlite://{}/{place}", folder.path().display()).parse().unwrap();
        let refused = Store::open(&url).err().unwrap();
        assert!(matches!(refused, StoreError::CannotOpen { .. }), "{refused:?}");
        assert!(refused.to_string().contains(folder.path().to_str().unwrap()), "{refused}");
    }
}

#[test]
fn a_read_only_file_is_refused_by_name() {
    let test = TestStore::new();
    let path = test.folder.path().join("exemple.db");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();

    let refused = Store::open(&url(&test.folder)).err().unwrap();

    assert!(matches!(refused, StoreError::ReadOnly { .. }), "{refused:?}");
    assert!(refused.to_string().contains("exemple.db"), "{refused}");
}

#[test]
fn a_database_that_becomes_read_only_refuses_writes_and_says_why() {
    let test = TestStore::new();
    let held: Vec<_> = (0..connection::POOL_SIZE).map(|_| test.connection()).collect();
    for mut conn in held {
        conn.batch_execute("PRAGMA query_only = ON").unwrap();
    }

    let refused = test.replace(&Dataset::default());

    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
    assert_eq!(test.store.revision().unwrap().number, 0);
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let test = TestStore::with_fixture();
    test.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000000')");

    let refused = test.store.migrate();

    assert!(matches!(&refused, Err(StoreError::Newer { migration }) if migration == "20991231000000"), "{refused:?}");
    assert_eq!(test.store.load_dataset().unwrap().1, fixture::dataset());
}

#[test]
fn a_database_without_tables_says_that_it_must_be_migrated() {
    let test = TestStore::empty();
    let refused = test.store.revision();
    assert!(matches!(refused, Err(StoreError::NotMigrated { .. })), "{refused:?}");
}

#[test]
fn a_row_that_the_domain_refuses_is_named() {
    for (sql, table, id, reason) in [
        (
            "UPDATE segments SET parent = NULL; UPDATE segments SET slug = 'É' WHERE position = 1",
            "segments",
            "",
            "slug",
        ),
        ("UPDATE clauses SET status = 'rêvé' WHERE slug = 'clause-1'", "clauses", "000000000071", "status"),
        ("UPDATE target_rates SET percent = 9e999", "target_rates", "part-exemple", "percent"),
        ("UPDATE target_rates SET year_from = -1", "target_rates", "part-exemple", "year_from"),
        ("UPDATE theme_impacts SET impact = 'x' WHERE theme = 'climat'", "themes", "000000000012", "theme_impacts"),
    ] {
        let test = TestStore::with_fixture();
        test.execute(sql);
        match test.store.load_dataset() {
            Err(StoreError::Corrupt { table: found, id: row, reason: why }) => {
                assert_eq!(found, table, "{sql}");
                assert!(row.ends_with(id), "{row}");
                assert!(why.contains(reason), "{why}");
            }
            other => panic!("{sql}: {other:?}"),
        }
    }
}

#[test]
fn a_document_that_was_changed_behind_our_back_is_refused() {
    for sql in [
        "UPDATE clause_versions SET document = replace(document, 'exemple', 'example') WHERE citation = 'LCV-0001@2'",
        "UPDATE clause_versions SET published_on = '2026-04-02' WHERE citation = 'LCV-0001@2'",
    ] {
        let test = TestStore::with_fixture();
        test.execute(sql);
        let refused = test.store.load_dataset();
        assert!(matches!(&refused, Err(StoreError::Corrupt { id, .. }) if id == "LCV-0001@2"), "{refused:?}");
    }
}

#[test]
fn a_version_that_could_not_be_read_back_is_not_written() {
    let test = TestStore::new();
    let mut mute = fixture::dataset();
    mute.clause_versions[0].contributors.clear();
    fixture::sign(&mut mute.clause_versions[0]);
    let mut unsigned = fixture::dataset();
    unsigned.clause_versions[0].title.push('!');
    for dataset in [mute, unsigned] {
        let refused = test.replace(&dataset);
        assert!(matches!(&refused, Err(StoreError::Unfit { id, .. }) if id == "LCV-0001@1"), "{refused:?}");
    }
}

#[test]
fn a_list_longer_than_one_statement_keeps_its_order() {
    let test = TestStore::new();
    let mut expected = fixture::dataset();
    expected.themes[0].synonyms = (0..2500).rev().map(|number| format!("mot {number}")).collect();
    test.replace(&expected).unwrap();
    assert_eq!(test.store.load_dataset().unwrap().1, expected);
}

#[test]
fn a_revision_is_kept_with_the_events_that_lead_to_it() {
    let test = TestStore::new();
    let mut dataset = fixture::dataset();
    test.replace(&dataset).unwrap();
    dataset.segments[0].label = "Autre libellé fictif".to_owned();
    test.replace(&dataset).unwrap();

    let (revision, _, history) = test.store.load().unwrap();
    let kept: Vec<_> = history.revisions.iter().map(|it| (it.revision.number, it.changes)).collect();
    assert_eq!(kept, [(1, None), (2, Some(1))]);
    assert_eq!(history.revisions[1].fingerprint, dataset.fingerprint());
    assert_eq!(history.revisions[1].revision, revision);
    let [event] = history.since(1).unwrap() else { panic!("one event is expected") };
    assert_eq!((event.place(), event.change.action), ((2, 1), ChangeAction::Updated));
    assert!(history.since(0).is_none());

    dataset.take_back(&event.change).unwrap();
    assert_eq!(dataset, fixture::dataset());
    dataset.apply(&event.change).unwrap();
    assert_eq!(dataset.fingerprint(), history.revisions[1].fingerprint);
}

#[test]
fn only_so_many_revisions_are_kept() {
    let test = TestStore::new();
    let mut dataset = Dataset { segments: fixture::dataset().segments[..1].to_vec(), ..Dataset::default() };
    dataset.segments[0].parent = None;
    dataset.segments[0].essential_clauses.clear();
    dataset.segments[0].legal_duties.clear();
    for position in 0..=u32::try_from(KEPT_REVISIONS).unwrap() {
        dataset.segments[0].position = position;
        test.replace(&dataset).unwrap();
    }
    let (_, _, history) = test.store.load().unwrap();
    assert_eq!(history.revisions.len() as u64, KEPT_REVISIONS);
    assert_eq!(history.revisions[0].revision.number, 2);
    // The oldest one that is kept has no events: what they lead from is gone.
    assert_eq!(history.changes.len() as u64, KEPT_REVISIONS - 1);
    assert_eq!(history.since(2).map(<[_]>::len), Some(history.changes.len()));
}

#[test]
fn a_mirror_takes_the_number_and_the_time_of_its_source_and_says_whose_it_is() {
    let test = TestStore::with_fixture();
    let published = Revision { number: 41, changed_at: Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap() };
    let begun = test.store.mirror("https://source.invalid", published, |tx| tx.begin_with(fixture::dataset()));
    assert_eq!(begun.map(|((), revision)| revision).ok(), Some(published));
    assert_eq!(test.store.mirrored_from().unwrap().as_deref(), Some("https://source.invalid"));
    let (revision, _, history) = test.store.load().unwrap();
    assert_eq!(revision, published);
    assert_eq!(history.revisions.iter().map(|it| it.revision).collect::<Vec<_>>(), [published]);
    assert!(history.changes.is_empty());
}
