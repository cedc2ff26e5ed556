"""What the frameworks say in our words: portal/locale/ speaks before Django's and REST framework's own translations."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from rest_framework import serializers

CATALOGUE = Path(settings.BASE_DIR) / "portal/locale/zh_Hans/LC_MESSAGES"


class Asked(forms.Form):
    reason = forms.CharField(max_length=60, min_length=2)
    order = forms.IntegerField(min_value=1, max_value=9)
    share = forms.DecimalField(max_digits=4, decimal_places=2)
    level = forms.ChoiceField(choices=[("city", "市")])
    day = forms.DateField()


class Sent(serializers.Serializer):
    reason = serializers.CharField(max_length=60)
    order = serializers.IntegerField(min_value=1, max_value=9)


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        pytest.param("reason", "长" * 310, "不超过 60 字，现在 310 字。", id="too long"),
        pytest.param("reason", "短", "至少 2 字，现在 1 字。", id="too short"),
        pytest.param("order", "12", "不大于 9，现在是 12。", id="too large"),
        pytest.param("order", "0", "不小于 1，现在是 0。", id="too small"),
        pytest.param("order", "一", "请填整数。", id="no number"),
        pytest.param("share", "1.234", "小数不超过 2 位。", id="too fine"),
        pytest.param("level", "village", "“village”不在可选的范围内，请重新选择。", id="no choice"),
        pytest.param("day", "明天", "请填日期，例如 2023-11-30。", id="no day"),
    ],
)
def test_a_form_says_the_limit_and_what_was_given(field, given, sentence):
    form = Asked({"reason": "够长", "order": "1", "share": "1.2", "level": "city", "day": "2023-11-30"} | {field: given})

    assert form.errors == {field: [sentence]}


def test_rest_says_the_same_sentences():
    sent = Sent(data={"reason": "长" * 61, "order": 10})

    assert not sent.is_valid()
    assert sent.errors == {"reason": ["不超过 60 字，现在 61 字。"], "order": ["不大于 9，现在是 10。"]}


def test_the_compiled_sentences_are_those_of_the_source():
    source = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    written = set(re.findall(r'^msgstr(?:\[0\])? "(.+)"$', source, re.M))
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)._catalog

    assert {text for key, text in compiled.items() if key} == {text.replace('\\"', '"') for text in written}
