"""Deterministic demo data, written through the record service: people, products, customers, leads and a pipeline."""

from guanxi_seed.load import NEEDS, load
from guanxi_seed.people import DEMO_LOGINS

__all__ = ["DEMO_LOGINS", "NEEDS", "load"]
