"""领导意见 on a group's form: what was signed, recorded with its scan."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.text import clean_name, clean_text
from programs.attaching import SCANS, accepted
from programs.enums.evidence import RecordState
from programs.models import Group, GroupOpinion
from programs.policies import groups as policies


@transaction.atomic
def record_opinion(*, group: Group, text: str, signatory: str, signed_on: date, by, scan=None) -> GroupOpinion:
    """Put down what was signed under a group's form; an earlier opinion stays in its history."""
    policies.check_keep_groups(by, group.unit)
    if not group.is_current:
        raise WrongState(_("“%s”已不是现任，不能再登记意见。") % group)
    text, signatory = clean_text(text), clean_name(signatory)
    if not text or not signatory:
        raise Refused(_("请填写意见和签字人。"), fields={"text" if not text else "signatory": _("必填")})
    kept = accepted(scan, SCANS, field="scan")
    Group.objects.select_for_update().get(pk=group.pk)
    GroupOpinion.objects.current().filter(group=group).stamp(state=RecordState.VOID)
    values = {"text": text, "signatory": signatory, "signed_on": signed_on, "recorded_by": by}
    opinion = GroupOpinion.objects.create(group=group, **values, **kept)
    record(by, "group.opinion", opinion, unit=group.unit, data={"scan": kept.get("scan_sha256", "")})
    return opinion
