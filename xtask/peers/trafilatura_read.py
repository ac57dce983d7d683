"""Reads every page of a folder with trafilatura: a line of JSON a page, metadata alone, in one process."""

import json
import sys
from pathlib import Path

from trafilatura import load_html
from trafilatura.metadata import extract_metadata

for path in sorted(Path(sys.argv[1]).rglob("*.html")):
    row = {"source": path.name}
    try:
        tree = load_html(path.read_bytes())
        found = extract_metadata(tree, default_url=f"https://example.com/{path.name}") if tree is not None else None
        if found is not None:
            row |= {
                "title": found.title,
                "description": found.description,
                "image": found.image,
                "author": found.author,
                "date": found.date,
                "site_name": found.sitename,
                "language": found.language,
                "kind": found.pagetype,
            }
    except Exception as fault:  # a page that it cannot take is a page without facts
        row["fault"] = type(fault).__name__
    print(json.dumps(row))
