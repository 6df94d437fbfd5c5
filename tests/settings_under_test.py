"""The settings that tests run with: a directory and a database that end with the run.

QUANHENG_TEST_DATABASE chooses between `sqlite` (the default) and `postgres`; for the latter one server is
started for the whole run, and workers of pytest-xdist find its address in the environment that they inherit.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="quanheng-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# Nothing of the installation that the tests happen to run in may reach them.
CHOICE = os.environ.get("QUANHENG_TEST_DATABASE", "sqlite")
SERVER = os.environ.get("QUANHENG_TEST_SERVER", "")
for name in [name for name in os.environ if name.startswith("QUANHENG_")]:
    if name not in {"QUANHENG_TEST_DATABASE", "QUANHENG_TEST_SERVER"}:
        del os.environ[name]

if CHOICE == "postgres":
    if not SERVER:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(HOME))
        import pgserver

        server = pgserver.get_server(HOME / "postgres", cleanup_mode="delete")
        # Nobody pulls the plug here (the kill loop has a server of its own, which writes through).
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} TO off;")
        server.psql("SELECT pg_reload_conf();")
        SERVER = server.get_uri()
        os.environ["QUANHENG_TEST_SERVER"] = SERVER
    os.environ["QUANHENG_DATABASE"] = SERVER
    os.environ["QUANHENG_BOX_DATABASE"] = SERVER.replace("/postgres?", "/box?")
elif CHOICE != "sqlite":
    raise ValueError(f"QUANHENG_TEST_DATABASE is sqlite or postgres, not {CHOICE}")

os.environ["QUANHENG_HOME"] = str(HOME)
os.environ["QUANHENG_ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
# The browser's driver keeps an event loop in the thread of the tests; our own code has none.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from quanheng.config.settings import *  # noqa: E402, F403
from quanheng.config.settings import DATABASES, INSTALLED_APPS  # noqa: E402

if CHOICE == "sqlite":
    # A file, as in an installation: in memory all threads of the live server would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["box"]["TEST"] = {"NAME": str(HOME / "test-box.sqlite3")}
else:
    # A connection that is kept would hold the database open after a test of the live server.
    DATABASES["default"]["CONN_MAX_AGE"] = DATABASES["box"]["CONN_MAX_AGE"] = 0

INSTALLED_APPS = [*INSTALLED_APPS, "clearing"]
# Every client of a test is an application of its own: it looks for a static file when one is asked for.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
