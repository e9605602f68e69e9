"""What the user can put right."""


class PlotError(Exception):
    """One line: what is wrong, where, and what would be right."""
