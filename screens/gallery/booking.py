"""Sample views of R15 for the gallery and the tests: five days with closed ones between, six times and more, the slip."""

from __future__ import annotations

from kiosk.visit.views import BookingSlip, Days, DayTile, Frame, Option, Stage, Times, View

ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Yuimado//Counter kiosk//JA\r\nBEGIN:VEVENT\r\nUID:N1-0427@yuimado\r\nDTSTAMP:20261124T030000Z\r\nDTSTART:20261201T003000Z\r\nDTEND:20261201T010000Z\r\nSUMMARY:仮予約：くらしと 福祉の 相談\r\nLOCATION:なは市役所（相談室）\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"  # fmt: skip


def booking_views(lang: str) -> dict[str, View]:
    """name -> View."""

    def t(ja: str, en: str) -> str:
        return ja if lang == "ja" else en

    desk = t("くらしと 福祉《ふくし》の 相談《そうだん》", "Advice on daily life and welfare")
    days = []
    for n, (month, day, ja, en) in enumerate(
        ((12, 28, "月《げつ》", "Mon"), (1, 4, "月《げつ》", "Mon"), (1, 5, "火《か》", "Tue"), (1, 6, "水《すい》", "Wed"), (1, 7, "木《もく》", "Thu"), (1, 8, "金《きん》", "Fri"), (1, 12, "火《か》", "Tue"))
    ):  # fmt: skip
        shut = {
            1: (
                t("1/2 (土《ど》) 休日《きゅうじつ》", "1/2 (Sat) holiday"),
                t("1/3 (日《にち》) 休日《きゅうじつ》", "1/3 (Sun) holiday"),
            ),
            6: (
                t("1/10 (日《にち》) 休《やす》み", "1/10 (Sun) closed"),
                t("1/11 (月《げつ》) 休日《きゅうじつ》", "1/11 (Mon) holiday"),
            ),
        }.get(n, ())
        words = t(f"{month}月《がつ》{day}日《にち》（{ja}）", f"{month}/{day} ({en})")
        mark = t("あさって", "The day after tomorrow") if n == 0 else ""
        days.append(DayTile(f"{2026 if month == 12 else 2027}-{month:02}-{day:02}", words, mark, t("あき 12", "12 free"), shut))
    times = tuple(
        Option(f"2027-01-05T{hour:02}:{minute:02}", f"{hour}:{minute:02}", t("あき 2", "2 free"))
        for hour in (9, 10, 11, 13)
        for minute in (0, 30)
    )
    slip = BookingSlip(
        state=t("仮予約《かりよやく》", "Provisional booking"),
        sure=False,
        number_label=t("受付番号《うけつけばんごう》", "Your number"),
        number="N1-0427",
        code="海7",
        day=t("12月《がつ》28日《にち》（月《げつ》）", "12/28 (Mon)"),
        time=t("10:30〜11:30", "10:30 to 11:30"),
        desk=desk,
        lists=(
            (
                t("もってくる もの", "Please bring"),
                (
                    t("この 紙《かみ》か、番号《ばんごう》を うつした スマホ", "This paper, or a phone with your number"),
                    t("こまって いることが わかる 紙《かみ》（あれば）", "Papers about your worry, if you have any"),
                ),
            ),
        ),
        qr_text=ICS,
        qr_hint=t("スマホで よむと カレンダーに はいります。", "Your phone puts it into its calendar."),
        choices=(Option("print", t("紙《かみ》に 出《だ》す", "Print it")), Option("end", t("おわる", "Finish"))),
        primary="print",
    )
    note = t("市《し》が あとで たしかめます。くる前《まえ》に、ばんごうを 言《い》って 職員《しょくいん》に きくと あんしんです。", "The city confirms it later. To be sure, ask staff with your number before you come.")  # fmt: skip
    return {
        "R15-days": View(Frame("R15", heading=t("どの 日《ひ》に しますか", "Which day?"), hint=desk, stage=Stage.CHOOSE, next_label=None), Days(tuple(days))),
        "R15-times": View(
            Frame("R15", heading=t("1月《がつ》5日《いつか》の 何時《なんじ》に しますか", "What time on 1/5 (Tue)?"), hint=desk, stage=Stage.CHOOSE, next_label=None), Times(times)
        ),
        "R15-slip": View(
            Frame("R15", heading=t("この 時間《じかん》に きて ください", "Please come at this time"), hint=note, stage=Stage.RECEIVE, back=False, next_label=None, quit=False), slip
        ),
    }  # fmt: skip
