"""Time the roster's list at a million people (名册列表计时), beside the same list in a plain Django admin.

    python benchmarks/roster_page.py [--people 1000000] [--rounds 5] [--data DIRECTORY]

fills a PostgreSQL of its own (once, where --data keeps it), asks both lists for the first page, searches, filters
and the next page through Django's test client, and prints queries, p50, p95 and how many times slower the
admin is. Exits 1 when a page takes more than ten queries or its p95 is over 150 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

MOST_QUERIES, MOST_SECONDS = 10, 0.150

OURS: Mapping[str, Sequence[str]] = {
    "first page": ("/roster",),
    "search": tuple(
        f"/roster?words={w}"
        for w in ("王伟", "书砚", "砚", "wangwei", "shuyan", "w", "zsy", "P0765", "王+wx", "zzzz")
    ),
    "filters": (
        "/roster?sex=女&identity=工人",
        "/roster?unit=U00007",
        "/roster?unit=U00000&sex=女",
        "/roster?unit_alone=U01999",
        "/roster?age_from=30&age_to=35",
        "/roster?age_from=61&party=九三学社社员",
        "/roster?rank=四级主任科员",
        "/roster?rank=一级调研员&sex=女&age_to=30",
        "/roster?level=正处级&leading=yes",
        "/roster?leading=no&education=博士研究生",
        "/roster?education=博士研究生&unit=U00007",
        "/roster?reserve=处级后备&age_to=35",
        "/roster?findings=yes&unit=U00030",
        "/roster?words=wang&rank=三级调研员&sort=-born",
        "/roster?party=民盟盟员&establishment=参公事业编制&sort=name",
    ),
    "next page": (
        '/roster?after=["P0500000","P0500000"]',
        '/roster?before=["P0999999","P0999999"]',
        '/roster?sort=born&after=["1985-06","P0400000"]',
        '/roster?sort=-born&after=["1970-01","P0400000"]',
        '/roster?sort=name&after=["wang wei","P0400000"]',
        '/roster?sort=unit&after=["U00100","P0400000"]',
        '/roster?rank=四级主任科员&after=["P0900000","P0900000"]',
        '/roster?identity=工人&sex=女&sort=-born&after=["1990-01","P0100000"]',
    ),
}
ADMIN: Mapping[str, Sequence[str]] = {
    "first page": ("/admin/store/person/",),
    "search": tuple(f"/admin/store/person/?q={w}" for w in ("王伟", "书砚", "wangwei", "P0765")),
    "filters": (
        "/admin/store/person/?sex__exact=女&identity__exact=工人",
        "/admin/store/person/?party__exact=民盟盟员&establishment__exact=参公事业编制",
    ),
    "next page": ("/admin/store/person/?p={half}", "/admin/store/person/?p={last}"),
}
EVERY_COLUMN = "columns=" + "&columns=".join(
    (
        "code",
        "unit",
        "present_post",
        "present_rank",
        "years_in_rank",
        "age",
        "full_time_education",
        "last_grades",
        "reserve",
    )
)


def main() -> None:
    """Fill, measure, print, judge."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--data", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        client = prepared(given.data or Path(temporary), given.people)
        ours = {kind: measured(client, addresses, given.rounds) for kind, addresses in OURS.items()}
        every = [f"{a}{'&' if '?' in a else '?'}{EVERY_COLUMN}" for a in ("/roster", *OURS["filters"][:6])]
        ours["most columns"] = measured(client, every, given.rounds)
        pages = {"half": given.people // 100, "last": given.people // 50}
        admin = {
            kind: measured(client, [address.format(**pages) for address in addresses], 1)
            for kind, addresses in ADMIN.items()
        }
    print(f"{given.people} people; seconds per page")
    print(f"{'':14}{'queries':>8}{'p50':>8}{'p95':>8}{'admin p50':>11}{'queries':>8}{'ratio':>8}")
    for kind, (queries, seconds) in ours.items():
        line = f"{kind:14}{queries:8}{middle(seconds):8.3f}{late(seconds):8.3f}"
        if kind in admin:
            theirs = admin[kind]
            line += f"{middle(theirs[1]):11.3f}{theirs[0]:8}{middle(theirs[1]) / middle(seconds):8.1f}"
        print(line)
    kept = all(q <= MOST_QUERIES and late(s) <= MOST_SECONDS for q, s in ours.values())
    sys.exit(0 if kept else 1)


def prepared(data: Path, people: int) -> Any:
    """A client signed in as an organiser, over a database that holds the people."""
    data.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(data))
    import pgserver

    server = pgserver.get_server(data / "postgres", cleanup_mode="stop")
    os.environ |= {
        "QUANHENG_DATABASE": server.get_uri(),
        "QUANHENG_HOME": str(data),
        "QUANHENG_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "quanheng.config.settings",
    }
    import django
    from django.conf import settings

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.admin"]
    settings.ROOT_URLCONF = "plain_admin"
    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone
    from many_people import fill

    from quanheng.store.models import Account, Person

    call_command("migrate", verbosity=0)
    if not Person.objects.exists():
        begun = time.perf_counter()
        fill(people)
        print(f"filled in {time.perf_counter() - begun:.0f} s")
    account = Account.objects.filter(username="bench").first()
    if account is None:
        account = Account.objects.open("bench", "Bench")
        account.grants.create(role="organiser", granted_at=timezone.now())
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def measured(client: Any, addresses: Sequence[str], rounds: int) -> tuple[int, list[float]]:
    """The most queries of any address, and the seconds of every request after a first one to warm up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most, seconds = 0, []
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        most = max(most, len(captured))
        taken = []
        for _ in range(rounds):
            begun = time.perf_counter()
            client.get(address)
            taken.append(time.perf_counter() - begun)
        if os.environ.get("EACH"):
            print(f"  {middle(taken):.3f} {late(taken):.3f} {most:3} {address}")
        seconds += taken
    return most, seconds


def middle(seconds: Sequence[float]) -> float:
    """The median."""
    return statistics.median(seconds)


def late(seconds: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(seconds)[max(0, -(-len(seconds) * 95 // 100) - 1)]


if __name__ == "__main__":
    main()
