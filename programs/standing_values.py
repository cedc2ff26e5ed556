"""Whether a notice keeps what the notices above it ask."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.units.models import Unit
from programs.models import Notice, Program
from programs.notice_file import NoticeFile
from programs.parameters import parameter_named
from programs.policy import Resolved, chains_above
from programs.yaml_reading import Fault


def forbidden_relaxations(read: NoticeFile, units: dict[str, Unit]) -> Iterator[Fault]:
    """Values that ask less than an upper notice which does not allow it, each with the upper clause."""
    head = read.says.notice
    program = Program.objects.filter(code=head.program.code).first()
    if program is None:
        return
    own = Notice.objects.filter(number=head.number).first()
    issuer = units[head.issuer]
    bound = [units[row.unit or head.issuer] for row in read.says.policy]
    chains = chains_above(bound, program, without=own)
    for position, row in enumerate(read.says.policy):
        value = parameter_named(row.parameter).parse(row.value)
        for upper in chains[bound[position].pk].get(row.parameter, ()):
            if not upper.allows(value, issuer):
                yield read.fault(("policy", position, "value"), sentence(upper, value))


def sentence(upper: Resolved, value) -> str:
    """Why a value may not stand below ``upper``."""
    return _("“%(label)s”写的是%(value)s，放宽了%(unit)s规定的%(upper)s（%(clause)s），而上级没有允许放宽。") % {
        "label": upper.label,
        "value": parameter_named(upper.parameter).format(value),
        "unit": upper.unit.name,
        "upper": upper.text,
        "clause": upper.citation,
    }
