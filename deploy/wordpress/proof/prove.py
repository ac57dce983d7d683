"""The plug-in in a WordPress of Debian's package. Prints a line of JSON for each target; see xtask/src/prove/plugin.rs.

prove.py PLUGIN SCRATCH [--with FOLDER]...: a folder holds another plug-in, to be tried beside ours.
"""

import json
import re
import shutil
import statistics
import sys
import time
import urllib.parse
from pathlib import Path

from feed import KEY, Server
from house import Head, Site

TAGS = ["og:title", "og:description", "og:url", "og:type", "og:site_name", "og:image", "og:image:width", "og:image:height",
        "og:image:alt", "og:image:type", "og:image:secure_url", "twitter:card", "twitter:title", "twitter:description",
        "twitter:image", "twitter:image:src", "description", "canonical", "title"]
PAGES = {"start": "/", "post": "/rye-bread/", "page": "/about/", "category": "/category/bread/", "post in Japanese": "/メロンパン/"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# A bar as `tidings buttons` draws it, with the places of docs/plugin.md.
BAR = json.loads((Path(__file__).parents[3] / "docs/snippets/feed.json").read_text())["bar"]["html"]
CLASS = re.search(r'<nav class="([\w-]+)"', BAR)[1]
HREFS = re.findall(r'<li><a href="([^"]*)"', BAR)
NAV = f'<nav class="{CLASS}"'
STYLE = re.match(r"<style>(.*?)</style>", BAR)[0]


def tell(what, target, measured, met):
    print(json.dumps({"what": what, "target": str(target), "measured": str(measured).replace("|", "/")[:400], "met": bool(met)}), flush=True)


def equal(what, target, measured):
    tell(what, shown(target), shown(measured), target == measured)


def shown(value):
    """A value as people read it in a table."""
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown(it)}" for name, it in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(it) for it in value) or "none"
    return "none" if value is None or value == "" else str(value)


