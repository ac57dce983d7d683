"""The plug-in and the server, each as it is: a WordPress of Debian's package, and `tidings up`.

together.py PROGRAM SCRATCH PRESS...: prints a line of JSON for each target; see xtask/src/prove/plugin.rs. PRESS is what
runs press.mjs.
"""

import http.client
import io
import json
import re
import statistics
import subprocess
import sys
import urllib.parse
import zipfile
from pathlib import Path

from house import Head, Site, is_up, until
from prove import equal, tell

POST, PLUGIN = "/rye-bread/", "tidings/tidings.php"
NAMES = ["og:title", "og:description", "og:url", "og:type", "og:image", "og:image:width", "og:image:height", "og:image:alt", "twitter:card", "description"]
# What a WordPress without any plug-in lacks, and a plug-in can give.
LACKED = ["og-title-missing", "og-description-missing", "og-image-missing", "og-url-missing", "og-type-missing", "twitter-card-missing", "description-missing"]
FIRST = "Thirty hours of rest, four ingredients, and the stone oven from four in the morning on: our rye bread."
LATER = "Walnuts go into it now, from the three old trees behind the mill; everything else is as it always was."


def differs(one, other):
    """What two feeds say otherwise of their pages."""
    said = lambda feed: {(path, name): content for path, page in feed["pages"].items() for name, content in [*page["tags"].items(), ("card", page["card"]), ("missing", page.get("missing"))]}
    one, other = said(one), said(other)
    return [f"{path} {name}: {one.get((path, name))} → {other.get((path, name))}" for path, name in sorted({*one, *other}) if one.get((path, name)) != other.get((path, name))]


