"""Addresses of votes (投票)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.addresses import STAGE
from quanheng.web.voting import collecting, double_keying, elections, roll_file, second_round, sheets

urlpatterns = [
    path(f"{STAGE}/sheets", sheets.sheets, name="sheets"),
    path(f"{STAGE}/sheets/twice", double_keying.sheets_twice, name="sheets-twice"),
    path(f"{STAGE}/sheets/<int:round_>", sheets.sheets, name="sheets-round"),
    path(f"{STAGE}/sheets/<int:round_>/turnout", sheets.turnout, name="sheets-turnout"),
    path(f"{STAGE}/election", elections.election, name="election"),
    path(f"{STAGE}/election/<int:round_>", elections.election, name="election-round"),
    path(f"{STAGE}/election/<int:round_>/slip-order", elections.slips, name="election-slips"),
    path(f"{STAGE}/election/<int:round_>/issuer-order", elections.issuer, name="election-issuer"),
    path(f"{STAGE}/election/<int:round_>/roll", roll_file.roll_file, name="election-roll"),
    path(f"{STAGE}/election/<int:round_>/demo/<slug:group>", elections.demo_slips, name="election-demo"),
    path(f"{STAGE}/election/<int:round_>/<slug:act>", elections.act, name="election-act"),
    path(f"{STAGE}/second-round", second_round.second_round, name="second-round"),
    path("elections/<slug:election>/collect", collecting.collect, name="ballot-collect"),
    path("elections/<slug:election>/opening", collecting.opening, name="ballot-opening"),
    path("elections/<slug:election>/issue", collecting.issue, name="ballot-issue"),
    path("elections/<slug:election>/backup", collecting.backup, name="ballot-backup"),
]
