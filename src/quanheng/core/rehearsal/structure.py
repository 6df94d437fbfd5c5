"""Rehearsing a structural selection (演练：结构性择优): what invented people cannot fit is relaxed."""

from __future__ import annotations

from quanheng.core.rehearsal.scene import BY, Scene, Written
from quanheng.core.stages import quota_selection
from quanheng.core.stages.quota_selection.terms import Place, Relief


def quota_rows(scene: Scene[quota_selection.Settings]) -> Written:
    """Nothing at first; then a place for equals, and every quota relaxed where the list cannot be made."""
    equals = scene.due_in("places")
    if scene.is_first:
        return {}
    if equals:
        posts = {c.person: c.post for c in scene.slate.candidates}
        return {
            "places": [
                Place(person=due.person, post=posts[due.person], place=n, decided_by=BY)
                for n, due in enumerate(equals, 1)
            ]
        }
    return {
        "reliefs": [
            Relief(post=post, quota=quota.id, reason=BY, decided_by=BY)
            for post in scene.slate.seats
            for quota in scene.settings.quotas
        ]
    }
