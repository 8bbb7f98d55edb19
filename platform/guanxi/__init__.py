"""Guanxi 关系: a low-code CRM platform whose objects, rules and rights are metadata interpreted at run time."""

__all__ = ["__version__"]

__version__ = "0.1.0"
