"""Errors that the user can put right."""


class PlotError(Exception):
    """Error with a message of one line: what is wrong, where, and what would be right."""
