"""The board in words: whom a style is about and what is told of it, never an id or a code."""

from quanheng.core.ballots.board_words import group_words, subject_words, told_lines
from quanheng.core.ballots.election import Style
from quanheng.core.ballots.forms import BallotForm, Said, Subject
from quanheng.core.values import Text

GROUPS = (Said("staff", "职工", "Staff"),)
POSTS = (Said("park", "园区主任", "Head of the park"), Said("office", "办公室主任"))
STANDING = (Subject("P1@park", "P1", "park", "赵一"), Subject("P2@office", "P2", "office", "钱二"))
VOTES = (Said("approve", "赞成", "Approve"), Said("oppose", "反对", "Oppose"))
VOTE = (Said("vote", "意见", "Vote"),)
ASKED = (Said("virtue", "德", "Virtue"), Said("ability", "能", "Ability"))
GRADES = (Said("good", "好", "Good"), Said("fair", "一般", "Fair"))


def form(slices, **more):
    """A form of votes on two candidates."""
    return BallotForm("vote", "votes", slices, STANDING, VOTE, VOTES, GROUPS, POSTS, **more)


def test_one_question_needs_no_title_and_answers_stand_in_the_order_of_the_ballot():
    told = {"tally": {"vote": {"": 2, "oppose": 4, "approve": 11}, "+": {}}}
    assert list(told_lines(form("candidate"), told)) == [
        Text("赞成 11 · 反对 4 · 未填 2", "Approve 11 · Oppose 4 · Left blank 2")
    ]


def test_a_whole_sheet_names_the_person_and_names_written_in_stand_as_they_were_written():
    told = {"tally": {"P1@park|vote": {"approve": 3}, "+": {"park|周五": 2, "office|孙三": 1}}}
    assert list(told_lines(form("sheet"), told)) == [
        Text("赵一：赞成 3", "赵一: Approve 3"),
        Text("另写：孙三 1 · 周五 2", "Written in: 孙三 1 · 周五 2"),
    ]


def test_several_questions_are_told_apart_and_means_where_there_are_few():
    people = (Subject("P1", "P1", "", "赵一"),)
    asked = BallotForm("a", "grades", "person", people, ASKED, GRADES, GROUPS)
    assert list(told_lines(asked, {"tally": {"virtue": {"good": 9}, "ability": {"fair": 9}}})) == [
        Text("德：好 9", "Virtue: Good 9"),
        Text("能：一般 9", "Ability: Fair 9"),
    ]
    assert list(told_lines(asked, {"means": {"virtue": "88.5", "ability": ""}})) == [
        Text("德：平均 88.5", "Virtue: mean 88.5"),
        Text("能：平均 —", "Ability: mean —"),
    ]
    assert list(told_lines(asked, {})) == []


def test_remarks_are_told_as_they_were_written():
    told = {"tally": {"comment": {"": 5, "多走访": 1, "好": 2}}}
    assert list(told_lines(form("candidate"), told)) == [Text("多走访", "多走访"), Text("好", "好")]


def test_styles_are_called_by_group_person_and_post():
    assert group_words(form("candidate"), Style("staff", "P1@park")) == Text("职工", "Staff")
    assert group_words(form("candidate"), Style("elders", "P1@park")) == Text("elders")
    assert subject_words(form("candidate"), Style("staff", "P1@park")) == Text(
        "赵一（园区主任）", "赵一 (Head of the park)"
    )
    assert subject_words(form("post"), Style("staff", "office")) == Text("办公室主任", "办公室主任")
    assert subject_words(form("sheet"), Style("staff")) == Text("整张票", "whole sheet")
    assert subject_words(form("sheet"), Style("staff", "", "comment")) == Text(
        "整张票：意见建议", "whole sheet: remarks"
    )
