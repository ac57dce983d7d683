//! Which house this is: what the check of the public address asks for, from outside.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::{House, Problem};

pub(crate) async fn instance(State(house): State<House>) -> Result<Response, Problem> {
    let service = people::service::service(house.db()).await?;
    let instance = service.map(|service| service.instance).unwrap_or_default();
    let headers = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((headers, instance).into_response())
}
