"""Sample views of finding: the menu, life events, cards, search; for the gallery and the tests."""

from __future__ import annotations

from kiosk.visit.views import Badge, Card, Cards, Frame, Hits, Menu, Option, Search, Stage, View

EVENTS = (
    ("moved", "ひっこした", "Moved", "転入《てんにゅう》・転出《てんしゅつ》・転居《てんきょ》", "Moving in, out, within", "move"),
    ("born", "こどもが うまれた", "A child was born", "出生《しゅっしょう》の 届《とど》け、母子手帳《ぼしてちょう》", "Registration, handbook", "birth"),
    ("child", "子育《こそだ》て", "Raising children", "手当《てあて》、保育所《ほいくしょ》、予防接種《よぼうせっしゅ》", "Allowances, vaccinations", "child"),
    ("died", "家族《かぞく》が なくなった", "Someone died", "おくやみの 手《て》つづきを まとめて", "Everything in one visit", "funeral"),
    ("quit_work", "しごとを やめた", "Left a job", "国民健康保険《こくみんけんこうほけん》・年金《ねんきん》", "Insurance and pension", "retire"),
    ("care", "介護《かいご》", "Care", "介護保険《かいごほけん》、お年《とし》よりの こと", "Long-term care", "care"),
    ("disability", "障《しょう》がい", "Disability", "手帳《てちょう》、車《くるま》いす、医療費《いりょうひ》", "Certificate, wheelchair", "disability"),
    ("certificate", "証明書《しょうめいしょ》", "Certificates", "住民票《じゅうみんひょう》、戸籍《こせき》、税《ぜい》", "Residence, family, tax", "certificate"),
    ("living", "くらし", "Daily life", "印鑑《いんかん》、原付《げんつき》、ごみ、犬《いぬ》", "Seal, scooter, dog", "living"),
    ("disaster", "災害《さいがい》", "Disaster", "り災証明《さいしょうめい》と たすけ", "Certificate and help", "disaster"),
    ("business", "事業者《じぎょうしゃ》", "Businesses", "お店《みせ》や 会社《かいしゃ》の 人《ひと》", "Shops and companies", "business"),
    ("person", "ここには ない", "It is not here", "人《ひと》が いっしょに さがします", "A person helps", "staff"),
)  # fmt: skip

BEREAVED = (
    ("kokuho", "国民健康保険《こくみんけんこうほけん》を やめる 届《とど》け", "Leave health insurance", "なくなった 人《ひと》の 保険証《ほけんしょう》を かえす", "health-card"),
    ("sousaihi", "葬祭費《そうさいひ》", "Funeral allowance", "お葬式《そうしき》を した 人《ひと》に お金《かね》が 出《で》ます", "candle"),
    ("nenkin", "未支給年金《みしきゅうねんきん》", "Unpaid pension", "のこった 年金《ねんきん》を うけとる", "pension"),
    ("kaigo", "介護保険《かいごほけん》の 資格喪失《しかくそうしつ》", "End of care insurance", "保険証《ほけんしょう》を かえす", "care"),
    ("setainushi", "世帯主《せたいぬし》の 変更《へんこう》", "New head of household", "家《いえ》の 代表《だいひょう》の 人《ひと》を かえる", "household"),
    ("koseki", "戸籍《こせき》の 証明書《しょうめいしょ》", "Family register", "相続《そうぞく》などに つかいます", "koseki"),
    ("inkan", "印鑑登録《いんかんとうろく》の 廃止《はいし》", "End of seal registration", "なくなった 人《ひと》の 印鑑《いんかん》", "hanko"),
    ("zei", "固定資産税《こていしさんぜい》の 代表者《だいひょうしゃ》", "Property tax", "だれが はらうかを 決《き》める", "tax"),
    ("gentsuki", "原付《げんつき》の 名義《めいぎ》を かえる", "Scooter", "ナンバーを かえすか、ゆずる", "scooter"),
    ("techo", "障害者手帳《しょうがいしゃてちょう》を かえす", "Return the disability certificate", "手帳《てちょう》を かえす", "notebook"),
    ("suidou", "水道《すいどう》の 名義《めいぎ》", "Water account", "使《つか》う 人《ひと》の 名前《なまえ》を かえる", "water"),
    ("kaisou", "お墓《はか》を うつす（改葬《かいそう》）", "Move a grave", "許可《きょか》が いります", "grave"),
)  # fmt: skip


