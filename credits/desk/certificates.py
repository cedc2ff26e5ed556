"""What a county may issue, on its front page; a city or the province names a county first (/certificates/)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from credits.facts.certificates import due_entries
from credits.finding import find_program
from portal.kit.desk import Item, Waiting
from portal.units.enums import Level


def certificates_due(unit) -> Iterator[Item]:
    """The certificates due at schools of a county; a fixed number of queries however many they are."""
    program = find_program({}) if unit.level == Level.COUNTY else None
    if program and (due := due_entries(unit, program).count()):
        address = f"{reverse('credits:certificate-list')}?{urlencode({'unit': unit.code, 'program': program.code})}"
        yield Waiting(_("%d 份认证证书可以印发") % due, address, _("印发"))
