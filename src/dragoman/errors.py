"""All errors, one tree. Each message says what happened and what to do.

DragomanError
├── UsageError          wrong arguments, unknown filter values           (exit code 2)
├── InputError          a report cannot be read; names it                (exit code 1)
│   └── FetchError      a page cannot be fetched
├── MissingError        a model, an extra, a file is not there           (exit code 3)
├── DataError           a data file of a user or of the package is wrong
└── StoreError          the store cannot be opened, read or written
"""

from __future__ import annotations


class DragomanError(Exception):
    """The root of the tree; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class UsageError(DragomanError):
    """Wrong arguments or filter values."""

    exit_code = 2


class InputError(DragomanError):
    """A report cannot be read."""


class FetchError(InputError):
    """A page cannot be fetched."""


class MissingError(DragomanError):
    """A model, an extra or a file is missing; the message gives the command that mends it."""

    exit_code = 3


class DataError(DragomanError):
    """A data file (ontology, knowledge, gold) is wrong; the message names file and line."""


class StoreError(DragomanError):
    """The store cannot be opened, read or written."""
