"""Sheets of tickets."""
