"""Messages of form fields (表单提示): what a field says of a wrong answer, in the words of the house."""

from __future__ import annotations

from django import forms

from quanheng.web.language import lazily

REQUIRED = lazily("请填写。", "Please fill this in.")
CHOSEN = lazily("请选择。", "Please choose.")
TICKED = lazily("请勾选。", "Please tick this.")
NO_SUCH = lazily("没有这个选项，请重新选择。", "There is no such answer; please choose again.")
NO_DATE = lazily("请写成 2026-03-10 这样的日期。", "Write a date like 2026-03-10.")
NO_NUMBER = lazily("请填整数。", "Give a whole number.")


def say_in_our_words() -> None:
    """Set the messages for every form of the product; called once when the program starts."""
    forms.Field.default_error_messages = {"required": REQUIRED}
    forms.ChoiceField.default_error_messages = {"required": CHOSEN, "invalid_choice": NO_SUCH}
    forms.BooleanField.default_error_messages = {"required": TICKED}
    forms.DateField.default_error_messages = {"invalid": NO_DATE}
    forms.IntegerField.default_error_messages = {"invalid": NO_NUMBER}
