"""What can go wrong, by name: a stable code, one sentence for the resident, cause and remedy for staff.

Every code has a picture (assets/icons/faults/<picture>.svg) and a paragraph in docs/manual.md; tests/test_manual.py walks both.
The sentences are msgids; locales/ holds their translations. `detail` of a KioskError is for the log only and never holds anything
about a resident.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.words import N_


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of the catalogue.

    resident: what to do next, no blame, no jargon. staff: cause. remedy: what staff do first. picture: icon name.
    """

    code: str
    resident: str
    staff: str
    remedy: str
    picture: str


class KioskError(Exception):
    """The world failed in a way we have a name for."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.detail = detail


# --- card -----------------------------------------------------------------------------------------------------------
CARD_NO_SERVICE: Final = Fault(
    "CARD-01",
    N_("The card reader is resting now. You can go on without a card."),
    N_("The smart card service (pcscd, or SCardSvr on Windows) does not answer."),
    N_("Start the service; the kiosk finds it again by itself."),
    "reader",
)
CARD_NO_READER: Final = Fault(
    "CARD-02",
    N_("The card reader is not connected. You can go on without a card."),
    N_("The service runs but lists no reader, or not the one named in the configuration."),
    N_("Plug the reader in; check its name with `kiosk card status`."),
    "reader",
)
CARD_REMOVED: Final = Fault(
    "CARD-03",
    N_("The card came off before we finished. Please put it back on the reader."),
    N_("The card left the reader while it was being read."),
    N_("Reseat the card and start again; clean the contact."),
    "card-away",
)
CARD_NOT_MY_NUMBER: Final = Fault(
    "CARD-04",
    N_("This is a different card. Please use your My Number card."),
    N_("The card does not know the 券面事項入力補助 application (SELECT answered 6A82)."),
    N_("Ask for the My Number card; other IC cards cannot be read."),
    "card-other",
)
CARD_NO_ANSWER: Final = Fault(
    "CARD-05",
    N_("The card does not answer. Please put it on the reader once more."),
    N_("The card is mute, unpowered, upside down or the contact is dirty."),
    N_("Turn the card over, wipe it, try again; if it stays silent the chip may be broken."),
    "card-away",
)
CARD_BUSY: Final = Fault(
    "CARD-06",
    N_("The card is busy. Please wait a moment and try again."),
    N_("Another program holds the card exclusively or has reset it."),
    N_("Close other card programs on this terminal."),
    "reader",
)
CARD_WRONG_PIN: Final = Fault(
    "CARD-07",
    N_("The number was different. You can try again, or go on without a card."),
    N_("VERIFY answered 63Cx: the entered number does not match."),
    N_("Nothing to mend; the screen shows how many tries are left."),
    "pin",
)
CARD_LAST_TRY: Final = Fault(
    "CARD-08",
    N_("Only one try is left, so we stop here to keep your card safe. You can go on without a card."),
    N_("The card says one try is left; the kiosk does not send a number any more."),
    N_("The resident can use 照合番号B, go on by hand, or have the number reset at the card counter."),
    "pin-stop",
)
CARD_LOCKED: Final = Fault(
    "CARD-09",
    N_("This number is locked on the card. You can go on without a card."),
    N_("The key is blocked (63C0, 6983 or 6984)."),
    N_("The number can be reset at the card counter; 照合番号B may still work."),
    "pin-stop",
)
CARD_EXPIRED: Final = Fault(
    "CARD-10",
    N_("This card is past its date. You can go on without a card."),
    N_("The expiry date in the common application has passed."),
    N_("Show the way to the card counter for a new card; the form can be filled by hand."),
    "card-date",
)
CARD_UNREADABLE: Final = Fault(
    "CARD-11",
    N_("We could not read this card. You can go on without a card."),
    N_("The card's answer does not have the expected shape (file truncated, bad length or bad text)."),
    N_("Try once more; if it repeats, note the code and the small letters under it, and go on by hand."),
    "card-other",
)
CARD_TIMEOUT: Final = Fault(
    "CARD-12",
    N_("The card took too long. Please put it on the reader once more."),
    N_("The card or the reader did not answer before the deadline."),
    N_("Reseat the card; if it repeats, unplug the reader and plug it in again."),
    "reader",
)
CARD_REFUSED: Final = Fault(
    "CARD-13",
    N_("The card did not allow this. You can go on without a card."),
    N_("The card answered a status word that is not expected at this point."),
    N_("Try once more; if it repeats, note the code and the small letters under it, and go on by hand."),
    "card-other",
)
CARD_TOO_MANY: Final = Fault(
    "CARD-14",
    N_("Please ask the person beside you before using the card again."),
    N_("The number was tried twice in this visit without success."),
    N_("End the visit, or let the resident go on without a card."),
    "pin-stop",
)

CARD_NONE: Final = Fault(
    "CARD-15",
    N_("Please put your card on the reader."),
    N_("No card lies on the reader."),
    N_("Put the card on the reader, picture side up."),
    "card-away",
)

# --- printer --------------------------------------------------------------------------------------------------------
PRINT_NO_PAPER: Final = Fault(
    "PRINT-01",
    N_("The paper has run out. Please call a person; your form is kept."),
    N_("The printer says media-empty or media-needed."),
    N_("Put A4 paper in; printing goes on by itself."),
    "paper-out",
)
PRINT_JAM: Final = Fault(
    "PRINT-02",
    N_("The paper is stuck. Please call a person; your form is kept."),
    N_("The printer says media-jam."),
    N_("Open the printer, take the paper out, close it; printing goes on by itself."),
    "paper-jam",
)
PRINT_DOOR: Final = Fault(
    "PRINT-03",
    N_("The printer's door is open. Please call a person; your form is kept."),
    N_("The printer says door-open, cover-open or interlock-open."),
    N_("Close every door and cover until it clicks."),
    "printer-door",
)
PRINT_OFFLINE: Final = Fault(
    "PRINT-04",
    N_("The printer does not answer. Please call a person; your form is kept."),
    N_("The printer or the print service cannot be reached."),
    N_("Check power and cable of the printer; the job is sent again by itself."),
    "printer-off",
)
PRINT_STOPPED: Final = Fault(
    "PRINT-05",
    N_("The printer is paused. Please call a person; your form is kept."),
    N_("The queue is stopped or paused, or does not take jobs."),
    N_("Resume the queue (cupsenable, cupsaccept, or the printer's own panel)."),
    "printer-off",
)
PRINT_INK: Final = Fault(
    "PRINT-06",
    N_("The printer has no ink. Please call a person; your form is kept."),
    N_("The printer says toner-empty or marker-supply-empty."),
    N_("Change the cartridge; printing goes on by itself."),
    "printer-ink",
)
PRINT_LOST: Final = Fault(
    "PRINT-07",
    N_("The paper did not come out. We can print it once more."),
    N_("The printer dropped, aborted or cancelled the job, or a person said that no paper came out."),
    N_("Print once more from the screen; look whether a half-printed page lies in the printer."),
    "paper-out",
)
PRINT_SLOW: Final = Fault(
    "PRINT-08",
    N_("Printing takes longer than usual. Please call a person; your form is kept."),
    N_("No progress for 30 seconds and the printer names no reason."),
    N_("Look at the printer's own display; print once more from the screen if nothing came out."),
    "printer-off",
)
PRINT_REFUSED: Final = Fault(
    "PRINT-09",
    N_("This printer could not take the form. Please call a person; your form is kept."),
    N_("The printer refused the job (unknown queue, or it does not take PDF)."),
    N_("Check `printer` in the configuration and run `kiosk doctor`."),
    "printer-off",
)

# --- form -----------------------------------------------------------------------------------------------------------
FORM_GLYPH: Final = Fault(
    "FORM-01",
    N_("One letter cannot be printed. We leave its place empty and a person writes it by hand."),
    N_("No font on this terminal has a glyph for a character of the answer (often a private-use 外字)."),
    N_("Write the character by hand on the printed form; the city's font may be added to the terminal."),
    "letter",
)
FORM_TOO_LONG: Final = Fault(
    "FORM-02",
    N_("This is too long for its box on the form. Please make it shorter, or ask the person beside you."),
    N_("The value does not fit its box at the smallest size and with all lines used."),
    N_("Shorten the answer with the resident, or let them write it by hand on the form."),
    "letter",
)

FORM_UNFIT: Final = Fault(
    "FORM-03",
    N_("This machine cannot make this paper just now. Please ask the person beside you; the counter has the paper."),
    N_("The form's file, or the city's own PDF that it is printed over, is missing, damaged or not the one it was checked with."),
    N_("Use the counter's own paper today. Run `kiosk forms check`: it names the file, the line and what to do."),
    "letter",
)

# --- queue and city -------------------------------------------------------------------------------------------------
QUEUE_DISK_FULL: Final = Fault(
    "QUEUE-01",
    N_("We cannot take your form on this machine just now. Nothing was sent; please ask the person beside you."),
    N_("The disk is full, or the data folder cannot be written."),
    N_("Free space on the data disk, or start the visit at another terminal; the resident's answers are still on the screen."),
    "disk",
)
QUEUE_NO_KEY: Final = Fault(
    "QUEUE-02",
    N_("We cannot take your form on this machine just now. Nothing was sent; please ask the person beside you."),
    N_("The city's public key is missing or unreadable, so nothing can be sealed."),
    N_("Set `intake.city_key` in the configuration; `kiosk doctor` checks it."),
    "disk",
)
QUEUE_BROKEN: Final = Fault(
    "QUEUE-03",
    N_("We cannot take your form on this machine just now. Nothing was sent; please ask the person beside you."),
    N_("The queue's database cannot be opened (another program has it, or the file is damaged)."),
    N_("Stop the other kiosk on this data folder; `kiosk doctor` says which. Keep the file: it holds sealed submissions."),
    "disk",
)
QUEUE_SET_ASIDE: Final = Fault(
    "QUEUE-04",
    N_("Your form is kept safely. A person will look after it."),
    N_("The intake refused one submission for good (409, 413, 415 or 422); it is set aside and blocks nothing."),
    N_("See `kiosk outbox list`; the row keeps its sealed content and can be queued again."),
    "cloud",
)
QUEUE_NOT_ALLOWED: Final = Fault(
    "QUEUE-05",
    N_("Your form is kept safely. A person will look after it."),
    N_("The intake does not accept this terminal's key (401 or 403); sending is paused, nothing is deleted."),
    N_("Enrol the terminal at the intake again."),
    "cloud",
)

# --- we failed ------------------------------------------------------------------------------------------------------
OURS: Final = Fault(
    "ERR-01",
    N_("Something went wrong here, not with you. Please ask the person beside you."),
    N_("The program met a mistake of its own; the log names where."),
    N_("End the visit and start again; report the log entry."),
    "person",
)


def catalogue() -> tuple[Fault, ...]:
    """Every fault, in the order of this page."""
    return tuple(value for value in globals().values() if isinstance(value, Fault))


def by_code(code: str) -> Fault:
    """The fault of that code; an unknown code raises KeyError."""
    return {fault.code: fault for fault in catalogue()}[code]
