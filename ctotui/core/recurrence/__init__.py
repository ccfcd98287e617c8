"""Repeating: the rules of RFC 5545 in naive wall time (storage-and-time 3)."""

from ctotui.core.recurrence.expand import LIMIT, aligned, check, next_occurrence, occurrences, several_a_day
from ctotui.core.recurrence.rule import Rule, parse
from ctotui.core.recurrence.words import describe

__all__ = ["LIMIT", "Rule", "aligned", "check", "describe", "next_occurrence", "occurrences", "parse", "several_a_day"]
