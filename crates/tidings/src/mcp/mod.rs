//! Tools for agents (Model Context Protocol): each asks the API by the client that commands use, so that an agent may what its
//! token may, and no more. No tool reads a file of this machine.

mod asked;

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::Result;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ErrorData, Implementation, JsonObject, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::client::{At, Client, Post, Refused, Writing, one};
use asked::{DeliveryReceipt, DraftPost, ListAccounts, ListPosts, PreviewPost, SchedulePost};

/// What an agent is told at the beginning.
const SAYS: &str = "Writes posts for a website and lets them go out on its social accounts. Ask list_accounts first. Write \
with draft_post, look with preview_post at what each account would get and what does not fit, and only then schedule_post, if \
the person wants that. A draft goes nowhere by itself; where the token may only draft, a person lets it go out in the console.";
/// Posts that are told at once.
const LISTED: u8 = 50;

/// The tools of one house.
pub(crate) struct Tools {
    client: Client,
}

impl Tools {
    pub(crate) fn of(client: Client) -> Self {
        Self { client }
    }

    async fn call(&self, name: &str, asked: JsonObject) -> Result<Value> {
        let client = &self.client;
        match name {
            "list_accounts" => {
                let ListAccounts {} = read(asked)?;
                Ok(json!({ "accounts": client.list("/accounts").await? }))
            }
            "draft_post" => {
                let draft: DraftPost = read(asked)?;
                let site = client.site(draft.site.as_deref(), draft.about()).await?;
                let (body, warnings) = draft.writing().body(client, &site).await?;
                let post = Writing::kept(client, &site, &body, None, draft.key.as_deref()).await?;
                Ok(json!({ "post": post, "warnings": warnings }))
            }
            "preview_post" => {
                let PreviewPost { draft, at } = read(asked)?;
                let site = client.site(draft.site.as_deref(), draft.about()).await?;
                let (body, warnings) = draft.writing().body(client, &site).await?;
                let at = at.as_deref().map(At::of);
                let trial = Writing::tried(client, &site, body, at.as_ref()).await?;
                Ok(json!({ "trial": trial, "warnings": warnings }))
            }
            "schedule_post" => {
                let SchedulePost { post, at, site, key } = read(asked)?;
                let site = client.site(site.as_deref(), None).await?;
                let kept: Post = one(client.get(&format!("/sites/{}/posts/{}", site.id, plain(&post))).await?)?;
                let planned = Writing::planned(client, &site, &kept, &At::of(&at), key.as_deref()).await?;
                Ok(json!({ "post": planned }))
            }
            "list_posts" => {
                let ListPosts { state, drafts, after, site } = read(asked)?;
                let site = client.site(site.as_deref(), None).await?;
                let mut path = format!("/sites/{}/posts?limit={LISTED}&drafts={drafts}", site.id);
                for (name, value) in [("state", state), ("after", after)] {
                    if let Some(value) = value {
                        let _ = write!(path, "&{name}={}", plain(&value));
                    }
                }
                let told = client.get(&path).await?;
                Ok(json!({ "posts": told["items"], "next": told["next"] }))
            }
            "delivery_receipt" => {
                let DeliveryReceipt { post, site } = read(asked)?;
                let site = client.site(site.as_deref(), None).await?;
                let told = client.get(&format!("/sites/{}/posts/{}", site.id, plain(&post))).await?;
                Ok(json!({ "post": told["id"], "due": told["due"], "deliveries": told["deliveries"] }))
            }
            _ => Err(Refused::new("tool_unknown", format!("there is no tool called {name}")).into()),
        }
    }
}

/// As a part of an address.
fn plain(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn read<T: DeserializeOwned>(asked: JsonObject) -> Result<T> {
    let wrong = |fault| Refused::new("arguments_wrong", format!("the arguments do not fit the tool: {fault}"));
    Ok(serde_json::from_value(Value::Object(asked)).map_err(wrong)?)
}

/// All tools. What changes nothing says so; what lets something go out, that it cannot be taken back by itself.
fn all() -> Vec<Tool> {
    let reads = || ToolAnnotations::new().read_only(true);
    let writes = || ToolAnnotations::new().read_only(false).destructive(false).open_world(false);
    let publishes = || ToolAnnotations::new().read_only(false).destructive(true).open_world(true);
    vec![
        tool::<ListAccounts>(
            "list_accounts",
            "Lists the accounts that post, and what is the matter with them",
            reads(),
        ),
        tool::<DraftPost>(
            "draft_post",
            "Keeps a draft of a post: a text of yours, or drafted from a page. Nothing goes out",
            writes(),
        ),
        tool::<PreviewPost>(
            "preview_post",
            "Tries a post and keeps nothing: what each account would get, how long it is there, what it costs, what does not fit",
            reads(),
        ),
        tool::<SchedulePost>(
            "schedule_post",
            "Lets a draft go out: at a time, at the next free slot, or now. The token must be allowed to",
            publishes(),
        ),
        tool::<ListPosts>("list_posts", "Lists posts with their deliveries, fifty at a time", reads()),
        tool::<DeliveryReceipt>(
            "delivery_receipt",
            "Says of each account where a post is, or why it is not there",
            reads(),
        ),
    ]
}

fn tool<T: JsonSchema>(name: &'static str, says: &'static str, hints: ToolAnnotations) -> Tool {
    let schema = match schemars::schema_for!(T).to_value() {
        Value::Object(schema) => schema,
        _ => JsonObject::new(),
    };
    let mut tool = Tool::new(name, says, Arc::new(schema));
    tool.annotations = Some(hints);
    tool
}

impl ServerHandler for Tools {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("tidings", env!("CARGO_PKG_VERSION")))
            .with_instructions(SAYS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(all()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        // What went wrong is for the agent to read: it is told as a result, and not as a fault of the protocol.
        Ok(match Box::pin(self.call(&request.name, request.arguments.unwrap_or_default())).await {
            Ok(told) => CallToolResult::structured(told),
            Err(error) => {
                let code = error.downcast_ref::<Refused>().map_or("failed", |refused| &refused.code);
                CallToolResult::structured_error(json!({ "code": code, "says": format!("{error:#}") }))
            }
        }
        .into())
    }
}
