"""The printed papers of this app: every module of this package that declares some is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

for found in iter_modules(__path__):
    import_module(f"{__name__}.{found.name}")
