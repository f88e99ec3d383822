"""The pictures of worksheets. A new one is one new file here that holds a `PICTURE`, drawn as marks (marks.py)."""

import importlib
import pkgutil

from clustercourse.kinds.pictures.drawing import Picture

PICTURES: dict[str, Picture] = {
    module.PICTURE.name: module.PICTURE
    for found in pkgutil.iter_modules(__path__)
    if hasattr(module := importlib.import_module(f"{__name__}.{found.name}"), "PICTURE")
}
