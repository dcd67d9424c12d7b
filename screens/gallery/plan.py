"""Sample views of the plan, R09, for the gallery and the tests."""

from __future__ import annotations

from kiosk.visit.views import Frame, Option, Stage, TripBar, TripDay, TripLine, TripPlan, View

LETTER = (
    "身体障害者診断書《しんたいしょうがいしゃしんだんしょ》・意見書《いけんしょ》",
    "Doctor's certificate and opinion on a physical disability",
)


def plan_views(lang: str) -> dict[str, View]:
    """name -> View."""

    def t(ja: str, en: str) -> str:
        return ja if lang == "ja" else en

    letter, city, hospital = t(*LETTER), t("なは市役所《しやくしょ》", "Naha City Hall"), t("病院《びょういん》", "Hospital")
    days = (
        TripDay(
            t("11月《がつ》24日《にち》（火《か》）", "11/24 (Tue)"),
            t("きょう", "Today"),
            (
                TripLine("city-hall", city, t("もらう：", "Pick it up: ") + t("身体障害者診断書《しんたいしょうがいしゃしんだんしょ》の 用紙《ようし》", "Blank form for the doctor's certificate")),
                TripLine("city-hall", "", t("もらう：所得《しょとく》・課税証明書《かぜいしょうめいしょ》", "Pick it up: Certificate of income and tax")),
                TripLine("phone", t("電話《でんわ》で", "By telephone"), t("電話《でんわ》で 予約《よやく》する：", "Telephone for a time: ") + letter),
            ),
        ),
        TripDay(
            t("11月《がつ》25日《にち》（水《すい》）", "11/25 (Wed)"),
            t("あした", "Tomorrow"),
            (TripLine("hospital", hospital, t("たのむ：", "Ask for it: ") + letter),),
        ),
        TripDay(
            t("12月《がつ》9日《にち》（水《すい》）", "12/9 (Wed)"),
            t("15日《にち》 あと", "in 15 days"),
            (
                TripLine("hospital", hospital, t("もらう：", "Pick it up: ") + letter),
                TripLine("city-hall", city, t("出《だ》す：身体障害者手帳《しんたいしょうがいしゃてちょう》の 申請《しんせい》", "Hand it in: Application for the handbook")),
            ),
            t("この日《ひ》には できて います：", "By then it is ready: ") + letter,
        ),
        TripDay(
            t("12月《がつ》14日《にち》（月《げつ》）", "12/14 (Mon)"),
            t("20日《にち》 あと", "in 20 days"),
            (TripLine("mail", t("郵便《ゆうびん》で", "By post"), t("郵便《ゆうびん》で とどく：", "It comes by post: ") + letter),),
            home=True,
        ),
    )  # fmt: skip
    body = TripPlan(
        bars=(
            TripBar(t("ふつう", "Usually"), 4, t("4回《かい》", "4 trips")),
            TripBar(t("この じゅんばん", "In this order"), 3, t("3回《かい》", "3 trips"), best=True),
            TripBar(t("郵便《ゆうびん》も つかう", "With the post"), 2, t("2回《かい》", "2 trips")),
        ),
        facts=(
            (t("休《やす》む 日数《にっすう》", "Days off work"), "4 → 3"),
            (
                t("ぜんぶ おわる日《ひ》（目安《めやす》）", "All done on (about)"),
                t("12月《がつ》9日《にち》（水《すい》）", "12/9 (Wed)"),
            ),
        ),
        days=days,
        options=(
            Option("plan_sheet", t("だんどりも いんさつ", "Print this plan too")),
            Option("doctor_pack", t("病院《びょういん》の 紙《かみ》も いんさつ", "Print papers for the doctor too")),
        ),
        selected=("plan_sheet",),
        acts=(
            Option("phone_code", t("スマホで", "On my phone"), picture="smartphone"),
            Option("by_post", t("郵便《ゆうびん》も つかう", "Use the post"), picture="mail"),
        ),
    )
    frame = Frame(
        "R09",
        heading=t("おでかけが 少《すく》ない だんどり", "A plan with fewer trips"),
        hint=t(
            "目安《めやす》の ところが あります。そこで きいて ください。", "Some of it is a guess. Please ask where it says so."
        ),
        stage=Stage.BRING,
        next_label=t("書類《しょるい》へ すすむ", "Go on to the form"),
    )
    return {"R09": View(frame, body)}
