"""Reads and checks what lies under assets/: procedures, their words, towns. The only room that knows YAML and pydantic.

Ask kiosk.content.procedures for procedures and their problems; importing this package alone imports nothing.
"""
