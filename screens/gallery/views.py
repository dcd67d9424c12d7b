"""Sample views of every screen, in Japanese and English: for the gallery, the README's pictures and the tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.visit.views import (
    AddressEntry,
    Attract,
    Body,
    CardPlace,
    Check,
    Checklist,
    ChecklistItem,
    CheckRow,
    Choices,
    Consent,
    DateEntry,
    Done,
    Facts,
    Frame,
    Leave,
    Look,
    LookChoice,
    Notice,
    NumberEntry,
    Offer,
    Option,
    Problem,
    SecretPad,
    Stage,
    TextEntry,
    TextKind,
    View,
    Wiped,
    Working,
)
from screens.gallery.booking import booking_views
from screens.gallery.finding import finding_views
from screens.gallery.labels import label_views
from screens.gallery.plan import plan_views

LANGUAGES = (("ja", "日本語"), ("en", "English"))

LABELS: dict[str, dict[str, str]] = {
    "ja": {
        "brand": "ゆいまど", "city": "なは市《し》 てつづきの まどぐち", "size": "大《おお》きさ", "language": "ことば", "voice": "こえ",
        "quit": "やめる", "back": "もどる", "call": "人《ひと》を よぶ", "next": "つぎへ", "stage_choose": "えらぶ", "stage_bring": "もちもの",
        "stage_ask": "きく", "stage_check": "たしかめる", "stage_receive": "うけとる", "why": "なぜ ききますか",
        "problems_title": "{n}つ なおして ください", "practice": "れんしゅう中です。ほんとうの てつづきでは ありません。",
        "more": "つぎを みる", "fewer": "まえを みる",
    },
    "en": {
        "brand": "Yuimado", "city": "Naha City counter", "size": "Size", "language": "Language", "voice": "Voice",
        "quit": "Quit", "back": "Back", "call": "Call staff", "next": "Next", "stage_choose": "Choose", "stage_bring": "Bring",
        "stage_ask": "Answer", "stage_check": "Check", "stage_receive": "Receive", "why": "Why we ask",
        "problems_title": "{n} to mend", "practice": "Practice. Nothing here is real.", "more": "Show more", "fewer": "Go back",
    },
}  # fmt: skip


def _t(language: str, japanese: str, english: str) -> str:
    return japanese if language == "ja" else english


def _kana(reading: str) -> tuple[str, ...]:
    return {"ひが": ("比嘉", "比賀", "日賀"), "はなこ": ("花子", "華子", "はな子")}.get(reading, ())


def sample_views(look: Look) -> dict[str, View]:
    """name -> View, in the order of a visit. Names begin with the screen id."""
    lang = look.language
    return {**_before(lang, look), **_asking(lang), **_card(lang), **_closing(lang), **_exceptions(lang)}


def _view(screen: str, body: Body, heading: str = "", hint: str = "", over: bool = False, **frame: Any) -> View:
    return View(Frame(screen, heading, hint, **frame), body, over)


def _before(lang: str, look: Look) -> dict[str, View]:
    def t(ja: str, en: str) -> str:
        return _t(lang, ja, en)

    ask_yes = (
        Option("has", t("あります", "I have it"), picture="yes"),
        Option("lacks", t("ありません", "I do not"), picture="no"),
        Option("later", t("あとで", "Later"), quiet=True),
    )
    return {
        "R01": _view("R01", Attract(
            city=t("なは市《し》 てつづきの まどぐち", "Naha City · counter"), brand=t("ゆいまど", "Yuimado"),
            lines=(t("いっしょに やれば だいじょうぶ。", "Together it is easy."), t("ゆっくり、ひとつずつ。", "One step at a time.")),
            start=t("さわって はじめる", "Touch to start"),
            promises=(t("お金《かね》は かかりません", "It is free"), t("まちがえても だいじょうぶ", "Mistakes are fine"),
                      t("じょうほうは おわったら きえます", "Nothing stays here")),
            languages=LANGUAGES,
        )),
        "R02": _view("R02", LookChoice(look, LANGUAGES, {
            "language": t("ことば", "Language"), "size": t("文字《もじ》の 大《おお》きさ", "Text size"),
            "normal": t("ふつう", "Normal"), "large": t("大《おお》きい", "Large"), "xlarge": t("とても 大《おお》きい", "Larger"),
            "contrast": t("色《いろ》", "Colours"), "contrast_normal": t("ふつう", "Normal"), "contrast_high": t("白黒《しろくろ》", "Contrast"),
            "contrast_dark": t("くらい", "Dark"), "furigana": t("ふりがな", "Furigana"), "voice": t("こえ", "Voice"),
        }, t("この 文字《もじ》は 読《よ》みやすいですか", "Is this easy to read?")),
            t("ことばと みやすさを えらんで ください", "Choose your language and look"), stage=Stage.CHOOSE,
            next_label=t("このまま つづける", "Continue")),
        "R03": _view("R03", Choices((
            Option("alone", t("ひとりで", "By myself"), picture="alone"),
            Option("together", t("職員《しょくいん》と いっしょに", "With staff"), t("職員《しょくいん》は 画面《がめん》を 見《み》ません", "Staff see the step only"), "together"),
            Option("proxy", t("かぞくの かわりに", "For my family"), picture="family"),
            Option("practice", t("れんしゅう したい", "Just to practise"), picture="practice"),
        ), at_once=True), t("だれと しますか", "Who is with you?"), stage=Stage.CHOOSE, guide="hello", next_label=None),
        **finding_views(lang),
        **plan_views(lang),
        **booking_views(lang),
        **label_views(lang),
        "R08": _view("R08", Checklist((
            ChecklistItem("id", t("本人確認《ほんにんかくにん》の 書類《しょるい》", "Proof of identity"),
                          t("マイナンバーカードや 運転免許証《うんてんめんきょしょう》", "My Number card or licence"), "id-card", "has"),
            ChecklistItem("fee", t("お金《かね》 300円《えん》", "300 yen"), t("1まいに つき", "for each copy"), "money"),
            ChecklistItem("letter", t("委任状《いにんじょう》", "Letter of proxy"), t("かわりの 人《ひと》だけ", "Only for a proxy"), "letter", "lacks"),
        ), ask_yes, facts=((t("手数料《てすうりょう》", "Fee"), t("1まい 300円《えん》", "300 yen each")), (t("じかん", "Time"), t("5ふん くらい", "about 5 min")))),
            t("もちものを たしかめましょう", "Let us look at what you brought"), stage=Stage.BRING, guide="think"),
        "R08-offers": _view("R08", Checklist((
            ChecklistItem("id", t("本人確認《ほんにんかくにん》の 書類《しょるい》", "Proof of identity"),
                          t("マイナンバーカードや 運転免許証《うんてんめんきょしょう》", "My Number card or licence"), "id-card", "has"),
            ChecklistItem("bankbook", t("銀行《ぎんこう》の 通帳《つうちょう》", "Bank book"), "", "bankbook"),
        ), ask_yes, offers_title=t("いっしょに できる 手《て》つづき", "You could do this at the same time"), add=t("ついかする", "Add"), offers=(
            Offer("teate", t("児童手当《じどうてあて》", "Child allowance"), t("7つの こたえを 使《つか》えます", "7 answers need not be given again"), "kids"),
            Offer("iryo", t("こども医療費《いりょうひ》", "Medical costs of children"), t("6つの こたえを 使《つか》えます", "6 answers need not be given again"), "stethoscope"),
        )), t("もちものを たしかめましょう", "Let us look at what you brought"), stage=Stage.BRING, guide="think"),
    }  # fmt: skip


def _asking(lang: str) -> dict[str, View]:
    def t(ja: str, en: str) -> str:
        return _t(lang, ja, en)

    purpose = Choices((
        Option("pension", t("年金《ねんきん》・保険《ほけん》の 手続《てつづ》き", "Pension or insurance"), picture="pension"),
        Option("work", t("仕事《しごと》・会社《かいしゃ》に 出《だ》す", "Work or company"), picture="work"),
        Option("school", t("学校《がっこう》・保育所《ほいくしょ》に 出《だ》す", "School or nursery"), picture="school"),
        Option("home", t("家《いえ》を 借《か》りる・買《か》う", "Rent or buy a home"), picture="house"),
        Option("other", t("そのほか", "Something else"), picture="other"),
        Option("unknown", t("わからない・言《い》いたくない", "I do not know"), quiet=True),
    ), ("pension",))  # fmt: skip
    asked: dict[str, Any] = {"stage": Stage.ASK, "guide": "listen"}
    note = t("7つのうち 3つめ", "3 of 7")
    why = t("つかう場所《ばしょ》に よって、紙《かみ》に のせる ことが かわります。多《おお》く のせすぎない ための しつもんです。",
            "What goes on the paper depends on where you use it. We ask so that it shows no more than needed.")  # fmt: skip
    heading = t("何《なに》に つかう 住民票《じゅうみんひょう》ですか", "What is the certificate for?")
    hint = t("いちばん 近《ちか》いものを 一《ひと》つ えらんでください", "Choose the one that is nearest")
    problem = (Problem(t("つかいみちを 一《ひと》つ えらんで ください", "Choose one purpose"), "pension"),)
    keys = {
        "erase": t("1もじ けす", "Erase"), "erase_all": t("ぜんぶ けす", "Erase all"), "kana": "かな", "latin": "ABC", "digits": "123", "small": "小",
        "space": t("あける", "Space"), "year": t("年《ねん》", "Year"), "month": t("月《がつ》", "Month"), "day": t("日《にち》", "Day"),
        "meiji": "明治", "taisho": "大正", "showa": "昭和", "heisei": "平成", "reiwa": "令和", "postal": t("郵便番号《ゆうびんばんごう》", "Postal code"),
        "town": t("町《まち》", "Town"), "number": t("番地《ばんち》", "Number"), "convert": t("漢字《かんじ》", "Kanji"), "done": t("できた", "Done"),
    }  # fmt: skip
    return {
        "R07": _view("R07", Choices((
            Option("yes", t("はい", "Yes"), picture="yes"), Option("no", t("いいえ", "No"), picture="no"),
            Option("unknown", t("わからない", "I do not know"), quiet=True),
        )), t("なは市《し》に 住《す》んで いますか", "Do you live in Naha City?"), stage=Stage.CHOOSE, guide="think",
            why=t("住《す》んでいる 市《し》でしか 出《だ》せない 紙《かみ》だからです。", "Only the city you live in can give this paper.")),
        "R12": _view("R12", purpose, heading, hint, why=why, stage_note=note, **asked),
        "R12-problem": _view("R12", replace(purpose, selected=()), heading, hint, why=why, stage_note=note, problems=problem, **asked),
        "R12-many": _view("R12", Choices((
            Option("domicile", t("本籍《ほんせき》", "Registered domicile"), t("戸籍《こせき》の 場所《ばしょ》", "Place of the family register"), "house"),
            Option("relation", t("続柄《つづきがら》", "Relation"), t("世帯主《せたいぬし》との かんけい", "to the head of household"), "family"),
            Option("number", t("マイナンバー", "My Number"), t("法律《ほうりつ》で きまった ときだけ", "only where a law asks"), "id-card"),
        ), ("relation",), multiple=True), t("紙《かみ》に のせる ものを えらんで ください", "What should the paper show?"),
            t("いらない ものは えらばなくて かまいません", "Leave out what you do not need"), why=why, stage_note=note, **asked),
        "R12-copies": _view("R12", NumberEntry("2", t("まい", "copies"), 1, 9, stepper=True), t("なんまい いりますか", "How many copies?"),
                            stage_note=note, why=t("1まい 300円《えん》です。", "Each copy is 300 yen."), **asked),
        "R12-phone": _view("R12", NumberEntry("0989", max_digits=11, erase=keys["erase"], choices=(Option("none", t("電話《でんわ》は ありません", "No phone"), quiet=True),)),
                           t("電話番号《でんわばんごう》を おしえて ください", "Your phone number"), stage_note=note,
                           why=t("紙《かみ》が 足《た》りない ときだけ かけます。", "We call only if something is missing."), **asked),
        "R12-date": _view("R12", DateEntry("1951-08-15", keys, 1900, 2026), t("生《う》まれた 日《ひ》は いつですか", "When were you born?"), stage_note=note, **asked),
        "R12-name": _view("R12", TextEntry("比嘉　", TextKind.NAME, 60, keys, _kana), t("お名前《なまえ》を 入《い》れて ください", "Your name"), stage_note=note, **asked),
        "R12-address": _view("R12", AddressEntry("", keys, lambda code: ("沖縄県那覇市泉崎", "沖縄県那覇市久茂地") if code == "9000021" else (), _kana),
                             t("住《す》んでいる ところを 入《い》れて ください", "Your address"), stage_note=note, **asked),
    }  # fmt: skip


def _card(lang: str) -> dict[str, View]:
    def t(ja: str, en: str) -> str:
        return _t(lang, ja, en)

    place = CardPlace(
        "card-place", False, t("この カードから 読《よ》むもの", "What we read"),
        (t("名前《なまえ》", "Name"), t("住所《じゅうしょ》", "Address"), t("生年月日《せいねんがっぴ》", "Date of birth"), t("性別《せいべつ》", "Sex")),
        t("読《よ》まないもの", "What we never read"), (t("マイナンバー", "My Number"), t("税金《ぜいきん》・病気《びょうき》・口座《こうざ》", "Tax, health, bank")),
        t("おわったら この 端末《たんまつ》には なにも のこりません", "Nothing stays on this machine"),
        (Option("no_card", t("カードを つかわない", "Go on without a card")),),
    )  # fmt: skip
    card: dict[str, Any] = {"stage": Stage.ASK, "next_label": None}
    return {
        "R10": _view("R10", Choices((
            Option("card", t("カードを つかう", "Use my card"), t("名前《なまえ》や 住所《じゅうしょ》を 書《か》かなくて いいです", "No need to write your name and address"), "id-card"),
            Option("hand", t("つかわない", "No card"), t("自分《じぶん》で 入《い》れます", "I type it myself"), "hand"),
            Option("paper", t("紙《かみ》に 書《か》きたい", "Write on paper"), picture="pen", quiet=True),
        ), at_once=True), t("マイナンバーカードを つかいますか", "Use your My Number card?"), guide="listen",
            why=t("カードの 4つの じょうほうだけ 読《よ》みます。マイナンバーは 読《よ》みません。", "Only four items are read, never your My Number."), **card),
        "R11-place": _view("R11", place, t("カードを 読《よ》み取《と》りきの 上《うえ》に おいて ください", "Put your card on the reader"),
                           t("おわるまで そのまま うごかさないで ください", "Leave it there until we finish"), guide="point-left", **card),
        "R11-busy": _view("R11", replace(place, scene="card-read", busy=True, choices=()), t("読《よ》んで います", "Reading"),
                          t("3びょう くらい まって ください", "About 3 seconds"), **card),
        "R11-pin": _view("R11", SecretPad((4,), ("",), t("あと 3回《かい》 まちがえられます", "3 tries left"), t("1つ けす", "Erase"), t("とりやめる", "Cancel"),
                                          (Option("forgot", t("ばんごうが わからない", "I do not know it")),)),
                         t("4けたの ばんごうを おして ください", "Enter your 4-digit number"), guide="eyes-closed", **card),
        "R11-face": _view("R11", SecretPad((6, 4, 4), (t("生年月日《せいねんがっぴ》", "Birth"), t("有効期限《ゆうこうきげん》の 年《ねん》", "Expiry year"),
                                                       t("セキュリティコード", "Security code")), t("あと 9回《かい》", "9 tries left"), t("1つ けす", "Erase"), t("とりやめる", "Cancel")),
                          t("カードの 数字《すうじ》を 14こ おして ください", "Enter the 14 digits on the card"), guide="eyes-closed", **card),
        "R11-read": _view("R11", Facts((
            (t("名前《なまえ》", "Name"), "比嘉　花子"), (t("住所《じゅうしょ》", "Address"), "沖縄県那覇市泉崎１丁目１番１号　ゆいハイツ２０３号"),
            (t("生年月日《せいねんがっぴ》", "Born"), "1951年（昭和26年）8月15日"), (t("性別《せいべつ》", "Sex"), t("女《おんな》", "Female")),
        ), t("カードから", "from the card")), t("読《よ》めました", "We read this"), t("カードを 取《と》って ください", "Please take your card"), stage=Stage.ASK, guide="happy"),
    }  # fmt: skip


def _closing(lang: str) -> dict[str, View]:
    def t(ja: str, en: str) -> str:
        return _t(lang, ja, en)

    card_mark = t("カードから", "from card")
    rows = (
        CheckRow("who", t("だれの 住民票《じゅうみんひょう》", "Whose"), t("自分《じぶん》", "Mine")),
        CheckRow("name", t("名前《なまえ》", "Name"), "比嘉　花子", card_mark),
        CheckRow("address", t("住所《じゅうしょ》", "Address"), "沖縄県那覇市泉崎１丁目１番１号　ゆいハイツ２０３号", card_mark),
        CheckRow("birth", t("生年月日《せいねんがっぴ》", "Date of birth"), "1951年（昭和26年）8月15日", card_mark),
        CheckRow("phone", t("電話番号《でんわばんごう》", "Phone"), "098-867-0111"),
        CheckRow("show", t("のせる もの", "Items shown"), t("続柄《つづきがら》", "Relation")),
        CheckRow("copies", t("まい数《すう》", "Copies"), t("2まい", "2")),
        CheckRow("purpose", t("つかいみち", "Purpose"), t("年金《ねんきん》・保険《ほけん》の 手続《てつづ》き", "Pension or insurance")),
    )  # fmt: skip
    consent = Consent(
        (t("なにを", "What"), t("なんのために", "Why"), t("だれが 見《み》る", "Who sees it"), t("いつまで", "Until")),
        ((t("名前《なまえ》・住所《じゅうしょ》・生年月日《せいねんがっぴ》", "Name, address, birth"), t("住民票《じゅうみんひょう》を つくる", "To make the certificate"),
          t("なは市《し》 市民課《しみんか》", "Naha City, Citizens' desk"), t("1年《ねん》", "1 year")),
         (t("電話番号《でんわばんごう》", "Phone number"), t("たりない ときに かける", "To call if needed"), t("なは市《し》 市民課《しみんか》", "Naha City, Citizens' desk"),
          t("わたしたら けす", "Until handed over"))),
        (Option("send", t("なは市《し》に おくることに 同意《どうい》します", "I agree to send this to Naha City")),), (),
        Option("paper_only", t("同意《どうい》しない（紙《かみ》だけ）", "I do not agree (paper only)")),
    )  # fmt: skip
    done = Done(
        t("できました", "Done"), t("うけつけばんごう", "Receipt number"), "N-2041-7", t("紙《かみ》の しるし", "Mark on the paper"), t("海7", "海7"),
        t("画面《がめん》と 紙《かみ》が おなじか 見《み》て ください", "Compare screen and paper"), t("つぎに すること", "What next"),
        (t("紙《かみ》を とる（2まい）", "Take the paper (2)"), t("名前《なまえ》を 書《か》く ところに 自分《じぶん》で 書《か》く", "Sign where it says name"),
         t("1かい 5ばんの まどぐちへ（お金《かね》 600円《えん》）", "Go to window 5 on floor 1 (600 yen)")),
        "https://yuimado.example/r/N-2041-7", t("スマホで 読《よ》むと、おなじ ことが 家《いえ》でも 見《み》られます", "Read with a phone to see this at home"),
        ((t("書《か》かなかった らん", "Fields saved"), "18"), (t("かかった 時間《じかん》", "Time taken"), t("4ふん", "4 min")), (t("のこった じょうほう", "Data left here"), "0")),
        t("なくしたら 098-867-0111 に 番号《ばんごう》を 言《い》って ください", "Lost it? Call 098-867-0111 and say the number"),
    )  # fmt: skip
    faces = (Option("good", t("よかった", "Good"), picture="smile"), Option("so_so", t("ふつう", "So-so"), picture="neutral"),
             Option("bad", t("むずかしい", "Hard"), picture="sad"))  # fmt: skip
    return {
        "R13": _view("R13", Check(rows, t("なおす", "Change")),
                     t("この ないようで あって いますか", "Is everything right?"), stage=Stage.CHECK, next_label=t("あって います", "It is right")),
        "R14": _view("R14", consent, t("やくそくを 読《よ》んで ください", "Please read what we promise"), stage=Stage.CHECK),
        "R16": _view("R16", Choices((
            Option("paper", t("紙《かみ》に いんさつする", "Print on paper"), picture="printer"), Option("phone", t("スマホで 見《み》る", "See it on my phone"), picture="phone"),
            Option("both", t("りょうほう", "Both"), picture="both"),
        ), ("paper",)), t("どうやって うけとりますか", "How would you like it?"), stage=Stage.RECEIVE, guide="point-right",
            next_label=t("2まい いんさつして だす", "Print 2 and send")),
        "R16-printing": _view("R16", Working(t("いんさつ しています（1/2）", "Printing (1/2)"), "printer", True), t("すこし まって ください", "One moment please"),
                              stage=Stage.RECEIVE, next_label=None, back=False),
        "R16-asked": _view("R16", Working(t("紙《かみ》は 出《で》ましたか", "Did the paper come out?"), "printer", False,
                                          choices=(Option("paper_yes", t("出《で》ました", "Yes")), Option("paper_no", t("出《で》ません", "No")))),
                           t("プリンターを 見《み》て ください", "Please look at the printer"), stage=Stage.RECEIVE, next_label=None, back=False),
        "R17": _view("R17", done, t("できました", "Done"), stage=Stage.RECEIVE, guide="happy", back=False, next_label=t("おわる", "Finish"), quit=False),
        "R18": _view("R18", Leave((Option("talk", t("人《ひと》と 話《はな》したい", "Talk to a person"), picture="talk"),
                                   Option("phone", t("スマホで 知《し》りたい", "Learn on my phone"), picture="phone"), Option("none", t("ありません", "Nothing else"), quiet=True)),
                                  faces, t("きょうは どうでしたか", "How was it today?")),
                     t("ほかに 気《き》になることは ありますか", "Anything else on your mind?"), stage=Stage.RECEIVE, back=False, quit=False, next_label=t("おわる", "Finish")),
        "R19": _view("R19", Wiped((t("名前《なまえ》", "Name"), t("住所《じゅうしょ》", "Address"), t("こたえ", "Answers"), t("カードの じょうほう", "Card data")),
                                  t("けしました 14:32", "Erased 14:32"), 10),
                     t("ぜんぶ けしました", "Everything is erased"), guide="broom", back=False, next_label=None, call=False, quit=False),
    }  # fmt: skip


def _exceptions(lang: str) -> dict[str, View]:
    def t(ja: str, en: str) -> str:
        return _t(lang, ja, en)

    bare: dict[str, Any] = {"back": False, "next_label": None, "quit": False}
    return {
        "RX1": _view("RX1", Notice(t("さわらないと、ここまでの こたえを けして おわります。", "If nobody touches the screen, your answers are erased."),
                                   (Option("continue", t("つづける", "Continue")), Option("call", t("人《ひと》を よぶ", "Call staff")), Option("end", t("おわる", "End"))),
                                   primary="continue", danger="end", countdown_s=30), t("まだ つかいますか", "Are you still there?"), over=True, call=False, **bare),
        "RX3": _view("RX3", Notice(t("ここまでの こたえは きえます。", "Your answers so far are erased."),
                                   (Option("stay", t("もどる", "Go back")), Option("wipe", t("けして おわる", "Erase and end"))), primary="stay", danger="wipe", picture="think"),
                     t("やめますか", "Quit?"), over=True, call=False, **bare),
        "RX5": _view("RX5", Notice(t("紙《かみ》が なくなりました。人《ひと》を よんで ください。", "The paper has run out. Please call a person."),
                                   (Option("call", t("人《ひと》を よぶ", "Call staff")), Option("again", t("もう一度《いちど》 みる", "Look again"))),
                                   detail=t("あなたの 紙《かみ》の ないようは のこって います。", "Your form is kept."), picture="paper-out", primary="again", code="PRINT-01"),
                     t("すこし こまりました", "A small hitch"), stage=Stage.RECEIVE, **bare),
    }  # fmt: skip
