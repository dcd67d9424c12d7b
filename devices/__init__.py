"""Blocking adapters with deadlines behind kiosk/ports.py: one folder a kind of device, a twin of each in simulated/."""
