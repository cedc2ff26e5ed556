"""Who may do what with an upload."""

from django.utils.translation import gettext as _

from portal.kit.asking import asks
from portal.kit.errors import Denied


def check_act(user, upload):
    """Confirming and undoing are for whoever brought the file in, or may bring in this sheet for its unit."""
    if user is None:
        return
    if upload.created_by_id == user.pk or upload.layout.can_upload(user, upload.unit):
        upload.layout.check_upload(user, upload.unit)
        return
    raise Denied(_("您的岗位不能处理“%s”的导入。") % upload.unit)


def check_undo(user, upload):
    """Taking back needs the word of the sheet, too."""
    check_act(user, upload)
    upload.layout.check_undo(user, upload)


can_act = asks(check_act)
can_undo = asks(check_undo)
