// A server as Bluesky's are, as far as signing in and posting go: oidc-provider lets people in, with every lock that it has, and
// behind it stand a session and records. It tells who asked what, and can be slow where tokens are given.

import { randomBytes, createHash } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const SCOPES = "atproto transition:generic";

/** Starts it; `tokensLast`: seconds that an access token is good for. */
export async function provider({ tokensLast = 240 } = {}) {
  const heard = { refreshes: 0, tokens: [], nonces: 0, par: 0, records: new Map(), slow: 0, refused: [] };
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const base = `http://127.0.0.1:${server.address().port}`;
  const store = new Map();
  const grants = new Map();

  /** What oidc-provider keeps, in memory; a client that names itself by an address of this machine is what that says. */
  class Kept {
    constructor(name) {
      this.name = name;
    }
    key = (id) => `${this.name}:${id}`;
    async upsert(id, payload) {
      store.set(this.key(id), payload);
      if (payload.uid) store.set(`uid:${payload.uid}`, id);
      if (payload.grantId) grants.set(payload.grantId, [...(grants.get(payload.grantId) ?? []), this.key(id)]);
    }
    async find(id) {
      if (this.name === "Client") return clientOf(id);
      return store.get(this.key(id));
    }
    async findByUid(uid) {
      return this.find(store.get(`uid:${uid}`));
    }
    async consume(id) {
      store.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id) {
      store.delete(this.key(id));
    }
    async revokeByGrantId(id) {
      for (const key of grants.get(id) ?? []) store.delete(key);
    }
  }
  const clientOf = (id) => {
    const asked = id.startsWith("http://localhost?") ? new URL(id).searchParams : null;
    return asked && { client_id: id, client_name: "Tidings", application_type: "native", token_endpoint_auth_method: "none", redirect_uris: asked.getAll("redirect_uri"), grant_types: ["authorization_code", "refresh_token"], response_types: ["code"], scope: asked.get("scope"), dpop_bound_access_tokens: true, require_pushed_authorization_requests: true };
  };

  const oidc = new Provider(base, {
    adapter: Kept,
    cookies: { keys: [randomBytes(16).toString("hex")] },
    scopes: SCOPES.split(" "),
    features: {
      devInteractions: { enabled: true },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    ttl: { AccessToken: tokensLast, AuthorizationCode: 60, RefreshToken: 86_400, Session: 3_600, Interaction: 600, Grant: 86_400 },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  oidc.use(async (ctx, next) => {
    if (ctx.path === "/token" && heard.slow) await new Promise((later) => setTimeout(later, heard.slow));
    await next();
    if (ctx.path === "/request" && ctx.status === 201) heard.par += 1;
    if (ctx.body?.error === "use_dpop_nonce") heard.nonces += 1;
    if (ctx.path === "/token" && ctx.body?.access_token) {
      const { params, entities } = ctx.oidc;
      if (params.grant_type === "refresh_token") heard.refreshes += 1;
      heard.tokens.push({ grant: params.grant_type, refresh: ctx.body.refresh_token, kind: ctx.body.token_type });
      ctx.body = { ...ctx.body, sub: entities.Account?.accountId ?? entities.AccessToken?.accountId };
    } else if (ctx.path === "/token" && ctx.body?.error && ctx.body.error !== "use_dpop_nonce") heard.refused.push(`${ctx.body.error}: ${ctx.body.error_description}`);
  });
  const callback = oidc.callback();

  /** Who asks with a token that is bound to the key of the proof; the proof's own claims are looked at too. */
  async function whose(request) {
    const [kind, token] = (request.headers.authorization ?? "").split(" ");
    if (kind !== "DPoP") return null;
    const found = await oidc.AccessToken.find(token);
    if (!found) return null;
    const [head, claims] = String(request.headers.dpop).split(".").slice(0, 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
    const { crv, kty, x, y } = head.jwk;
    const hash = (text) => createHash("sha256").update(text).digest("base64url");
    const fits = hash(JSON.stringify({ crv, kty, x, y })) === found.jkt && claims.ath === hash(token) && claims.htm === request.method && claims.htu === base + new URL(request.url, base).pathname;
    return fits ? found.accountId : null;
  }
  server.on("request", async (request, response) => {
    const url = new URL(request.url, base);
    const say = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (url.pathname === "/.well-known/oauth-protected-resource") return say(200, { resource: base, authorization_servers: [base] });
    if (!url.pathname.startsWith("/xrpc/")) return callback(request, response);
    const parts = [];
    for await (const part of request) parts.push(part);
    const did = await whose(request);
    if (!did) return say(401, { error: "invalid_token", message: "This token is over, or not yours" });
    const method = url.pathname.slice("/xrpc/".length);
    if (method === "com.atproto.server.getSession") return say(200, { did, handle: "bakery.test" });
    if (method === "com.atproto.repo.putRecord") {
      const { collection, rkey, record } = JSON.parse(Buffer.concat(parts));
      heard.records.set(rkey, [...(heard.records.get(rkey) ?? []), record]);
      return say(200, { uri: `at://${did}/${collection}/${rkey}`, cid: "bafy" });
    }
    const key = url.searchParams.get("rkey");
    return heard.records.has(key) ? say(200, { uri: `at://${did}/app.bsky.feed.post/${key}`, value: heard.records.get(key).at(-1) }) : say(400, { error: "RecordNotFound", message: "There is no such record" });
  });
  /** All that was given is good for nothing any more. */
  const revoke = () => {
    for (const key of store.keys()) if (/^(AccessToken|RefreshToken|Grant):/.test(key)) store.delete(key);
  };
  return { base, heard, revoke, close: () => (server.closeAllConnections(), server.close()) };
}

/** Somebody with a browser that keeps cookies: goes through the pages from `to` and says yes or no; where he is led back to. */
export async function somebody(to, { says = "yes", did = "did:web:bakery.test" } = {}) {
  const cookies = new Map();
  const go = async (url, form) => {
    const answer = await fetch(url, { method: form ? "POST" : "GET", body: form && new URLSearchParams(form), redirect: "manual", headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    return answer;
  };
  let at = to;
  for (let steps = 0; steps < 12; steps += 1) {
    const answer = await go(at);
    const next = answer.headers.get("location");
    if (next) {
      at = new URL(next, at).href;
      if (/\/oauth\/back\?/.test(at)) return at;
      continue;
    }
    const page = await answer.text();
    if (!answer.ok) throw new Error(`${at}: ${answer.status} ${page.replace(/<[^>]*>|\s+/g, " ").slice(0, 400)}`);
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (says === "no" && prompt === "consent") at = new URL(`${new URL(action, at).pathname}/abort`, at).href;
    else at = new URL((await go(new URL(action, at), { prompt, login: did, password: "-" })).headers.get("location"), at).href;
  }
  throw new Error(`no way back from ${to}`);
}