class Tidings:
    """A running `tidings up`, and somebody who is signed in."""

    def __init__(self, program, folder):
        self.program, self.folder, self.port, self.cookie = program, Path(folder), 0, ""
        link = self.start()
        _, answer = self.ask("GET", urllib.parse.urlsplit(link).path)
        self.cookie = answer.headers["set-cookie"].split(";")[0]

    def start(self):
        line = [self.program, "up", "--listen", f"127.0.0.1:{self.port}", "--allow-private", "127.0.0.1", "--data", str(self.folder / "data")]
        log = open(self.folder / "tidings.log", "ab")
        self.child = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        if self.port:
            until(lambda: is_up(self.port), "tidings up")
            return None
        link = next(line.strip() for line in self.child.stdout if "http://" in line)
        self.port = urllib.parse.urlsplit(link).port
        return link

    def kill(self):
        self.child.kill()
        self.child.wait()

    def ask(self, method, path, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        head = {"Cookie": self.cookie, "X-Tidings": "proof", "Content-Type": "application/json"}
        link.request(method, path, body=None if body is None else json.dumps(body), headers=head)
        answer = link.getresponse()
        whole = answer.read()
        link.close()
        assert answer.status < 400, f"{method} {path}: {answer.status} {whole[:500]}"
        return whole, answer

    def api(self, method, path, body=None):
        return json.loads(self.ask(method, "/api/v1" + path, body)[0])

    def until_done(self, audit):
        """The stream of its events ends with it."""
        events = self.ask("GET", f"/api/v1/audits/{audit}/events")[0].decode()
        assert '"done"' in events, events[-500:]
        return audit


class Together:
    def __init__(self, program, scratch, press):
        self.press = press
        self.wordpress = Site(scratch)
        self.home = f"http://{self.wordpress.host}/"
        self.tidings = Tidings(program, self.wordpress.folder)

    # ---- what is looked at ----

    def head(self, path=POST):
        return Head(self.wordpress.get(path)[2]).tags

    def said(self, path=POST):
        """The tags that networks read, and how often each stands there."""
        return {name: content for name, content in self.head(path).items() if name in NAMES}

    def rules(self, path=POST):
        """The rules that the newest audit saw broken on a page."""
        of = urllib.parse.quote(self.home.rstrip("/") + path, safe="")
        newest = self.tidings.api("GET", f"/sites/{self.id}/page?of={of}")["items"][0]
        return {found["rule"] for found in newest["page"]["rules"]}

    def feed(self):
        return json.loads(self.tidings.ask("GET", f"/feed/{self.key}")[0])

    def audit(self):
        return self.tidings.until_done(self.tidings.api("POST", f"/sites/{self.id}/audits")["id"])

    def audit_and_fetch(self):
        self.audit()
        status = self.wordpress.fetch()
        assert status["fault"] == "", status
        return status

    # ---- the targets ----

    def come(self):
        wordpress, tidings = self.wordpress, self.tidings
        wordpress.do("text", {"post": "rye-bread", "text": f"<p>{FIRST}</p>"})
        # What WordPress plans for itself on its first day.
        wordpress.do("due", "wp_update_comment_type_batch")
        wordpress.cron()
        wordpress.cron()
        self.before, self.bare = wordpress.do("dump"), wordpress.get(POST)[2]
        site = tidings.api("POST", "/sites", {"address": self.home})
        self.id = site["id"]
        tidings.until_done(site["audit"]["id"])
        lacked = [rule for rule in LACKED if rule in self.rules()]
        equal("the first audit: what a post lacks", LACKED, lacked)
        tidings.api("POST", f"/sites/{self.id}/cards")
        tidings.api("PUT", f"/sites/{self.id}/share-bar", {"networks": ["bluesky", "x", "facebook", "whatsapp", "pinterest"]})
        packed, answer = tidings.ask("POST", f"/api/v1/sites/{self.id}/plugin")
        with zipfile.ZipFile(io.BytesIO(packed)) as it:
            names = it.namelist()
            it.extractall(wordpress.root / "wp-content/plugins")
        text = (wordpress.root / "wp-content/plugins" / PLUGIN).read_text()
        self.key = re.search(r"^const KEY = '([^']+)';", text, re.M)[1]
        tell("the zip that the console hands out", "all in one folder, unpacked by hand into WordPress", ", ".join(names), all(name.startswith("tidings/") for name in names))
        equal("switched on, without a fault", True, wordpress.do("on", PLUGIN))

    def fetched_by_a_view(self):
        """As WP-Cron is by default: a visitor's page view starts it, in a process of its own."""
        wordpress = self.wordpress
        wordpress.do("due", "tidings_fetch_soon")
        (wordpress.root / "cron-by-views").touch()
        wordpress.asked()
        wordpress.get("/")
        until(lambda: (wordpress.do("status") or {}).get("tried"), "the feed")
        (wordpress.root / "cron-by-views").unlink()
        status = wordpress.do("status")
        assert status["fault"] == "", status
        log = [line.replace(self.key, "KEY") for line in wordpress.asked() if "/feed/" in line]
        wordpress.do("set", {"_transient_doing_cron": None})
        status = wordpress.fetch()
        feed = self.feed()
        tell("a page view after that", "WP-Cron fetches the feed", ", ".join(line.split("/feed/")[0].split()[0] + " /feed/" + line.split("/feed/")[1] for line in log), len(log) == 1 and log[0].startswith("cron"))
        cards = sum(1 for page in feed["pages"].values() if page["card"])
        equal("the server's feed: fault, refused, pages, cards", ("", 0, len(feed["pages"]), cards), (status["fault"], status["refused"], status["pages"], status["cards"]))
        tell("cards that are here, and wanted", "all", f"{status['cards']} of {status['cards_wanted']}", status["cards"] == status["cards_wanted"] > 3)

    def mended(self):
        wordpress, tags = self.wordpress, self.said()
        once = [name for name in NAMES if len(tags.get(name, [])) != 1]
        equal("a post: tags that are not there once", [], once)
        wanted = self.feed()["pages"][POST]
        # A card is large, whatever suits the page's own picture.
        wanted["tags"]["twitter:card"] = "summary_large_image"
        equal("and that are not as the server wants them", [], [name for name, content in wanted["tags"].items() if self.head().get(name) != [content]])
        equal("its description", FIRST, tags["og:description"][0])
        picture = tags["og:image"][0]
        status, answer, _ = wordpress.get(picture.removeprefix(self.home.rstrip("/")))
        here = wordpress.root / picture.removeprefix(self.home)
        served = self.tidings.ask("GET", urllib.parse.urlsplit(wanted["card"]["url"]).path)[0]
        equal("its card: status, type, the same bytes as the server's", (200, "image/png", True), (status, answer.headers["content-type"], here.read_bytes() == served))
        links = [urllib.parse.unquote(it) for it in re.findall(r'<li><a href="([^"]*)"', wordpress.get(POST)[2])]
        codes = [code for link in links for code in re.findall(r"[?&]e=(\w{7})\b", link)]
        known = [self.tidings.api("GET", f"/sites/{self.id}/links/{code}") for code in codes]
        tell("the share bar: buttons, each with a token that the server knows", "5: share buttons on 5 networks", ", ".join(f"{link['code']} {link['activity']} {link['network']}" for link in known),
             len(links) == 5 and len({link["network"] for link in known}) == 5 and all(link["activity"] == "share_button" for link in known))
        self.first = {path: self.said(path) for path in ["/", POST, "/about/", "/メロンパン/"]}

    def pressed(self):
        """The bar's script: a file of its own, where the bar is, once the console says so."""
        wordpress = self.wordpress
        scripts = lambda path: re.findall(r"<script[^>]*tidings[^>]*>", wordpress.get(path)[2])
        equal("a bar without a script: scripts of ours on a post", [], scripts(POST))
        bar = {**self.tidings.api("GET", f"/sites/{self.id}/share-bar")["bar"], "scripted": {"share": "Share…", "copy": "Copy link"}}
        self.tidings.api("PUT", f"/sites/{self.id}/share-bar", bar)
        wordpress.fetch()
        wordpress.do("set", {"proof_policy": "script-src 'self'"})
        tell("with one: scripts of ours on a post", "one file, deferred", ", ".join(scripts(POST)), len(scripts(POST)) == 1 and " defer " in scripts(POST)[0] and "/plugins/tidings/bar.js" in scripts(POST)[0])
        equal("on pages that show no bar", [], [it for path in ["/", "/about/", "/category/bread/"] for it in scripts(path)])
        ran = subprocess.run([*self.press, self.home.rstrip("/") + POST], capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stderr[-2000:]
        seen = json.loads(ran.stdout)
        tokens = [re.search(r"[?&]e=(\w{7})~[a-z0-9]{6}~pressd$", it) for it in [*seen["told"], seen["link"]]]
        known = [self.tidings.api("GET", f"/sites/{self.id}/links/{it[1]}") for it in tokens if it]
        tell("pressed in Chromium under script-src 'self': share sheet, copy, Bluesky", "each with a token that the server knows, the press and what it came by",
             "; ".join(seen["told"] + [seen["link"][-40:]]), [it["activity"] for it in known] == ["copied_link", "copied_link", "share_button"])
        equal("what that policy refused of ours", [], seen["refused"])
        wordpress.do("set", {"tidings": {"tags": 1, "cards": 1, "bar": 0}})
        equal("the bar switched off: scripts of ours on a post", [], scripts(POST))
        wordpress.do("set", {"tidings": None, "proof_policy": None})

    def stays(self):
        """The heart of it: the audit sees what it asked for, and goes on to ask for it."""
        feed = self.feed()
        for number in ["second", "third", "fourth"]:
            self.audit_and_fetch()
            equal(f"the {number} audit: what it lacks of that", [], [rule for rule in LACKED if rule in self.rules()])
            equal(f"after the {number} audit: what is otherwise in the feed; are the tags of four pages the same", ([], True),
                  (differs(feed, self.feed()), {path: self.said(path) for path in self.first} == self.first))

    def changes(self):
        wordpress = self.wordpress
        wordpress.do("text", {"post": "rye-bread", "text": f"<p>{LATER}</p>"})
        equal("a post is written anew: its description until the next audit", FIRST, self.said()["og:description"][0])
        self.audit_and_fetch()
        equal("and after it", [LATER], self.said()["og:description"])
        # Its owner sees to the tags himself.
        wordpress.do("on", "unknown.php")
        theirs, tags = self.head("/about/")["og:title"], self.head()
        equal("another plug-in begins to print tags, some twice: is one of ours beside its og:title, og:type", (False, False),
              (self.first[POST]["og:title"][0] in tags["og:title"], "article" in tags["og:type"]))
        self.audit_and_fetch()
        tags = self.said()
        wanted = {name: content for name, content in self.feed()["pages"][POST]["tags"].items() if name in NAMES}
        tell("after the next audit: what is wrong in them is corrected", "once each, as the server wants it",
             ", ".join(f"{name} {tags.get(name)}" for name, content in wanted.items() if tags.get(name) != [content]) or "so: " + ", ".join(wanted),
             all(tags.get(name) == [content] for name, content in wanted.items()) and "og:url" in wanted)
        before = self.feed(), self.said()
        self.audit_and_fetch()
        equal("and after one more: what is otherwise in the feed; are the tags the same", ([], True), (differs(before[0], self.feed()), self.said() == before[1]))
        wordpress.do("off", "unknown.php")
        self.audit_and_fetch()
        equal("it is switched off: tags that are not as they were", [], [name for name, content in self.said().items() if name not in ("og:description", "description", "og:image", "og:image:alt") and content != self.first[POST][name]])

    def stopped(self):
        """Killed as a machine that loses its power, and started again, in turn."""
        wordpress, times, said = self.wordpress, {True: [], False: []}, []
        for _ in range(8):
            for runs in times:
                if runs and self.tidings.child.poll() is not None:
                    self.tidings.start()
                if not runs:
                    self.tidings.kill()
                for _ in range(3):
                    wordpress.timed(POST)
                times[runs] += [wordpress.timed(POST) for _ in range(5)]
                said.append(self.said())
        up, away = (statistics.median(times[it]) for it in (True, False))
        tell("page time, median of 40, the server killed against up", "within 10 %", f"{away:.1f} ms against {up:.1f} ms", away <= 1.1 * up + 1)
        equal("are the tags the same all the while", True, all(it == said[0] for it in said))
        status = wordpress.fetch()
        tell("what the screen says then", "the server cannot be reached, the last feed stays", f"{status['fault']}, {status['pages']} pages", status["fault"] == "away" and status["pages"] > 3)

    def go(self):
        self.tidings.start()
        self.tidings.ask("DELETE", f"/api/v1/sites/{self.id}/plugin")
        tags = self.said()
        status = self.wordpress.fetch()
        equal("the key is ended in the console: what the plug-in says; are the tags the same", ("key_unknown", True), (status["fault"], self.said() == tags))
        self.wordpress.do("remove", PLUGIN)
        ours = lambda dump: [it for it in dump if not it.startswith("wp_posts") and "plugins/tidings" not in it]
        after = self.wordpress.do("dump")
        left, gone = (sorted(set(ours(one)) - set(ours(other))) for one, other in [(after, self.before), (self.before, after)])
        tell("removed: rows and files that were not there before, or are no more", "none", "; ".join(left + gone) or f"none of {len(after)}", not left and not gone)
        plain = lambda text: text.replace(FIRST, "").replace(LATER, "")
        now = self.wordpress.get(POST)[2]
        equal("is the page, but for its new text, what it was before", True, plain(now) == plain(self.bare))
        equal("complaints of PHP about the plug-in", [], self.wordpress.faults()[:3])


def main():
    program, scratch, *press = sys.argv[1:]
    it = Together(program, scratch, press)
    try:
        for part in [it.come, it.fetched_by_a_view, it.mended, it.pressed, it.stays, it.changes, it.stopped, it.go]:
            part()
    finally:
        it.tidings.kill()
        it.wordpress.stop()


if __name__ == "__main__":
    main()
