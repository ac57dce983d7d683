"""Asks the running server, signed in by the link in argv[1], whatever its OpenAPI document in argv[2] allows and does
not, for argv[3] seconds. Prints a line of JSON for each target."""

import http.cookiejar
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

link, document, seconds = sys.argv[1:4]
base = re.match(r"http://[^/]+", link).group(0)
# Streams do not end; these end the session that asks, or the workspace that it asks for.
LEFT_OUT = r"/events$|sign-out|end-others|/me/password|/me/workspace|/me$|/workspace$|/me/sessions|/server/resume|/demo|/people/|/workspaces"
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]

jar = http.cookiejar.CookieJar()
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
browser.open(link)
cookie = "; ".join(f"{one.name}={one.value}" for one in jar)


def ask(method, path, body=None):
    headers = {"x-tidings": "proof", "content-type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with browser.open(urllib.request.Request(base + path, data, headers, method=method)) as answer:
        return json.loads(answer.read() or "null")


def target(what, wanted, measured, met):
    print(json.dumps({"what": what, "target": wanted, "measured": str(measured), "met": bool(met)}), flush=True)


# Something to ask for.
ask("POST", "/api/v1/sites", {"address": "http://127.0.0.1:9/"})

run = [str(Path(sys.executable).parent / "schemathesis"), "run", document, "--url", base, "--no-color"]
run += ["--header", f"cookie: {cookie}", "--header", "x-tidings: proof", "--checks", ",".join(CHECKS)]
run += ["--phases", "examples,coverage,fuzzing,stateful", "--max-time", seconds, "--continue-on-failure"]
run += ["--exclude-path-regex", LEFT_OUT, "--suppress-health-check", "all"]
# It keeps what it learnt where it runs.
with tempfile.TemporaryDirectory() as folder:
    ran = subprocess.run(run, capture_output=True, text=True, check=False, cwd=folder)
told = ran.stdout
print(told[-6000:])

tested = re.search(r"Tested: (\d+)", told)
cases = re.search(r"(\d+) generated", told)
failures = dict(re.findall(r"❌ (?:ST\d+ )?([^:\n]+): (\d+)", told.split("SUMMARY")[-1]))
errors = failures.pop("Server error", "0")
target("routes that were asked", "all but those that would end the asking", f"{tested and tested.group(1)} routes, {cases and cases.group(1)} questions", tested and cases)
target("answers with a 500", "0", errors, errors == "0")
target("answers other than the document says", "0", sum(map(int, failures.values())), not failures)
alive = browser.open(base + "/readyz").read() == b"ready\n"
target("the server afterwards", "ready", "ready" if alive else "gone", alive)
