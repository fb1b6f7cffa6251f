"""The smaller ports in memory: catalogue, places, texts, queue, secrets, words, identities."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import Temporary, Unauthorized
from chalicelib.domain.geography import Located
from chalicelib.domain.ids import ActivityId, DeliveryId, LibraryId, MessageId
from chalicelib.domain.matching.codec import decode_activity
from chalicelib.domain.matching.snapshot import Catalogue
from chalicelib.domain.message import MessageKind
from chalicelib.domain.numbering import numbers
from chalicelib.domain.placement import Placement
from chalicelib.domain.review import Phrase, Review
from chalicelib.domain.sms import KEYS
from chalicelib.usecases.ports import Clock, Composed, ReferralKey


class FakeSnapshots:
    """The published catalogue; `show` makes activities searchable without publishing them."""

    def __init__(self, activities: Iterable[Activity] = ()) -> None:
        self._current = Catalogue.of(activities)
        self.versions: list[str] = []
        self._compared: datetime | None = None

    def compared(self, at: datetime) -> None:
        self._compared = at

    def last_compared(self) -> datetime | None:
        return self._compared

    def current(self) -> Catalogue:
        return self._current

    def published_version(self) -> str | None:
        return self.versions[-1] if self.versions else None

    def publish(self, data: bytes, *, version: str) -> None:
        self._current = Catalogue.load(data, decode_activity)
        self.versions.append(version)

    def show(self, activities: Iterable[Activity]) -> None:
        self._current = Catalogue.of(activities)


class FakePlaces:
    def __init__(
        self,
        postcodes: Mapping[str, Located] | None = None,
        places: Mapping[str, Located] | None = None,
    ) -> None:
        self._postcodes, self._places = dict(postcodes or {}), dict(places or {})

    def postcode(self, digits: str) -> Located | None:
        return self._postcodes.get(digits)

    def place(self, name: str) -> Located | None:
        return self._places.get(name)


class FakePlaceCache:
    """Keeps what it is given for 90 days; while `is_away`, it answers nobody."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._kept: dict[str, tuple[Located, datetime]] = {}
        self.is_away = False

    def get(self, query: str) -> Located | None:
        if self.is_away:
            raise Temporary("the cache is away")
        located, until = self._kept.get(query, (None, self._now()))
        return located if until > self._now() else None

    def put(self, query: str, located: Located) -> None:
        self._kept[query] = (located, self._now() + timedelta(days=90))


class FakeGeocoder:
    """Knows what it is given, and keeps what it was asked; `fails_with` are raised first."""

    def __init__(
        self,
        postcodes: Mapping[str, Located] | None = None,
        places: Mapping[str, Located] | None = None,
    ) -> None:
        self._known = FakePlaces(postcodes, places)
        self.asked: list[str] = []
        self.fails_with: list[Exception] = []

    def postcode(self, digits: str) -> Located | None:
        self._ask(digits)
        return self._known.postcode(digits)

    def place(self, name: str) -> Located | None:
        self._ask(name)
        return self._known.place(name)

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if self.fails_with:
            raise self.fails_with.pop(0)


