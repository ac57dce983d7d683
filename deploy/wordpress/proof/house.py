"""A WordPress of Debian's package on loopback: its own MariaDB, PHP's own server, in a folder that goes with it."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).parent
DEBIAN = Path("/usr/share/wordpress")


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def until(condition, what, seconds=60):
    """Looks again until `condition` holds; each look waits for the thing itself, not for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise SystemExit(f"{what} did not come within {seconds} s")


def is_up(port):
    with socket.socket() as it:
        it.settimeout(1)
        return it.connect_ex(("127.0.0.1", port)) == 0


class Site:
    def __init__(self, folder, seen_at=lambda port: f"127.0.0.1:{port}"):
        """`seen_at` says under which host and port the site knows itself that listens at a port."""
        self.folder, self.children = Path(folder), []
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.root = self.folder / "site"
        self.db_port, self.port = free_port(), free_port()
        self.host = seen_at(self.port)
        self.database()
        self.wordpress()
        self.php()

    def start(self, line, log, **more):
        out = open(self.folder / log, "ab")
        # A group of its own: PHP's server leaves its workers behind when it is ended alone.
        child = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **more)
        self.children.append(child)
        return child

    def database(self):
        data, user = self.folder / "db", ["--user=root"] if os.getuid() == 0 else []
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
                        "--skip-test-db", *user], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.start(["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self.folder}/db.sock", f"--port={self.db_port}",
                    "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=64M", "--performance-schema=OFF", *user], "db.log")
        until(lambda: is_up(self.db_port), "MariaDB")
        sql = "CREATE DATABASE wp CHARACTER SET utf8mb4; CREATE USER 'wp'@'127.0.0.1' IDENTIFIED BY 'wp'; GRANT ALL ON wp.* TO 'wp'@'127.0.0.1';"
        subprocess.run(["mariadb", "--no-defaults", f"--socket={self.folder}/db.sock", "-uroot", "-e", sql], check=True)

    def wordpress(self):
        # Debian's links lead out of the folder; languages are many and not needed.
        shutil.copytree(DEBIAN, self.root, ignore=shutil.ignore_patterns("languages", "wp-config.php"), ignore_dangling_symlinks=True)
        keys = "".join(f"define('{name}', '{name.lower()}');\n" for name in
                       ["AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY", "AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT", "NONCE_SALT"])
        (self.root / "wp-config.php").write_text(f"""<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp'); define('DB_HOST', '127.0.0.1:{self.db_port}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
{keys}
define('WP_HOME', 'http://{self.host}'); define('WP_SITEURL', 'http://{self.host}');
define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1,localhost');
// Until the proof says otherwise, WP-Cron runs when the proof asks for it.
define('DISABLE_WP_CRON', !file_exists(__DIR__ . '/cron-by-views'));
define('WP_DEBUG', true); define('WP_DEBUG_DISPLAY', false); define('WP_DEBUG_LOG', __DIR__ . '/../debug.log');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
""")
        (self.folder / "router.php").write_text("""<?php
$root = __DIR__ . '/site';
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = realpath($root . $path);
if ($file !== false && strpos($file, $root) === 0) {
    if (is_file($file)) { return false; }
    if ($path !== '/' && is_file($file . '/index.php')) { $path = rtrim($path, '/') . '/index.php'; } else { $path = '/index.php'; }
} else { $path = '/index.php'; }
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
$_SERVER['SCRIPT_FILENAME'] = $root . $path;
chdir(dirname($root . $path));
require $root . $path;
return true;
""")
        extra = self.root / "wp-content/mu-plugins"
        extra.mkdir()
        shutil.copy(HERE / "stand-ins/watch.php", extra)
        shutil.copytree(HERE / "stand-ins/old-theme", self.root / "wp-content/themes/old-theme")
        for name in ["unknown", "filtered", "shop"]:
            shutil.copy(HERE / f"stand-ins/{name}.php", self.root / f"wp-content/plugins/{name}.php")

    def php(self):
        self.start(["php", "-d", "memory_limit=256M", "-d", "display_errors=0", "-d", "opcache.enable_cli=1", "-S", f"127.0.0.1:{self.port}",
                    "-t", str(self.root), str(self.folder / "router.php")], "php.log", env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4"})
        until(lambda: is_up(self.port), "PHP's server")
        self.do("install")
        self.do("fill")

    def plugin(self, source, server, key):
        """Installs the plug-in as the console hands it out: two lines are replaced, and no others."""
        text = source.read_text()
        for name, value in [("SERVER", server), ("KEY", key)]:
            text, times = re.subn(rf"(?m)^const {name} = ''; // tidings:{name.lower()}$", f"const {name} = '{value}';", text)
            assert times == 1, f"{times} lines for {name}"
        folder = self.root / "wp-content/plugins/tidings"
        folder.mkdir(exist_ok=True)
        (folder / "tidings.php").write_text(text)
        shutil.copy(HERE.parents[2] / "crates/optimize/src/buttons/enhancer.js", folder / "bar.js")
        shutil.copy(source.with_name("measure.php"), folder / "measure.php")
        # As `measure::collect::script_of_plugin` wraps it; what it does is the browser's proof, not this one's.
        (folder / "t.js").write_text("/* the script */")

    def do(self, command, given=None):
        ran = subprocess.run(["php", "-d", "memory_limit=512M", str(HERE / "control.php"), str(self.root), command, json.dumps(given)],
                             capture_output=True, text=True, env={**os.environ, "PROOF_HOST": self.host})
        found = re.search(r"<<<(.*)>>>", ran.stdout, re.S)
        if not found:
            raise SystemExit(f"control.php {command}: {ran.stdout[-2000:]} {ran.stderr[-2000:]}")
        return json.loads(found[1])

    def get(self, path, headers=None, method="GET", body=None):
        """Status, headers and text; redirects are not followed."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        link.request(method, urllib.parse.quote(path, safe="/?&=%"), body=body, headers=headers or {})
        answer = link.getresponse()
        text = answer.read().decode("utf-8", "replace")
        link.close()
        return answer.status, answer, text

    def timed(self, path):
        began = time.perf_counter()
        status, _, _ = self.get(path)
        assert status == 200, f"{path}: {status}"
        return 1000 * (time.perf_counter() - began)

    def cron(self):
        self.get("/wp-cron.php?doing_wp_cron")
        # One that runs holds the next off for a minute.
        self.do("set", {"_transient_doing_cron": None})

    def fetch(self):
        """What happens a minute after somebody saved a post, now."""
        self.do("due", "tidings_fetch_soon")
        self.cron()
        return self.do("status")

    def asked(self):
        log = self.root / "wp-content/asked.log"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def faults(self):
        """What PHP complained about, of ours."""
        log = self.folder / "debug.log"
        return [line for line in log.read_text().splitlines() if "plugins/tidings" in line] if log.exists() else []

    def stop(self):
        for child in reversed(self.children):
            os.killpg(child.pid, signal.SIGTERM)
        for child in self.children:
            child.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


class Head(HTMLParser):
    """The tags of a head, read by another reader than the plug-in's."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.inside, self.title = {}, None, None
        self.feed(text.split("<body")[0])

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta":
            for name in {(attributes.get(key) or "").lower() for key in ("property", "name")} - {""}:
                self.tags.setdefault(name, []).append(attributes.get("content"))
        if tag == "link" and "canonical" in (attributes.get("rel") or "").lower():
            self.tags.setdefault("canonical", []).append(attributes.get("href"))
        self.inside = tag if tag == "title" else None

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self.inside == "title":
            self.tags.setdefault("title", []).append(data)
            self.inside = None
