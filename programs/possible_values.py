"""Checks of a notice's values together with those it inherits."""

from collections.abc import Iterator

from portal.units.models import Unit
from programs.catalogue import points
from programs.feasibility import impossible
from programs.models import Notice, Program
from programs.notice_file import NoticeFile
from programs.parameters import parameter_named
from programs.policy import chains_above
from programs.yaml_reading import Fault

CHOOSING = {
    "environments",
    "environment_rule",
    "excluded_points",
    "compulsory_points",
    "point_count",
    "dimension_count",
    "dimensions",
    "credits",
}


def impossible_choices(read: NoticeFile, units: dict[str, Unit]) -> Iterator[Fault]:
    """Values that, with what stands above them, no choice of points can meet; said of the value this file sets."""
    catalogue, head = points(), read.says.notice
    if not catalogue:
        return
    program = Program.objects.filter(code=head.program.code).first()
    bound: dict[str, dict[str, int]] = {}
    for position, row in enumerate(read.says.policy):
        if row.parameter in CHOOSING:
            bound.setdefault(row.unit or head.issuer, {})[row.parameter] = position
    own = Notice.objects.filter(number=head.number).first()
    chains = chains_above([units[code] for code in bound], program, without=own) if program else {}
    for code, positions in bound.items():
        asked = {key: chain[-1].value for key, chain in chains.get(units[code].pk, {}).items()}
        asked |= {key: parameter_named(key).parse(read.says.policy[position].value) for key, position in positions.items()}
        for key, sentence in impossible(asked, catalogue):
            position = positions.get(key, next(iter(positions.values())))
            yield read.fault(("policy", position, "value"), sentence)
