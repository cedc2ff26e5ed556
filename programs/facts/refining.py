"""What experts work on."""

from programs.models import Refinement, Showcase


def work_on(showcase: Showcase, user):
    """What the user may see of the work on a result: all of it for its offices, his own for an expert."""
    rows = Refinement.objects.visible_to(user).filter(showcase=showcase)
    return rows.select_related("expert", "showcase").order_by("pk")


def to_refine(user):
    """What waits for this expert's work, the nearest day first."""
    rows = Refinement.objects.filter(expert=user, state=Refinement.State.ASKED)
    return rows.select_related("showcase").order_by("due_on", "pk")
