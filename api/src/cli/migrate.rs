use super::Database;
use crate::store::Store;

/// Brings the database to the schema of this program.
pub fn run(config: &Database) -> anyhow::Result<()> {
    let applied = Store::open(&config.database_url)?.migrate()?;
    if applied.is_empty() {
        println!("{} is up to date", config.database_url);
    }
    for name in applied {
        println!("applied {name}");
    }
    Ok(())
}
