"""Help: each role reads what it does, and every page named there opens for it."""

import pytest

from quanheng.core.authority import ROLES
from quanheng.web.help import GUIDES

pytestmark = pytest.mark.django_db
USERNAMES = {
    "organiser": "organiser",
    "unit": "unit_officer",
    "staff": "staff",
    "judge": "judge",
    "committee": "committee_member",
    "discipline": "discipline_officer",
    "auditor": "auditor",
    "admin": "administrator",
}


def test_every_role_is_told():
    assert set(GUIDES) == set(ROLES) == set(USERNAMES.values())


@pytest.mark.parametrize("username", USERNAMES)
def test_what_help_names_opens(as_role, username):
    client = as_role(username)
    [(role, _, steps)] = client.get("/help").context["guides"]
    assert role == USERNAMES[username]
    assert {href: client.get(href, follow=True).status_code for _, href in steps} == {
        href: 200 for _, href in steps
    }
