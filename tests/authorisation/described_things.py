"""A row for the lists that the world of the authorisation test leaves empty, some with nothing more than they need."""

from datetime import date

from django.utils import timezone

from awards.models import Abstention, Attachment, Attestation, Nomination, NoticeName, PublicNotice
from programs.models import ActivityFigure, FilingAdvice, InstitutionProfile, Participation, Refinement

DAY = date(2022, 6, 1)


def filled_up(world) -> None:
    """Put the missing rows beside the things of the own line."""
    own, expert, office = world.own, world.people["expert"], world.people["province"]
    Participation.objects.create(activity=own.visit, name="来访者")
    ActivityFigure.objects.create(activity=own.visit, unit=own.county, item="问卷", number=1)
    Refinement.objects.create(showcase=own.showcase, expert=expert, due_on=DAY)
    FilingAdvice.objects.create(filing=own.filing, expert=expert, due_on=DAY)
    InstitutionProfile.objects.create(institution=own.institution)
    _of_the_selection(own, office)


def _of_the_selection(own, office) -> None:
    cycle, category, form = own.nomination.cycle, own.nomination.category, own.nomination
    about = {"cycle": cycle, "category": category, "unit": own.county}
    Abstention.objects.create(declared_at=timezone.now(), **about)
    Attestation.objects.create(clause="一", met=True, reason="已核", by=office, **about)
    Attachment.objects.create(nomination=form, file="x", file_name="x.pdf", file_sha256="0" * 64, kind="pdf", size=1)
    asked = {"title": "公示", "body": "公示", "receiver": "办公室", "receiver_phone": "0577-00000000", "days": 5}
    notice = PublicNotice.objects.create(cycle=cycle, unit=own.city, **asked)
    NoticeName.objects.create(notice=notice, nomination=form, category_name=category.name, subject="甲", position=1)
    Nomination.objects.filter(pk=form.pk).update(state="recommended", position=1)
