"""What a text means: two hundred replies and more, in nineteen languages, as people type them."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.rendering import DATA
from chalicelib.domain.inbound import UNKNOWN, Lexicon, Understood, read_lexicon, understood
from chalicelib.domain.reply import Wish
from tests.catalogues import LANGUAGES

with (DATA / "reply_words.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
LEXICON: Lexicon = read_lexicon(ROWS)
ON_SCREEN = frozenset({1, 2, 3})

# One line a meaning: the replies, apart by `|`.
NUMBERS = {
    1: "1|1.| 1 |1!|(1)|1)|#1|nr 1|Nummer 1|optie 1|keuze 1|ja 1"
    "|1 ja|Ja, 1 graag|1 aub|1 alstublieft"
    "|ik kies 1|ik wil 1|1 👍|👍1|1️⃣|①|１|١|۱|፩|१|number 1"
    "|option 1 please|1 please|yes 1|1 thanks"
    "|1 شكرا|نعم ١|رقم 1|እወ 1|1 evet|lütfen 1|так 1|1 будь ласка|بله ۱|1 لطفا|هو 1|haa 1|lambar 1"
    "|erê 1|بەڵێ ١|да 1|1 пожалуйста|tak 1|proszę 1|sí 1"
    "|número 1|oui 1|1 merci|sim 1|是1|1号|አዎ 1",
    2: "2|2.|٢|۲|፪|२|②|２|2️⃣|\u200e2\u200f|\u2066٢\u2069|2\n"
    "|2 graag|nr.2|OK 2|👌 2|ja graag 2|hallo 2",
    3: "3|٣|۳|፫|३|③|3!!!|3???|Prima 3|3 ok",
}
WISHES = {
    Wish.NONE: "0|٠|۰|०|0.|0 nee|geen|Geen van deze|niets|none|None of these|لا شيء|hiçbiri|жоден"
    "|هیچکدام|midna|ничего|żaden|ninguno|aucun|nenhum|都不要|ምንም|ዋላ ሓደ|nee 0|0 لا",
    Wish.CALL_ME: "9|٩|۹|፱|९|9 aub|bel mij|Bel me|BEL MIJ AUB"
    "|Kunt u mij bellen?|call me|Call me please"
    "|اتصل بي|اتصلوا بي من فضلك|ደውሉለይ|beni ara"
    "|Beni arayın lütfen|зателефонуйте мені|به من زنگ بزنید"
    "|برایم زنگ بزنید|زنګ ووهئ|i soo wac|telefon bike|позвоните мне|proszę zadzwonić|llámame"
    "|appelez-moi|me ligue|给我打电话|ደውሉልኝ",
    Wish.NO: "nee|Nee|NEE!|neen|nee dank u|no|No thanks|لا|لا شكرا|ኣይፋል"
    "|hayır|HAYIR|Hayir|yok|ні|نه|نخیر"
    "|maya|na|نەخێر|нет|Нет, спасибо|nie|non merci|não|nao|不要|不|አይ",
    Wish.YES: "ja|Ja!|JA|ja graag|oké|OK|okay|prima|akkoord|yes|Yes please"
    "|yep|نعم|اي|موافق|እወ|evet|EVET"
    "|tamam|так|Так!|بله|بلی|آره|هو|haa|erê|Erê|ere|بەڵێ|да|Да"
    "|tak|sí|si|vale|oui|d'accord|sim|好的|可以"
    "|是|አዎ|እሺ",
    Wish.TOO_FAR: "te ver|Te ver weg!|dat is te ver voor mij|it is too far"
    "|too far away|بعيد|بعيد جدا|ርሑቕ"
    "|çok uzak|uzak|занадто далеко|далеко|خیلی دور|دوره|بسیار دور است|ډېر لرې|aad u fog|pir dûr"
    "|زۆر دوورە|слишком далеко|za daleko|muy lejos|trop loin|muito longe|太远了|በጣም ሩቅ",
    Wish.OTHER_TIME: "andere tijd|ander moment graag|Kan het een andere dag?"
    "|kan dan niet|another time"
    "|different time please|وقت آخر|موعد آخر|ካልእ ግዜ|başka zaman"
    "|інший час|وقت دیگر|بل وخت|waqti kale"
    "|demeke din|کاتێکی تر|другое время|inny termin|otra hora|autre moment|outra hora|改天|ሌላ ጊዜ",
    Wish.STOP: "stop|STOP|Stop!!!|S T O P stop|stop aub|STOP STOP STOP"
    "|ja stop|1 stop|stop 1|nee, stop!"
    "|StOp|ｓｔｏｐ|ＳＴＯＰ|stop.|stоp|STОP|afmelden|geen sms meer"
    "|unsubscribe|توقف|أوقف|إيقاف|وقف"
    "|ደው ኣብል|durdur|iptal|зупинити|СТОП|لغو|بس|ودرېږه|jooji|bes|وەستان|хватит|отписаться|koniec"
    "|basta|arrêt|ARRET|arrêter|pare|停止|请停止|退订|አቁም|verkeerd nummer|wrong number",
    Wish.START: "start|START|Start!|starten|ابدأ|ጀምር|başla|почати|شروع|پیل"
    "|bilow|начать|zacznij|empezar"
    "|commencer|começar|开始|ቀጥል",
    Wish.HELP: "help|HELP|Help!|hulp|wat is dit?|Wie is dit?|who is this"
    "|مساعدة|ሓገዝ|yardım|допомога|کمک"
    "|مرسته|caawi|alîkarî|یارمەتی|помощь|pomoc|ayuda|aide|ajuda|帮助|እርዳታ",
    Wish.NOT_NOW: "niet nu|later|not now|şimdi değil|не зараз|не сейчас|nie teraz|ahora no"
    "|pas maintenant|agora não",
}
NOBODYS = (
    "|   |👍|🙏🙏|?|...|4|7|8|10|11|99999999999999999999|1 2|1 of 2|1,2,3|2 december|niet 2|nee 2"
    "|ik kom niet|ik wil niet|kan niet op 1|10:00|om 1 uur"
    "|ja maar ik heb een vraag|Wie bent u eigenlijk"
    "|asdf|ja nee|12|-|½|Ⅻ|1x|x1|https://example.nl/1"
    "|أريد أن أسأل عن المكان|Можно вопрос?|我有一个问题"
)


def meaning(text: str) -> Understood:
    return understood(text, options=ON_SCREEN, lexicon=LEXICON)


def apart(replies: str) -> list[str]:
    return replies.split("|")


@pytest.mark.parametrize(("number", "text"), [(n, t) for n in NUMBERS for t in apart(NUMBERS[n])])
def test_a_number_is_read_in_every_script_and_company(number: int, text: str) -> None:
    assert meaning(text) == Understood(number=number)


@pytest.mark.parametrize(("wish", "text"), [(w, t) for w in WISHES for t in apart(WISHES[w])])
def test_a_wish_is_read_in_every_language(wish: Wish, text: str) -> None:
    assert meaning(text) == Understood(wish=wish)


@pytest.mark.parametrize("text", apart(NOBODYS))
def test_nothing_is_guessed(text: str) -> None:
    assert meaning(text) == UNKNOWN


def test_there_are_two_hundred_replies_and_more() -> None:
    tables = (*NUMBERS.values(), *WISHES.values(), NOBODYS)
    assert sum(len(apart(replies)) for replies in tables) >= 200


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']}-{row['wish']}")
def test_every_word_of_the_table_means_what_it_says(row: dict[str, str]) -> None:
    if row["wish"] == "filler":
        assert all(meaning(f"1 {word}") == Understood(number=1) for word in row["words"].split("|"))
        return
    for word in row["words"].split("|"):
        assert meaning(word) == Understood(wish=Wish(row["wish"])), word
        assert meaning(f" {word.upper()}! ") == Understood(wish=Wish(row["wish"])), word


def test_every_language_has_a_word_for_every_wish() -> None:
    told = {Wish.YES, Wish.NO, Wish.NONE, Wish.OTHER_TIME, Wish.TOO_FAR, Wish.CALL_ME}
    told |= {Wish.STOP, Wish.START, Wish.HELP}
    for language in LANGUAGES:
        known = {row["wish"] for row in ROWS if row["language"] == language}
        assert {str(wish) for wish in told} <= known, language


def test_only_dutch_and_english_are_final() -> None:
    final = {row["language"] for row in ROWS if row["status"] == "final"}
    assert final == {"nl", "en"}
    assert {row["status"] for row in ROWS} == {"final", "draft"}


def test_a_word_with_two_meanings_is_refused() -> None:
    rows = [
        {"language": "nl", "wish": "yes", "words": "ja"},
        {"language": "xx", "wish": "no", "words": "JA"},
    ]
    with pytest.raises(ValueError, match="xx: 'JA' is no and something else"):
        read_lexicon(rows)


def test_a_word_for_stop_is_no_part_of_another_phrase() -> None:
    rows = [
        {"language": "tr", "wish": "stop", "words": "dur"},
        {"language": "kmr", "wish": "too_far", "words": "pir dûr e"},
    ]
    with pytest.raises(ValueError, match="'pir dur e' is too_far and holds a word for stop"):
        read_lexicon(rows)


def test_an_option_that_is_not_on_her_screen_is_none() -> None:
    assert understood("3", options={1, 2}, lexicon=LEXICON) == UNKNOWN
    assert understood("5", options={4, 5, 6}, lexicon=LEXICON) == Understood(number=5)


def test_a_thousand_characters_are_a_letter_and_a_stop_in_them_is_a_stop() -> None:
    letter = "Ik woon nog maar kort in Nederland. " * 28
    assert meaning(letter) == UNKNOWN
    assert meaning(letter + "stop") == Understood(wish=Wish.STOP)


STOPS = [word for row in ROWS if row["wish"] == "stop" for word in row["words"].split("|")]


@given(
    before=st.text(max_size=80),
    stop=st.sampled_from(STOPS),
    after=st.text(max_size=80),
    between=st.sampled_from([" ", "\n", "! ", " . ", ", "]),
)
def test_stop_always_wins(before: str, stop: str, after: str, between: str) -> None:
    assert meaning(f"{before}{between}{stop}{between}{after}").wish is Wish.STOP


@given(st.text(max_size=1200))
def test_any_text_has_a_meaning_or_none(text: str) -> None:
    found = meaning(text)
    assert found.number is None or found.number in ON_SCREEN
    assert found.number is None or found.wish is None
