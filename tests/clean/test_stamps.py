"""Time stamps: day, time, zone, and what is none."""

from __future__ import annotations

import pytest

from dragoman.clean.stamps import read_stamp


@pytest.mark.parametrize(
    ("line", "date", "time", "zone"),
    [
        ("Updated March 3rd, 2021 at 09:05 IST", "2021-03-03", "09:05", "+05:30"),
        ("Published: 3 March 2021", "2021-03-03", None, None),
        ("Wed 3 Mar 2021 15.21 GMT", "2021-03-03", "15:21", "+00:00"),
        ("2021-03-03T09:05:00+09:00", "2021-03-03", "09:05", "+09:00"),
        ("Last updated on March 3, 2021, 7:51 PM ET", "2021-03-03", "19:51", "-05:00"),
        ("7:51 PM EDT, Wed July 7, 2021", "2021-07-07", "19:51", "-04:00"),
        ("July 7, 2021 7:51 PM ET", "2021-07-07", "19:51", "-04:00"),
        ("12 a.m. March 3, 2021", "2021-03-03", "00:00", None),
        ("25/03/2021", "2021-03-25", None, None),
        ("March 3, 2021 10:00 CST", "2021-03-03", "10:00", None),
        ("Posted on 03 Mar 2021 10:00 (GMT+3)", "2021-03-03", "10:00", "+03:00"),
    ],
)
def test_read(line: str, date: str, time: str | None, zone: str | None) -> None:
    stamp = read_stamp(line)
    assert stamp is not None
    assert (stamp.date, stamp.time, stamp.zone) == (date, time, zone)


@pytest.mark.parametrize(
    "line",
    [
        "He was born on 3 March 2021",
        "January 1, 0001",
        "03/04/2021",
        "31 February 2021",
        "The March 3, 2021 accord",
        "19:51",
        "",
    ],
)
def test_no_stamp(line: str) -> None:
    assert read_stamp(line) is None


def test_the_sites_domain_decides_between_zones_of_one_name() -> None:
    stamp = read_stamp("March 3, 2021 09:05 IST", domain="news.example.il")
    assert stamp is not None
    assert stamp.zone == "+02:00"
