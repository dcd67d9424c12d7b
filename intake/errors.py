"""The one error the intake's commands show: one line that says what is wrong."""

from __future__ import annotations


class IntakeError(Exception):
    """A message for the person at the command line."""
