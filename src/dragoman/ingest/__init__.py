"""Raw reports out of files, pages, archives and feeds. One bad report never stops the others."""

from dragoman.ingest.detect import FORMATS
from dragoman.ingest.limits import Limits
from dragoman.ingest.pages import report_from_html
from dragoman.ingest.problem import InputProblem
from dragoman.ingest.read import read_any

__all__ = ["FORMATS", "InputProblem", "Limits", "read_any", "report_from_html"]
