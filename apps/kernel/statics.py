"""Where the files of pages are kept."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Files named by their content; the house's own scripts name the scripts they import by theirs, too."""

    support_js_module_import_aggregation = True
    # Packages' scripts are taken as they are: some speak of files they do not bring.
    _js_module_import_aggregation_patterns = ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1])  # type: ignore[attr-defined]
