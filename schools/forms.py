from django import forms
from django.utils.translation import gettext_lazy as _

from schools.enums import Ownership, SchoolKind, Stage


class SchoolForm(forms.Form):
    """What a school is."""

    kind = forms.ChoiceField(label=_("学校类别"), choices=SchoolKind)
    stages = forms.MultipleChoiceField(
        label=_("学段"), choices=Stage, widget=forms.CheckboxSelectMultiple, help_text=_("九年一贯制等学校可选多个。")
    )
    ownership = forms.ChoiceField(label=_("办学性质"), choices=Ownership)
    rural = forms.BooleanField(label=_("乡村学校"), required=False)
    small = forms.BooleanField(label=_("小规模学校"), required=False)
