"""Files that wait to be imported, in Amazon S3; a rule of the bucket removes them after a week."""

from typing import Any

from chalicelib.domain.errors import NotFound, Temporary


class S3Uploads:
    """One object an import, beside the snapshots."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3, self._bucket = s3, bucket

    def put(self, import_id: str, data: bytes) -> None:
        """The file stands."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._s3.put_object(Bucket=self._bucket, Key=_key(import_id), Body=data)
        except (BotoCoreError, ClientError) as error:
            raise Temporary("upload") from error

    def get(self, import_id: str) -> bytes:
        """The file; see the port."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            found = self._s3.get_object(Bucket=self._bucket, Key=_key(import_id))
            data: bytes = found["Body"].read()
        except self._s3.exceptions.NoSuchKey as error:
            raise NotFound(import_id) from error
        except (BotoCoreError, ClientError) as error:
            raise Temporary("upload") from error
        return data


def _key(import_id: str) -> str:
    return f"imports/{import_id}"
