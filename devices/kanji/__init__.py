"""Kana to kanji, behind one call: candidates(reading)."""
