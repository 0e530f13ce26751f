"""Consortia for programs: the same acts as the pages, one service call each."""
