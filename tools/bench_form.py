"""How long one filled form takes, warm, beside the same page in typst and in plain reportlab, taking turns.

All three get the same placed ink of the same form with other answers every time, and make their own QR code of it (one path).
typst gets its best chance: printed words and lines stand in an imported file that it may remember between papers.
"""

from __future__ import annotations

import gc
import hashlib
import io
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path as FilePath

ROOT = FilePath(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import typst  # noqa: E402
from pypdf import PdfReader, PdfWriter  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from kiosk.forms.definition import load_form  # noqa: E402
from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts  # noqa: E402
from kiosk.forms.ink import Ink, Modules, Path, Rectangle, Ring, Words  # noqa: E402
from kiosk.forms.layout import place, printed  # noqa: E402
from kiosk.forms.lint import form_files  # noqa: E402
from kiosk.forms.maker import FormLibrary  # noqa: E402
from kiosk.forms.qr import qr, receipt_data  # noqa: E402
from kiosk.forms.render import Marks, PageJob, Press  # noqa: E402
from kiosk.model.form import Background, Form, Mode, QrField, Values  # noqa: E402
from kiosk.paths import ASSETS  # noqa: E402
from kiosk.visit.services import Paper  # noqa: E402

ROUNDS = 120
WARM_UP = 5
PT = 72 / 25.4
SURNAMES = ("田中", "比嘉", "金城", "大城", "宮城", "新垣", "玉城", "上原", "島袋", "平良")
GIVEN = ("花子", "正一", "ハル", "健太", "美咲", "勇", "千代", "翔", "結衣", "清")
FILES = ("BIZUDGothic-Regular", "BIZUDPGothic-Bold", "BIZUDMincho-Regular")
TYPST_FONT = {
    "BIZUDGothic-Regular": 'font: "BIZ UDGothic"',
    "BIZUDPGothic-Bold": 'font: "BIZ UDPGothic", weight: "bold"',
    "BIZUDMincho-Regular": 'font: "BIZ UDMincho"',
}

Maker = Callable[[Values, Marks], bytes]


def run() -> list[dict[str, object]]:
    """One line a figure: name, unit, ours, floor, ratio, aim, ok."""
    form, press = load_form(ASSETS / "forms" / "juminhyo.yaml"), Press(open_fonts((ASSETS / "fonts", *SYSTEM_FOLDERS)))
    with tempfile.TemporaryDirectory() as folder:
        makers: dict[str, Maker] = {
            "ours": lambda values, marks: press.render(form, values, marks),
            "reportlab": plain_reportlab(form, press),
            "typst": plain_typst(form, press, FilePath(folder)),
        }
        times = take_turns(makers)
        over = take_turns(over_city_paper(form, press, FilePath(folder)))
    bundle = take_turns({"one": makers["ours"], "ten": ten_sheets(form, press)})
    visit = take_turns(visits())
    sizes = {name: len(make(*answers(0))) for name, make in list(makers.items())[:1]}
    name = f"one-page form, warm ({sizes['ours'] // 1024} KiB)"
    return [
        _row(f"{name}, beside plain reportlab", times["ours"], times["reportlab"], 1.2),
        _row(f"{name}, beside typst", times["ours"], times["typst"], 1.0),
        _row("answers over a city's own PDF, beside pypdf's merge_page", over["ours"], over["pypdf"], 1.2),
        _row("ten different forms in one file, beside one form", bundle["ten"], bundle["one"], 10.0),
        _row("ten shipped forms with their cover, beside the ten one by one", visit["bundle"], visit["singly"], 1.0),
    ]


def over_city_paper(form: Form, press: Press, folder: FilePath) -> dict[str, Maker]:
    """The same answers over the same drawing, had it come from a city as a PDF; its page is read once by both."""
    path = folder / "city.pdf"
    path.write_bytes(press.render(form, {}, Marks()))
    background = Background(path, hashlib.sha256(path.read_bytes()).hexdigest(), 1)
    over = replace(form, art=(), mode=Mode.BACKGROUND, background=background)
    alone, city = replace(over, background=None), PdfReader(path).pages[0]

    def merged(values: Values, marks: Marks) -> bytes:
        writer, out = PdfWriter(clone_from=io.BytesIO(press.render(alone, values, marks))), io.BytesIO()
        writer.pages[0].merge_page(city, over=False)
        writer.write(out)
        return out.getvalue()

    return {"ours": lambda values, marks: press.render(over, values, marks), "pypdf": merged}


def ten_sheets(form: Form, press: Press) -> Maker:
    """A bundle: ten forms, each with a printed layer of its own."""
    forms = [replace(form, id=f"{form.id}{number}") for number in range(10)]
    return lambda values, marks: press.fill_all([PageJob(one, values) for one in forms], marks)[0]


def visits() -> dict[str, Maker]:
    """Ten of the shipped forms as a visit makes them: as one file with a cover, and each as a file of its own."""
    library = FormLibrary(ASSETS / "forms", today=lambda: date(2026, 11, 24))
    names = [path.stem for path in form_files(ASSETS / "forms")][:10]
    shared = ("name", "kana", "birth", "address", "phone")

    def papers(values: Values) -> list[Paper]:
        return [Paper(name, {step: values[step] for step in shared}) for name in names]

    def bundle(values: Values, marks: Marks) -> bytes:
        return library.make(papers(values), marks.receipt_no, marks.matching_code, False).pdf

    def singly(values: Values, marks: Marks) -> bytes:
        return [library.make([one], marks.receipt_no, marks.matching_code, False).pdf for one in papers(values)][-1]

    return {"bundle": bundle, "singly": singly}


def _row(name: str, ours: list[float], floor: list[float], aim: float) -> dict[str, object]:
    one, other = statistics.median(ours) * 1000, statistics.median(floor) * 1000
    ratio = round(one / other, 2)
    return {
        "name": name,
        "unit": "ms",
        "ours": round(one, 2),
        "floor": round(other, 2),
        "ratio": ratio,
        "aim": f"<= {aim}",
        "ok": ratio <= aim,
    }


def take_turns(makers: dict[str, Maker]) -> dict[str, list[float]]:
    """Seconds each maker took, paper by paper, the order turning round."""
    times: dict[str, list[float]] = {name: [] for name in makers}
    names = list(makers)
    for number in range(WARM_UP + ROUNDS):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            values, marks = answers(number)
            gc.collect(0)
            start = time.perf_counter()
            pdf = makers[name](values, marks)
            if number >= WARM_UP:
                times[name].append(time.perf_counter() - start)
            assert pdf[:5] == b"%PDF-"
    return times


def answers(number: int) -> tuple[Values, Marks]:
    """Another person every time."""
    name = f"{SURNAMES[number % 10]}　{GIVEN[number // 10 % 10]}"
    values: Values = {
        "who": "self", "name": name, "kana": "タナカ　ハナコ", "birth": f"19{30 + number % 60}-04-{1 + number % 28:02}",
        "address": f"沖縄県那覇市泉崎{1 + number % 9}丁目{1 + number % 30}番{1 + number % 20}号", "phone": f"098{8000000 + number}",
        "scope": "all", "items": ("honseki", "tsuzukigara"), "copies": str(1 + number % 10), "purpose": "pension",
    }  # fmt: skip
    return values, Marks(f"N1-{number:04}", "海7", date(2026, 11, 24))


def inks(form: Form, press: Press, values: Values, marks: Marks) -> list[Ink]:
    """The answers' ink and the code, as the press places them."""
    placed = [*place(form, values, press.fonts).inks, *place(form, marks.values(), press.fonts).inks]
    codes = [field for field in form.fields if isinstance(field, QrField)]
    return [*placed, *(qr(receipt_data(field.data, marks.receipt_no, form.id), field.box) for field in codes)]


# --- reportlab ------------------------------------------------------------------------------------------------------------
def plain_reportlab(form: Form, press: Press) -> Maker:
    """The page with a Canvas, fonts registered once, no Helvetica."""
    for name in FILES:
        pdfmetrics.registerFont(TTFont(name, str(ASSETS / "fonts" / f"{name}.ttf")))
    under = printed(form, press.fonts)

    def make(values: Values, marks: Marks) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(form.width * PT, form.height * PT), invariant=1, initialFontName=FILES[0])
        canvas.setTitle(f"{form.id} {marks.receipt_no}")
        canvas.setLineCap(1)
        for ink in (*under, *inks(form, press, values, marks)):
            _on_canvas(canvas, ink, form.height)
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    return make


