//! Where the samples of a track lie: chunk after chunk, each with so many samples, each of its size.

use std::io::{Read, Seek};

use super::mp4::Atom;
use super::reader::{Flaw, Reader, broken};
use super::track::Track;

/// Samples of a camera's log that are looked up: hours of one.
const MOST: u32 = 100_000;

impl Track {
    /// Where each chunk begins, and how many bytes it has.
    pub(super) fn samples<R: Read + Seek>(&self, reader: &mut Reader<R>) -> Result<Vec<(u64, u64)>, Flaw> {
        let tables = &self.tables;
        let (Some(sizes), Some(runs), Some(chunks)) = (&tables.sizes, &tables.runs, &tables.chunks) else {
            return Err(broken("a track of it does not say where it lies"));
        };
        let same = reader.u32(sizes.body + 4)?;
        let (samples, run_count, chunk_count) =
            (reader.u32(sizes.body + 8)?, reader.u32(runs.body + 4)?, reader.u32(chunks.body + 4)?);
        if samples.max(run_count).max(chunk_count) > MOST {
            return Err(broken("a track of it has more parts than a track has"));
        }
        let (mut found, mut sample, mut run, mut each) = (Vec::new(), 0, 0, 0);
        for chunk in 0..chunk_count {
            // A run says from which chunk on, counted from one, there are so many samples in each.
            while run < run_count && reader.u32(runs.body + 8 + u64::from(run) * 12)? <= chunk + 1 {
                each = reader.u32(runs.body + 8 + u64::from(run) * 12 + 4)?;
                run += 1;
            }
            let mut length = 0;
            for _ in 0..each.min(samples - sample) {
                length += u64::from(match same {
                    0 => reader.u32(sizes.body + 12 + u64::from(sample) * 4)?,
                    same => same,
                });
                sample += 1;
            }
            found.push((chunk_at(reader, chunks, chunk)?, length));
        }
        Ok(found)
    }

    /// Where its last chunk begins; `None` where it has none.
    pub(super) fn last_chunk<R: Read + Seek>(&self, reader: &mut Reader<R>) -> Result<Option<u64>, Flaw> {
        let Some(chunks) = &self.tables.chunks else { return Ok(None) };
        match reader.u32(chunks.body + 4)? {
            0 => Ok(None),
            count => chunk_at(reader, chunks, count - 1).map(Some),
        }
    }
}

fn chunk_at<R: Read + Seek>(reader: &mut Reader<R>, chunks: &Atom, number: u32) -> Result<u64, Flaw> {
    let at = chunks.body + 8;
    if &chunks.kind == b"co64" {
        reader.u64(at + u64::from(number) * 8)
    } else {
        Ok(u64::from(reader.u32(at + u64::from(number) * 4)?))
    }
}
