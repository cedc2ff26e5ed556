"""The demo that ``make run`` shows comes to its end through the portal's own actions, and may be asked for again."""

from io import StringIO

import pytest
from django.core.management import call_command

from awards.models import AwardCycle
from credits.models import Certificate, SpotCheck
from portal.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def played(stage: str) -> int:
    """How many acts are on record once the demo has come to ``stage``."""
    call_command("demo", stage=stage, no_logins=True, stdout=StringIO())
    return Event.objects.count()


def test_a_selection_is_played_to_its_announcement_once():
    acts = played("announced")

    assert AwardCycle.objects.get().state == "announced"
    assert played("announced") == acts


def test_points_are_played_from_the_choice_to_the_certificate_once():
    acts = played("assessed")

    assert SpotCheck.objects.get().state == "closed"
    assert Certificate.objects.filter(entry__declaration__isnull=False).exists()
    assert Event.objects.filter(verb="certificate.issued").exists()
    assert played("assessed") == acts
