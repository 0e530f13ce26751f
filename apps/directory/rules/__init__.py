"""Rules of the company directory, computed without Django: numbers of companies and their size class."""
