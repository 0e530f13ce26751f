"""Import contracts hold, and they cover every app."""

from importlinter.cli import lint_imports

from tests.architecture import house


def test_every_import_contract_is_kept(monkeypatch):
    monkeypatch.chdir(house.ROOT)

    assert lint_imports(no_cache=True) == 0


def test_every_app_stands_on_a_floor_and_is_installed_in_that_order(settings):
    installed = [name.removeprefix("apps.") for name in settings.INSTALLED_APPS if name.startswith("apps.")]

    assert sorted(installed) == house.app_names()
    assert installed == [name for name in house.floors() if name in installed]


def test_no_code_listens_to_signals():
    forbidden = ("django.db.models.signals", "django.dispatch", "django.core.signals", "allauth.account.signals")
    files = house.python_files("apps", "axcenter")

    listeners = [
        house.short(path) for path in files for name in house.imported_names(path) if name.startswith(forbidden)
    ]

    assert listeners == []
