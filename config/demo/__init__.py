"""The demonstration: reference lists, people named by role, the first day, and invented cases."""
