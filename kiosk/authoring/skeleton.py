"""A procedure file and its paper to start from: complete, checked, and with a word of help at every place to fill."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kiosk.furigana import plain
from kiosk.paths import ASSETS

ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
SUMMARY: Final = "なにの ための 手《て》つづきか"
SOURCE: Final = "ここに、どの ページで 読《よ》んだかを 書《か》く"
LEFT_OPEN: Final[Mapping[str, str]] = {
    SUMMARY: "Say in one short line what it is for.",
    SOURCE: "Write the page or paper it was read on; take the thing out where no page asks for it.",
}
"""What only stands in a new file to be replaced, and what to write there."""

PROCEDURE: Final = """\
# yaml-language-server: $schema={schemas}/procedure.schema.json
# Guide: docs/authoring.md. Check: kiosk procedures check {id}. Look: kiosk procedures preview {id} --out out
# Words are the resident's: short, kind, with 《よみ》 after every kanji and a space between phrases.
id: {id}
title: {title}
summary: {summary}
picture: procedure                     # a name in assets/icons/tile, without .svg
form: {id}
events: [{event}]                       # {events}
search: [{id}]                          # words people would type: official name, everyday word, English

# Every fact needs its source and the day it was read. What you do not know stays without a value: the screen says to ask.
facts:
  - {{id: who}}
  # - id: who
  #   value: 本人《ほんにん》か 家族《かぞく》
  #   source: https://www.city.naha.okinawa.jp/…
  #   verified_on: {today}
  #   naha_confirmed: true              # only for a page of Naha City
  - {{id: proxy}}                       # is: "yes" or "no" says whether somebody else may come
  - {{id: deadline}}
  - {{id: fee}}
  - {{id: counter}}
  - {{id: branches}}
  - {{id: hours}}
  - {{id: post}}                        # is: "yes" makes it appear under 家《いえ》から できる
  - {{id: net}}
  - {{id: convenience}}

# Asked first, one a screen: what decides whether this is the right paper. Take them out where nothing has to be decided.
eligibility:
  - id: in_naha
    ask: なは市《し》に 住《す》んでいますか
    why: ほかの 市《し》や 町《まち》の 人《ひと》は、その ところで します。
    fits: "yes"
    otherwise: 住《す》んでいる 市《し》や 町《まち》の 窓口《まどぐち》で きいて ください。

bring:
  - id: id_card
    label: あなたの 名前《なまえ》が わかる もの
    note: マイナンバーカード、運転免許証《うんてんめんきょしょう》など
    picture: id-card
    source: {source}
    verified_on: {today}

# `use:` takes a shared question (assets/questions.yaml); others are your own.
steps:
  - use: name
  - use: kana
  - use: birth
  - use: address
  - use: phone
  - id: reason
    kind: choice
    label: わけ
    ask: どうして いりますか
    hint: 1つ えらんで ください
    choices:
      - {{value: first, label: はじめて}}
      - {{value: again, label: もう一度《いちど》}}
      - {{value: unsure, label: わからない, picture: unknown, quiet: true}}

consent:
  - what: この 紙《かみ》に 書《か》いた こと
    why: この 手《て》つづきを する ため
    who: なは市《し》の 係《かかり》の 人《ひと》だけ
    until: 市《し》が 受《う》けとったら、この きかいから 消《き》えます

next_steps:
  - 紙《かみ》を 窓口《まどぐち》で 見《み》せます。
call: この 窓口《まどぐち》の 人《ひと》に きいて ください。
"""

FORM: Final = """\
# yaml-language-server: $schema={schemas}/form.schema.json
# Guide: docs/forms.md. Check: kiosk procedures check {id}. Look: kiosk forms preview {preview} --grid --out {id}.png
id: {id}
title: {paper}
edition: draft
source: Our own drawing; the city's own paper was not at hand.
verified_on: {today}
page: {{size: A4, mode: drawn}}
sections:
  - heading: {{addressee: 那覇市長, date: 申請日}}
  - rows:
      title: １　申請する人
      rows:
        - {{label: フリガナ, from: kana, kind: kana}}
        - {{label: 氏名, from: name, kind: name}}
        - {{label: 住所, from: address, kind: address}}
        - {{label: 生年月日, from: birth, kind: date}}
        - {{label: 電話番号, from: phone, kind: phone}}
  - rows:
      title: ２　申請の内容
      rows:
        - {{label: 理由, from: reason, kind: ticks, options: {{first: はじめて, again: 再度}}, unmarked: [unsure]}}
  - sign: {{title: 署名, text: 上のとおり申請します。}}
  - office: {{title: 職員使用欄}}
  - notes: {{lines: [消せるペンは使えません。]}}
"""


def write_new(assets: Path, name: str, title: str, event: str, events: tuple[str, ...], today: str) -> tuple[Path, Path]:
    """The two files made; ValueError with what to mend when the name cannot be used or is taken."""
    if not ID.fullmatch(name):
        raise ValueError(f"{name!r} is no id: use small letters, digits and _, beginning with a letter, such as inu_toroku.")
    if event not in events:
        raise ValueError(f"--event {event!r} is no life event. Known: {', '.join(events)}.")
    paths = assets / "procedures" / f"{name}.yaml", assets / "forms" / f"{name}.yaml"
    taken = [path for path in paths if path.exists()]
    if taken:
        raise ValueError(f"{taken[0]} is there already. Choose another id, or go on with that file.")
    values = {
        "id": name,
        "title": title,
        "paper": plain(title),
        "event": event,
        "events": " ".join(events),
        "today": today,
        "summary": SUMMARY,
        "source": SOURCE,
        "schemas": Path(os.path.relpath(ASSETS / "schemas", assets / "procedures")).as_posix(),
        "preview": name if assets == ASSETS else paths[1].as_posix(),
    }
    for path, text in zip(paths, (PROCEDURE, FORM), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format_map(values), "utf-8")
    return paths
