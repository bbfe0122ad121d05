use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{LazyLock, Mutex, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

use actix_web::dev::ServerHandle;
use api::{
    http::{self, Settings, Stopping},
    service::{
        import::{self, ImportError, Imported, Published},
        layout::Source,
        live::{RefreshError, Refresher},
        seeds,
    },
    store::Store,
};
use chrono::{DateTime, Utc};
use domain::Revision;
use tempfile::TempDir;
use ureq::{Agent, http::Request};

use super::{Answer, fixture};

/// Address under which the shared servers believe to be reached.
pub const BASE: &str = "https://api.exemple.invalid";

/// A server of its own database, on a port of its own.
pub struct TestApi {
    /// Its database.
    pub store: Store,
    address: SocketAddr,
    agent: Agent,
    refresher: Mutex<Refresher>,
    server: ServerHandle,
    running: Option<JoinHandle<()>>,
    folder: Option<TempDir>,
}

static OF_THE_FIXTURE: LazyLock<TestApi> = LazyLock::new(|| TestApi::of(&fixture::source()).without_folder());
static OF_THE_SEEDS: LazyLock<TestApi> = LazyLock::new(|| TestApi::of(&seeds::bundled()).without_folder());

impl TestApi {
    /// The server of the fixture, for tests that only read.
    pub fn shared() -> &'static Self {
        &OF_THE_FIXTURE
    }

    /// The server of the bundled seeds, for tests that only read.
    pub fn bundled() -> &'static Self {
        &OF_THE_SEEDS
    }

    /// A server of `source`, for tests that write.
    pub fn of(source: &Source) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = fixture::empty_store(folder.path());
        import::import(&store, source, Published::Keep, fixture::instant(), |_| {}).unwrap();
        Self::start(store, folder, Some(BASE.to_owned()))
    }

    /// A server of `store`, which is in `folder`.
    pub fn start(store: Store, folder: TempDir, public_url: Option<String>) -> Self {
        let (refresher, live) = Refresher::start(store.clone()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let settings = Settings {
            public_url,
            listen_url: format!("http://{address}"),
            answers_bytes: 8 << 20,
            stopping: Stopping::default(),
        };
        let (handle, handles) = mpsc::channel();
        let running = thread::spawn(move || {
            let system = actix_web::rt::System::new();
            let server = http::serve(live, listener, settings, 1).unwrap();
            handle.send(server.handle()).unwrap();
            system.block_on(server).unwrap();
        });
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build()
            .new_agent();
        Self {
            store,
            address,
            agent,
            refresher: Mutex::new(refresher),
            server: handles.recv().unwrap(),
            running: Some(running),
            folder: Some(folder),
        }
    }

    /// The same, with its files unlinked: a static is never dropped.
    fn without_folder(mut self) -> Self {
        self.folder = None;
        self
    }

    /// Address of the server, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Imports `source` into its database at `at`; nothing is refreshed.
    pub fn import(&self, source: &Source, published: Published, at: DateTime<Utc>) -> Result<Imported, ImportError> {
        import::import(&self.store, source, published, at, |_| {})
    }

    /// Serves what the database holds.
    pub fn refresh(&self) -> Result<Option<Revision>, RefreshError> {
        self.refresher.lock().unwrap().refresh()
    }

    /// What GET answers.
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[])
    }

    /// What GET answers with these headers.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("GET", path, headers)
    }

    /// Demands that HEAD answers what GET answers, without the body.
    pub fn head_is_get(&self, path: &str, headers: &[(&str, &str)]) {
        let (get, head) = (self.request("GET", path, headers), self.request("HEAD", path, headers));
        assert_eq!((head.status, head.bytes.len()), (get.status, 0), "HEAD {path}");
        assert_eq!(head.lasting_headers(), get.lasting_headers(), "HEAD {path} {headers:?}");
        if get.status != 304 {
            assert_eq!(get.expect("content-length"), get.bytes.len().to_string(), "{path}");
        }
    }

    /// What OPTIONS answers.
    pub fn options(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("OPTIONS", path, headers)
    }

    /// What `method` answers, at a path or at an absolute address under [`BASE`].
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let path = path.strip_prefix(BASE).unwrap_or(path);
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = self.agent.run(request.body(()).unwrap()).unwrap();
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()));
        Answer {
            status: response.status().as_u16(),
            headers: headers.collect(),
            bytes: response.body_mut().with_config().limit(u64::MAX).read_to_vec().unwrap(),
        }
    }

    /// What is answered to these bytes, which no client would send.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut socket = TcpStream::connect(self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        // The server may answer and close before it has read everything.
        let _ = socket.write_all(request);
        let mut received = Vec::new();
        let mut buffer = [0; 16 << 10];
        // Not until the server closes: it waits for a body that never comes.
        while !Answer::is_whole(&received) {
            match socket.read(&mut buffer) {
                Ok(read @ 1..) => received.extend_from_slice(&buffer[..read]),
                _ => break,
            }
        }
        Answer::received(&received)
    }

    /// What is answered to a request line of `method` and `target`, neither of which is looked at.
    pub fn raw_line(&self, method: &str, target: &str, headers: &str) -> Answer {
        self.raw(format!("{method} {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n").as_bytes())
    }

    /// Every record of a list, page by page; `path` holds the first page.
    pub fn scan(&self, path: &str, member: &str) -> Vec<String> {
        let (mut all, mut next) = (Vec::new(), Some(path.to_owned()));
        while let Some(path) = next {
            let page = self.get(&path);
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            all.extend(page.items(member));
            next = page.json()["next"].as_str().map(str::to_owned);
        }
        all
    }
}

impl Drop for TestApi {
    fn drop(&mut self) {
        // The command is sent at once; the future only waits for its effect, as the thread does.
        drop(self.server.stop(false));
        if let Some(running) = self.running.take() {
            running.join().unwrap();
        }
    }
}
