"""What the frameworks say is said in the words of this house."""

import pytest
from django import forms
from django.utils.translation import override
from rest_framework import serializers


class Form(forms.Form):
    name = forms.CharField(max_length=3)
    kind = forms.ChoiceField(choices=[("a", "가")])
    share = forms.DecimalField(max_digits=4, decimal_places=1)


class Body(serializers.Serializer):
    name = serializers.CharField(max_length=3)
    kind = serializers.ChoiceField(choices=["a"])


def words(errors):
    return [str(message) for messages in errors.values() for message in messages]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "빠짐없이 입력해 주십시오."),
        ({"name": "가나다라"}, "3자까지 쓸 수 있습니다. 지금은 4자입니다."),
        ({"kind": "b"}, "목록에 없는 값입니다. 목록에서 다시 골라 주십시오."),
        ({"share": "1.23"}, "소수점 아래는 1자리까지 쓸 수 있습니다."),
        ({"name": "\x00"}, "쓸 수 없는 글자가 들어 있습니다. 지우고 다시 입력해 주십시오."),
    ],
)
def test_forms_speak_politely(typed, said):
    with override("ko"):
        assert said in words(Form(typed).errors)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "가나다라", "kind": "a"}, "3자까지 쓸 수 있습니다."),
        ({"name": "가", "kind": "b"}, "‘b’은 목록에 없는 값입니다."),
        ([], "이름과 값의 묶음(객체)으로 보내 주십시오."),
    ],
)
def test_programs_read_the_same_words(sent, said):
    with override("ko"):
        body = Body(data=sent)
        body.is_valid()
        assert said in (words(body.errors) if isinstance(body.errors, dict) else body.errors)


def test_english_stays_english():
    with override("en"):
        assert words(Form({}).errors)[0] == "This field is required."