class FakeSmsSender:
    """Keeps what it sent as (phone, text, reference); `fails_with` are raised first, in turn."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, MessageId]] = []
        self.fails_with: list[Exception] = []

    def send(self, phone: str, text: str, *, reference: MessageId) -> str:
        if self.fails_with:
            raise self.fails_with.pop(0)
        self.sent.append((phone, text, reference))
        return f"provider-{len(self.sent)}"


class FakeSwitchboard:
    def __init__(self) -> None:
        self._is_silenced = False

    def is_silenced(self) -> bool:
        return self._is_silenced

    def silence(self) -> None:
        self._is_silenced = True

    def resume(self) -> None:
        self._is_silenced = False


class FakeQueue:
    """Keeps what it was told; while `is_lost`, it takes nothing."""

    def __init__(self) -> None:
        self.due: list[ReferralKey] = []
        self.catalogue_changes = 0
        self.lists: list[ActivityId] = []
        self.imports: list[tuple[LibraryId, str]] = []
        self.feeds: list[LibraryId] = []
        self.deliveries: list[DeliveryId] = []
        self.is_lost = False

    def referral_due(self, key: ReferralKey) -> None:
        self._take()
        self.due.append(key)

    def catalogue_changed(self) -> None:
        self._take()
        self.catalogue_changes += 1

    def list_moves(self, activity_id: ActivityId) -> None:
        self._take()
        self.lists.append(activity_id)

    def import_waits(self, library: LibraryId, import_id: str) -> None:
        self._take()
        self.imports.append((library, import_id))

    def feed_due(self, library: LibraryId) -> None:
        self._take()
        self.feeds.append(library)

    def delivery_due(self, delivery_id: DeliveryId) -> None:
        self._take()
        self.deliveries.append(delivery_id)

    def _take(self) -> None:
        if self.is_lost:
            raise Temporary("the queue is away")


class FakeWords:
    """Says the key and the values: enough to see what was said, free of wording."""

    def __init__(self, languages: Iterable[str] = ("nl", "en", "ar")) -> None:
        self._languages = frozenset(languages)

    def say(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        said = ", ".join(f"{name}={values[name]}" for name in sorted(values))
        return f"{self.language(language)}:{key}({said})"

    def language(self, wanted: str, *, needs: Collection[str] = KEYS) -> str:
        del needs  # it has all words of the languages it speaks
        return wanted if wanted in self._languages else "nl"


class FakePhrasebook:
    """Two phrases in four languages; Dutch and English are final, others as far as reviewed."""

    _DUTCH: Mapping[str, str] = {"sms.free": "gratis", "sms.price": "{euros} euro"}

    def __init__(self, reviews: Sequence[Review] = ()) -> None:
        self._reviews = {(review.language, review.key): review for review in reviews}

    def languages(self) -> Sequence[str]:
        return ("ar", "en", "nl", "ti")

    def phrases(self, language: str) -> Sequence[Phrase]:
        known = self._DUTCH.items() if language in self.languages() else ()
        return [self._phrase(language, key, dutch) for key, dutch in known]

    def _phrase(self, language: str, key: str, dutch: str) -> Phrase:
        review = self._reviews.get((language, key))
        if review is not None and review.holds_for(dutch):
            return Phrase(key, dutch, review.text, is_final=True, review=review)
        return Phrase(key, dutch, dutch, is_final=language in {"nl", "en"})


class FakeTexts:
    """Texts of one segment that name the codes, the titles and the link."""

    def __init__(self, languages: Iterable[str] = ("nl", "en", "ar")) -> None:
        self._languages = frozenset(languages)

    def language(self, wanted: str) -> str:
        return wanted if wanted in self._languages else "nl"

    def bridge(self, wanted: str, spoken: Sequence[str]) -> str | None:
        if self.language(wanted) == wanted:
            return None
        return next((code for code in spoken if code in self._languages - {"nl"}), None)

    def offer(
        self,
        language: str,
        options: Sequence[tuple[Placement, Activity]],
        *,
        link: str,
        line: int | None = None,
        again: bool = False,
        bridge: str | None = None,
    ) -> Composed:
        numbered = zip(numbers(line), options, strict=False)
        shown = [f"{number} {activity.title}" for number, (_, activity) in numbered]
        once_more = ["again:"] if again else []
        text = " ".join([f"[{_both(language, bridge)}]", *once_more, *shown, link])
        return Composed(text, language, segments=1, shown=len(shown))

    def confirmation(
        self, language: str, placement: Placement, activity: Activity, *, bridge: str | None = None
    ) -> Composed:
        return Composed(
            f"[{_both(language, bridge)}] {activity.title} {placement.code}", language, segments=1
        )

    def about(
        self,
        language: str,
        kind: MessageKind,
        placement: Placement,
        activity: Activity,
        *,
        session_at: datetime | None = None,
        line: int | None = None,
        bridge: str | None = None,
    ) -> Composed:
        when = "" if session_at is None else f" {session_at:%d-%m %H:%M}"
        said = f"{kind} {activity.title}{when} {placement.code} {numbers(line)[0]}"
        return Composed(f"[{_both(language, bridge)}] {said}", language, segments=1)

    def notice(
        self,
        language: str,
        kind: MessageKind,
        *,
        link: str,
        line: int | None = None,
        bridge: str | None = None,
    ) -> Composed:
        return Composed(
            f"[{_both(language, bridge)}] {kind} {link} {numbers(line)[0]}", language, segments=1
        )


def _both(language: str, bridge: str | None) -> str:
    return language if bridge is None else f"{language}, {bridge}"


class FakeIdentities:
    """Everybody it was told of, by token."""

    def __init__(self, callers: Mapping[str, Caller] | None = None) -> None:
        self._callers = dict(callers or {})

    def verify(self, token: str) -> Caller:
        try:
            return self._callers[token]
        except KeyError:
            raise Unauthorized("unknown_token") from None
