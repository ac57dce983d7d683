"""Counts, for each of some rules, the pages of a folder that break it. Independent of the program: lxml's tree, and the
rules' definitions as docs/rules.md words them. Prints JSON: rule, pages."""

import json
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html

FOLDER = Path(sys.argv[1])


class Page:
    """What lxml sees of one file."""

    def __init__(self, path):
        self.path = "/" + path.relative_to(FOLDER).as_posix()
        tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        self.tags = []
        for meta in tree.iter("meta"):
            for attribute in ("property", "name"):
                key = (meta.get(attribute) or "").strip().lower()
                content = meta.get("content")
                if key and content is not None and content.strip():
                    self.tags.append((key, content.strip()))
        title = tree.find(".//title")
        self.title = " ".join((title.text_content() if title is not None else "").split())
        links = [((link.get("rel") or "").lower().split(), (link.get("href") or "").strip()) for link in tree.iter("link")]
        self.links = [(rel, href) for rel, href in links if href]
        self.lang = (tree.get("lang") or "").strip()

    def first(self, *keys):
        """The content of the first tag of the first of `keys` that there is."""
        for key in keys:
            for name, content in self.tags:
                if name == key:
                    return content
        return None

    def pictures(self):
        pictures = [content for name, content in self.tags if name == "og:image"]
        if pictures:
            return pictures
        other = [content for name, content in self.tags if name in ("og:image:url", "og:image:secure_url")]
        return other[:1]

    def shared_title(self):
        return self.first("og:title", "twitter:title") or self.title or None

    def title_on_x(self):
        return self.first("twitter:title", "og:title") or self.title or None

    def shared_description(self):
        return self.first("og:description", "twitter:description", "description")

    def description_on_x(self):
        return self.first("twitter:description", "og:description", "description")

    def canonical(self):
        return next((href for rel, href in self.links if "canonical" in rel), None)

    def stands_for_itself(self):
        canonical = self.canonical()
        return canonical is None or urlsplit(canonical).path == self.path

    def has_link(self, *rels):
        return any(rel in tokens for tokens, _ in self.links for rel in rels)


def is_absolute(address):
    return address.lower().startswith(("https://", "http://"))


def over(text, most):
    return text is not None and len(text) > most


ALONE = {
    "og-title-missing": lambda page: page.first("og:title") is None,
    "og-type-missing": lambda page: page.first("og:type") is None,
    "og-image-missing": lambda page: not page.pictures(),
    "og-url-missing": lambda page: page.first("og:url") is None,
    "og-description-missing": lambda page: page.first("og:description") is None,
    "og-site-name-missing": lambda page: page.first("og:site_name") is None,
    "twitter-card-missing": lambda page: page.first("twitter:card") is None,
    "twitter-site-missing": lambda page: page.first("twitter:site", "twitter:site:id") is None,
    "title-missing": lambda page: not page.title,
    "description-missing": lambda page: page.first("description") is None,
    "canonical-missing": lambda page: page.canonical() is None,
    "og-image-relative": lambda page: any(not is_absolute(picture) for picture in page.pictures()),
    "image-alt-missing": lambda page: bool(page.pictures())
    and page.first("og:image:alt", "twitter:image:alt") is None,
    "title-over-70-characters": lambda page: over(page.title_on_x(), 70),
    "title-over-67-bytes": lambda page: len((page.shared_title() or "").encode()) > 67,
    "description-over-200-characters": lambda page: over(page.description_on_x(), 200),
    "description-over-80-characters": lambda page: over(page.shared_description(), 80),
    "icons-missing": lambda page: not (
        page.has_link("icon") and page.has_link("apple-touch-icon", "apple-touch-icon-precomposed")
    ),
}

pages = [Page(path) for path in sorted(FOLDER.rglob("*.html"))]
counts = {rule: sum(1 for page in pages if broken(page)) for rule, broken in ALONE.items()}
for rule, text in (("title-not-unique", Page.shared_title), ("description-not-unique", Page.shared_description)):
    own = [page for page in pages if page.stands_for_itself()]
    seen = Counter(text(page) for page in own)
    counts[rule] = sum(1 for page in own if text(page) is not None and seen[text(page)] > 1)
print(json.dumps({"pages": len(pages), "rules": counts}))
