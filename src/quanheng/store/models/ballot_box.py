"""Ballot box (票箱): ballots and nothing that leads to a voter; it lies in a database of its own.

No voter, no time, no address, no running number, no foreign key. Nothing but store/ballot_box.py reads or
writes these tables.
"""

from __future__ import annotations

from django.db import models


class BoxElection(models.Model):
    """What the box knows of one election: its opening as published, its phase, the key of its receipts."""

    election = models.CharField(max_length=64, primary_key=True)
    opening = models.TextField(default="")
    phase = models.CharField(max_length=16, default="prepared")
    receipt_seed = models.CharField(max_length=64)


class BallotRow(models.Model):
    """One ballot under its credential, which fits once."""

    credential = models.CharField(max_length=64, primary_key=True)
    election = models.CharField(max_length=64, db_index=True)
    body = models.TextField()
    body_hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


class CastBallot(BallotRow):
    """A ballot as it came in, until the election is sealed."""


class SealedBallot(BallotRow):
    """A ballot of a sealed election: written once, in the order of the hashes."""


class VoidSlip(models.Model):
    """The credential of a printed slip that was left over and scanned in front of everyone."""

    credential = models.CharField(max_length=64, primary_key=True)
    election = models.CharField(max_length=64, db_index=True)
    style = models.CharField(max_length=200)


class BoardLine(models.Model):
    """One line of the board of an election. Shapes: `place` is the election and the line's number."""

    place = models.CharField(max_length=80, primary_key=True)
    election = models.CharField(max_length=64, db_index=True)
    line = models.TextField()