def finding_views(lang: str) -> dict[str, View]:
    """name -> View."""

    def t(ja: str, en: str) -> str:
        return ja if lang == "ja" else en

    search = Option(
        "search", t("ことばで さがす", "Find by a word"), t("たとえば：くるまいす", "For example: wheelchair"), "search"
    )
    badges = (
        Badge(t("1階《かい》", "1F"), "house"),
        Badge(t("約《やく》10分《ぷん》", "About 10 min."), "clock"),
        Badge(t("家《いえ》から できる", "From home"), "home-way"),
    )
    cards = tuple(
        Card(id_, t(ja, en), t(line, ""), picture, badges[: 1 + n % 3]) for n, (id_, ja, en, line, picture) in enumerate(BEREAVED)
    )
    aside = tuple(
        Card(
            c.value,
            c.title,
            c.line,
            c.picture,
            c.badges,
            t("窓口《まどぐち》に 来《く》る ことが 必要《ひつよう》です", "You need to come"),
        )
        for c in cards[9:]
    )
    filters = (
        Option("home", t("家《いえ》から できる", "From home")),
        Option("weekday", t("平日《へいじつ》 いけない", "Not on weekdays")),
        Option("no_card", t("カードなしでも", "Without a card")),
    )
    chair = Card(
        "chair",
        t("補装具《ほそうぐ》（車《くるま》いす など）の お金《かね》", "Assistive devices"),
        t("つくる、なおす、かりる", "Make, repair, lend"),
        "wheelchair",
        badges,
    )
    menu = (
        Option(
            "procedure",
            t("手《て》つづき・証明書《しょうめいしょ》", "A procedure or a certificate"),
            t("いっしょに 紙《かみ》を 書《か》きます", "Fill in a form with me"),
            "procedure",
        ),
        Option(
            "resume",
            t("つづきから", "Go on with an earlier visit"),
            t("紙《かみ》の QRコードで", "With the QR on your paper"),
            "resume",
        ),
        Option("reserve", t("よやく", "Book a time"), t("待《ま》たずに すみます", "So that you need not wait"), "reserve"),
        Option(
            "news",
            t("おしらせ", "News for you"),
            t("手当《てあて》、健診《けんしん》、入札《にゅうさつ》", "Allowances, check-ups, bids"),
            "bell",
        ),
        Option(
            "person",
            t("人《ひと》と 話《はな》す", "Talk with a person"),
            t("わからない ときも どうぞ", "If you are not sure"),
            "staff",
        ),
    )

    def found(word: str) -> Hits:
        if not word:
            return Hits(t("さがしたい ことばを 入《い》れて ください", "Write what you need"))
        if word.startswith(("く", "W", "w")):
            return Hits(t("見《み》つかった もの：5", "Found: 5"), (chair, *cards[:4]))
        person = Card(
            "person", t("人《ひと》に きく", "Ask a person"), t("いっしょに さがします", "We look for it together"), "staff"
        )
        return Hits(
            t("その ことばは ありません。近《ちか》い ものは これです", "Not here. The nearest are these."), (*cards[:3], person)
        )

    def frame(heading: str, hint: str = "", next_label: str | None = None) -> Frame:
        return Frame("R06", heading, hint, Stage.CHOOSE, next_label=next_label)

    def searching(word: str) -> View:
        return View(frame(search.label), Search(word, 24, {"field": t("ことばを 入《い》れる", "Write a word")}, found))

    return {
        "R04": View(Frame("R04", t("きょうは なにを しますか", "What would you like to do today?"), t("1つ さわって ください", "Touch one."), Stage.CHOOSE,
                          guide="point-left", next_label=None), Menu(menu, search)),
        "R06": View(frame(t("なにが ありましたか", "What happened?"), t("いちばん 近《ちか》い ものに さわって ください", "Touch what is nearest.")),
                    Menu(tuple(Option(id_, t(ja, en), t(note, english), picture) for id_, ja, en, note, english, picture in EVENTS), search)),
        "R06-cards": View(frame(t("家族《かぞく》が なくなった", "Someone died"), t("いる ものを ぜんぶ えらんで、つぎへ", "Touch all you need, then press Next."), ""),
                          Cards((*cards[:9], *aside), ("sousaihi", "nenkin"), filters, ("home",), t("ぜんぶ えらぶ", "Choose all"))),
        "R06-few": View(frame(t("証明書《しょうめいしょ》", "Certificates"), t("いる ものを ぜんぶ えらんで、つぎへ", "Touch all you need, then press Next."), ""),
                        Cards(cards[:3], (), filters)),
        "R06-none": View(frame(t("災害《さいがい》", "Disaster")), Cards((), empty=t("ここでは まだ できません。ことばで さがすか、人《ひと》に きいて ください", "Not ready here yet."))),
        "R06-search": View(frame(search.label), Search("", 24, {"field": t("ことばを 入《い》れる", "Write a word")}, found)),
        "R06-search-found": searching(t("くるまいす", "WHEEL")),
        "R06-search-miss": searching(t("そらとぶ じゅうたん", "FLYING CARPET")),
    }  # fmt: skip
