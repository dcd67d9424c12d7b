"""A word, however it is written, finds its procedure; what finds nothing shows what is nearest."""

from __future__ import annotations

import pickle
import unicodedata

import pytest

from kiosk.finder.finder import NEAREST
from kiosk.finder.mistyped import slips_to
from kiosk.finder.sound import open_sound, sound
from kiosk.finder.synonyms import Synonyms, read_synonyms
from kiosk.kana import to_katakana
from kiosk.paths import ASSETS
from tests.unit.finder_kit import CITY, SYNONYMS, finder, procedure

FINDER = finder()
ALL = tuple(of.id for of in CITY)


@pytest.mark.parametrize(
    "spellings",
    [
        "くるまいす クルマイス ｸﾙﾏｲｽ kurumaisu KURUMAISU ｋｕｒｕｍａｉｓｕ",
        "じゅうみんひょう ジュウミンヒョウ ｼﾞｭｳﾐﾝﾋｮｳ juuminhyou jūminhyō zyuuminhyou jyuminhyo juminhyo じゅーみんひょー",
        "しんぶん shimbun sinbun shinbun",
        "てんしゅつ tenshutsu tensyutu ten'shutsu",
        "つづき tsuzuki tuduki tuzuki",
        "きっぷ kippu kipu",
        "ファイル fairu",
        "チェック chekku tyekku",
        "おおさか oosaka ohsaka osaka ōsaka ôsaka",
        "マイナンバー mainanbaa mainamba",
        "がっこう か゛っこう ｶﾞｯｺｳ gakkou gakko",
        "wheelchair Wheel-Chair WHEELCHAIR",
    ],
)
def test_one_word_has_one_sound_in_every_spelling(spellings: str) -> None:
    assert len({sound(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "word", ["くるまいす", "じゅうみんひょう", "wheelchair", "tenshutsu", "juminhyo", "child allowance", "shippo"]
)
def test_a_word_typed_letter_by_letter_stays_on_its_way(word: str) -> None:
    whole = sound(word)
    for end in range(2, len(word) + 1):
        assert whole.startswith(open_sound(word[:end])), word[:end]


@pytest.mark.parametrize(
    "word", ["くるまいす", "車いす", "車イス", "車椅子", "wheelchair", "Wheelchair", "kurumaisu", "ｸﾙﾏｲｽ", "電動車いす"]
)
def test_every_word_for_a_wheelchair_finds_the_same_first(word: str) -> None:
    assert FINDER.find(word).ids[0] == "hosougu"


def test_words_that_mean_the_same_give_the_same_order() -> None:
    many = finder(
        (
            procedure("a", "車《くるま》の 税《ぜい》", search=("くるま",)),
            *CITY,
            procedure("b", "車《くるま》いすの 貸出《かしだし》"),
        )
    )
    orders = {many.find(word).ids for word in ("くるまいす", "車いす", "wheelchair")}
    assert len(orders) == 1
    assert set(orders.pop()[:2]) == {"hosougu", "b"}


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("じゅうみんひょ", "juminhyo"), ("住民票", "juminhyo"), ("票", "juminhyo"), ("residence record", "juminhyo"), ("juminhyo", "juminhyo"),
        ("ほせき", "juminhyo"), ("てんにゅう", "tennyu"), ("転出", "tenshutsu"), ("tensyutu", "tenshutsu"), ("child allow", "jido_teate"),
        ("じどうてあて", "jido_teate"), ("児童手当", "jido_teate"), ("bulky", "sodai"), ("たくし", "taxi"), ("くるまいすの しゅうり", "hosougu"),
        ("くるまいすを", "hosougu"), ("wheelc", "hosougu"), ("お年寄り", "youkaigo"),
    ],
)  # fmt: skip
def test_what_people_write_finds_what_they_mean(word: str, first: str) -> None:
    assert FINDER.find(word).ids[:1] == (first,)


@pytest.mark.parametrize(
    "word", ["wheelchiar", "whelchair", "くるまえす", "くるまいいす", "住民表", "じどうであて", "てんひゅうとどけ"]
)
def test_a_slip_of_the_finger_is_forgiven(word: str) -> None:
    meant = {
        "wheelchiar": "hosougu",
        "whelchair": "hosougu",
        "くるまえす": "hosougu",
        "くるまいいす": "hosougu",
        "住民表": "juminhyo",
    }
    assert FINDER.find(word).ids[0] == meant.get(word, "jido_teate" if "じどう" in word else "tennyu")


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("車いすを直したい", "hosougu"),
        ("住民票ください", "juminhyo"),
        ("児童手当をもらう", "jido_teate"),
        ("粗大ごみを出す", "sodai"),
        ("くるまいすがこわれた", "hosougu"),
    ],
)
def test_a_sentence_without_spaces_is_understood_by_the_words_in_it(sentence: str, first: str) -> None:
    assert FINDER.find(sentence).ids[:1] == (first,)


