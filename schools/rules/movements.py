"""Pure rules of who may go where."""

from schools.enums import EMPLOYED, Ending, TeacherStatus

ENDINGS = {
    TeacherStatus.TRANSFERRED: Ending.TRANSFERRED,
    TeacherStatus.LEFT: Ending.LEFT,
    TeacherStatus.RETIRED: Ending.RETIRED,
}


def is_employed(status: str) -> bool:
    """Whether somebody of that status works at a school: leave is not leaving."""
    return status in EMPLOYED
