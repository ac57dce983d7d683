"""What the Matrix server Synapse makes of every page of a folder: a line of JSON a page.

    python synapse_read.py FOLDER

Synapse's own functions read the bytes; nothing is fetched. Its picture is resolved against the page's address, and
values of more than 1,000 characters are dropped, as its fetcher does with what they return.
"""

import json
import os
import sys
from urllib.parse import urljoin, urlparse

from synapse.media.preview_html import decode_body, parse_html_to_open_graph

LONGEST = 1000


def read(body: bytes, url: str) -> dict:
    soup = decode_body(body, url)
    tags = parse_html_to_open_graph(soup) if soup is not None else {}
    image = tags.get("og:image") or None
    if image and urlparse(image).scheme != "data":
        image = urljoin(url, image)
    tags = {name: text for name, text in tags.items() if len(str(text)) <= LONGEST}
    return {
        "title": tags.get("og:title"),
        "description": tags.get("og:description"),
        "image": image,
        "site": tags.get("og:site_name"),
    }


def main() -> None:
    folder = sys.argv[1]
    for page in sorted(name for name in os.listdir(folder) if name.endswith(".html")):
        url = f"https://bakery.example/{page}"
        with open(os.path.join(folder, page), "rb") as file:
            body = file.read()
        try:
            answer = read(body, url)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"page": page, "url": url, **answer}))


if __name__ == "__main__":
    main()
