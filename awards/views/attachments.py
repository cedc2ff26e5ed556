"""佐证材料 of a recommendation: hung on, given out, taken off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import attaching
from awards.attachment_limits import name_warning
from awards.models import Attachment
from awards.personal_numbers import masked
from awards.views.finding import find_nomination
from portal.kit.pages import refusals_to_messages
from programs.attaching import given_out

PLACE = "#attachments"


@login_required
@require_POST
def attach(request, pk):
    row = find_nomination(request, pk)
    with refusals_to_messages(request):
        file = attaching.attach(nomination=row, file=request.FILES.get("file"), by=request.user)
        messages.success(request, _("已上传“%(name)s”。") % {"name": masked(file.file_name)})
        if warning := name_warning([file.file_name]):
            messages.warning(request, warning)
    return redirect(row.get_absolute_url() + PLACE)


@login_required
@require_safe
def attachment(request, pk, file):
    """The file as a download; who took it is on record."""
    row = _find(request, pk, file)
    attaching.read(attachment=row, by=request.user)
    return given_out(row.file, row.file_name)


@login_required
@require_POST
def remove(request, pk, file):
    row = _find(request, pk, file)
    with refusals_to_messages(request):
        attaching.remove(attachment=row, by=request.user)
        messages.success(request, _("已移除“%(name)s”。") % {"name": masked(row.file_name)})
    return redirect(row.nomination.get_absolute_url() + PLACE)


def _find(request, pk: int, file: int) -> Attachment:
    nomination = find_nomination(request, pk)
    row = get_object_or_404(Attachment.objects.kept(), nomination=nomination, pk=file)
    row.nomination = nomination
    return row
