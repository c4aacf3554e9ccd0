"""dragoman reads news reports and tells who did what to whom, when and where, who says so, and in which words."""

__version__ = "0.1.0"
