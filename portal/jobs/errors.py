"""How a running job is stopped from outside."""


class Stopped(Exception):
    """The job must not go on: let it pass, so that the transaction it meets is rolled back."""


class JobCancelled(Stopped):
    """Somebody asked to cancel the job."""


class LeaseLost(Stopped):
    """The lease ran out and another holder has, or may have, taken the job over."""
