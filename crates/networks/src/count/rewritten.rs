//! A text that was rewritten, and from where in the first one each part of it comes.

/// The new text; it remembers the old one.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// The new text.
    pub(super) text: String,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    /// Where it begins in the new text.
    to: usize,
    /// Where it begins in the old one.
    from: usize,
    /// Taken over as it was; otherwise it stands for something else.
    same: bool,
}

impl Rewritten {
    /// Goes on with `part`, which stands at `from` in the old text.
    pub(super) fn keep(&mut self, part: &str, from: usize) {
        self.add(part, from, true);
    }

    /// Goes on with `part`, which stands for what is at `from` in the old text.
    pub(super) fn put(&mut self, part: &str, from: usize) {
        self.add(part, from, false);
    }

    fn add(&mut self, part: &str, from: usize, same: bool) {
        if !part.is_empty() {
            self.parts.push(Part { to: self.text.len(), from, same });
            self.text.push_str(part);
        }
    }

    /// The place in the old text of what is at `to` in the new one; within something put, that thing's beginning.
    pub(super) fn origin(&self, to: usize) -> usize {
        let behind = self.parts.partition_point(|part| part.to <= to);
        match behind.checked_sub(1).and_then(|at| self.parts.get(at)) {
            Some(part) if part.same => part.from + (to - part.to),
            Some(part) => part.from,
            None => 0,
        }
    }
}
