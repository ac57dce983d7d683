// The outside, on loopback: pages on the hosts of networks, searches and mail, each with a link to follow. Chromium is told
// that these names are here; the referrer that it sends is the real one.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Serves any host on a port of loopback. */
export async function outside() {
  const folder = mkdtempSync(join(tmpdir(), "tidings-outside-"));
  // A certificate of this run: some of these hosts are known to every browser as https alone.
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=outside", "-keyout", join(folder, "key"), "-out", join(folder, "certificate")], { stdio: "ignore" });
  const [key, cert] = ["key", "certificate"].map((name) => readFileSync(join(folder, name)));
  rmSync(folder, { recursive: true });
  const server = createServer({ key, cert }, (request, response) => {
    const to = new URL(request.url, `https://${request.headers.host}`).searchParams.get("to") ?? "about:blank";
    const link = to.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    // The shop speaks http on this machine: without this word a browser would not say from where it comes.
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="origin"><title>${request.headers.host}</title><p>A stand-in for ${request.headers.host}.</p><a href="${link}">${link}</a></html>`;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  return {
    /** What Chromium is started with: every name but those of this machine is here. */
    args: [`--host-resolver-rules=MAP * 127.0.0.1:${port}, EXCLUDE *.localhost, EXCLUDE localhost, EXCLUDE 127.0.0.1`, "--ignore-certificate-errors"],
    /** A page of `host` with a link to `to`. */
    page: (host, to) => `https://${host}/?to=${encodeURIComponent(to)}`,
    close: () => (server.closeAllConnections(), server.close()),
  };
}
