//! Any bytes as a paste, and on to every format.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tokcheck::kind::Hints;
use tokcheck::render::human::{Question, Style, human};
use tokcheck::render::paint::Paint;
use tokcheck::render::{github, json, markdown};
use tokcheck::text::escape::is_hostile;
use tokcheck::text::time::Timestamp;
use tokcheck::token::paste;
use tokcheck::verdict::{Exhibit, describe};

fuzz_target!(|bytes: &[u8]| {
    for (index, pasted) in paste::read_bytes(bytes).found.iter().enumerate().take(8) {
        let exhibit = Exhibit::read(pasted, index, &Hints::default(), index % 2 == 0);
        let report = describe(&exhibit, Timestamp::from_seconds(1_700_000_000));
        let paint = Paint::new(false);
        let style = Style { width: 80, paint, verbose: true, question: Question::Decode };
        for text in [
            human(&report, &style),
            json::json(&report),
            markdown::markdown(&report),
            github::github(&report),
        ] {
            assert!(!text.lines().any(|line| line.contains(is_hostile)), "{text:?}");
        }
    }
});
