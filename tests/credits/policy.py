"""What a notice sets, changed for one test."""

from programs.models import Clause, Notice, PolicyValue


def sets(issuer, **values) -> None:
    """Let the notice of ``issuer`` set these parameters by its first clause; stored form."""
    notice = Notice.objects.get(issuer=issuer)
    clause = Clause.objects.filter(notice=notice).order_by("pk").first()
    for parameter, value in values.items():
        held = {"clause": clause, "value": value}
        PolicyValue.objects.update_or_create(notice=notice, unit=issuer, parameter=parameter, defaults=held)
