from functools import wraps

from portal.kit.errors import DomainError


def asks(check):
    """Turn a check that raises into a yes/no question, for templates and filters."""

    @wraps(check)
    def question(*args, **kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except DomainError:
            return False
        return True

    return question
