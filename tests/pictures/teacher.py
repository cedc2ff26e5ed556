"""A teacher's way from choosing points to the certificate, with everybody who has a part in it."""

from credits.models import Certificate, Declaration, PanelReview, ResultBatch, SpotCheck
from portal.documents import archive
from schools.models import Teacher


def assessed(camera) -> None:
    """Each desk in the order in which a point comes to it."""
    own = Teacher.objects.get(user__username="teacher")
    draft = Declaration.objects.get(teacher=own)
    reading = PanelReview.objects.waiting().filter(reviewer__username="cio").first()
    reviewed = Certificate.objects.filter(entry__declaration__isnull=False)
    certificate = reviewed.select_related("document", "teacher").order_by("pk").first()
    camera.take("01-my", "teacher", "/my/")
    camera.take("02-planner", "teacher", f"/planner/{own.code}/")
    camera.take("03-choices", "school", "/choices/")
    camera.take("04-evidence", "teacher", draft.get_absolute_url())
    camera.take("05-evidence-phone", "teacher", draft.get_absolute_url(), phone=True)
    camera.take("06-review", "cio", f"/reviews/{reading.pk}/")
    camera.take("07-acceptance", "school", "/batches/acceptance/")
    camera.take("08-batch", "yueqing", ResultBatch.objects.get().get_absolute_url())
    camera.take("09-sample", "yueqing", SpotCheck.objects.get().get_absolute_url())
    camera.take("10-certificates", "yueqing", "/certificates/")
    camera.paper("11-certificate", archive.read(certificate.document))
    camera.take("12-verified", "", f"/verify/{certificate.document.code}/")
    camera.take("13-dossier", "school", f"/teachers/{certificate.teacher.code}/dossier/")
    camera.take("14-completion", "yueqing", "/completion/")


STAGES = (("assessed", assessed),)
