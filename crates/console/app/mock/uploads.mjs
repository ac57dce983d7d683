// Uploads that go on where they broke off, as the server has them.

/** Answers what is about one; `cut`: of what comes, half arrives, and the connection breaks. `take` takes in what has come whole. */
export async function upload({ request, response, path, uploads, cut, problem, take }) {
  const [, home, id] = /^(\/sites\/[^/]+\/uploads)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (!home) return false;
  const say = (status, headers = {}) => response.writeHead(status, { "tus-resumable": "1.0.0", ...headers }).end();
  if (!id) {
    const length = Number(request.headers["upload-length"]);
    if (length > 100_000_000) problem(413, "upload_too_large", "A film has at most 100 MB: make it shorter or smaller, then add it again.");
    const made = String(uploads.size + 1);
    uploads.set(made, { length, parts: [], came: 0, sent: 0 });
    say(201, { location: `/api/v1${home}/${made}` });
    return true;
  }
  const one = uploads.get(id) ?? problem(404, "not_found", "There is no such upload here.");
  if (request.method === "HEAD") say(200, { "upload-offset": one.came, "upload-length": one.length });
  else if (request.method === "DELETE") {
    uploads.delete(id);
    say(204);
  } else if (request.method === "PATCH") {
    if (Number(request.headers["upload-offset"]) !== one.came) problem(409, "upload_offset", `${one.came} bytes of this upload have come: go on from there.`);
    const half = Number(request.headers["content-length"]) / 2;
    let here = 0;
    for await (const part of request) {
      one.parts.push(part);
      here += part.length;
      one.came += part.length;
      one.sent += part.length;
      if (cut && here >= half) {
        request.socket.destroy();
        return true;
      }
    }
    say(204, { "upload-offset": one.came });
  } else {
    if (one.came < one.length) problem(409, "upload_unfinished", `${one.came} of ${one.length} bytes have come: send the rest, then end the upload.`);
    take(Buffer.concat(one.parts));
  }
  return true;
}