def _on_canvas(canvas: Canvas, ink: Ink, height: float) -> None:
    match ink:
        case Words():
            canvas.setFont(ink.glyphs[0].font.path.stem, ink.size)
            canvas.setFillGray(ink.grey)
            text = "".join(glyph.text for glyph in ink.glyphs)
            canvas.drawString(ink.x * PT, (height - ink.y) * PT, text, charSpace=ink.gap)
        case Path():
            canvas.setLineWidth(ink.width * PT)
            canvas.setDash([ink.dash * PT] if ink.dash else [])
            path = canvas.beginPath()
            path.moveTo(ink.points[0][0] * PT, (height - ink.points[0][1]) * PT)
            for x, y in ink.points[1:]:
                path.lineTo(x * PT, (height - y) * PT)
            canvas.drawPath(path)
            canvas.setDash([])
        case Rectangle(box, width, fill):
            canvas.setLineWidth(width * PT)
            canvas.setFillGray(fill if fill is not None else 1)
            canvas.rect(
                box.x * PT, (height - box.bottom) * PT, box.w * PT, box.h * PT, stroke=int(width > 0), fill=int(fill is not None)
            )
        case Ring(box, width):
            canvas.setLineWidth(width * PT)
            canvas.ellipse(box.x * PT, (height - box.bottom) * PT, box.right * PT, (height - box.y) * PT)
        case Modules():
            canvas.setFillGray(0)
            path = canvas.beginPath()
            for box in ink.boxes():
                path.rect(box.x * PT, (height - box.bottom) * PT, box.w * PT, box.h * PT)
            canvas.drawPath(path, stroke=0, fill=1)


