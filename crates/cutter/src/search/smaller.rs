//! Takes away cuts from a failure while it stays one (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing
//! Input", 2002).

use super::{Finding, Recut, Search, Stage, Stream, Subject, Tried, Unfit};

impl<S: Subject> Search<'_, S> {
    /// The smallest part of byte by byte that still fails. If no stream alone fails, it stays as it is.
    pub(super) fn smaller(&mut self, whole: Finding) -> Result<Finding, Unfit<S::Error>> {
        let streams: Vec<(Stream, u64)> =
            self.report.uncut.streams.iter().map(|(stream, passed)| (*stream, passed.len)).collect();
        let mut tried = 0;
        for (stream, len) in streams {
            let all = Recut::At(stream, (1..len).collect());
            tried += 1;
            let attempt = self.attempt(&all)?;
            if attempt.failed.is_some() && self.is_confirmed(&all)? {
                let smallest = self.minimal(Finding { recut: all, attempt }, &mut tried)?;
                self.report.tried.push(Tried { stage: Stage::Smaller, tried, of: tried, broke: true });
                return Ok(smallest);
            }
        }
        self.report.tried.push(Tried { stage: Stage::Smaller, tried, of: tried, broke: true });
        Ok(whole)
    }

    /// Cuts of a failure of which none can be left out.
    pub(super) fn minimal(&self, mut smallest: Finding, tried: &mut usize) -> Result<Finding, Unfit<S::Error>> {
        let mut parts = 2;
        while let Recut::At(stream, offsets) = &smallest.recut {
            let (stream, offsets) = (*stream, offsets.clone());
            if offsets.len() < 2 {
                break;
            }
            let size = offsets.len().div_ceil(parts);
            let mut found = None;
            for begin in (0..offsets.len()).step_by(size) {
                let end = (begin + size).min(offsets.len());
                let recut = Recut::At(stream, [&offsets[..begin], &offsets[end..]].concat());
                *tried += 1;
                (self.progress)(Tried { stage: Stage::Smaller, tried: *tried, of: *tried, broke: false });
                let attempt = self.attempt(&recut)?;
                if attempt.failed.is_some() && self.is_confirmed(&recut)? {
                    found = Some(Finding { recut, attempt });
                    break;
                }
            }
            match found {
                Some(finding) => (smallest, parts) = (finding, 2.max(parts - 1)),
                None if size == 1 => break,
                None => parts = (2 * parts).min(offsets.len()),
            }
        }
        Ok(smallest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;

    /// A program that fails whenever its stream is cut at all of these offsets; or when it is glued.
    struct Brittle {
        len: u64,
        cuts: Vec<u64>,
        glue: bool,
    }

    impl Subject for Brittle {
        type Error = ();

        fn attempt(&self, recut: &Recut) -> Result<Attempt, ()> {
            let breaks = match recut {
                Recut::Uncut => false,
                Recut::Glued(directions) => self.glue && directions.contains(&Direction::Down),
                Recut::ByteByByte(ways) => ways.contains(&Direction::Up) && !self.cuts.is_empty(),
                Recut::At(_, offsets) => !self.cuts.is_empty() && self.cuts.iter().all(|cut| offsets.contains(cut)),
            };
            let passed = Passed { bytes: Vec::new(), len: self.len, begins: vec![0] };
            let streams = BTreeMap::from([((1, Direction::Up), passed)]);
            let failed = breaks.then(|| "exit status 1".to_owned());
            Ok(Attempt { failed, output: String::new(), made: true, proven: true, streams })
        }
    }

    fn found(len: u64, cuts: &[u64], glue: bool) -> (Option<Recut>, Option<Recut>) {
        let limits = Limits { jobs: NonZeroUsize::MIN.saturating_add(3), tries: 1000, seed: 1, only: None };
        let subject = Brittle { len, cuts: cuts.to_vec(), glue };
        let report = search(&subject, limits, &|_| {}).map_err(|_| "unfit").expect("it is content uncut");
        (report.glued.map(|found| found.recut), report.cut.map(|found| found.recut))
    }

    fn at(offsets: &[u64]) -> Option<Recut> {
        Some(Recut::At((1, Direction::Up), offsets.to_vec()))
    }

    #[test]
    fn the_smallest_cut_is_found_however_many_it_takes() {
        assert_eq!(found(100, &[42], false), (None, at(&[42])));
        assert_eq!(found(100, &[3, 6], false), (None, at(&[3, 6])));
        assert_eq!(found(100, &[5, 42, 77], false), (None, at(&[5, 42, 77])));
        assert_eq!(found(100, &[], false), (None, None));
    }

    #[test]
    fn a_search_of_one_direction_makes_no_cut_in_the_other() {
        let subject = Brittle { len: 9, cuts: vec![4], glue: true };
        let one = |only| {
            let limits = Limits { jobs: NonZeroUsize::MIN, tries: 1000, seed: 1, only };
            let report = search(&subject, limits, &|_| {}).map_err(|_| "unfit").expect("it is content uncut");
            (report.glued.is_some(), report.cut.map(|found| found.recut))
        };
        assert_eq!(one(Some(Direction::Down)), (true, None));
        assert_eq!(one(Some(Direction::Up)), (false, at(&[4])));
    }

    /// A program that breaks at every cut, but reads late in the first try of each.
    #[derive(Default)]
    struct LateAtFirst(Mutex<Vec<Recut>>);

    impl Subject for LateAtFirst {
        type Error = ();

        fn attempt(&self, recut: &Recut) -> Result<Attempt, ()> {
            let mut seen = self.0.lock().map_err(|_| ())?;
            let late = !seen.contains(recut);
            seen.push(recut.clone());
            let cut = matches!(recut, Recut::At(..));
            let passed = Passed { bytes: Vec::new(), len: 5, begins: vec![0] };
            Ok(Attempt {
                failed: (cut && !late).then(String::new),
                made: true,
                proven: !cut || !late,
                streams: BTreeMap::from([((1, Direction::Up), passed)]),
                ..Attempt::default()
            })
        }
    }

    #[test]
    fn a_cut_that_was_not_proven_is_tried_again() {
        let limits = Limits { jobs: NonZeroUsize::MIN, tries: 100, seed: 1, only: None };
        let report = search(&LateAtFirst::default(), limits, &|_| {}).expect("it is content uncut");
        assert_eq!((report.cut.map(|found| found.recut), report.not_proven), (at(&[1]), 0));
    }

    #[test]
    fn gluing_is_found_beside_a_cut() {
        assert_eq!(found(9, &[4], true), (Some(Recut::Glued(vec![Direction::Down])), at(&[4])));
    }
}
