"""Compares a folder before and after a mend, independent of the program: outside of meta tags, title and canonical link,
and the white space in front of them, each file has the same bytes. Prints JSON: files, changed, tags, faults."""

import json
import re
import sys
from pathlib import Path

before, after = Path(sys.argv[1]), Path(sys.argv[2])

TAG = re.compile(
    rb"""\s*(?:
        <meta\b(?:[^>"']|"[^"]*"|'[^']*')*>
      | <title\b[^>]*>.*?</title\s*>
      | <link\b(?=(?:[^>"']|"[^"]*"|'[^']*')*\brel\s*=\s*["']?canonical)(?:[^>"']|"[^"]*"|'[^']*')*>
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rest(page):
    """All bytes but the tags that a mend may write."""
    return TAG.sub(b"", page)


old, new = files(before), files(after)
faults = [f"{name} came or went" for name in sorted(old.keys() ^ new.keys())]
changed, tags = 0, 0
for name in sorted(old.keys() & new.keys()):
    if old[name] == new[name]:
        continue
    changed += 1
    had, has = (sorted(tag.strip() for tag in TAG.findall(page[name])) for page in (old, new))
    tags += len([tag for tag in has if tag not in had])
    if rest(old[name]) != rest(new[name]):
        faults.append(f"{name} differs outside of the tags")
print(json.dumps({"files": len(old), "changed": changed, "tags": tags, "faults": faults[:20]}))
