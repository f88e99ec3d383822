"""What only a bucket does: signatures, pages of a list, whose it is, and every way in which it can fail."""

from __future__ import annotations

import hashlib
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from clustercourse.files import BucketStore, FileLost, FilesAway, FilesRefused, s3
from clustercourse.files.s3 import S3, Question
from config import Bucket
from tests.files.conftest import HOUSE
from tests.files.server import RIGHTS, BucketServer, Way, way_to

pytestmark = pytest.mark.xdist_group("bucket")
PHOTO = b"a photo" * 5000
DIGEST = hashlib.sha256(PHOTO).hexdigest()
MOMENT = datetime(2026, 11, 22, 14, 5, 6, tzinfo=UTC)
EXAMPLE = Bucket("house.files", "a/b-c/", "https://s3.example.com:9000", "eu-north-1", "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCY")
KEY = Credentials(EXAMPLE.key_id, EXAMPLE.secret_key)


@pytest.fixture
def kept(bucket: Bucket, request: pytest.FixtureRequest) -> BucketStore:
    made = BucketStore(bucket, house=HOUSE)
    request.addfinalizer(made.s3.close)
    return made


@pytest.fixture
def far(bucket: Bucket, way: Way, request: pytest.FixtureRequest) -> BucketStore:
    """The bucket by a way that can be cut."""
    made = BucketStore(replace(bucket, endpoint=way.endpoint), house=HOUSE)
    request.addfinalizer(made.s3.close)
    return made


def refusal(work: Callable[[], object], kind: type[FilesAway] = FilesRefused) -> tuple[str, str]:
    with pytest.raises(FilesAway) as reason:
        work()
    assert type(reason.value) is kind
    return str(reason.value), reason.value.why


@pytest.mark.parametrize(
    "question",
    [
        Question("GET", f"ab/{DIGEST}"),
        Question("PUT", f"ab/{DIGEST}", headers=(("content-type", "text/plain"), ("x-amz-meta-a", "b")), body=b"bytes"),
        Question("GET", query=(("prefix", "a/b-c/"), ("list-type", "2"), ("continuation-token", "1/2+3= &%æ"))),
    ],
    ids=["get", "put", "list"],
)
def test_signatures_are_those_of_botocore(question: Question) -> None:
    headers = S3(EXAMPLE).signed_headers(question, MOMENT)
    path = f"/house.files/a/b-c/{question.key}" if question.key else "/house.files"
    signed = {name: text for name, text in headers.items() if name.startswith("x-amz-") or name == "host"}
    request = AWSRequest(question.method, f"{EXAMPLE.endpoint}{path}", signed, question.body, params=dict(question.query))
    request.context["timestamp"] = "20261122T140506Z"
    auth = S3SigV4Auth(KEY, "s3", EXAMPLE.region)
    own = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    assert headers["authorization"].endswith(f"Signature={own}")


def test_signed_addresses_are_those_of_botocore() -> None:
    address = S3(EXAMPLE).signed_address(f"ab/{DIGEST}", MOMENT, 300)
    request = AWSRequest("GET", f"{EXAMPLE.endpoint}{address.partition('&X-Amz-Signature=')[0]}", {"host": "s3.example.com:9000"})
    request.context["timestamp"] = "20261122T140506Z"
    auth = S3SigV4QueryAuth(KEY, "s3", EXAMPLE.region, expires=300)
    own = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    assert address.endswith(f"&X-Amz-Signature={own}")
    assert "&X-Amz-Expires=300&" in address


def test_a_key_with_four_rights_does_everything(server: BucketServer, bucket: Bucket) -> None:
    """The server checks signatures and rights here."""
    with server.strict(bucket) as mine:
        kept = BucketStore(mine, house=HOUSE)
        assert (kept.put(PHOTO), kept.put(PHOTO), kept.get(DIGEST), kept.complaint()) == (DIGEST, DIGEST, PHOTO, None)
        assert [file.digest for file in kept.listed()] == [DIGEST]
        kept.drop(DIGEST)
        assert kept.has(DIGEST) is False
        kept.s3.close()


