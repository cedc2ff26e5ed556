"""The pages of sealed copies in a browser: wide and narrow, nothing for axe to find."""

import pytest
from django.urls import reverse

from awards.actions import eligibility, paper
from portal.documents.sealing import copies, service
from tests import factories
from tests.awards.factories import recommended
from tests.browser import looked_at
from tests.documents.test_sealed_copies import kept, scanned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1366, 390])
def test_the_papers_of_a_city_and_the_scans_of_one(width, cycle, county_unit, counties, bureaus, wenzhou, open_page, sign_in):
    bureau = factories.user("wenzhou", wenzhou, "bureau", name="林海棠")
    eligibility.score_cycle(cycle=cycle, by=None)
    first, second = (recommended(county_unit, unit, bureaus[unit.pk], bureau) for unit in counties[:2])
    done, waiting = (paper.issue_one(nomination=row, by=bureau) for row in (first, second))
    kept(done, bureau)
    copies.hand_in(document=waiting, content=scanned(waiting, "png"), by=bureau)
    service.ask(document=done, by=bureau)
    page = sign_in(open_page(width, 844), "wenzhou")

    addresses = [
        reverse("awards:papers", args=[cycle.code]),
        reverse("documents:sealed", args=[done.number]),
        reverse("documents:sealed", args=[waiting.number]),
        waiting.get_absolute_url(),
        reverse("awards:desk", args=[cycle.code]),
    ]
    looked_at(page, addresses)
