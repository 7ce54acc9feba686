"""One module per week: references, cases and known mistakes."""

import importlib
import pkgutil
import re


def weeks():
    """The `Week` of every module of exercises, by name, in the order of the course."""
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    names = sorted(name for name in modules if re.fullmatch(r"c\d+w\d+[ab]?", name))
    return {name: importlib.import_module(f"{__name__}.{name}").week for name in names}
