"""The parameters a notice may set for its units, each declared as one small class."""

from programs.parameters import table  # noqa: F401  fills the registry
from programs.parameters.base import Parameter, known, parameter_named

__all__ = ["Parameter", "known", "parameter_named"]
