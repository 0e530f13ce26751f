"""The demo from an empty folder and once more: what it leaves, what it keeps, what it will not touch."""

from urllib.request import urlopen

from pypdf import PdfReader

from apps.accounts.roles import Role
from scripts import processes
from tests.demo import accounts, demo


def test_the_demo_walks_a_case_keeps_its_data_and_keeps_to_its_folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    port = processes.free_port()
    # Somebody's database, which the demo must not touch: nothing listens there.
    elsewhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "REDIS_URL": "redis://127.0.0.1:1/0"}

    with demo(folder, port, **elsewhere):
        first = accounts(folder)
        with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
    papers = sorted((folder / "demo").glob("*.pdf"))
    pages = {path.name: len(PdfReader(path).pages) for path in papers}
    assert not (folder / "demo" / "ready").exists()
    with demo(folder, port):
        again = accounts(folder)

    assert {account["role"] for account in first} == set(Role)
    assert len(pages) >= 5
    assert min(pages.values()) >= 1
    assert again == first
