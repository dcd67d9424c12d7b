"""Sample views of labels, R25, for the gallery and the tests."""

from __future__ import annotations

from kiosk.visit.views import Frame, LabelPapers, LabelPlaces, Option, SheetPicture, Stage, View


def sheet(across: int, down: int, label: tuple[float, float], first: tuple[float, float]) -> SheetPicture:
    """An A4 sheet with labels side by side."""
    (width, height), (x, y) = label, first
    cells = tuple((x + column * width, y + row * height, width, height) for row in range(down) for column in range(across))
    return SheetPicture(210, 297, cells)


A4_24 = sheet(3, 8, (66, 33.9), (6, 12.9))
A4_12 = sheet(2, 6, (86.4, 42.3), (18.6, 21.2))
A4_44 = sheet(4, 11, (48.3, 25.4), (8.4, 8.8))
ROLL = SheetPicture(62, 29, ((0, 0, 62, 29),))
PEOPLE = (
    ("オキナワ ウミ", "沖縄　海", "沖縄県那覇市泉崎１丁目１番１号", "令和8年11月15日生　090-1234-5678"),
    ("オキナワ ソラ", "沖縄　空", "沖縄県那覇市泉崎１丁目１番１号", "令和元年5月1日生　090-1234-5678"),
)


def label_views(lang: str) -> dict[str, View]:
    """name -> View."""

    def t(ja: str, en: str) -> str:
        return ja if lang == "ja" else en

    def view(body: LabelPapers | LabelPlaces, heading: str, hint: str, next_label: str | None = "") -> View:
        return View(Frame("R25", heading, hint, Stage.RECEIVE, next_label=next_label), body)

    def option(value: str, count: int, size: str) -> Option:
        return Option(value, t(f"A4 {count}まい", f"A4, {count} labels"), size)

    papers = LabelPapers(
        (
            option("a4_24", 24, "66 × 33.9 mm"),
            option("a4_12", 12, "86.4 × 42.3 mm"),
            option("a4_44", 44, "48.3 × 25.4 mm"),
            Option("roll", t("ロール（1まいずつ）", "Roll, one by one"), "62 × 29 mm"),
        ),
        (A4_24, A4_12, A4_44, ROLL),
        (
            "ヒサゴ ELM012 · エーワン 72224",
            "ヒサゴ ELM008 · エーワン 72212 · コクヨ KPC-E1121",
            "ヒサゴ ELM022 · エーワン 28388",
            "ブラザー DK-1209",
        ),
    )
    how = (
        t("新《あたら》しい 紙《かみ》なら、このままで だいじょうぶです。", "A new sheet: leave it at the first label."),
        t(
            "つかいかけの 紙《かみ》なら、のこっている はじめの シールに さわります。",
            "A half-used sheet: touch the first label that is still there.",
        ),
    )
    put = (
        t(
            "この きかいでは 𠮷 を 書《か》けません。その 行《ぎょう》は 空《あ》きます。",
            "This machine cannot write 𠮷. That line stays empty.",
        ),
        t(
            "この 用紙《ようし》を プリンターに 入《い》れます。窓口《まどぐち》の 人《ひと》が おてつだいします。",
            "Please put this paper into the printer. The person at the counter helps you.",
        ),
        t("つかいかけの 紙《かみ》を、いちばん はじめに 出《で》るように おきます。", "The half-used sheet lies on top."),
        t("絵《え》は 1まいめです。ぜんぶで 2まい 出《で》ます。", "The picture shows the first of 2 sheets."),
    )
    drawn = tuple(person for person in PEOPLE for _ in range(20))
    start = LabelPlaces(A4_44, 7, movable=True, label=t("{n}まいめから", "From label {n}"), lines=how)
    return {
        "R25": view(
            papers,
            t("どの シールの 用紙《ようし》ですか", "Which label paper is it?"),
            t("1まいの 紙《かみ》に シールが いくつ あるか 数《かぞ》えます", "Count the labels on a sheet."),
            None,
        ),
        "R25-start": view(
            start,
            t("どの シールから つかいますか", "Which label comes first?"),
            t("絵《え》に さわるか、− と ＋ を おします", "Touch it in the picture, or use − and ＋."),
        ),
        "R25-look": view(
            LabelPlaces(A4_24, 5, labels=drawn, lines=put),
            t("このように 出《で》ます", "This is how it will look"),
            t("A4 24まい · ヒサゴ ELM012", "A4, 24 labels · ヒサゴ ELM012"),
            t("2まい 印刷《いんさつ》する", "Print 2 sheets"),
        ),
    }
