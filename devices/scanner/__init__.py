"""Scanners of printed codes that are not keyboards."""
