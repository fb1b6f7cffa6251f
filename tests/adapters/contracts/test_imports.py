"""The contracts of long imports on the fakes and on moto in process."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamo.imports import DynamoImports
from chalicelib.adapters.uploads import S3Uploads
from tests.adapters.contracts.imports import ImportsContract, UploadsContract
from tests.adapters.contracts.worlds import REGION, moto_world
from tests.fakes.imports import FakeImports, FakeUploads


class TestFakeImports(ImportsContract):
    @pytest.fixture
    def imports(self) -> FakeImports:
        return FakeImports()


class TestImportsOnMoto(ImportsContract):
    @pytest.fixture
    def imports(self) -> Iterator[DynamoImports]:
        with moto_world() as world:
            yield DynamoImports(world.tables)


class TestFakeUploads(UploadsContract):
    @pytest.fixture
    def uploads(self) -> FakeUploads:
        return FakeUploads()


class TestUploadsOnMoto(UploadsContract):
    @pytest.fixture
    def uploads(self) -> Iterator[S3Uploads]:
        with mock_aws():
            s3 = boto3.client("s3", region_name=REGION)
            s3.create_bucket(
                Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": REGION}
            )
            yield S3Uploads(s3, "uploads")
