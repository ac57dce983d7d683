"""The program as somebody uses it: `tidings up` on a folder of its own, on loopback, asked through its API."""

import http.client
import json
import shutil
import sqlite3
import subprocess
import time
import urllib.parse
from datetime import datetime, timedelta, timezone
from pathlib import Path

from ground import is_up, until

OVER = ["refused", "person", "skipped"]


class House:
    def __init__(self, program, folder):
        self.program, self.folder, self.port, self.cookie = program, Path(folder), 0, ""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.data = self.folder / "data"
        link = self.start()
        _, answer = self.ask("GET", urllib.parse.urlsplit(link).path)
        self.cookie = answer.headers["set-cookie"].split(";")[0]

    def start(self):
        line = [self.program, "up", "--listen", f"127.0.0.1:{self.port}", "--allow-private", "127.0.0.1", "--log", "warn", "--data", str(self.data)]
        log = open(self.folder / "tidings.log", "ab")
        self.child = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        if self.port:
            until(lambda: is_up(self.port), "tidings up")
            return None
        link = next(line.strip() for line in self.child.stdout if "http://" in line)
        self.port = urllib.parse.urlsplit(link).port
        return link

    def kill(self):
        """As a machine does that loses its power."""
        self.child.kill()
        self.child.wait()

    def ask(self, method, path, body=None, kind="application/json"):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(method, path, body=body, headers={"Cookie": self.cookie, "X-Tidings": "proof", "Content-Type": kind})
        answer = link.getresponse()
        whole = answer.read()
        link.close()
        assert answer.status < 400, f"{method} {path}: {answer.status} {whole[:500]}"
        return whole, answer

    def api(self, method, path, body=None):
        said, _ = self.ask(method, "/api/v1" + path, None if body is None else json.dumps(body))
        return json.loads(said) if said else None

    def site(self, address):
        self.home = self.api("POST", "/sites", {"address": address})["id"]

    def account(self, network, fields):
        return self.api("POST", "/accounts", {"network": network, "fields": fields})

    def picture(self, bytes, alt):
        said, _ = self.ask("POST", f"/api/v1/sites/{self.home}/media", bytes, "image/png")
        return {"digest": json.loads(said)["digest"], "alt": alt}

    def drafted(self, page):
        draft = self.api("POST", f"/sites/{self.home}/posts/from-page", {"page": page})
        picture = (draft["card"].get("picture") or {}).get("digest")
        return {"text": draft["text"], "page": draft["page"], "card": {**draft["card"], "picture": picture}}

    def planned(self, post, account, ahead=2):
        """Plans it some seconds ahead: where it is asked for, and when it is due."""
        new = {"zone": "UTC", "accounts": [{"account": account["id"]}], **post}
        kept = self.api("POST", f"/sites/{self.home}/posts", new)
        wall = (datetime.now(timezone.utc) + timedelta(seconds=ahead)).strftime("%Y-%m-%dT%H:%M:%S")
        at = f"/sites/{self.home}/posts/{kept['id']}"
        return at, self.api("POST", f"{at}/schedule", {"version": kept["version"], "wall": wall})["due"]

    def delivery(self, at):
        return self.api("GET", at)["deliveries"][0]

    def comes_to(self, at, states, seconds=240):
        """Its only delivery, once it stands so; whatever else it ends in breaks the proof off."""

        def stands():
            it = self.delivery(at)
            if it["state"] in OVER and it["state"] not in states:
                raise SystemExit(f"{it['state']}: {it['says']}")
            return it if it["state"] in states else None

        return until(stands, " or ".join(states), seconds)

    def published(self, post, account):
        at, due = self.planned(post, account)
        it = self.comes_to(at, ["live"])
        return at, it, (moment(it["live"]) - moment(due)).total_seconds()

    def look_now(self):
        """The next look at each live post is due: as if its ten minutes, or months, had passed."""
        with sqlite3.connect(self.data / "tidings.db", timeout=30) as db:
            return db.execute("UPDATE job SET due_at = 0 WHERE kind = 'look' AND ended_at IS NULL AND due_at > 0").rowcount

    def looked_at(self, at, seconds=60):
        """How it stands after two looks, which is when what is missing counts as taken away."""
        for _ in range(2):
            until(self.look_now, "a look")
            until(lambda: not self.waits_for_look(), "the end of a look", seconds)
        return self.delivery(at)

    def waits_for_look(self):
        with sqlite3.connect(self.data / "tidings.db", timeout=30) as db:
            return db.execute("SELECT COUNT(*) FROM job WHERE kind = 'look' AND ended_at IS NULL AND due_at = 0").fetchone()[0]

    def notices(self):
        return [it["kind"] for it in self.api("GET", "/notices")["items"]]


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def now():
    return time.time()
