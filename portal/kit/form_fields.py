"""Fields that more than one app asks with."""

from django import forms
from django.utils.translation import gettext as _


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field, at most ``most``; ``accept`` is what the browser offers to choose."""

    def __init__(self, *, accept: str, most: int, **about):
        super().__init__(widget=FilesInput(attrs={"accept": accept, "multiple": True}), **about)
        self.most = most

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(file, initial) for file in given if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > self.most:
            raise forms.ValidationError(_("一次最多 %d 个文件。") % self.most)
        return files
