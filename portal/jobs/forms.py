from django import forms
from django.utils.translation import gettext_lazy as _

from portal.jobs.enums import JobState
from portal.jobs.registry import kinds


class JobFilter(forms.Form):
    """Which jobs a list shows."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    kind = forms.ChoiceField(label=_("类型"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("全部")), *JobState.choices]
        self.fields["kind"].choices = [("", _("全部")), *((kind.kind, kind.title) for kind in kinds())]

    def apply(self, queryset):
        """The jobs that were asked for; an unknown choice is ignored."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return queryset.filter(**{field: value for field, value in chosen.items() if value})
