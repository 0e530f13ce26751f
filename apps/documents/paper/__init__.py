"""Documents on paper: a frozen sheet becomes a tagged PDF. Nothing else in the project imports WeasyPrint."""

from apps.documents.paper.errors import PaperError
from apps.documents.paper.press import KINDS, Rendered, render, warm
from apps.documents.paper.sheets import check

__all__ = ["KINDS", "PaperError", "Rendered", "check", "render", "warm"]
