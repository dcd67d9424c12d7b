"""The words of the entry pages (number, date, text, address), so that flow and screens mean the same keys by the same names.

A page falls back to the English msgid where the view gives no label.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.words import N_, Translate

DATE_WORDS: Mapping[str, str] = {
    "meiji": N_("Meiji"),
    "taisho": N_("Taisho"),
    "showa": N_("Showa"),
    "heisei": N_("Heisei"),
    "reiwa": N_("Reiwa"),
    # Translators: year of an era in full; era_year is a number, or the word of "first_year".
    "era_year": N_("{era} {era_year}"),
    "first_year": N_("1"),
    "western_year": N_("{year}"),
    # Translators: which of the two is the large line of a year tile and which the small one: era or western.
    "large_line": N_("western"),
    "month_1": N_("Jan"),
    "month_2": N_("Feb"),
    "month_3": N_("Mar"),
    "month_4": N_("Apr"),
    "month_5": N_("May"),
    "month_6": N_("Jun"),
    "month_7": N_("Jul"),
    "month_8": N_("Aug"),
    "month_9": N_("Sep"),
    "month_10": N_("Oct"),
    "month_11": N_("Nov"),
    "month_12": N_("Dec"),
    # Translators: the chosen day of the month as it stands at the top; its key shows the number alone.
    "day": N_("{day}"),
    # Translators: the chosen year in both calendars.
    "both_years": N_("{large} ({small})"),
    "ask_year": N_("Year"),
    "ask_month": N_("Month"),
    "ask_day": N_("Day"),
    # Translators: span of an era's years on its tile.
    "span": N_("{first} to {last}"),
    "more": N_("More"),
    "fewer": N_("Previous"),
}

TEXT_WORDS: Mapping[str, str] = {
    "field": N_("What you write"),
    "erase": N_("Erase one"),
    "erase_all": N_("Erase all"),
    "space": N_("Space"),
    "small": N_("small"),
    "mode_kana": N_("かな"),
    "mode_latin": N_("ABC"),
    "mode_digits": N_("123"),
    "more": N_("More"),
    "fewer": N_("Previous"),
}

ADDRESS_WORDS: Mapping[str, str] = {
    **TEXT_WORDS,
    "erase_digit": N_("Erase"),
    "code": N_("Postal code"),
    "code_unknown": N_("I do not know it"),
    "code_none": N_("There is no such postal code in the list. Check the number, or write the address yourself."),
    "town": N_("Which town?"),
    "town_other": N_("Another place"),
    "number": N_("Block and house number"),
    "building": N_("Building name"),
    "building_done": N_("Done"),
    "restart": N_("Start again"),
    "address": N_("Address"),
}


def labels(words: Mapping[str, str], translate: Translate) -> dict[str, str]:
    """One of the tables above in the resident's language: what DateEntry, TextEntry and AddressEntry take as `labels`."""
    return {key: translate(msgid) for key, msgid in words.items()}