def test_moving_leads_on_to_both_moves() -> None:
    assert {"tennyu", "tenshutsu"} <= set(FINDER.find("ひっこし").ids[:2])


def test_a_word_that_means_nothing_shows_the_three_nearest_and_nothing_else() -> None:
    found = FINDER.find("ぱぴぷぺぽぱぴぷ")
    assert found.ids == ()
    assert len(found.nearest) == NEAREST and set(found.nearest) <= set(ALL)


def test_the_nearest_are_those_that_look_most_like_it() -> None:
    assert FINDER.find("ようかんごはん").nearest[0] == "youkaigo"


def test_nothing_written_means_nothing() -> None:
    for empty in ("", " ", "　", "、。"):
        assert FINDER.find(empty).ids == () and FINDER.find(empty).nearest == ()


def test_an_office_without_procedures_says_so_calmly() -> None:
    assert finder(()).find("くるまいす").ids == () and finder(()).find("くるまいす").nearest == ()


def test_the_same_word_gives_the_same_order_in_another_finder() -> None:
    for word in ("ひ", "お金", "と", "a", "届け", "ひっこし"):
        assert finder().find(word) == FINDER.find(word) == FINDER.find(word)


def test_equal_finds_keep_the_order_of_the_content() -> None:
    twins = finder((procedure("one", "犬《いぬ》の 登録《とうろく》"), procedure("two", "犬《いぬ》の 登録《とうろく》")))
    assert twins.find("いぬ").ids == ("one", "two")


def test_any_text_at_all_is_looked_up_without_a_word_of_complaint() -> None:
    odd = [
        "\x00",
        "《",
        "｜《》",
        "゛゜",
        "𠮷野家",
        "🙂",
        "a" * 300,
        "ア" * 300,
        "\u3099",
        "ッッッ",
        "ーーー",
        "۱۲۳",
        "नेपाल",
        "Đăng ký",
    ]
    for text in [*odd, *(unicodedata.normalize("NFD", text) for text in odd)]:
        FINDER.find(text)


def test_only_words_of_the_list_may_be_counted() -> None:
    assert FINDER.known_word("パスポート") == "pasupoto" and FINDER.known_word("passport")
    assert [FINDER.known_word(name) for name in ("やまだたろう", "山田太郎", "パスポート 山田")] == ["", "", ""]


@pytest.mark.parametrize(
    ("word", "other", "slips"),
    [("abc", "abc", 0), ("abc", "abcdef", 0), ("abd", "abcdef", 1), ("acb", "abc", 1), ("xyz", "abc", 3)],
)
def test_slips_are_counted_to_the_best_beginning(word: str, other: str, slips: int) -> None:
    assert slips_to(word, other, 2) == slips


def test_each_word_of_the_list_stands_in_one_line_only() -> None:
    seen: dict[str, str] = {}
    for line in SYNONYMS:
        for letters in {sound(word) for word in line.words}:
            assert letters not in seen, f"{line.words[0]} and {seen.get(letters)} share {letters}"
            seen[letters] = line.words[0]


def test_the_list_is_long_and_has_a_sound_for_every_word() -> None:
    assert len(SYNONYMS) >= 130
    assert all(sound(word) for line in SYNONYMS for word in (*line.words, *line.leads_to))


def test_the_list_is_read_line_by_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("words") / "s.tsv"
    path.write_text("# a\n\nいぬ、犬、dog\tねこ\nとり\n", "utf-8")
    assert read_synonyms(path) == (Synonyms(("いぬ", "犬", "dog"), ("ねこ",)), Synonyms(("とり",)))
    assert read_synonyms(path / "no") == ()


def test_katakana_of_every_word_finds_what_the_word_finds() -> None:
    for line in SYNONYMS:
        for word in line.words:
            assert FINDER.find(to_katakana(word)) == FINDER.find(word)


def test_the_finder_keeps_no_word_that_was_searched_for() -> None:
    own = finder()
    before = pickle.dumps(own)
    for word in ("yamadatarou", "やまだたろう", "kurumaisu yamada"):
        own.find(word)
        own.known_word(word)
    assert pickle.dumps(own) == before and b"yamada" not in before


def test_the_shipped_list_is_where_the_program_looks() -> None:
    assert (ASSETS / "words" / "synonyms.tsv").is_file()
