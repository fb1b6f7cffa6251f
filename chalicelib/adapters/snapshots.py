"""The published catalogue in Amazon S3: one object a version, one small object that names it."""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import Temporary
from chalicelib.domain.matching.codec import decode_activity
from chalicelib.domain.matching.snapshot import Catalogue

log = logging.getLogger(__name__)

POINTER = "catalogue/current.json"
COMPARED = "catalogue/compared.json"
LOOK_EVERY_S = 15.0  # of the 60 s from change to match; a version is looked up at most this often
EMPTY_VERSION = "none"


class S3Snapshots:
    """The newest snapshot this process knows of; loaded only when the version moved.

    A snapshot that cannot be read leaves the old one in place, and raises an alarm through the log.
    """

    def __init__(
        self,
        s3: Any,
        bucket: str,
        *,
        look_every_s: float = LOOK_EVERY_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._s3, self._bucket = s3, bucket
        self._look_every_s, self._monotonic = look_every_s, monotonic
        self._looked_at = float("-inf")
        self._known = Catalogue.of((), version=EMPTY_VERSION)
        self._lock = threading.Lock()

    def current(self) -> Catalogue:
        """The newest catalogue known here; see the port."""
        if self._monotonic() - self._looked_at < self._look_every_s:
            return self._known
        with self._lock:
            if self._monotonic() - self._looked_at >= self._look_every_s:
                self._refresh()
                self._looked_at = self._monotonic()
        return self._known

    def published_version(self) -> str | None:
        """The version everybody is told of; None before the first."""
        pointer = self._pointer()
        return None if pointer is None else str(pointer["version"])

    def publish(self, data: bytes, *, version: str) -> None:
        """This catalogue is the current one; the object first, then the name of it."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._s3.put_object(Bucket=self._bucket, Key=_key(version), Body=data)
            pointer = {"version": version, "sha256": hashlib.sha256(data).hexdigest()}
            self._s3.put_object(Bucket=self._bucket, Key=POINTER, Body=json.dumps(pointer).encode())
        except (BotoCoreError, ClientError) as error:
            raise Temporary("snapshot") from error

    def compared(self, at: datetime) -> None:
        """Written beside what is published, which nobody who only looks may touch."""
        from botocore.exceptions import BotoCoreError, ClientError

        body = json.dumps({"at": at.isoformat()}).encode()
        try:
            self._s3.put_object(Bucket=self._bucket, Key=COMPARED, Body=body)
        except (BotoCoreError, ClientError) as error:
            raise Temporary("snapshot") from error

    def last_compared(self) -> datetime | None:
        """As `compared` wrote it; see the port."""
        said = self._said(COMPARED)
        return None if said is None else datetime.fromisoformat(said["at"])

    def _refresh(self) -> None:
        try:
            pointer = self._pointer()
            if pointer is not None and pointer["version"] != self._known.version:
                self._known = self._load(pointer)
        except Exception:
            log.exception("snapshot unreadable", extra={"catalogue": self._known.version})

    def _load(self, pointer: Mapping[str, str]) -> Catalogue:
        """The catalogue the pointer names, whole, and in a layout that this release reads."""
        data = self._read(_key(pointer["version"]))
        if hashlib.sha256(data).hexdigest() != pointer.get("sha256"):
            raise ValueError("not the snapshot that was published")
        catalogue = Catalogue.load(data, decode_activity)
        next(iter(catalogue), None)  # rows are decoded when they are asked for: ask for one now
        return catalogue

    def _pointer(self) -> Mapping[str, str] | None:
        return self._said(POINTER)

    def _said(self, key: str) -> Mapping[str, str] | None:
        """What a small object says; None where there is none."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            said: Mapping[str, str] = json.loads(self._read(key))
        except self._s3.exceptions.NoSuchKey:
            return None
        except (BotoCoreError, ClientError) as error:
            raise Temporary("snapshot") from error
        return said

    def _read(self, key: str) -> bytes:
        body: bytes = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return body


def _key(version: str) -> str:
    return f"catalogue/{version}.snapshot"
