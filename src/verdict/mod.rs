//! Floor 5: runs the checks and the catalogue over one token; everything a
//! renderer needs comes out as one [`report::Report`].

pub mod report;
