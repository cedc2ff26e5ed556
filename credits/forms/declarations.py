"""A declaration item by item as a form: shape only, the actions decide; a draft may be incomplete."""

from django import forms
from django.utils.translation import gettext_lazy as _

from credits.actions.declaring import digest_of_field
from credits.facts.declarations import HARD_LIMIT, LINKS_MOST

REFLECTION_LIMIT = 2000
WAS = "was-"
PARTS = ("text", "links", "file")


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class DeclarationForm(forms.Form):
    """Fields ``text-KEY``, ``links-KEY`` and ``file-KEY`` for what each item takes, ``reflection``, and what each text was."""

    use_required_attribute = False

    def __init__(self, *args, pieces, stored: dict[str, str], **kwargs):
        super().__init__(*args, initial=stored, **kwargs)
        self.pieces, self.stored = pieces, stored
        for piece in pieces:
            self._add_fields_of(piece)
        self.fields["reflection"] = forms.CharField(
            label=_("教学反思"),
            required=False,
            help_text=_("对整个能力点实践过程的反思，可以不写；某项材料要求写反思的，请写在该项内。"),
            widget=forms.Textarea(attrs={"rows": 5, "data-limit": REFLECTION_LIMIT}),
        )
        for name, text in stored.items():
            self.fields[WAS + name] = forms.CharField(widget=forms.HiddenInput, required=False, initial=digest_of_field(text))

    def _add_fields_of(self, piece) -> None:
        item, key = piece.item, piece.key
        if piece.takes_text:
            area = forms.Textarea(attrs={"rows": 8, "data-limit": item.characters or HARD_LIMIT})
            self.fields[f"text-{key}"] = forms.CharField(label=_("文字"), required=False, widget=area)
        if piece.takes_links:
            self.fields[f"links-{key}"] = forms.CharField(
                label=_("链接"),
                required=False,
                help_text=_("每行一个网址，空格后可写说明；最多 %d 个。") % LINKS_MOST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if piece.takes_files:
            help_text = _("可交 %(taken)s；单个文件不超过 %(most)d MB。") % {"taken": piece.taken, "most": piece.largest_mb}
            if item.minutes:
                help_text += _("录像不超过 %d 分钟。") % item.minutes
            widget = Files(attrs={"accept": piece.accepts, "data-upload": key})
            self.fields[f"file-{key}"] = forms.FileField(label=_("文件"), required=False, help_text=help_text, widget=widget)
        self._mark_what_is_asked(item, key)

    def _mark_what_is_asked(self, item, key: str) -> None:
        """A required item's only field is marked as such, of several any one will do; a draft may still lack them all."""
        own = [self.fields[name] for part in PARTS if (name := f"{part}-{key}") in self.fields]
        for field in own if item.required else ():
            field.asked = "alone" if len(own) == 1 else "any"

    def parts(self):
        """Each item with its own fields and what lacks of it."""
        for piece in self.pieces:
            names = [f"{part}-{piece.key}" for part in PARTS]
            yield piece, [self[name] for name in names if name in self.fields], self.missing.get(f"item-{piece.key}", "")

    missing: dict = {}

    def add_refusals(self, fields: dict) -> None:
        """Put what an action refused beside the fields; what is missing as a whole stands at its item."""
        self.missing = {name: sentence for name, sentence in fields.items() if name not in self.fields}
        for name, sentence in fields.items():
            self.add_error(name if name in self.fields else None, sentence)

    @classmethod
    def bound(cls, *, pieces, stored: dict[str, str], values: dict[str, str]) -> "DeclarationForm":
        """The form with what was typed over what is stored; saving it again is then on purpose."""
        marks = {WAS + name: digest_of_field(text) for name, text in stored.items()}
        form = cls(stored | values | marks, pieces=pieces, stored=stored)
        form.is_valid()
        return form


def typed(post) -> tuple[dict[str, str], dict[str, str]]:
    """(field → text, field → what the page says it was) of a form as it was sent."""
    values = {name: post[name] for name in post if name.startswith(("text-", "links-")) or name == "reflection"}
    return values, {name.removeprefix(WAS): post[name] for name in post if name.startswith(WAS)}
