"""The first stage: labels the parts of a report's text, cuts sentences, finds date, byline, title and language."""

from dragoman.clean.cleaner import clean
from dragoman.clean.sentences import split_sentences
from dragoman.clean.tokens import tokenize

__all__ = ["clean", "split_sentences", "tokenize"]
