"""Which page shows which body."""

from __future__ import annotations

from importlib import import_module

from kiosk.visit import views
from screens.page import Page
from screens.theme import Theme


def make_page(view: views.View, theme: Theme) -> Page:
    """The page for that view. Pages are imported when first needed: the first screen must not wait for the keyboards."""
    match view.body:
        case views.Attract() | views.Wiped() | views.Leave() | views.Done():
            return _rest_page(view, theme)
        case views.Menu() | views.Cards() | views.Search():
            return _finding_page(view, theme)
        case (
            views.LookChoice()
            | views.Choices()
            | views.Checklist()
            | views.Consent()
            | views.Check()
            | views.Facts()
            | views.TripPlan()
        ):
            return _choice_page(view, theme)
        case views.Days() | views.Times() | views.BookingSlip():
            return _booking_page(view, theme)
        case views.LabelPapers() | views.LabelPlaces():
            return _labels_page(view, theme)
        case views.CardPlace() | views.Working() | views.Notice() | views.Handover():
            return _waiting_page(view, theme)
        case views.SecretPad() | views.NumberEntry() | views.DateEntry() | views.TextEntry() | views.AddressEntry():
            return _entry_page(view, theme)


def _rest_page(view: views.View, theme: Theme) -> Page:
    if isinstance(view.body, views.Attract):
        from screens.resident.attract import AttractPage

        return AttractPage(view, theme)
    if isinstance(view.body, views.Done):
        from screens.resident.done import DonePage

        return DonePage(view, theme)
    from screens.resident.farewell import LeavePage, WipedPage

    return WipedPage(view, theme) if isinstance(view.body, views.Wiped) else LeavePage(view, theme)


def _choice_page(view: views.View, theme: Theme) -> Page:
    match view.body:
        case views.LookChoice():
            from screens.resident.look import LookPage

            return LookPage(view, theme)
        case views.Checklist():
            from screens.resident.checklist import ChecklistPage

            return ChecklistPage(view, theme)
        case views.TripPlan():
            from screens.resident.plan import PlanPage

            return PlanPage(view, theme)
        case views.Consent():
            from screens.resident.consent import ConsentPage

            return ConsentPage(view, theme)
        case views.Check():
            from screens.resident.check import CheckPage

            return CheckPage(view, theme)
        case views.Facts():
            from screens.resident.check import FactsPage

            return FactsPage(view, theme)
        case _:
            from screens.resident.choices import ChoicesPage

            return ChoicesPage(view, theme)


def _finding_page(view: views.View, theme: Theme) -> Page:
    match view.body:
        case views.Menu():
            from screens.resident.menu import MenuPage

            return MenuPage(view, theme)
        case views.Cards():
            from screens.resident.find import CardsPage

            return CardsPage(view, theme)
        case _:
            from screens.resident.search import SearchPage

            return SearchPage(view, theme)


def _booking_page(view: views.View, theme: Theme) -> Page:
    from screens.resident.booking import DaysPage, SlipPage, TimesPage

    match view.body:
        case views.Days():
            return DaysPage(view, theme)
        case views.Times():
            return TimesPage(view, theme)
        case _:
            return SlipPage(view, theme)


def _labels_page(view: views.View, theme: Theme) -> Page:
    from screens.resident.labels import LabelPapersPage, LabelPlacesPage

    return LabelPapersPage(view, theme) if isinstance(view.body, views.LabelPapers) else LabelPlacesPage(view, theme)


def _waiting_page(view: views.View, theme: Theme) -> Page:
    if isinstance(view.body, views.CardPlace):
        from screens.resident.card import CardPlacePage

        return CardPlacePage(view, theme)
    if isinstance(view.body, views.Working):
        from screens.resident.working import WorkingPage

        return WorkingPage(view, theme)
    if isinstance(view.body, views.Handover):
        from screens.resident.resume import HandoverPage

        return HandoverPage(view, theme)
    from screens.resident.notice import NoticePage

    return NoticePage(view, theme)


def _entry_page(view: views.View, theme: Theme) -> Page:
    match view.body:
        case views.SecretPad():
            from screens.resident.secret_page import SecretPage

            return SecretPage(view, theme)
        case views.NumberEntry():
            from screens.resident.number_page import NumberPage

            return NumberPage(view, theme)
        case views.DateEntry():
            from screens.resident.date_page import DatePage

            return DatePage(view, theme)
        case views.TextEntry():
            from screens.resident.text_page import TextPage

            return TextPage(view, theme)
        case _:
            from screens.resident.address_page import AddressPage

            return AddressPage(view, theme)


PAGE_MODULES = (
    "look", "choices", "menu", "find", "search", "checklist", "card", "check", "consent", "notice", "working", "farewell", "done",
    "resume", "plan", "booking", "labels", "secret_page", "number_page", "date_page", "text_page", "address_page",
)  # fmt: skip


def preload(module: str) -> None:
    """Import one of PAGE_MODULES ahead of its first use."""
    import_module(f"screens.resident.{module}")
