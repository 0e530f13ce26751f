"""HWP 3: its own words first, then the document's facts, among them whether a password is set.

Its letters are in a code of its own that nothing reads any more, so a person looks at every one.
Source: 한글 문서 파일 구조 3.0 (한글과컴퓨터): 30 bytes of signature, 128 of facts, the password's word at 96.
"""

from apps.documents.inspection.verdicts import Finding

START = b"HWP Document File V3"
FACTS_AT = 30
FACTS_BYTES = 128
LOCK = slice(FACTS_AT + 96, FACTS_AT + 98)


def check(data: bytes) -> Finding:
    """Whether the file is whole enough to have its facts, and whether it is locked."""
    if len(data) < FACTS_AT + FACTS_BYTES:
        return Finding.DAMAGED
    return Finding.ENCRYPTED if any(data[LOCK]) else Finding.FINE
