"""Everything that works behind the screens of one terminal. Begin reading at plant.py."""

from kiosk.plant.parts import make_card, make_printer, practice_cards
from kiosk.plant.plant import Plant

__all__ = ["Plant", "make_card", "make_printer", "practice_cards"]
