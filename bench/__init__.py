"""Figures the project promises, measured against a stated other side."""
