//! The server: the page, its script, the presets, the walkthroughs, and runs.

use crate::guard::Allowed;
use crate::presets;
use crate::run::{Runs, Wanted};
use crate::texts;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, http::HeaderValue};
use std::sync::Arc;

/// What a page may load and do, for what is no page of the player's own.
const POLICY: &str = "default-src 'none'; style-src 'self'; frame-ancestors 'self'";

/// The server's routes; it answers only what `allowed` allows.
pub(crate) fn router(runs: Runs, allowed: Allowed) -> Router {
    Router::new()
        .route("/", get(|| async { Html(page::served(HEAD, include_str!("../web/form.html"))) }))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/live.js", get(|| async { typed("text/javascript; charset=utf-8", crate::script()) }))
        .route(
            "/live.css",
            get(|| async { typed("text/css; charset=utf-8", include_str!("../web/live.css").to_owned()) }),
        )
        .route("/presets", get(|| async { typed("application/json", presets::JSON.clone()) }))
        .route("/text/{lesson}", get(text))
        .route("/run", post(run))
        .layer(middleware::from_fn(harden))
        .layer(middleware::from_fn_with_state(Arc::new(allowed), guard))
        .with_state(runs)
}

const HEAD: &str = "<link rel=\"stylesheet\" href=\"/live.css\">\n<script src=\"/live.js\" defer></script>\n";

fn typed(kind: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Refuses what another page sends, or what came by another name than this machine's.
async fn guard(State(allowed): State<Arc<Allowed>>, request: Request, next: Next) -> Response {
    match allowed.refusal(request.headers()) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None => next.run(request).await,
    }
}

async fn harden(request: Request, next: Next) -> Response {
    let is_page = request.uri().path() == "/"; // it has its policy in itself
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let set = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
        ("content-security-policy", if is_page { "frame-ancestors 'none'" } else { POLICY }),
    ];
    for (name, value) in set {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

async fn text(Path(lesson): Path<String>) -> Response {
    match texts::of(&lesson) {
        Some(html) => Html(html).into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such lesson").into_response(),
    }
}

/// Runs what the query asks for, and sends its lines as they come.
async fn run(State(runs): State<Runs>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let wanted = match Wanted::of(&pairs) {
        Ok(wanted) => wanted,
        Err(why) => return (StatusCode::BAD_REQUEST, why).into_response(),
    };
    match runs.start(wanted).await {
        Ok(lines) => ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response(),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, why).into_response(),
    }
}
