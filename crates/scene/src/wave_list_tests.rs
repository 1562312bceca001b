#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::sample::Sample;

use super::*;

#[test]
fn rows_say_what_is_known() {
    let mut sample = Sample::new();
    sample.relayed();
    let row = |no| self::row(&sample.ledger, sample.ledger.wave(WaveNo(no)).unwrap());
    let line = |no| row(no).cells.join("|");
    assert_eq!(
        line(10),
        "10|Ping|localhost:ann|localhost:relay|Ext<Say>|200|1|0|1.000 ms"
    );
    assert_eq!(
        line(11),
        "11|Ping|localhost:relay|localhost:echo|Ext<Say>|403|0|0|1.000 ms"
    );
    assert!(row(11).bad && !row(10).bad);
    assert_eq!(row(11).glyph, "refused");
    assert_eq!(row(10).cells.len(), Column::ALL.len());
}
