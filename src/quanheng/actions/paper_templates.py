"""Templates in force (现行文书模板): what every paper is drawn with, read once for a request."""

from __future__ import annotations

from quanheng.documents.drawing import Template, Templates
from quanheng.store.paper_templates import templates_in_force


def current_templates() -> Templates:
    """The office's own templates where it has any, the built-in ones otherwise."""
    kept = templates_in_force()
    return Templates(
        {t.paper: Template(t.paper, t.version, t.content) for t in kept if t.content is not None}
    )
