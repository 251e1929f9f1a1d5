"""The typeface of documents: Noto Sans SC (SIL Open Font License 1.1), cut down to the signs that a document uses.

The whole face has 17 MB and a variable weight; a document of a page needs some kilobytes of it."""

import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

REGULAR, BOLD = 400, 700
_PACKAGE, _FILE = "justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"


def cut(text: str, weight: int) -> bytes:
    """A TrueType font with just the signs of `text`, in this weight."""
    options = Options()
    options.layout_features = []
    options.notdef_outline = True
    options.drop_tables += ["STAT", "DSIG"]
    with TTFont(_path(), lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        file = io.BytesIO()
        instancer.instantiateVariableFont(font, {"wght": weight}).save(file)
    return file.getvalue()


@lru_cache(maxsize=1)
def _path() -> Path:
    """Where the package keeps the face. Raises LookupError when it is not installed."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise LookupError(f"the package {_PACKAGE} is not installed")
    return Path(spec.origin).parent / _FILE