def test_a_wrong_key_is_said(server: BucketServer, bucket: Bucket) -> None:
    name = f"The bucket “{bucket.name}” at {bucket.endpoint.removeprefix('http://')}"
    with server.strict(bucket) as mine:
        unknown, mistyped = (BucketStore(replace(mine, **wrong), house=HOUSE) for wrong in ({"key_id": "AKIANOBODY"}, {"secret_key": "x"}))
        for work in (lambda: unknown.put(PHOTO), lambda: unknown.get(DIGEST), lambda: list(unknown.listed())):
            assert refusal(work) == (f"{name} does not know the key (InvalidAccessKeyId). Check FILES_KEY_ID.", "the key is refused")
        assert refusal(lambda: mistyped.get(DIGEST))[0] == f"{name} does not know the key (SignatureDoesNotMatch). Check FILES_SECRET_KEY."
        assert str(unknown.complaint()).startswith(f"{name} does not know the key")
        unknown.s3.close()
        mistyped.s3.close()
    with server.strict(bucket, RIGHTS[:2]) as reader:
        kept = BucketStore(reader, house=HOUSE)
        said = f"{name} refuses this step to the key (AccessDenied). Give it the rights that docs/operations.md lists."
        assert refusal(lambda: kept.put(PHOTO)) == (said, "the key is refused")
        kept.s3.close()


def test_a_missing_bucket_is_said(bucket: Bucket, request: pytest.FixtureRequest) -> None:
    kept = BucketStore(replace(bucket, name="nowhere-at-all"), house=HOUSE)
    request.addfinalizer(kept.s3.close)
    host = bucket.endpoint.removeprefix("http://")
    said = f"The bucket “nowhere-at-all” at {host} does not exist (NoSuchBucket). Make it, or check FILES_URL and FILES_ENDPOINT."
    for work in (lambda: kept.put(PHOTO), lambda: kept.get(DIGEST), lambda: list(kept.listed()), lambda: list(kept.chunks(DIGEST))):
        assert refusal(work) == (said, "there is no such bucket")
    complaint = kept.complaint()
    assert (str(complaint), type(complaint)) == (said, FilesRefused)


def test_nobody_there_is_said(bucket: Bucket) -> None:
    kept = BucketStore(replace(bucket, endpoint="http://127.0.0.1:9"), house=HOUSE)
    said = "The bucket “{}” at 127.0.0.1:9 does not answer (ConnectionRefusedError: [Errno 111] Connection refused)."
    for work in (lambda: kept.put(PHOTO), lambda: kept.get(DIGEST), lambda: kept.has(DIGEST)):
        assert refusal(work, FilesAway) == (said.format(bucket.name), "no answer")
    assert str(kept.complaint()) == said.format(bucket.name)


