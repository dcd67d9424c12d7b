"""Reads and checks what lies under assets/: procedures, their words, towns.

Only forms/definition.py beside it knows pydantic, and only walking.py, for a robot's script, YAML.

Ask kiosk.content.procedures for procedures and their problems; importing this package alone imports nothing.
"""
