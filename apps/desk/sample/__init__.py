"""The sample centre: cases in every state, played by its cast through the same services as everybody's."""

from apps.desk.sample.centre import make
from apps.desk.sample.settling import settle

__all__ = ["make", "settle"]