class Lasting(BaseHTTPRequestHandler):
    """Leaves lines open between requests, which moto's server does not."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(PHOTO)))
        self.end_headers()
        self.wfile.write(PHOTO)

    def log_message(self, *_said: object) -> None:
        pass


def test_a_line_is_used_again_and_opened_again_when_it_was_closed_meanwhile(bucket: Bucket) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Lasting) as lasting, way_to(f"http://127.0.0.1:{lasting.server_port}") as way:
        lasting.daemon_threads = True
        Thread(target=lasting.serve_forever, args=(0.01,), daemon=True).start()
        kept = BucketStore(replace(bucket, endpoint=way.endpoint), house=HOUSE)
        assert [kept.get(DIGEST) for _often in range(3)] == [PHOTO] * 3
        assert way.lines == 1
        for _often in range(3):
            way.cut()
            assert kept.get(DIGEST) == PHOTO
        assert way.lines == 4
        kept.s3.close()
        lasting.shutdown()


def test_a_store_that_is_silent_is_not_waited_for(far: BucketStore, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    far.put(PHOTO)
    monkeypatch.setattr("clustercourse.files.bucket._SHORT_PATIENCE", 0.2)
    way.cut()
    way.is_silent = True
    began = time.monotonic()
    assert str(far.complaint()).endswith("does not answer (TimeoutError: timed out).")
    assert far.complaint() is far.complaint()
    assert time.monotonic() - began < 5


def test_an_answer_that_drips_is_cut_short(far: BucketStore, monkeypatch: pytest.MonkeyPatch) -> None:
    far.put(PHOTO)
    monkeypatch.setattr(s3, "LONGEST", -1.0)
    assert refusal(lambda: far.get(DIGEST), FilesAway)[0].endswith("does not answer (TimeoutError: the answer takes too long).")


def test_gone_in_the_middle_of_an_answer(far: BucketStore, way: Way) -> None:
    far.put(PHOTO)
    way.answer = lambda data: data if len(data) < 1000 else data[:600]
    for work in (lambda: far.get(DIGEST), lambda: list(far.chunks(DIGEST))):
        way.cut()
        assert refusal(work, FilesAway)[1] == "no answer"


def test_gone_in_the_middle_of_an_upload(far: BucketStore, way: Way, kept: BucketStore) -> None:
    """Half a file never stays."""
    way.spoil = lambda data: None if PHOTO[:200] in data else data
    assert refusal(lambda: far.put(PHOTO), FilesAway)[1] == "no answer"
    assert (kept.has(DIGEST), list(kept.listed())) == (False, [])
    way.spoil = bytes
    assert far.put(PHOTO) == DIGEST


def test_bytes_changed_on_the_way_are_noticed(far: BucketStore, way: Way) -> None:
    """This server does not look at the digest that the request carries; real ones refuse by themselves."""
    way.spoil = lambda data: data.replace(b"photophoto"[:5], b"phony", 1) if PHOTO[:200] in data else data
    assert refusal(lambda: far.put(PHOTO), FilesAway) == (
        f"The bucket “{far.bucket.name}” at {far.bucket.endpoint.removeprefix('http://')} kept other bytes than were sent.",
        "it keeps other bytes than were sent",
    )


def test_an_overloaded_store_is_asked_again(far: BucketStore, way: Way) -> None:
    far.put(PHOTO)
    busy = [b"HTTP/1.1 503 Slow Down\r\nContent-Length: 26\r\n\r\n<Error><Code>SlowDown</Code>"[:-2] + b"<>"] * 2
    way.answer = instead(busy)
    assert (far.get(DIGEST), busy) == (PHOTO, [])
    way.answer = instead([b"HTTP/1.1 500 Oh\r\nContent-Length: 27\r\n\r\n<Code>InternalError</Code>\n"] * 20)
    assert refusal(lambda: far.get(DIGEST), FilesAway)[0].endswith(" answers with InternalError.")


def instead(answers: list[bytes]) -> Callable[[bytes], bytes]:
    """Takes the place of whole answers, which come in as many pieces as the network likes."""
    replaced = False

    def answer(data: bytes) -> bytes:
        nonlocal replaced
        if data.startswith(b"HTTP/"):
            replaced = bool(answers)
            return answers.pop() if replaced else data
        return b"" if replaced else data

    return answer


def test_a_list_has_pages(kept: BucketStore, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [str(number).encode() for number in range(7)]
    digests = sorted(kept.put(content) for content in contents)
    ask = S3.ask
    pages = []

    def ask_for_three(self: S3, question: Question, **patience: float) -> s3.Answer:
        pages.append(question.query)
        return ask(self, replace(question, query=(*question.query, ("max-keys", "3"))), **patience)  # type: ignore[arg-type]

    monkeypatch.setattr(S3, "ask", ask_for_three)
    assert sorted(file.digest for file in kept.listed()) == digests
    assert len(pages) == 3


def test_what_is_not_ours_in_a_bucket_is_left_alone(server: BucketServer) -> None:
    whole = server.new_bucket()
    part, other = (BucketStore(replace(whole, prefix=prefix), house=HOUSE) for prefix in ("a/", "b/"))
    part.put(PHOTO)
    other.put(b"other")
    part.s3.ask(Question("PUT", "notes.txt", body=b"x"))
    assert [file.digest for file in part.listed()] == [DIGEST]
    assert [file.digest for file in BucketStore(whole, house=HOUSE).listed()] == []
    with pytest.raises(FileLost):
        other.get(DIGEST)
    part.s3.close()
    other.s3.close()


def test_a_bucket_belongs_to_one_house(kept: BucketStore) -> None:
    """A second house, restored from a backup to look at it, would sweep away what the first has kept since."""
    assert kept.complaint() is None
    kept.put(PHOTO)
    second = BucketStore(kept.bucket, house="https://second.example.com")
    for work in (lambda: second.put(b"x"), lambda: second.drop(DIGEST)):
        said, why = refusal(work)
        assert said.endswith(
            f" belongs to {HOUSE}, says the object kept/house in it, and this is https://second.example.com. "
            "Give this house a folder of its own in FILES_URL; if it has moved, remove the object kept/house."
        )
        assert why == "the bucket belongs to another house"
    assert isinstance(second.complaint(), FilesRefused)
    assert kept.get(DIGEST) == PHOTO
    second.s3.close()


def test_an_object_at_the_providers_own_address_is_a_download(kept: BucketStore) -> None:
    kept.put(b"<script>alert(1)</script>")
    digest = hashlib.sha256(b"<script>alert(1)</script>").hexdigest()
    address = kept.bucket.endpoint + kept.place_of(digest).removeprefix("/files")
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == ("application/octet-stream", "attachment")


def test_an_old_object_is_put_again(kept: BucketStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the sweeper, who looks at the age, lets a form finish that brings the same bytes once more."""
    kept.put(PHOTO)
    [first] = kept.listed()
    monkeypatch.setattr("clustercourse.files.bucket._PUT_AGAIN_AFTER", timedelta(seconds=-2))
    time.sleep(1.1)
    kept.put(PHOTO)
    [again] = kept.listed()
    assert again.put_at > first.put_at