# --- typst ----------------------------------------------------------------------------------------------------------------
def plain_typst(form: Form, press: Press, folder: FilePath) -> Maker:
    """The page in typst, compiler kept, printed layer in a file of its own."""
    under = "\n".join(line for ink in printed(form, press.fonts) for line in _in_typst(ink))
    (folder / "base.typ").write_text(f"#let base = [\n{under}\n]\n", "utf-8")
    main = folder / "main.typ"
    main.write_text("", "utf-8")
    compiler = typst.Compiler(str(main), root=str(folder), font_paths=[str(ASSETS / "fonts")], ignore_system_fonts=True)
    head = f'#import "base.typ": base\n#set page(width: {form.width}mm, height: {form.height}mm, margin: 0mm)\n#set text(cjk-latin-spacing: none)\n#base\n'

    def make(values: Values, marks: Marks) -> bytes:
        body = "\n".join(line for ink in inks(form, press, values, marks) for line in _in_typst(ink))
        main.write_text(head + body, "utf-8")
        pdf = compiler.compile(input=str(main), format="pdf", pdf_tags=False)
        assert isinstance(pdf, bytes)
        return pdf

    return make


def _in_typst(ink: Ink) -> Iterator[str]:
    match ink:
        case Words():
            text = "".join(glyph.text for glyph in ink.glyphs)
            font = TYPST_FONT[ink.glyphs[0].font.path.stem]
            style = f'{font}, size: {ink.size}pt, tracking: {ink.gap}pt, fill: luma({round(ink.grey * 100)}%), top-edge: "baseline", bottom-edge: "baseline"'
            yield f'#place(top + left, dx: {ink.x}mm, dy: {ink.y}mm, text({style}, "{text}"))'
        case Path():
            points = "".join(f", curve.line(({x}mm, {y}mm))" for x, y in ink.points[1:])
            dash = f", dash: ({ink.dash}mm, {ink.dash}mm)" if ink.dash else ""
            x, y = ink.points[0]
            yield f'#place(top + left, curve(stroke: (thickness: {ink.width}mm, cap: "round"{dash}), curve.move(({x}mm, {y}mm)){points}))'
        case Rectangle(box, width, fill):
            shade = f"luma({round(fill * 100)}%)" if fill is not None else "none"
            line = f"{width}mm" if width else "none"
            yield f"#place(top + left, dx: {box.x}mm, dy: {box.y}mm, rect(width: {box.w}mm, height: {box.h}mm, stroke: {line}, fill: {shade}))"
        case Ring(box, width):
            yield f"#place(top + left, dx: {box.x}mm, dy: {box.y}mm, ellipse(width: {box.w}mm, height: {box.h}mm, stroke: {width}mm))"
        case Modules():
            parts = ", ".join(
                f"m(({b.x:.3f}mm, {b.y:.3f}mm)), l(({b.right:.3f}mm, {b.y:.3f}mm)), l(({b.right:.3f}mm, {b.bottom:.3f}mm)), "
                f"l(({b.x:.3f}mm, {b.bottom:.3f}mm)), c()"
                for b in ink.boxes()
            )
            yield (
                "#{ let m = curve.move; let l = curve.line; let c = curve.close; place(top + left, curve(fill: black, "
                + parts
                + ")) }"
            )


if __name__ == "__main__":
    assert math.isclose(PT, 2.834645, rel_tol=1e-5)
    for line in run():
        print(line)
