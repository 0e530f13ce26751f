"""The command that loads a full KSIC table."""

import pytest
from django.core.management import CommandError, call_command

from apps.directory.models import Industry
from tests.directory.factories import seeded

pytestmark = pytest.mark.django_db
HEAD = "code,level,level_name,name_ko,name_en,parent,section\n"
TABLE = HEAD + (
    "C,1,section,제조업,Manufacturing,,C\n"
    "10,2,division,식료품 제조업,Manufacture of food products,C,C\n"
    '101,3,group,"도축, 육류 가공 및 저장 처리업","Slaughtering, processing and preserving of meat",10,C\n'
    "1011,4,class,도축업,Slaughtering,101,C\n"
    "10110,5,subclass,표본 도축업,Slaughtering of livestock,1011,C\n"
)


def write(folder, text):
    file = folder / "ksic.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_table_adds_finer_codes_below_the_shipped_ones(tmp_path):
    seeded()
    before = Industry.objects.count()

    for _time in range(2):
        call_command("import_ksic", write(tmp_path, TABLE), verbosity=0)

    assert Industry.objects.count() == before + 3
    fine = Industry.objects.get(code="C10110")
    assert (fine.level, fine.parent.code, fine.parent.parent.parent.code) == ("subclass", "C1011", "C10")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,name\n1,x\n", "line 1"),
        (HEAD + "99,2,division,표본,Sample,Z,Z\n", "line 2: parent Z"),
        (HEAD + "C,1,chapter,제조업,Manufacturing,,C\n", "line 2: level"),
    ],
)
def test_a_faulty_table_is_refused_with_its_line_and_loads_nothing(tmp_path, text, words):
    before = Industry.objects.count()

    with pytest.raises(CommandError, match=words):
        call_command("import_ksic", write(tmp_path, text))

    assert Industry.objects.count() == before


def test_a_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        call_command("import_ksic", tmp_path / "nothing.csv")
