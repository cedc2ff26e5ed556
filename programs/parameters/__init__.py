"""The parameters a notice may set for its units: every module of this package that declares some is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from programs.parameters.base import Group, Parameter, known, parameter_named

for found in iter_modules(__path__):
    import_module(f"{__name__}.{found.name}")

__all__ = ["Group", "Parameter", "known", "parameter_named"]
