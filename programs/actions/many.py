"""批量审核、退回、转报: one act on many returns, each by itself, with what became of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.kit.errors import DomainError, Refused
from programs.actions import reviewing
from programs.models import Filing

DEEDS: dict[str, Callable] = {
    "pass-on": reviewing.pass_on,
    "accept": reviewing.accept,
    "send-back": reviewing.send_back,
    "put-on-file": reviewing.put_on_file,
}
MOST = 500


@dataclass
class Outcome:
    """Which returns the act was done on, and why not on the others."""

    done: list[Filing] = field(default_factory=list)
    refused: list[tuple[Filing, DomainError]] = field(default_factory=list)


def do_to_many(*, filings: Iterable[Filing], act: str, by, **said) -> Outcome:
    """Do ``act`` on each return in a transaction of its own: what cannot be done holds nothing else up.

    Done a second time, it finds each return where the first time left it and tells so.
    """
    filings = list(filings)
    if not filings:
        raise Refused(_("请先勾选要办理的单位。"), code="nothing_chosen")
    if len(filings) > MOST:
        raise Refused(_("一次最多办理 %(most)d 份，选了 %(asked)d 份。") % {"most": MOST, "asked": len(filings)}, code="too_many")
    outcome = Outcome()
    for filing in filings:
        try:
            DEEDS[act](filing=filing, by=by, **said)
        except DomainError as refusal:
            outcome.refused.append((filing, refusal))
        else:
            outcome.done.append(filing)
    return outcome
