"""The form for 公示 of a selection being prepared: how long, by whom, and its step of the calendar."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from awards import notice_section as parts
from awards.facts_desk.publicity import special_days
from awards.forms import moments
from awards.forms.cycle_drafts import CyclePartForm
from awards.forms.moments import MOMENT
from awards.publicity.working_days import gaps, last_of
from portal.kit.clock import local
from programs.faults import findings_of
from programs.notice_data import rows_of

STEP = "notice"


class PublicityForm(CyclePartForm):
    """公示 as the notice asks for it; without it the office decides by itself whether and how long."""

    part = parts.PublicityPart
    list_name = "publicity"
    covers = ("working_days", "province", "city", "clause")

    asked = forms.BooleanField(
        label=_("通知规定要公示"), required=False, help_text=_("不勾的，是否公示、公示几天由工程办在启动后约定。")
    )
    working_days = forms.IntegerField(label=_("公示几个工作日"), required=False)
    province = forms.BooleanField(label=_("省级评定后公示"), required=False)
    city = forms.BooleanField(label=_("设区市报送前公示"), required=False)
    clause = forms.ChoiceField(label=_("条款"), required=False)
    opens = forms.DateTimeField(label=_("日程：公示开始"), required=False, widget=MOMENT, help_text=_("通知没有写日期的留空。"))
    until = forms.DateTimeField(label=_("日程：公示截止"), required=False, widget=MOMENT)

    def row_there(self) -> dict:
        found = self.data_before.get("publicity")
        return found if isinstance(found, dict) else {}

    def prepare(self) -> None:
        super().prepare()
        del self.fields["place"]

    def shown(self, row: dict) -> dict:
        standing = {"province": row.get("province", True), "city": row.get("city", False)}
        return super().shown(row) | standing | moments.shown(_step(self.data_before)) | {"asked": bool(row)}

    def row(self) -> dict:
        return super().row() if self.cleaned_data["asked"] else {}

    def _judge(self) -> None:
        if not self.cleaned_data["asked"]:
            self.made = {}
            return
        super()._judge()
        if not self.errors and (self.cleaned_data["opens"] or self.cleaned_data["until"]):
            self._judge_step()

    def _judge_step(self) -> None:
        """The step of the calendar is sound, and long enough for the working days asked for."""
        try:
            parts.PhasePart.model_validate(self.step())
        except ValidationError as error:
            for detail in findings_of(error):
                self.add_error(*self.told(detail))
            return
        opens, until, last = self.cleaned_data["opens"], self.cleaned_data["until"], self.last_day()
        if until and last and local(until).date() < last:
            words = {"first": local(opens).date(), "count": self.made["working_days"], "last": last}
            self.add_error("until", _t("从 %(first)s 起 %(count)d 个工作日，到 %(last)s 为止，截止不能早于这一天。") % words)

    def last_day(self):
        """The last day of the notice where its first is known and the holidays of those years are on file."""
        opens, days = self.cleaned_data.get("opens"), self.cleaned_data.get("working_days")
        if not opens or not days:
            return None
        special, first = special_days(), local(opens).date()
        last = last_of(first, days, special)
        return None if gaps(first, last, special) else last

    def step(self) -> dict:
        """The step of the calendar as the file writes it; what the form does not ask for stays."""
        there = _step(self.data_before)
        typed = moments.written(self.cleaned_data, there)
        clause = self.cleaned_data["clause"] or there.get("clause") or ""
        fresh = {} if there else {"key": STEP, "label": _t("公示"), "clause": clause}
        return {name: value for name, value in (there | fresh | typed).items() if value is not None}

    def section(self, section: dict) -> dict:
        """The part of the file with what was typed; the step is written where it has dates, and never taken away."""
        made = section | {"publicity": self.made}
        if not self.made or not (_step(section) or self.cleaned_data["opens"] or self.cleaned_data["until"]):
            return made
        return made | {"calendar": with_step(rows_of(section, "calendar"), self.step())}


def _step(section: dict) -> dict:
    return next((row for row in rows_of(section, "calendar") if row.get("key") == STEP), {})


def with_step(rows: list[dict], step: dict) -> list[dict]:
    """The calendar with the step in its place: where it stood, else before the announcement, else last."""
    if any(row.get("key") == STEP for row in rows):
        return [step if row.get("key") == STEP else row for row in rows]
    at = next((number for number, row in enumerate(rows) if row.get("key") == "announce"), len(rows))
    return [*rows[:at], step, *rows[at:]]
