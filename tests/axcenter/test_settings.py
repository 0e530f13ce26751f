"""What the environment chooses, as a fresh process with the production settings sees it."""

import json
import subprocess
import sys

import pytest

from scripts.places import ROOT, environment

ASKED = """
import json
import django
django.setup()
from django.core import mail
from django.core.files.storage import storages
store, post = storages["default"], mail.get_connection()
print(json.dumps({
    "storage": {name: getattr(store, name, None) for name in STORAGE} | {"kind": type(store).__name__},
    "post": {name: getattr(post, name, None) for name in POST} | {"kind": type(post).__module__},
}))
"""
STORAGE = ("bucket_name", "endpoint_url", "default_acl", "querystring_auth", "file_overwrite")
POST = ("host", "port", "username", "password", "use_tls")


@pytest.fixture
def chosen(tmp_path):
    """Load the settings in a process of their own, with these variables and none of this run's."""

    def ask(**variables):
        own = {"DATABASE_URL": None, "EMAIL_URL": None, "S3_BUCKET": None, "S3_ENDPOINT_URL": None, "MEDIA_ROOT": None}
        env = environment(
            **{
                **own,
                "DATA_DIR": str(tmp_path),
                "DJANGO_SETTINGS_MODULE": "axcenter.settings.prod",
                "SECRET_KEY": "a secret of this test alone",
                **variables,
            }
        )
        program = f"STORAGE, POST = {STORAGE!r}, {POST!r}\n{ASKED}"
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, check=True)
        return json.loads(done.stdout)

    return ask


def test_files_and_letters_stay_in_the_data_folder_unless_told_otherwise(chosen):
    found = chosen()

    assert found["storage"]["kind"] == "FileSystemStorage"
    assert found["post"]["kind"] == "django.core.mail.backends.filebased"


def test_a_bucket_is_private_signed_and_never_overwrites(chosen):
    found = chosen(S3_BUCKET="sample-files", S3_ENDPOINT_URL="https://s3.example.invalid")

    assert found["storage"] == {
        "kind": "S3Storage",
        "bucket_name": "sample-files",
        "endpoint_url": "https://s3.example.invalid",
        "default_acl": "private",
        "querystring_auth": True,
        "file_overwrite": False,
    }


def test_letters_go_to_the_mail_server_of_the_environment(chosen):
    found = chosen(EMAIL_URL="smtp+tls://sample:pass@mail.example.invalid:587")

    assert found["post"] == {
        "kind": "django.core.mail.backends.smtp",
        "host": "mail.example.invalid",
        "port": 587,
        "username": "sample",
        "password": "pass",
        "use_tls": True,
    }
