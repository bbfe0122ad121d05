//! The server: workers, sockets, limits of time.

use std::{io, net::TcpListener, sync::Arc, time::Duration};

use actix_web::{
    App, HttpServer,
    dev::Server,
    middleware::from_fn,
    web::{self, Data},
};
use bytes::Bytes;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    gate,
    metrics::Metrics,
    openapi,
    problem::{Problem, ProblemKind},
    routes,
    state::{Settings, State},
};
use crate::service::{live::LiveSnapshot, suggest::nearest};

/// Addresses that a mistaken one may have meant.
const PATHS: [&str; 14] = [
    "/v1",
    "/v1/clauses",
    "/v1/segments",
    "/v1/themes",
    "/v1/labels",
    "/v1/legal-references",
    "/v1/targets",
    "/v1/organisations",
    "/v1/experience-reports",
    "/v1/enumerations",
    "/v1/dumps",
    "/openapi.json",
    "/docs/",
    "/readyz",
];

/// Serves `live` on `listener` with `workers` threads until its handle stops it. Signals are the caller's.
///
/// # Errors
/// A socket that cannot be served.
pub fn serve(live: Arc<LiveSnapshot>, listener: TcpListener, settings: Settings, workers: usize) -> io::Result<Server> {
    let (json, yaml) = openapi::rendered().map_err(|error| io::Error::other(error.to_string()))?;
    let (_, document) = routes::documented(App::new());
    let metrics = Metrics::new(&document).map_err(io::Error::other)?;
    let state = Data::new(State::new(live, settings, (Bytes::from(json), Bytes::from(yaml)), metrics));
    let server = HttpServer::new(move || {
        let (app, _) = routes::documented(App::new().app_data(Data::clone(&state)));
        app.configure(routes::undocumented)
            .service(SwaggerUi::new("/docs/{_:.*}").config(Config::from("../openapi.json").try_it_out_enabled(true)))
            .default_service(web::to(nothing_here))
            .wrap(from_fn(gate::gate))
    });
    let server = server
        .workers(workers)
        // A large answer leaves in several writes: none waits for the acknowledgement of the one before.
        .tcp_nodelay(true)
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(30)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

async fn nothing_here(request: actix_web::HttpRequest) -> Result<actix_web::HttpResponse, Problem> {
    let path: String = request.path().chars().take(100).collect();
    let mut problem = Problem::new(ProblemKind::NotFound, format!("there is nothing at `{path}`"));
    problem.example = nearest(&path, PATHS.into_iter()).map(str::to_owned);
    Err(problem)
}
