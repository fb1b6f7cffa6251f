"""Which adapter fills which port, each built on first use, then kept.

The only module that reads the environment and knows the adapters. Heavy clients are imported when
a port that needs them is first asked for, so that each function loads only what it uses.
"""

import csv
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from secrets import token_bytes
from typing import Any

from chalicelib.config import END_USER_MESSAGING, Settings, settings_from, unknown_names
from chalicelib.domain.areas import Areas, read_areas
from chalicelib.domain.caps import Caps
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.derivation import Derivation
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import Holidays, read_holidays
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.inbound import Lexicon, read_lexicon
from chalicelib.domain.municipalities import Municipalities, read_municipalities
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.usecases import ports as outside

log = logging.getLogger(__name__)
_DATA = Path(__file__).parent / "data"
_SEARCHES_A_MINUTE = 60  # a whole class behind one address of a library


class Wired:
    """The ports of this process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def referrals(self) -> outside.Referrals:
        from chalicelib.adapters.dynamo.referrals import DynamoReferrals

        return DynamoReferrals(
            self._tables, self._vault, phone_mac=self.derivation.phone_mac, now=self.now
        )

    @cached_property
    def audit(self) -> outside.Audit:
        from chalicelib.adapters.dynamo.audit import DynamoAudit

        return DynamoAudit(self._tables)

    @cached_property
    def erasures(self) -> outside.Erasures:
        from chalicelib.adapters.dynamo.erasure import DynamoErasures

        return DynamoErasures(self._tables)

    @cached_property
    def ledger(self) -> outside.Ledger:
        from chalicelib.adapters.dynamo.ledger import DynamoLedger

        return DynamoLedger(self._tables)

    @cached_property
    def choices(self) -> outside.MunicipalityChoices:
        from chalicelib.adapters.dynamo.choices import DynamoChoices

        return DynamoChoices(self._tables)

    @cached_property
    def reports(self) -> outside.Reports:
        from chalicelib.adapters.dynamo.reports import DynamoReports

        return DynamoReports(self._tables)

    @cached_property
    def activities(self) -> outside.Activities:
        from chalicelib.adapters.dynamo.activities import DynamoActivities

        return DynamoActivities(self._tables)

    @cached_property
    def covers(self) -> outside.Covers:
        from chalicelib.adapters.dynamo.covers import DynamoCovers

        return DynamoCovers(self._tables)

    @cached_property
    def waiting(self) -> outside.WaitingLists:
        from chalicelib.adapters.dynamo.waiting import DynamoWaitingLists

        return DynamoWaitingLists(self._tables)

    @cached_property
    def libraries(self) -> outside.Libraries:
        from chalicelib.adapters.dynamo.libraries import DynamoLibraries

        return DynamoLibraries(self._tables)

    @cached_property
    def files(self) -> outside.ActivityFiles:
        from chalicelib.adapters.tables.files import CatalogueFiles

        return CatalogueFiles()

    @cached_property
    def uploads(self) -> outside.Uploads:
        from chalicelib.adapters.uploads import S3Uploads

        return S3Uploads(self._client("s3"), self.settings.snapshot_bucket)

    @cached_property
    def imports(self) -> outside.Imports:
        from chalicelib.adapters.dynamo.imports import DynamoImports

        return DynamoImports(self._tables)

    @cached_property
    def feeds(self) -> outside.Feeds:
        from chalicelib.adapters.dynamo.feeds import DynamoFeeds

        return DynamoFeeds(self._tables)

    @cached_property
    def programmes(self) -> outside.Programmes:
        from chalicelib.adapters.dynamo.programmes import DynamoProgrammes

        return DynamoProgrammes(self._tables)

    @cached_property
    def snapshots(self) -> outside.Snapshots:
        from chalicelib.adapters.snapshots import S3Snapshots

        return S3Snapshots(self._client("s3"), self.settings.snapshot_bucket)

    @cached_property
    def places(self) -> outside.Places:
        from chalicelib.adapters.gazetteer import GazetteerPlaces

        if self.settings.geocoder == "off":
            return GazetteerPlaces()
        from chalicelib.adapters.known_places import KnownPlaces

        return KnownPlaces(GazetteerPlaces(), self.place_cache)

    @cached_property
    def place_cache(self) -> outside.PlaceCache:
        from chalicelib.adapters.dynamo.places import DynamoPlaceCache

        return DynamoPlaceCache(self._tables, now=self.now)

    @cached_property
    def geocoder(self) -> outside.Geocoder | None:
        """Who looks places up outside; None where that is switched off."""
        if self.settings.geocoder == "off":
            return None
        from chalicelib.adapters.pdok.geocoder import PdokGeocoder

        return PdokGeocoder(now=self.now, base_url=self.settings.geocoder_url)

    @cached_property
    def sms(self) -> outside.SmsSender:
        # Tried once: whoever claimed a text decides whether to try again.
        sender: outside.SmsSender
        origination = self.settings.sms_origination
        if self.settings.sms_provider == END_USER_MESSAGING and origination is not None:
            from chalicelib.adapters.sms.end_user_messaging import EndUserMessagingSms

            sender = EndUserMessagingSms(
                lambda: self._client("pinpoint-sms-voice-v2", tries=1),
                origination=origination,
                configuration_set=self.settings.sms_configuration_set,
            )
        else:
            from chalicelib.adapters.sms.sns import SnsSms

            sender = SnsSms(lambda: self._client("sns", tries=1))
        if self.settings.texts_anybody:
            return sender
        from chalicelib.adapters.sms.test_numbers import OnlyTestNumbers

        return OnlyTestNumbers(sender, self.settings.sms_test_numbers)

    @cached_property
    def switchboard(self) -> outside.Switchboard:
        from chalicelib.adapters.dynamo.switchboard import DynamoSwitchboard

        return DynamoSwitchboard(self._tables)

    @property
    def caps(self) -> Caps | None:
        """How many texts a day; None where caps are switched off, aloud."""
        return Caps() if self.settings.sms_caps else None

    @cached_property
    def mailer(self) -> outside.Mailer | None:
        """Who sends mail to libraries; None where no sender is set."""
        if self.settings.mail_sender is None:
            return None
        from chalicelib.adapters.mail import SesMailer

        return SesMailer(lambda: self._client("sesv2", tries=1), sender=self.settings.mail_sender)

    @cached_property
    def guesses(self) -> outside.Guesses:
        from chalicelib.adapters.dynamo.guesses import DynamoGuesses

        return DynamoGuesses(self._tables, now=self.now)

    @cached_property
    def meter(self) -> outside.Meter:
        from chalicelib.adapters.emf import EmfMeter

        price = self.settings.sms_segment_price
        return EmfMeter(self.settings.stage, segment_price=price, now=self.now)

    @cached_property
    def outgoing(self) -> outside.Outgoing:
        from chalicelib.adapters.outgoing import HttpsOutgoing

        return HttpsOutgoing(here_too=self.settings.outgoing_here)

    @cached_property
    def texts(self) -> outside.Texts:
        from chalicelib.adapters.sms.segments import segments
        from chalicelib.adapters.texts import NewcomerTexts

        return NewcomerTexts(self.words, segments=segments, now=self.now, holidays=self.holidays)

    @cached_property
    def phrasebook(self) -> outside.Phrasebook:
        from chalicelib.adapters.phrasebook import GettextPhrasebook

        return GettextPhrasebook()

    @cached_property
    def words(self) -> outside.Words:
        from chalicelib.adapters.rendering import GettextWords

        return GettextWords(drafts=self.settings.drafts)

    @cached_property
    def queue(self) -> outside.Queue:
        from chalicelib.adapters.logs import correlation
        from chalicelib.adapters.queues import SqsQueue

        return SqsQueue(
            self._client("sqs"),
            messages_url=self.settings.messages_queue_url,
            catalogue_url=self.settings.catalogue_queue_url,
            imports_url=self.settings.imports_queue_url,
            waiting_url=self.settings.waiting_queue_url,
            deliveries_url=self.settings.deliveries_queue_url,
            correlation=correlation,
        )

    @cached_property
    def secrets(self) -> outside.LibrarySecrets:
        from chalicelib.adapters.dynamo.library_secrets import DynamoLibrarySecrets
        from chalicelib.adapters.secrets import first_secrets

        first = first_secrets(self.settings.library_secret_seed)
        return DynamoLibrarySecrets(self._tables, self._key_wrapper, first=first)

    @cached_property
    def endpoints(self) -> outside.Endpoints:
        from chalicelib.adapters.dynamo.endpoints import DynamoEndpoints

        return DynamoEndpoints(self._tables, self._key_wrapper)

    @cached_property
    def deliveries(self) -> outside.Deliveries:
        from chalicelib.adapters.dynamo.deliveries import DynamoDeliveries

        return DynamoDeliveries(self._tables)

    @cached_property
    def identities(self) -> outside.Identities:
        from chalicelib.adapters.identity import JwtIdentities

        return JwtIdentities(
            self.settings.jwks, issuer=self.settings.issuer, audience=self.settings.audience
        )

    @cached_property
    def sign_in_service(self) -> outside.SignInService | None:
        """Where people of the pages sign in; None where none is set."""
        if self.settings.oidc_issuer is None:
            return None
        from chalicelib.adapters.oidc import OidcSignIn

        return OidcSignIn(
            self.settings.oidc_issuer,
            client_id=self.settings.oidc_client_id,
            client_secret=self.settings.oidc_client_secret,
            comes_back_to=f"{self.public_url}/inloggen/terug",
        )

    @cached_property
    def sessions(self) -> outside.Sessions:
        from chalicelib.adapters.dynamo.sessions import DynamoSessions

        return DynamoSessions(self._tables, owner=self.derivation.session_owner)

    @cached_property
    def seals(self) -> outside.Seals:
        from chalicelib.adapters.seals import SignedSeals

        return SignedSeals(self.derivation.seal_key())

    @cached_property
    def derivation(self) -> Derivation:
        return Derivation(self.settings.derivation_key)

    @cached_property
    def lexicon(self) -> Lexicon:
        with (_DATA / "reply_words.csv").open(encoding="utf-8", newline="") as file:
            return read_lexicon(csv.DictReader(file))

    @cached_property
    def holidays(self) -> Holidays:
        """Those that are shipped, and those that the operator put beside them."""
        return read_holidays(
            row
            for name in ("school_holidays.csv", "school_holidays_extra.csv")
            if (_DATA / name).exists()
            for row in _rows(name)
        )

    @cached_property
    def areas(self) -> Areas:
        return read_areas(_rows("areas.csv"))

    @property
    def segment_price(self) -> float:
        """What one segment of a text costs, in euros."""
        return self.settings.sms_segment_price

    @cached_property
    def municipalities(self) -> Municipalities:
        return read_municipalities(_rows("municipality_changes.csv"))

    @cached_property
    def now(self) -> outside.Clock:
        return lambda: datetime.now(UTC)

    @property
    def random_bytes(self) -> Callable[[int], bytes]:
        return token_bytes

    @cached_property
    def sending_opens(self) -> Callable[[datetime], datetime]:
        """When a text may next go out; any time where the window is switched off, aloud."""
        if not self.settings.sms_window:
            return lambda at: at
        from chalicelib.domain.sending_window import texts_open

        return texts_open

    @property
    def public_url(self) -> str:
        return self.settings.public_url

    @property
    def security_contact(self) -> str:
        return self.settings.security_contact

    @cached_property
    def _vault(self) -> outside.Vault:
        from chalicelib.adapters.vault import AesVault

        return AesVault(self._key_wrapper)

    @cached_property
    def _key_wrapper(self) -> outside.KeyWrapper:
        from chalicelib.adapters.kms import KmsKeyWrapper

        return KmsKeyWrapper(lambda: self._client("kms"), self.settings.kms_key_id)

    @cached_property
    def _tables(self) -> Any:
        from chalicelib.adapters.dynamo.tables import TableNames, Tables, connect

        names = TableNames(
            core=self.settings.core_table,
            people=self.settings.people_table,
            keys=self.settings.keys_table,
            audit=self.settings.audit_table,
        )
        connection = connect(region=self.settings.region, endpoint=self.settings.aws_endpoint)
        return Tables(names, connection)

    def _client(self, service: str, *, tries: int = 3) -> Any:
        import boto3
        from botocore.config import Config

        bounded = Config(
            connect_timeout=1,
            read_timeout=5,
            retries={"total_max_attempts": tries, "mode": "standard"},
        )
        return boto3.client(
            service,
            region_name=self.settings.region,
            endpoint_url=self.settings.aws_endpoint,
            config=bounded,
        )


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def ports() -> Wired:
    """The ports of this process, settings read once.

    Raises:
        Misconfigured: naming all that is missing.
    """
    unknown = unknown_names(os.environ)
    if unknown:
        log.warning("unknown settings", extra={"settings": ",".join(unknown)})
    return Wired(settings_from(os.environ))


def pages(served_with: outside.Ports) -> Any:
    """Her pages, in the words and at the moment of these ports."""
    from chalicelib.adapters.newcomer.page import NewcomerPages

    return NewcomerPages(served_with.words, holidays=served_with.holidays, now=served_with.now())


def letter(
    referral: Referral,
    person: Person,
    activities: Mapping[ActivityId, Activity],
    *,
    link: str,
    served_with: outside.Ports,
) -> tuple[str, str]:
    """Her letter, and what it may load."""
    from chalicelib.adapters.newcomer.letter import letter as written
    from chalicelib.adapters.newcomer.letter import letter_policy

    page = written(
        referral,
        person,
        activities,
        link=link,
        words=served_with.words,
        holidays=served_with.holidays,
        at=served_with.now(),
    )
    return page, letter_policy()


def page_policy() -> str:
    """The content security policy of her pages."""
    from chalicelib.adapters.newcomer.page import page_policy as policy

    return policy()


@cache
def search_pace() -> Any:
    """How often one address may search in a minute."""
    from chalicelib.adapters.pace import Pace

    return Pace(_SEARCHES_A_MINUTE, now=ports().now)


def search_page(served_with: outside.Ports, **values: Any) -> tuple[str, str]:
    """The public search in the words of these ports, and what it may load."""
    from chalicelib.adapters.newcomer.search import search_page as drawn
    from chalicelib.adapters.newcomer.search import search_policy

    languages = [(row["code"], row["endonym"]) for row in _rows("languages.csv")]
    known = [("nl", "Nederlands"), *(pair for pair in languages if pair[0] != "nl")]
    return drawn(served_with.words, languages=known, **values), search_policy()


def staff_pages(served_with: outside.Ports) -> Any:
    """The pages of those who work here, in the words of these ports."""
    from chalicelib.adapters.staff_pages import StaffPages
    from chalicelib.adapters.static_files import address_of

    return StaffPages(served_with.words, address_of=address_of)


def ring_map(middle: Point, numbered: Iterable[tuple[int, Point]]) -> Any:
    """The pins of a map with rings round her postcode area, as on her own page."""
    from chalicelib.adapters.newcomer.ring_map import pins

    return pins(middle, numbered)


def staff_page_policy() -> str:
    """The content security policy of those pages."""
    from chalicelib.adapters.staff_pages import CONTENT_SECURITY_POLICY

    return CONTENT_SECURITY_POLICY


def static_file(name: str) -> Any:
    """The file that pages may load under this name; None when there is none."""
    from chalicelib.adapters.static_files import static_file

    return static_file(name)


def correlated(begun_by: object = None) -> AbstractContextManager[str]:
    """Within, whatever is logged or handed on says that this began it."""
    from chalicelib.adapters.logs import correlated

    return correlated(begun_by)


def queue_name(kind: str) -> str:
    """The name of one of our queues at this stage; needed while handlers are declared."""
    return f"wegwijs-{os.environ.get('WEGWIJS_STAGE', 'local')}-{kind}"


if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # Every function imports this before it does anything, those that app.py does not reach as well.
    from chalicelib.adapters.logs import set_up

    set_up()
