"""What roster_page.py measures, in a process that finds its database in the environment."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from many_people import fill  # noqa: E402

from quanheng.store.models import Account, Person  # noqa: E402

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


def main(people: int, rounds: int) -> int:
    """Fill, measure, print, judge."""
    client = prepared(people)
    ours = {kind: measured(client, addresses, rounds) for kind, addresses in OURS.items()}
    every = [f"{a}{'&' if '?' in a else '?'}{EVERY_COLUMN}" for a in ("/roster", *OURS["filters"][:6])]
    ours["most columns"] = measured(client, every, rounds)
    pages = {"half": people // 100, "last": people // 50}
    admin = {
        kind: measured(client, [address.format(**pages) for address in addresses], 1)
        for kind, addresses in ADMIN.items()
    }
    print(f"{people} people; seconds per page; on the right the plain admin")
    print(f"{'':14}{'queries':>8}{'p50':>8}{'p95':>8}{'queries':>10}{'p50':>8}{'ratio':>8}")
    for kind, (queries, seconds) in ours.items():
        line = f"{kind:14}{queries:8}{middle(seconds):8.3f}{late(seconds):8.3f}"
        if kind in admin:
            theirs, taken = admin[kind]
            line += f"{theirs:10}{middle(taken):8.3f}{middle(taken) / middle(seconds):8.1f}"
        print(line)
    return int(not all(q <= MOST_QUERIES and late(s) <= MOST_SECONDS for q, s in ours.values()))


def prepared(people: int) -> Client:
    """A client signed in as an organiser, over a database that holds the people."""
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


def measured(client: Client, addresses: Sequence[str], rounds: int) -> tuple[int, list[float]]:
    """The most queries of any address, and the seconds of every request after a first one to warm up.

    With EACH in the environment every address is told.
    """
    most, seconds = 0, []
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        most = max(most, len(captured.captured_queries))
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
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
