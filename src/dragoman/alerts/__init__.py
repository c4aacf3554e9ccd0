"""Alerts: saved filters announce what is new to a file, a webhook or a feed."""

from dragoman.alerts.run import Outcome, run_alert

__all__ = ["Outcome", "run_alert"]