class Proof:
    def __init__(self, plugin, scratch, others):
        self.server, self.site, self.others = Server(), Site(scratch), others
        self.site.plugin(plugin, self.server.address, KEY)
        self.home = f"http://{self.site.host}/"

    def tags_for(self, path, more=None):
        return {"og:title": f"Wanted title of {path} & \"more\"", "og:description": "Wanted text", "og:url": self.home.rstrip("/") + urllib.parse.quote(path),
                "og:type": "article", "og:site_name": "Crumb & Co.", "twitter:card": "summary_large_image", "description": "Wanted text", **(more or {})}

    def feed(self, cards=True):
        pages = {}
        for number, path in enumerate(PAGES.values()):
            card = self.server.card(f"card{number}abcdefgh.png", colour=bytes([40 * number, 90, 120])) if cards else None
            pages[urllib.parse.quote(path)] = {"tags": self.tags_for(path), "card": card}
        pages["/slicing/"] = {"tags": {"og:image": "https://pictures.example/own.jpg"}, "card": None}
        return {"version": 1, "site": self.home, "bar": {"html": BAR, "where": "after"}, "pages": pages}

    def head(self, path):
        status, _, text = self.site.get(path)
        assert status == 200, f"{path}: {status} {text[-500:]}"
        assert "tidings:here" not in text and "tidings:end" not in text, "a marker stayed in the page"
        return Head(text).tags

    def wrong(self, path, number, cards=True):
        """What is wrong with the tags of a page: twice there, missing, or not as wanted."""
        wanted = self.tags_for(path)
        if cards:
            url = f"{self.home}wp-content/uploads/tidings/card{number}abcdefgh.png"
            wanted |= {"og:image": url, "og:image:width": "1200", "og:image:height": "630", "og:image:type": "image/png",
                       "og:image:alt": "A loaf of rye bread"}
        tags = self.head(path)
        wrong = [f"{name} {len(tags[name])} times on {path}" for name in TAGS if len(tags.get(name, [])) > 1]
        wrong += [f"{name} is {tags.get(name)} on {path}" for name, content in wanted.items() if tags.get(name) != [content]]
        if cards and tags.get("twitter:image", [url]) != [url]:
            wrong.append(f"twitter:image is {tags['twitter:image']}")
        return wrong

    def all_pages(self, what):
        wrong = [fault for number, path in enumerate(PAGES.values()) for fault in self.wrong(path, number)]
        tell(what, "each wanted tag once, as wanted; none twice", "; ".join(wrong) or "so on " + ", ".join(PAGES), not wrong)

    # ---- the targets ----

    def come(self):
        # WordPress plans work of its own when somebody first comes to its administration.
        self.sign_in()
        for theme in ["old-theme", "twentytwentythree"]:
            self.site.do("theme", theme)
            self.site.get("/rye-bread/")
        self.site.do("due", "wp_update_comment_type_batch")
        self.site.cron()
        self.site.cron()
        self.before = self.site.do("dump")
        self.site.asked()
        equal("switched on, without a fault", True, self.site.do("on", "tidings/tidings.php"))
        due = self.site.do("next")
        soon = due["soon"] - due["now"]
        tell("switching on asks for the feed", "in 60 s, then hourly", f"in {soon} s, {bool(due['hourly'])}", 50 < soon <= 60 and due["hourly"])
        self.server.feed = self.feed()
        status = self.site.fetch()
        equal("pages, cards, refused after the first fetch", [6, 5, 0], [status["pages"], status["cards"], status["refused"]])
        path, headers = self.server.asked[0]
        tell("the feed is asked for", f"/feed/KEY, gzip", f"{path.replace(KEY, 'KEY')}, {headers.get('accept-encoding')}", "gzip" in headers.get("accept-encoding", ""))
        asked = len(self.server.asked)
        self.site.fetch()
        later = self.server.asked[asked:]
        equal("fetched again: nothing new", "asked for the feed with If-None-Match, for no card", "asked for the feed with If-None-Match, for no card" if len(later) == 1 and "if-none-match" in later[0][1] else str(later))

        self.server.feed["site"], self.server.chunked = self.home + "?", True
        status = self.site.fetch()
        equal("a feed in chunks, packed: pages, fault", (6, ""), (status["pages"], status["fault"]))
        self.server.feed, self.server.chunked = self.feed(), False
        self.site.fetch()

    def tags(self):
        self.all_pages("tags without another plug-in")
        tags = self.head("/slicing/")
        equal("a picture alone in the feed: og:image, and og:title", [["https://pictures.example/own.jpg"], None], [tags.get("og:image"), tags.get("og:title")])
        for path, what in [("/not-in-the-feed/", "a post that is not in the feed"), ("/?s=bread", "a search")]:
            equal(f"{what}: no tags of ours", [], [name for name in self.head(path) if name.startswith(("og:", "twitter:"))])
        status, _, text = self.site.get("/no-such-page/")
        equal("a page that is not there: its status, and whether it has tags of ours", (404, False), (status, "og:title" in text))
        equal("og:title of the start page's path with a search", None, self.head("/?s=bread").get("og:title"))

    def beside(self):
        self.site.do("on", "unknown.php")
        bare = self.site.get("/not-in-the-feed/")[2]
        tell("the stand-in that prints tags as it likes, left alone", "prints some twice", f"og:title {len(Head(bare).tags['og:title'])} times", len(Head(bare).tags["og:title"]) > 1)
        self.all_pages("beside it")
        tags = self.head("/rye-bread/")
        equal("its other tags stay: og:locale", ["en_US"], tags.get("og:locale"))
        self.site.do("theme", "old-theme")
        self.all_pages("beside it and a theme that writes tags before and behind wp_head")
        self.site.do("off", "unknown.php")
        self.all_pages("beside that theme alone")
        self.site.do("theme", "twentytwentythree")
        for name in ["yoast", "rank-math"]:
            self.site.do("set", {"proof_as": name})
            self.site.do("on", "filtered.php")
            self.all_pages(f"beside a stand-in that applies the filters of {name}")
            derived = json.loads(self.site.get("/rye-bread/")[2].split('id="derived">')[1].split("</script>")[0])
            wanted = self.tags_for("/rye-bread/")
            equal(f"what it derives from its tags, which is seen only by its filters: {name}", [wanted[it] for it in ["og:title", "og:description", "og:type"]],
                  [derived[it] for it in ["og:title", "og:description", "og:type"]])
            self.site.do("off", "filtered.php")
        self.site.do("set", {"proof_as": None})

    def gaps(self):
        """Tags that the feed calls missing, beside others that print some of them; and what the page tells the audit."""
        feed = self.feed(cards=False)
        page = feed["pages"]["/rye-bread/"]
        page["tags"] |= {"og:image": "https://pictures.example/own.jpg", "og:image:alt": "Of that picture"}
        page["missing"] = list(page["tags"])
        self.server.feed = feed
        self.site.fetch()
        tags, wanted = self.head("/rye-bread/"), self.tags_for("/rye-bread/")
        equal("gaps that nobody fills: tags that are not as wanted", [], [name for name, content in wanted.items() if tags.get(name) != [content]])
        equal("the page says what it is without them", {name: [] for name in page["tags"]}, without(tags))
        self.site.do("on", "unknown.php")
        bare, tags = self.head("/not-in-the-feed/"), self.head("/rye-bread/")
        names = [name for name in page["tags"] if name in bare]
        equal(f"once another plug-in fills {len(names)} of them: ours that are left at once", [], [name for name in names if wanted.get(name) in tags[name]])
        equal("its tags stay as they were, its picture keeps its text", (True, None), (all(len(tags[name]) == len(bare[name]) for name in names), tags.get("og:image:alt")))
        equal("the page says that it is so without us", True, not {*names} & {*without(tags)})
        page.pop("missing")
        self.site.fetch()
        tags = self.head("/rye-bread/")
        equal("what the feed calls wrong is corrected: og:title, and what the page says of it", ([wanted["og:title"]], ["Another & title > this", "And once more"]),
              (tags["og:title"], without(tags)["og:title"]))
        equal("and of the name in the wrong attribute: og:description", [["name", "In the wrong attribute"], "For both"], without(tags)["og:description"])
        self.site.do("off", "unknown.php")
        for name in ["yoast", "rank-math"]:
            self.site.do("set", {"proof_as": name})
            self.site.do("on", "filtered.php")
            tags = self.head("/rye-bread/")
            equal(f"beside the filters of {name}: og:type, og:description, and what the page says of them", ([["article"], ["Wanted text"]], [["article"], ["As written"]]),
                  ([tags["og:type"], tags["og:description"]], [without(tags)["og:type"], without(tags)["og:description"]]))
            page["missing"] = list(page["tags"])
            self.site.fetch()
            equal(f"and where they fill a gap: og:description", ["As written"], self.head("/rye-bread/")["og:description"])
            page.pop("missing")
            self.site.fetch()
            self.site.do("off", "filtered.php")
        self.site.do("set", {"proof_as": None})
        self.server.feed = self.feed()
        self.site.fetch()

    def beside_real(self):
        """Last, for what others leave behind is theirs."""
        if self.others:
            self.site.do("on", "tidings/tidings.php")
            self.site.fetch()
        for folder in self.others:
            main = next(it for it in sorted(folder.glob("*.php")) if "Plugin Name:" in it.read_text(errors="replace"))
            version = next((line.split(":")[1].strip() for line in main.read_text(errors="replace").splitlines() if "Version:" in line), "?")
            shutil.copytree(folder, self.site.root / "wp-content/plugins" / folder.name)
            plugin = f"{folder.name}/{main.name}"
            # What its first-run wizard would say: go on without an account.
            self.site.do("set", {"rank_math_registration_skip": 1})
            answer = self.site.do("on", plugin)
            self.site.get("/wp-admin/admin-ajax.php")
            bare = self.head("/not-in-the-feed/")
            tell(f"{folder.name} {version} itself, left alone", "prints tags", f"{answer}, {sum(len(it) for name, it in bare.items() if name.startswith('og:'))} og:", "og:title" in bare)
            self.all_pages(f"beside {folder.name} {version} itself")
            kept = {name for name in bare if name not in TAGS} - set(self.head("/rye-bread/"))
            self.site.do("remove", plugin)
            shutil.rmtree(self.site.root / "wp-content/plugins" / folder.name)
            equal(f"tags of {folder.name} that are lost", [], sorted(name for name in kept if name.startswith("og:")))

    def bar(self):
        text = self.site.get("/rye-bread/")[2]
        links = re.findall(r'<li><a href="([^"]*)"', text)
        title, address = self.tags_for("/rye-bread/")["og:title"], f"{self.home}rye-bread/"
        picture, encoded = f"{self.home}wp-content/uploads/tidings/card1abcdefgh.png", lambda it: urllib.parse.quote(it, safe="")
        fill = lambda it: re.sub(r"\{title(:\d+)?\}", encoded(title), re.sub(r"\{url:(\w+)\}", lambda code: encoded(f"{address}?e={code[1]}"), it)).replace("{picture}", encoded(picture))
        wanted = [fill(it) for it in HREFS]
        tell(f"the {len(wanted)} buttons of the bar on a post", "filled for the page, tokens kept", links if links != wanted else f"{len(links)}, {urllib.parse.unquote(links[0])}", links == wanted)
        drawn = BAR.split("</style>")[1].count("<svg viewBox=\"0 0 24 24\"")
        tell("the bar's look", "style, signs and colours as the server made them", "so" if STYLE in text else "lost",
             text.count(STYLE) == 1 and 'style="--c:#25d366;--i:#000"' in text and text.count('<svg viewBox="0 0 24 24"') == drawn and "<circle " in text)
        text = self.site.get("/slicing/")[2]
        tweet = urllib.parse.unquote(text.split("x.com/intent/tweet?text=")[1].split("&amp;url=")[0])
        whole = len(tweet) + 1 + len(f"{self.home}slicing/?e=1234567")
        tell("a long title for X", "cut at a word, with its address at most 280", f"{whole} characters, …{tweet[-12:]}", 250 < whole <= 280 and tweet.endswith("…"))
        text = self.site.get("/not-in-the-feed/")[2]
        equal("a post without a picture: has it Pinterest, has it WhatsApp, has it its title", (False, True, True), ("pinterest.com" in text, "wa.me" in text, "Not%20in%20the%20feed" in text))
        equal("start page, page, list, locked post: have they a bar", [False] * 4, [CLASS in self.site.get(path)[2] for path in ["/", "/about/", "/category/bread/", "/locked/"]])
        self.server.feed["bar"] = {"html": BAR, "where": "both"}
        self.site.fetch()
        text = self.site.get("/rye-bread/")[2]
        equal("above and below: bars, styles", (2, 1), (text.count(NAV), text.count(STYLE)))
        self.server.feed["bar"] = {"html": BAR.replace("<nav ", '<nav data-u="{link:k7q4mxz}" data-s="Share…" data-c="Copy link" onclick="alert(1)" ', 1), "where": "after"}
        self.site.fetch()
        text = self.site.get("/rye-bread/")[2]
        nav = re.search(r"<nav [^>]*tidings-[^>]*>", text)[0]
        equal("a bar with a script: what its nav tells that", f'data-u="{address}?e=k7q4mxz" data-s="Share…" data-c="Copy link"', " ".join(re.findall(r'(?:data-|on)\w+="[^"]*"', nav)))
        ours = re.findall(r"<script[^>]*bar\.js[^>]*>", text)
        equal("its scripts: how many, deferred, on the page that has no bar", (1, True, False), (len(ours), all(" defer " in it for it in ours), "bar.js" in self.site.get("/about/")[2]))
        self.server.feed["bar"] = {"html": BAR, "where": "none"}
        self.site.fetch()
        equal("placed nowhere: is there a bar", False, CLASS in self.site.get("/rye-bread/")[2])
        self.server.feed["bar"] = {"html": BAR, "where": "after"}
        self.site.fetch()

    def switches(self):
        on = {"tags": 1, "cards": 1, "bar": 1}

        def seen():
            _, _, text = self.site.get("/rye-bread/")
            tags = Head(text).tags
            return ["og:title" in tags, "tidings/card1" in str(tags.get("og:image")), CLASS in text]

        for number, part in enumerate(on):
            self.site.do("set", {"tidings": {**on, part: 0}})
            equal(f"{part} switched off: has a post tags, card, bar", [it != number for it in range(3)], seen())
        self.site.do("set", {"tidings": None})
        due = self.site.do("next")
        tell("a switch asks for the feed", "within 60 s", f"in {due['soon'] and due['soon'] - due['now']} s", due["soon"])
        self.site.fetch()
        self.site.do("write", "rye-bread")
        due = self.site.do("next")
        tell("saving a post asks for the feed", "within 60 s", f"in {due['soon'] and due['soon'] - due['now']} s", due["soon"])

    def sign_in(self):
        login = urllib.parse.urlencode({"log": "baker", "pwd": "two days of rest", "testcookie": "1"})
        _, answer, _ = self.site.get("/wp-login.php", {**FORM, "Cookie": "wordpress_test_cookie=WP%20Cookie%20check"}, "POST", login)
        cookie = "; ".join(it.split(";")[0] for it in answer.headers.get_all("Set-Cookie"))
        self.site.get("/wp-admin/index.php", {"Cookie": cookie})
        return cookie

    def screen(self):
        """As an administrator sees it, over HTTP, and as somebody else does not."""
        site, form, cookie = self.site, FORM, self.sign_in()
        screen = lambda: site.get("/wp-admin/options-general.php?page=tidings", {"Cookie": cookie})[2]
        text = screen()
        tell("Settings → Tidings", "three switches, status, Fetch now", f"{text.count('type=' + chr(34) + 'checkbox')} switches", all(f'id="tidings_{part}"' in text for part in ["tags", "cards", "bar"]) and "Fetch now" in text and "5 of 5" in text)
        now = inputs(text, "admin-post.php")
        before = len(self.server.asked)
        status, _, _ = site.get("/wp-admin/admin-post.php", {**form, "Cookie": cookie}, "POST", urllib.parse.urlencode(now))
        equal("Fetch now: status, questions to the server", (302, 1), (status, len(self.server.asked) - before))
        status, _, _ = site.get("/wp-admin/admin-post.php", {**form, "Cookie": cookie}, "POST", urllib.parse.urlencode({**now, "_wpnonce": "0000000000"}))
        equal("Fetch now without its nonce: status, questions until then", (403, 1), (status, len(self.server.asked) - before))
        site.get("/wp-admin/admin-post.php", form, "POST", urllib.parse.urlencode(now))
        equal("Fetch now by a visitor: questions until then", 1, len(self.server.asked) - before)
        save = {**inputs(text, "options.php"), "tidings[tags]": "1", "tidings[cards]": "1"}
        site.get("/wp-admin/options.php", {**form, "Cookie": cookie}, "POST", urllib.parse.urlencode(save))
        equal("the share bar switched off on the screen: is it there", False, CLASS in site.get("/rye-bread/")[2])
        site.do("set", {"tidings": None})
        self.server.answer = (404, {}, b"")
        site.fetch()
        tell("an unknown key", "is told with its remedy", "download the plug-in again" in screen(), "does not know this key: download the plug-in again" in screen())
        self.server.answer = None

    def away(self):
        """The server is silent: it takes connections and answers nothing, which costs a caller the most."""
        site, views = self.site, 40
        site.asked()
        for _ in range(10):
            site.timed("/rye-bread/")
        times = {False: [], True: []}
        self.server.connections = 0
        for _ in range(views):
            for silent in times:
                self.server.silent = silent
                times[silent].append(site.timed("/rye-bread/"))
        up, away = (statistics.median(times[it]) for it in (False, True))
        equal(f"connections to the server in {2 * views} page views", 0, self.server.connections)
        equal("requests to anybody in those views", [], site.asked())
        tell(f"page time, median of {views}, the server silent against up", "within 10 %", f"{away:.1f} ms against {up:.1f} ms", away <= 1.1 * up + 1)
        equal("while it is silent: wrong tags; is the bar there", ([], True), (self.wrong("/rye-bread/", 1), CLASS in site.get("/rye-bread/")[2]))
        # WP-Cron as it is by default: a page view starts it in a process of its own.
        site.do("due", "tidings_fetch_soon")
        (site.root / "cron-by-views").touch()
        self.server.connections = 0
        during = [site.timed("/rye-bread/") for _ in range(views)]
        tell("page time while WP-Cron waits for the silent server", "within 15 %", f"{statistics.median(during):.1f} ms against {up:.1f} ms",
             statistics.median(during) <= 1.15 * up + 1)
        (site.root / "cron-by-views").unlink()
        log = site.asked()
        tell("who asked the server then", "WP-Cron alone, once", [it.replace(KEY, "KEY").replace(self.server.address, "SERVER") for it in log if "/feed/" in it],
             [it.split()[0] for it in log if "/feed/" in it] == ["cron"])
        site.do("set", {"_transient_doing_cron": None, "tidings_lock": None})
        status = site.fetch()
        tell("what the status says then", "away, the last feed stays", f"{status['fault']}, {status['pages']} pages", status["fault"] == "away" and status["pages"] == 6)
        self.server.silent = False
        site.fetch()

    def large(self):
        """5,000 pages, beside no plug-in at all."""
        feed = self.feed()
        for number in range(5000):
            path = f"/page-{number}-of-many-with-a-long-name/"
            feed["pages"][path] = {"tags": self.tags_for(path, {"og:description": "x" * 200}), "card": None}
        self.server.feed = feed
        status = self.site.fetch()
        equal("a feed of 5,006 pages: pages, fault", (5006, ""), (status["pages"], status["fault"]))
        self.all_pages("tags out of 5,006 pages")
        times = {"tidings": [], "nothing": []}
        for _ in range(4):
            for which in times:
                self.site.do("on" if which == "tidings" else "off", "tidings/tidings.php")
                for _ in range(3):
                    self.site.timed("/rye-bread/")
                times[which] += [self.site.timed("/rye-bread/") for _ in range(10)]
        ours, none = statistics.median(times["tidings"]), statistics.median(times["nothing"])
        tell("what the plug-in adds to a page view then, median of 40", "at most 5 ms", f"{ours:.1f} ms against {none:.1f} ms without", ours - none <= 5)
        self.site.do("on", "tidings/tidings.php")
        self.server.feed = self.feed()
        status = self.site.fetch()
        equal("and back to a small one: pages", 6, status["pages"])

    def hostile(self):
        good = lambda **more: {**self.feed(), **more}
        as_json = lambda feed: (200, {"Content-Type": "application/json"}, json.dumps(feed).encode())
        import gzip
        bomb = gzip.compress(b" " * (200 << 20))
        for what, answer, fault in [
            ("broken JSON", (200, {}, b'{"version": 1, "pages": {'), "no_feed"),
            ("HTML", (200, {"Content-Type": "text/html"}, b"<!doctype html><title>Sign in</title>"), "no_feed"),
            ("nothing", (200, {}, b""), "no_feed"),
            ("another version", as_json(good(version=2)), "other_version"),
            ("a version as text", as_json(good(version="1")), "other_version"),
            ("another site's feed", as_json(good(site="https://shop.example/")), "other_site"),
            ("no site", as_json(good(site=None)), "other_site"),
            ("over 5 MB", as_json(good(pages={"/x/": {"tags": {"og:title": "x" * (5 << 20)}}})), "too_long"),
            ("200 MB packed into 200 KB", (200, {"Content-Encoding": "gzip"}, bomb), "too_long"),
            ("deep nesting", (200, {}, b'{"version":1,"pages":' + b"[" * 5000 + b"]" * 5000 + b"}"), "no_feed"),
            ("pages as a list", as_json(good(pages=[1, 2])), ""),
            ("a redirect to another machine", (302, {"Location": "http://127.0.0.1:1/"}, b""), "answered"),
            ("an error", (500, {}, b"{}"), "answered"),
        ]:
            if what == "pages as a list":
                continue
            self.server.answer = answer
            status = self.site.fetch()
            wrong = self.wrong("/rye-bread/", 1)
            tell(f"a feed that is {what}", f"refused ({fault}), the last one stays", f"{status['fault']}, {len(wrong)} wrong", status["fault"] == fault and not wrong)
        self.server.answer = None

        self.server.drips, began = True, time.monotonic()
        status = self.site.fetch()
        took, self.server.drips = time.monotonic() - began, False
        tell("a feed that comes as a byte every 2 s", "given up within 30 s", f"{status['fault']} after {took:.0f} s", status["fault"] == "away" and took < 30)

        evil = self.feed()
        page = evil["pages"]["/rye-bread/"]
        page["tags"] = {"og:title": '"><script>alert(1)</script>', "og:description": 'Quotes " and \' and <b>', "og:url": "https://evil.example/", "canonical": "https://evil.example/",
                        "og:image": "javascript:alert(1)", "twitter:card": "player", "refresh": "0;url=https://evil.example/", "og:site_name": ["x"],
                        "og:type": "article\" onload=\"x", "description": "Plain & \"quoted\" text's end"}
        page["card"]["url"] = "https://evil.example/card/card1abcdefgh.png"
        evil["pages"]["/about/"]["card"]["url"] = self.server.address + "/card/../../../../wp-config.png"
        evil["pages"]["no-slash"] = {"tags": {}}
        evil["pages"]["/text/"] = "og:title"
        self.server.feed = evil
        status = self.site.fetch()
        tags = self.head("/rye-bread/")
        social = {name: it for name, it in tags.items() if name.startswith(("og:", "twitter:", "refresh")) or name == "description"}
        equal("tags with markup, scripts, foreign addresses, unknown names", {"description": ["Plain & \"quoted\" text's end"]}, social)
        equal("the canonical address stays the site's", [f"{self.home}rye-bread/"], tags.get("canonical"))
        equal("things refused of that feed", 13, status["refused"])
        equal("cards of another host or path: cards that count, strange files", (3, []), (status["cards_wanted"], [it.name for it in self.site.root.glob("wp-content/uploads/tidings/*") if not it.name.startswith("card")]))

        for what, html in {
            "a script in it": BAR.replace("<ul>", "<ul><script>alert(1)</script>"),
            "an event": BAR.replace("<nav ", "<nav onmouseover=\"alert(1)\" "),
            "a link that is a script": BAR.replace("https://wa.me/", "javascript:alert(1)//"),
            "a frame and a form": BAR.replace("<ul>", "<iframe src=//evil.example></iframe><form action=//evil.example><input></form><ul>"),
        }.items():
            self.server.feed = self.feed() | {"bar": {"html": html, "where": "after"}}
            self.site.fetch()
            text = self.site.get("/rye-bread/")[2]
            bar = text[text.find(NAV):].split("</nav>")[0] if NAV in text else ""
            bad = [it for it in ["<script", "onmouseover", "javascript:", "<iframe", "<form", "<input"] if it in bar]
            tell(f"a bar with {what}", "without it", bad or ("gone" if bar else "no bar"), not bad)
        for what, html in {
            "a style that loads": BAR.replace("display:flex", "background:url(//evil.example/x)"),
            "a style that imports": BAR.replace("<style>", "<style>@import '//evil.example/x';"),
            "a style for the whole page": BAR.replace("<style>", "<style>body{display:none}"),
            "a style behind a bracket": BAR.replace("<style>", "<style>}body{display:none}"),
            "a style for what is beside it": BAR.replace("<style>", f"<style>.{CLASS} ~ *{{display:none}}"),
            "something around it": "<div>" + BAR + "</div>",
        }.items():
            self.server.feed = self.feed() | {"bar": {"html": html, "where": "after"}}
            status = self.site.fetch()
            equal(f"a bar with {what}: shown, things refused", ("no bar", 1), ("no bar" if NAV not in self.site.get("/rye-bread/")[2] else "shown", status["refused"]))

        for what, answer in {
            "HTML for a card": (200, {"Content-Type": "image/png"}, b"<script>alert(1)</script>"),
            "a card of another type": (200, {"Content-Type": "text/html"}, None),
            "a card of 301 KB": (200, {"Content-Type": "image/png"}, b"long"),
            "a card of another size": (200, {"Content-Type": "image/png"}, b"size"),
            "no card": (404, {}, b""),
        }.items():
            self.server.feed = {**self.feed(), "pages": {"/about/": {"tags": {}, "card": self.server.card(f"fresh{len(what)}abcdefgh.png")}}}
            picture = self.server.cards[f"fresh{len(what)}abcdefgh.png"]
            from feed import png
            bytes_ = {None: picture, b"long": picture + b"\0" * (301 << 10), b"size": png(600, 315)}.get(answer[2], answer[2])
            self.server.card_answer = (answer[0], answer[1], bytes_)
            status = self.site.fetch()
            tell(f"{what}", "refused, no file, no tag", f"{status['cards']} kept", status["cards"] == 0 and status["card_fault"] and "og:image" not in self.head("/about/"))
        self.server.card_answer = None
        self.server.feed = self.feed()
        self.site.fetch()
        files = sorted(it.name for it in self.site.root.glob("wp-content/uploads/tidings/*"))
        equal("cards that no page has any more are deleted", [f"card{it}abcdefgh.png" for it in range(5)], files)
        self.all_pages("after all that, the good feed again")

    def go(self):
        self.site.do("off", "tidings/tidings.php")
        due = self.site.do("next")
        equal("switched off: is an event left, hourly or soon", (False, False), (due["hourly"], due["soon"]))
        equal("and a tag", None, self.head("/rye-bread/").get("og:title"))
        self.site.do("on", "tidings/tidings.php")
        self.site.do("set", {"tidings": {"tags": 1, "cards": 0, "bar": 1}})
        self.site.do("remove", "tidings/tidings.php")
        after = self.site.do("dump")
        # The proof itself saved a post and changed themes.
        ours = lambda dump: [it for it in dump if not it.startswith("wp_posts") and '"theme_mods_' not in it]
        left = sorted(set(ours(after)) - set(ours(self.before)))
        gone = sorted(set(ours(self.before)) - set(ours(after)))
        tell("removed: rows and files that were not there before, or are no more", "none", "; ".join(left + gone) or f"none of {len(after)}", not left and not gone)
        equal("complaints of PHP about the plug-in", [], self.site.faults()[:3])


    def visits(self):
        """The script, its way under the site's own address, previews, and a shop's orders."""
        self.server.arrivals.clear()
        tag = lambda path, headers=None: re.findall(r"<script[^>]*plugins/tidings/t\.js[^>]*>", self.site.get(path, headers)[2])
        equal("not measured: scripts of ours that tell", 0, len(tag("/rye-bread/")))
        self.server.feed["beacon"] = {"key": "k7q4mxz234", "storage": True, "signals": False, "agents": ["facebookexternalhit", "WhatsApp"]}
        self.site.fetch()
        ours = tag("/rye-bread/")
        route = f"{self.home}wp-json/tidings/v1/t"
        equal("measured: scripts, deferred, key, where it tells", (1, True, True, True),
              (len(ours), " defer " in ours[0], 'data-k="k7q4mxz234" data-s="1" data-p="0"' in ours[0], f'data-to="{route}"' in ours[0]))
        text = self.site.get("/about/")[2]
        equal("the picture for browsers without scripts", True, f'<noscript><img src="{route}.gif"' in text)
        equal("who writes the pages: scripts that tell", 0, len(tag("/rye-bread/", {"Cookie": self.sign_in()})))
        browser = {"User-Agent": "A browser", "Content-Type": "text/plain;charset=UTF-8"}
        message = json.dumps({"k": "k7q4mxz234", "u": f"{self.home}rye-bread/"})

        def tells(many=1):
            from house import until
            until(lambda: len(self.server.arrivals) >= many, "what was told")
            told, self.server.arrivals[:] = list(self.server.arrivals), []
            return told

        status, answer, _ = self.site.get("/wp-json/tidings/v1/t", {**browser, "Sec-GPC": "1"}, "POST", message)
        told = tells()
        equal("the script tells: status, cookies, what the server hears", (204, None, [{"what": "beacon", "body": message, "address": "127.0.0.1", "user_agent": "A browser", "declines": True}]),
              (status, answer.headers.get("Set-Cookie"), told))
        status, answer, _ = self.site.get("/wp-json/tidings/v1/t.gif", {"User-Agent": "A browser", "Referer": f"{self.home}about/"})
        told = tells()[0]
        equal("the picture: status, kind, what the server hears", (200, "image/gif", "pixel", f"{self.home}about/"), (status, answer.headers["Content-Type"], told["what"], told["url"]))
        self.site.get("/rye-bread/?e=k7q4mxz", {"User-Agent": "WhatsApp/2.23.20"})
        told = tells()[0]
        equal("a preview agent: what the server hears", ("visit", f"{self.home}rye-bread/?e=k7q4mxz", "WhatsApp/2.23.20", "GET"), (told["what"], told["url"], told["user_agent"], told["method"]))
        for body in ["", "x" * 20_000, b"\xff\xfe"]:
            self.site.get("/wp-json/tidings/v1/t", browser, "POST", body)
        self.site.get("/rye-bread/", browser)
        equal("nothing, too much, no text, a page view: the server hears", [], self.server.arrivals)

        self.site.do("on", "shop.php")
        equal("the checkout has the token's field", True, 'name="tidings_token"' in self.site.get("/?proof_checkout")[2])
        order = lambda number, token: self.site.get("/?proof_checkout", {**FORM, "User-Agent": "A browser"}, "POST", f"id={number}&tidings_token={token}")
        self.server.takes = 503
        order(7, "k7q4mxz~abc123")
        order(8, "%3Cscript%3E")
        self.site.cron()
        equal("orders while the server takes nothing: heard", [], self.server.arrivals)
        self.server.takes = 202
        self.site.do("due", "tidings_fetch")
        self.site.cron()
        told = tells(2)
        equal("once it takes them: order, total, token, from where", [("7", "19.90", "EUR", "k7q4mxz~abc123", "127.0.0.1"), ("8", "19.90", "EUR", "", "127.0.0.1")],
              [(it["order"], it["total"], it["currency"], it["token"], it["address"]) for it in told])
        self.site.do("refund", {"order": 7, "refund": 9, "total": "5.00"})
        self.site.cron()
        told = tells()
        equal("a part is paid back", [("7", "-5", "refund 9")], [(it["order"], it["total"], it["id"]) for it in told])
        self.site.cron()
        equal("told again", [], self.server.arrivals)
        self.server.silent = True
        self.server.takes = 503
        self.site.get("/wp-json/tidings/v1/t", browser, "POST", message)
        took = sorted(self.site.timed("/rye-bread/") for _ in range(20))[10]
        asked = self.server.connections
        for _ in range(20):
            self.site.get("/wp-json/tidings/v1/t", browser, "POST", message)
        equal("the server is away: how often it is called for 20 looks within a minute", 0, self.server.connections - asked)
        tell("and a page takes", "under 500 ms", f"{took:.0f} ms", took < 500)
        self.server.silent, self.server.takes = False, 202
        self.site.do("set", {"_transient_tidings_away": None, "_transient_timeout_tidings_away": None})
        self.site.do("set", {"tidings": {"tags": 1, "cards": 1, "bar": 1, "visits": 0}})
        self.site.get("/wp-json/tidings/v1/t", browser, "POST", message)
        equal("switched off: scripts, heard", (0, []), (len(tag("/rye-bread/")), self.server.arrivals))
        self.site.do("set", {"tidings": None})
        self.site.do("off", "shop.php")
        self.site.do("set", {f"proof_order_{id}": None for id in (7, 8, 9)})

    def network(self):
        """Last of all, for it makes another WordPress of it."""
        self.site.do("network")
        second = self.site.do("second_site")
        equal("a network: sites, switched on for all of them", (2, True), (second, self.site.do("on_network", "tidings/tidings.php")))
        equal("each site fetches: faults of the first, of the second", ["", "other_site"], self.site.do("fetch_each"))
        equal("og:title of the first, of the second", (["Wanted title of /rye-bread/ & \"more\""], None),
              (self.head("/rye-bread/").get("og:title"), self.head("/second/").get("og:title")))
        some = len(self.site.do("left_of_us"))
        self.site.do("remove", "tidings/tidings.php")
        tell("removed: what is left of it on both sites", "nothing", f"{some} things before, {len(self.site.do('left_of_us'))} after", some > 5 and not self.site.do("left_of_us"))


def without(tags):
    """What the page says that stands there without us."""
    return json.loads(tags.get("tidings:without", ["{}"])[0])


def inputs(text, action):
    """The hidden fields of the form that goes to `action`."""
    fields = {}
    form = next(it for it in text.split("<form")[1:] if action in it.split(">")[0])
    for part in form.split("</form>")[0].split("<input")[1:]:
        part = part.split(">")[0].replace("'", '"')
        if 'type="hidden"' in part:
            fields[part.split('name="')[1].split('"')[0]] = part.split('value="')[1].split('"')[0]
    return fields


def main():
    plugin, scratch, *rest = sys.argv[1:]
    others = [Path(folder) for flag, folder in zip(rest[::2], rest[1::2]) if flag == "--with"]
    proof = Proof(Path(plugin), scratch, others)
    try:
        for part in [proof.come, proof.tags, proof.bar, proof.switches, proof.screen, proof.beside, proof.gaps, proof.away, proof.large, proof.hostile, proof.visits, proof.go, proof.beside_real, proof.network]:
            part()
    finally:
        proof.server.stop()
        proof.site.stop()


if __name__ == "__main__":
    main()
