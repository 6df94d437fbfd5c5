"""Choosing posts (报名志愿): what the plan lets one person choose, at enrolment and when choosing anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quanheng.core.language.posts import Choices, Frame, Post
from quanheng.core.language.terms import Names
from quanheng.core.people import Person
from quanheng.core.values import Refused, how_many


def sources_of(person: Person, post: Post) -> frozenset[str]:
    """The names by which a post may admit this person (来源).

    Shapes: `inside` or what the attribute `source` says; `own_unit`; and the names of the person's unit,
    identity and establishment.
    """
    names = {person.attributes.get("source", "inside"), person.unit, person.identity, person.establishment}
    if person.unit and person.unit == post.unit:
        names.add("own_unit")
    return frozenset(n for n in names if n)


def refused_post(person: Person, post: Post, frame: Frame, sources: Names = ()) -> Refused | None:
    """Why this person may not choose this post, if so: kept out of the plan, own unit, or source.

    Shapes: `sources` are those of the stage, on top of the post's own.
    """
    where = f"{person.id}@{post.id}"
    if post.excluded:
        return Refused(
            "post_excluded",
            f"职位“{post.title.zh}”不在本次选拔范围内。",
            f"The post '{post.title.say('en')}' is not open in this selection.",
            where=where,
            remedy_zh="请改报其他职位。",
            remedy_en="Choose another post.",
        )
    if frame.choices.own_unit_barred and person.unit and person.unit == post.unit:
        return Refused(
            "own_unit_barred",
            f"方案规定不得报考本单位职位，{person.name}所在单位即“{post.unit}”。",
            f"The plan bars posts of one's own unit, and {person.name} works in '{post.unit}'.",
            where=where,
            remedy_zh="请改报其他单位的职位。",
            remedy_en="Choose a post of another unit.",
        )
    own = sources_of(person, post)
    closed = next((named for named in (post.sources, sources) if named and not own & set(named)), None)
    if closed is not None:
        return Refused(
            "source_not_open",
            f"职位“{post.title.zh}”面向：{'、'.join(closed)}；{person.name}不在此列。",
            f"The post is open to: {', '.join(closed)}; {person.name} is none of these.",
            where=where,
            remedy_zh="请核对人员来源，或改报其他职位。",
            remedy_en="Check the person's source, or choose another post.",
        )
    return None


def group_of(post: Post) -> str:
    """The group by which choices are limited: the post's group, else its class."""
    return post.group or post.cls or ""


def refused_choices(person: Person, posts: Sequence[str], frame: Frame) -> Refused | None:
    """Why this person may not hold all these choices together, if so."""
    choices: Choices = frame.choices
    if choices.max is not None and len(posts) > choices.max:
        return _too_many(person, len(posts), choices.max, "", "")
    counts = Counter(group_of(frame.posts[p]) for p in posts)
    for group, limit in choices.groups.items():
        if counts[group] > limit.max:
            title = frame.classes[group].title if group in frame.classes else None
            zh, en = (title.zh, title.say("en")) if title else (group, group)
            return _too_many(person, counts[group], limit.max, f"“{zh}”", f" of '{en}'")
        if counts[group] and not limit.together and len(counts) > 1:
            return Refused(
                "choices_not_together",
                f"{person.name}报了“{group}”的职位，不得再兼报其他类别。",
                f"{person.name} chose a post of '{group}', which may not be combined with others.",
                where=person.id,
                remedy_zh="请只保留一类职位。",
                remedy_en="Keep the posts of one group.",
            )
    return None


def _too_many(person: Person, chosen: int, most: int, zh: str, en: str) -> Refused:
    return Refused(
        "too_many_choices",
        f"{person.name}报了 {chosen} 个{zh}职位，方案规定最多 {most} 个。",
        f"{person.name} chose {how_many(chosen, 'post')}{en}; the plan allows {most}.",
        where=person.id,
        remedy_zh="请删去多报的职位。",
        remedy_en="Take back the choices beyond that.",
    )
