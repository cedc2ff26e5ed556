from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.differences import differences, raw_difference
from programs.models import Notice


@login_required
@require_safe
def compare(request, pk, before, after):
    """What one version of a notice says otherwise than another."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    versions = notice.versions.select_related("loaded_by")
    old, new = (get_object_or_404(versions, number=number) for number in (before, after))
    raw = raw_difference(old.text, new.text) if "raw" in request.GET else ""
    context = {"notice": notice, "old": old, "new": new, "differences": differences(old.text, new.text), "raw": raw}
    return render(request, "programs/notice_versions.html", context)
