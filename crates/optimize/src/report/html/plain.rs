//! The first pages as a plain table, for a browser that runs no script.

use std::io::{self, Write};

use networks::{Verdict, previewing};

use super::markup::{href, text};
use crate::audit::{Audit, Judged};
use crate::report::words;

const PAGES: usize = 200;

/// Rows, gathered while the pages pass.
#[derive(Default)]
pub(super) struct Table(Vec<u8>, usize);

impl Table {
    pub(super) fn add(&mut self, judged: &Judged) {
        if self.1 == PAGES {
            return;
        }
        self.1 += 1;
        let on = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<String> {
            let all = previewing().iter().zip(&judged.today);
            all.filter(|(_, preview)| wanted(preview.verdict))
                .map(|(network, _)| network.about.name.to_owned())
                .collect()
        };
        let right = on(&|verdict| matches!(verdict, Verdict::Right | Verdict::Cut)).len();
        let unseen = on(&|verdict| verdict == Verdict::Unchecked);
        let bare = on(&|verdict| matches!(verdict, Verdict::NoPicture | Verdict::WrongTitle));
        let nothing = on(&|verdict| verdict == Verdict::Nothing);
        let name = judged.page.facts.title.as_ref().map_or_else(|| judged.page.url.path(), |fact| &fact.value);
        let row = format!(
            "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td>{right} of {}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            href(judged.page.url.as_str()),
            text(name),
            previewing().len(),
            text(&words::list(&unseen)),
            text(&words::list(&bare)),
            text(&words::list(&nothing)),
            judged.findings.len()
        );
        self.0.extend_from_slice(row.as_bytes());
    }

    pub(super) fn write(self, audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
        let all = words::count(u64::from(audit.summary.pages), "page");
        let said = if self.1 == PAGES { format!("The first {PAGES} of {all}.") } else { format!("{all}.") };
        writeln!(
            out,
            "<noscript><p class=\"soft small\">{said} With scripts on, each preview is drawn here.</p>\
             <div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">page</th><th scope=\"col\">right on</th>\
             <th scope=\"col\">picture not checked on</th>\
             <th scope=\"col\">no picture or wrong title on</th><th scope=\"col\">nothing on</th>\
             <th scope=\"col\">to mend</th></tr></thead><tbody>"
        )?;
        out.write_all(&self.0)?;
        writeln!(out, "</tbody></table></div></noscript>")
    }
}
