"""Elections (投票): who may vote in which stage of a run, and who has collected; never what anybody voted."""

from __future__ import annotations

from django.db import models

from quanheng.store.models.runs import RunPart


class Election(RunPart):
    """The secret ballot of one stage.

    Shapes: `opening` is what was published when it opened, `edition` its SHA-256 in hexadecimal digits.
    """

    code = models.CharField(max_length=64, unique=True)
    stage = models.CharField(max_length=64)
    round = models.PositiveSmallIntegerField(default=1)
    phase = models.CharField(max_length=16)
    rules = models.TextField()
    opening = models.TextField(default="")
    edition = models.CharField(max_length=64, default="")
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "stage", "round"],
                condition=models.Q(cancelled=False),
                name="one_election_a_round",
            )
        ]


class ElectionPart(models.Model):
    """Something that belongs to one election."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Voter(ElectionPart):
    """One person on the roll (选民名册) with the group in which they vote."""

    person = models.CharField(max_length=64)
    group = models.CharField(max_length=64)
    backup = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "person"], name="one_place_a_voter")]


class IssueRecord(models.Model):
    """That a voter collected the credential of one ballot style from one issuer.

    Shapes: `blinded` is the hash of what was signed: a random number to everybody but the voter.
    """

    # No index of its own: the one below begins with the voter, and each credential is written to every index.
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="issued", db_index=False)
    issuer = models.CharField(max_length=16)
    style = models.CharField(max_length=200)
    blinded = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter", "issuer", "style"], name="one_credential_a_style")
        ]


class IssuerKey(ElectionPart):
    """An issuer's key for one ballot style. Shapes: `private` is emptied when collecting has closed."""

    issuer = models.CharField(max_length=16)
    style = models.CharField(max_length=200)
    public = models.TextField()
    private = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "issuer", "style"], name="one_key_a_style")
        ]


class SlipCommitment(ElectionPart):
    """The credential of a printed slip, known before anybody votes; sorted, so no order of printing shows."""

    style = models.CharField(max_length=200)
    credential = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "credential"], name="one_slip_a_hash")]
