from django import forms
from django.utils.translation import gettext_lazy as _

from programs.facts import duties as facts
from programs.forms.engagements import DAY
from programs.models import CalendarStep, Task

ACCOUNT, TEACHER = "account", "teacher"


class Responsible(forms.ChoiceField):
    """Who answers for a duty: one of the accounts or teachers of the school, as the row itself."""

    def offer(self, accounts, teachers) -> None:
        """What may be chosen, by keys that tell the two kinds apart."""
        groups = {ACCOUNT: list(accounts), TEACHER: list(teachers)}
        self.rows = {f"{kind}-{row.pk}": row for kind, rows in groups.items() for row in rows}
        names = {kind: [(f"{kind}-{row.pk}", row.name) for row in rows] for kind, rows in groups.items()}
        self.choices = [("", "—"), (_("学校管理人员"), names[ACCOUNT]), (_("教师"), names[TEACHER])]

    def clean(self, value):
        return self.rows[super().clean(value)]


class DutyForm(forms.Form):
    """What is to be done, in which department and post, by whom and until when."""

    title = forms.CharField(label=_("工作"), max_length=120)
    department = forms.CharField(label=_("部门"), max_length=40)
    post = forms.CharField(label=_("岗位"), max_length=40, required=False)
    responsible = Responsible(label=_("责任人"))
    due_on = forms.DateField(label=_("完成期限"), widget=DAY)
    step = forms.ModelChoiceField(
        CalendarStep.objects.none(), label=_("日程事项"), required=False, help_text=_("落实哪一项，可以不选。")
    )
    task = forms.ModelChoiceField(
        Task.objects.none(), label=_("报送任务"), required=False, help_text=_("为哪项报送准备，可以不选。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].offer(facts.staff_of(unit), facts.teachers_of(unit))
        steps = [step.pk for step in facts.steps_for(unit)]
        self.fields["step"].queryset = CalendarStep.objects.filter(pk__in=steps).order_by("notice_id", "position")
        self.fields["task"].queryset = facts.tasks_for(unit)
        if used := facts.departments_of([unit]):
            self.fields["department"].help_text = _("本校已用：%s") % "、".join(used)


class DoneForm(forms.Form):
    """What came of it."""

    result = forms.CharField(label=_("完成情况"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
