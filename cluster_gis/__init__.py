"""Cluster GIS: register, law checks and planning maps for industrial clusters."""

__version__ = "0.1.0"
