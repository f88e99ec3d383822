"""The formulas of the field, each a pure function with four outcomes. A new one is one new file here that holds a `CALCULATION`."""

import importlib
import pkgutil

from clustercourse.kinds.calculations.calculation import Calculation

CALCULATIONS: dict[str, Calculation] = {
    module.CALCULATION.name: module.CALCULATION
    for found in pkgutil.iter_modules(__path__)
    if hasattr(module := importlib.import_module(f"{__name__}.{found.name}"), "CALCULATION")
}
