"""Cadre: teach, assess, award and plan for a dual-qualified workforce."""

from importlib.metadata import version

__version__ = version("cadre-lms")
