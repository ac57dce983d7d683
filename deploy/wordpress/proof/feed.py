"""The server of the proof: a feed, cards, and every way in which a server can be wrong."""

import gzip
import hashlib
import json
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "k" * 32


def png(width, height, colour=b"\x33\x66\x99"):
    row = b"\0" + colour * width
    packed = zlib.compress(row * height)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


class Server:
    """Listens on loopback; `connections` counts everything that reached it, `asked` what was asked for."""

    def __init__(self):
        self.connections, self.asked, self.silent, self.stopped = 0, [], False, threading.Event()
        self.drips = False  # a byte now and then
        self.chunked = False  # as a server does that packs while it sends
        self.answer = None  # (status, headers, bytes) in place of the feed
        self.feed, self.cards, self.card_answer = {}, {}, None
        self.arrivals = []  # what was told, one after the other
        self.takes = 202
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                owner.connections += 1
                super().setup()

            def do_GET(self):
                if owner.silent:
                    owner.stopped.wait(60)
                    self.close_connection = True
                    return
                if owner.drips:
                    self.send_response(200)
                    self.send_header("Content-Length", "1000")
                    self.end_headers()
                    while not owner.stopped.wait(2) and owner.drips:
                        self.wfile.write(b" ")
                    self.close_connection = True
                    return
                owner.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                status, headers, body = owner.reply(self.path, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if owner.chunked:
                    self.send_header("Transfer-Encoding", "chunked")
                    parts = [body[at:at + 1000] for at in range(0, len(body), 1000)] + [b""]
                    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
                else:
                    self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = owner.takes if self.path == f"/feed/{KEY}/arrivals" else 404
                if status == 202:
                    owner.arrivals += json.loads(body)["arrivals"]
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True

            def log_message(self, *_):
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def reply(self, path, headers):
        if path.startswith("/card/"):
            if self.card_answer:
                return self.card_answer
            card = self.cards.get(path.removeprefix("/card/"))
            return (200, {"Content-Type": "image/png"}, card) if card else (404, {}, b"")
        if self.answer:
            return self.answer
        if path != f"/feed/{KEY}":
            return 404, {}, b"{}"
        body = json.dumps(self.feed).encode()
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if headers.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, b""
        head = {"Content-Type": "application/json", "ETag": tag}
        if "gzip" in (headers.get("Accept-Encoding") or ""):
            body, head["Content-Encoding"] = gzip.compress(body), "gzip"
        return 200, head, body

    def card(self, name, width=1200, height=630, alt="A loaf of rye bread", colour=b"\x33\x66\x99"):
        """A card for a page of the feed, kept under `name`."""
        self.cards[name] = png(width, height, colour)
        return {"url": f"{self.address}/card/{name}", "width": width, "height": height, "alt": alt,
                "bytes": len(self.cards[name])}

    def stop(self):
        self.stopped.set()
        self.http.shutdown()
        self.http.server_close()
