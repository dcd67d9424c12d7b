"""A scripted resident at the real window: `robot.py` walks, `hands.py` touches, `entries.py` answers questions; one file a stretch."""
