//! News of a write, as soon as it is committed, where the database gives any.

use super::{DatabaseUrl, Store, connection::Listener, database_url::PostgresUrl};

/// Hears of writes by any process. News can be lost, with a connection for instance: whoever listens looks now and then,
/// too.
pub struct Nudges {
    url: PostgresUrl,
    listener: Option<Listener>,
}

impl Store {
    /// News of writes; none where the database gives none.
    pub fn nudges(&self) -> Option<Nudges> {
        match self.url() {
            DatabaseUrl::Sqlite { .. } => None,
            DatabaseUrl::Postgres(url) => Some(Nudges { url: url.clone(), listener: None }),
        }
    }
}

impl Nudges {
    /// Listens, unless it does already. What fails is tried again at the next call: the caller sees soon enough that the
    /// database is away.
    pub fn listen(&mut self) {
        if self.listener.is_none() {
            self.listener = Listener::new(&self.url).ok();
        }
    }

    /// Whether there was news since it was last asked. Does not wait.
    pub fn heard(&mut self) -> bool {
        let Some(listener) = &mut self.listener else { return false };
        listener.heard().unwrap_or_else(|_| {
            self.listener = None;
            // Whatever happened meanwhile is found by looking.
            true
        })
    }
}
