// Bluesky's own server with one account, for whoever posts there: prints where it is and what lets in, as a line of JSON, and
// stands until its input ends.

import { TestNetworkNoAppView } from "@atproto/dev-env";

const network = await TestNetworkNoAppView.create({});
const server = `http://127.0.0.1:${network.pds.port}`;
async function ask(method, body, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${server}/xrpc/${method}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const owner = await ask("com.atproto.server.createAccount", { handle: "bakery.test", email: "jo@bakery.test", password: "two days of rest" });
const { password } = await ask("com.atproto.server.createAppPassword", { name: "Tidings" }, owner.accessJwt);
console.log(JSON.stringify({ server, name: "bakery.test", secret: password, did: owner.did }));
process.stdin.resume().on("end", () => process.exit());
