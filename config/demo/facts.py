"""The facts of the first day as the project words them, and how their times are read."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = "Asia/Damascus"
FIRST_DAY = json.loads(Path(__file__).with_name("first_day.json").read_text(encoding="utf-8"))
TIMES = {"as_of", "reported_at", "seen_at", "arrived_at", "done_at", "due_at"} | {
    "work_started_at",
    "work_ended_at",
}


def local_time(text):
    """An aware time from a local one such as 2024-11-28T18:48."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


def with_times(fields):
    """The fields with their local times read."""
    return {name: local_time(value) if name in TIMES else value for name, value in fields.items()}
