use super::*;

fn day(text: &str) -> Option<String> {
    moment(text, Order::Unknown).map(|it| it.date.to_string())
}

#[test]
fn a_day_is_read_in_whatever_way_it_is_written() {
    for text in [
        "2026-03-02",
        "2026-03-02T23:30:00-05:00",
        "2026-03-02T23:30:00.123456Z",
        "2026-03-02 10:00",
        "20260302",
        "20260302T101500Z",
        "2026/03/02",
        "2026.3.2",
        "02.03.2026",
        "2. März 2026",
        "Mon, 02 Mar 2026 10:00:00 GMT",
        "Monday, March 2nd, 2026 at 10:00 am",
        "Mar 2 2026",
        "2 mars 2026 à 10h15",
        "2 de marzo de 2026",
        "le 2 mars, 2026",
        "Published: 2 March 2026",
        "Mon Mar 02 2026 10:00:00 GMT+0100 (CET)",
        "Mon Mar  2 10:00:00 CET 2026",
        "2026年3月2日 10:00",
        "2 марта 2026 г.",
        "1772445600",
        "1772445600000",
    ] {
        assert_eq!(day(text).as_deref(), Some("2026-03-02"), "{text}");
    }
    assert_eq!(day("2026-03").as_deref(), Some("2026-03-01"));
    assert_eq!(day("31/12/2026").as_deref(), Some("2026-12-31"));
    assert_eq!(day("12/31/2026").as_deref(), Some("2026-12-31"));
    assert_eq!(moment("3/4/2026", Order::MonthFirst).unwrap().date.to_string(), "2026-03-04");
    assert_eq!(moment("3/4/2026", Order::DayFirst).unwrap().date.to_string(), "2026-04-03");
}

#[test]
fn what_is_no_day_says_nothing() {
    for text in [
        "",
        "today",
        "3/4/2026",
        "2026-13-01",
        "2026-02-30",
        "1234",
        "0001-01-01",
        "12345678901",
        "May",
        "march 2026",
        "2 marching 2026",
        "9999-99-99",
        "٣",
        "2026-03-0२",
        "--",
        "1.2.3.4",
        "10:30",
    ] {
        assert_eq!(day(text), None, "{text}");
    }
}

#[test]
fn seconds_take_the_zone_into_account() {
    let seconds = |text| moment(text, Order::Unknown).and_then(Moment::seconds);
    assert_eq!(seconds("1970-01-02"), Some(86_400));
    for text in [
        "1970-01-01T02:00:00+02:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Wed, 31 Dec 1969 19:00:00 EST",
        "1970-01-01 00:00",
    ] {
        assert_eq!(seconds(text), Some(0), "{text}");
    }
    assert_eq!(seconds("1970-01-01T01:02:03.9Z"), Some(3723));
    assert_eq!(seconds("1970-01-01T01:02:03 pm"), Some(13 * 3600 + 123));
}
