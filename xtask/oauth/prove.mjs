// Signing in with every lock that OAuth 2 has: the program at oidc-provider, which stands in for a server of Bluesky's kind.
//
//   TIDINGS_PROGRAM=…/tidings [TIDINGS_DATABASE=postgres://…] node prove.mjs
//
// With a database two workers renew one token at the same time. Prints a line of JSON for each target.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { house, shop, tell } from "./house.mjs";
import { provider, somebody } from "./provider.mjs";

const bakery = await shop();

/** What the page says to which somebody is led back. */
const refused = (what, { status, said }, wanted) => tell(what, `422, “${wanted}”`, `${status}, “${said}”`, status === 422 && said.includes(wanted));
const without = (address, ...names) => {
  const url = new URL(address);
  for (const name of names) url.searchParams.delete(name);
  return url;
};
const instead = (address, values) => {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.href;
};
const codeOf = (address) => new URL(address).searchParams.get("code");

{
  const server = await provider();
  const it = await house();
  const count = async () => (await it.ask("/accounts")).items.length;

  const to = new URL(await it.begin(server.base));
  tell("the question is left at the server first (PAR)", "client_id, request_uri", [...to.searchParams.keys()].join(", "));
  tell("PAR without and with the server’s nonce in the proof (DPoP)", "1 refused, 1 taken", `${server.heard.nonces} refused, ${server.heard.par} taken`);
  const first = await somebody(to.href);
  tell("who answers stands in the address that leads back (iss)", server.base, new URL(first).searchParams.get("iss"));
  refused("another state", await it.page(instead(first, { state: "made-up" })), "it never began here");
  refused("another server answers", await it.page(instead(first, { iss: "https://elsewhere.example" })), "two sign-ins were mixed up");

  const [one, other] = [await somebody(await it.begin(server.base)), await somebody(await it.begin(server.base))];
  refused("the code of another sign-in, whose verifier does not fit (PKCE)", await it.page(instead(one, { code: codeOf(other) })), "does not take the code with which you came back");
  tell("what the server says of it", "invalid_grant", server.heard.refused.at(-1)?.split(":")[0]);
  refused("denied on the server’s page", await it.page(await somebody(await it.begin(server.base), { says: "no" })), "You did not let Tidings in");
  refused("an answer with nothing in it", await it.page(without(await somebody(await it.begin(server.base)), "code")), "nothing that lets us in");
  tell("accounts so far", 0, await count());

  const used = await somebody(await it.begin(server.base), { did: "did:web:other.test" });
  const came = await it.page(used);
  tell("let in on the server’s page", "303, to the accounts", `${came.status}, ${came.to.startsWith("/accounts?connected=") ? "to the accounts" : came.to}`);
  tell("its token", "DPoP", server.heard.tokens.at(-1)?.kind);
  refused("the same address again", await it.page(used), "This sign-in is over");
  refused("its code again, under a new state", await it.page(instead(await somebody(await it.begin(server.base)), { code: codeOf(used) })), "does not take the code with which you came back");
  tell("accounts", 1, await count());

  // Each token is good for four minutes, and one that ends within five is renewed before it is used.
  await it.page(await somebody(await it.begin(server.base)));
  const mine = (await it.ask("/accounts")).items.at(-1);
  const site = (await it.ask("/sites", "POST", { address: bakery.address })).id;
  const before = server.heard.refreshes;
  const states = [];
  for (const text of ["One", "Two", "Three"]) states.push((await it.ended(site, await it.plan(site, mine.id, text))).state);
  const given = new Set(server.heard.tokens.slice(-3).map(({ refresh }) => refresh));
  tell("three posts, each with a token that was renewed before", "live, live, live; 3 renewals, 3 refresh tokens", `${states.join(", ")}; ${server.heard.refreshes - before} renewals, ${given.size} refresh tokens`);
  tell("posts that stand there, each written once", 3, [...server.heard.records.values()].filter((all) => all.length === 1).length);
  const kept = readdirSync(it.data).filter((name) => name.includes(".db") || name.includes("sqlite")).map((name) => readFileSync(join(it.data, name)).toString("latin1")).join("");
  const shown = server.heard.tokens.flatMap(({ refresh }) => refresh).filter((token) => kept.includes(token)).length;
  tell("refresh tokens that the database shows", "0 of many bytes", `${shown} of ${kept.length > 10_000 ? "many bytes" : "none"}`);

  server.revoke();
  const over = await it.ended(site, await it.plan(site, mine.id, "Four"));
  const ill = (await it.ask("/accounts")).items.find(({ id }) => id === mine.id);
  tell("taken back at the server: the post waits for a person, the account says what to do", "person, ill, sign in there again", `${over.state}, ${ill.stands}, ${/sign in there again/.exec(ill.ill)?.[0]}`);
  const again = await it.page(await somebody(await it.begin(server.base)));
  const healed = (await it.ask("/accounts")).items.find(({ id }) => id === mine.id);
  tell("signed in again: the same account", `/accounts?connected=${mine.id}, well`, `${again.to}, ${healed.stands}`);
  it.close();
  server.close();
}

if (process.env.TIDINGS_DATABASE) {
  // Good for five and a half minutes: half a minute after it was given it is renewed before it is used, and not again soon.
  const server = await provider({ tokensLast: 330 });
  const it = await house({ database: process.env.TIDINGS_DATABASE });
  await it.page(await somebody(await it.begin(server.base)));
  const [account] = (await it.ask("/accounts")).items;
  const site = (await it.ask("/sites", "POST", { address: bakery.address })).id;
  const POSTS = 12;
  for (const round of [1, 2]) {
    const renewed = Date.now();
    server.heard.slow = 1_500;
    const due = renewed + 34_000;
    const posts = [];
    for (let n = 0; n < POSTS; n += 1) posts.push(await it.plan(site, account.id, `Round ${round}, post ${n}`, due));
    const states = [];
    for (const post of posts) states.push((await it.ended(site, post)).state);
    const live = states.filter((state) => state === "live").length;
    tell(`two workers, one token that ends, ${POSTS} posts due at once, round ${round}`, `1 renewal, ${POSTS} live`, `${server.heard.refreshes - (round - 1)} renewal${server.heard.refreshes === round ? "" : "s"}, ${live} live`);
  }
  const twice = [...server.heard.records.values()].filter((all) => all.length > 1).length;
  tell("the same, counted at the server", `${2 * POSTS} posts, 0 written twice, 0 refusals`, `${server.heard.records.size} posts, ${twice} written twice, ${server.heard.refused.length} refusals`);
  tell("the account afterwards", "well", (await it.ask("/accounts")).items[0].stands);
  it.close();
  server.close();
}
console.log("NOTE oidc-provider 9.13.3 lets people in, with PAR, PKCE, DPoP with nonces and rotating refresh tokens all required; a refresh token that is shown twice ends the account’s whole grant there. A few lines beside it are the session and the records of a server of Bluesky’s kind.");
bakery.close();
process.exit(0);
