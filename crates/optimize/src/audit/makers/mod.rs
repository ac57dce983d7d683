//! Makers: how a job is mended in the words of the program that made the site. One file a maker, plain data.
//!
//! Where a guide has no steps for a family of rules, the steps for a page written by hand stand in. Menu paths are
//! dated; those that could not be checked say so. What stands in parentheses among the steps is a remark and no act: it
//! is told under them. Start at [`steps`].

mod aioseo;
mod astro;
mod family;
mod ghost;
mod hugo;
mod jekyll;
mod jetpack;
mod next;
mod plain;
mod rank_math;
mod shopify;
mod squarespace;
mod wix;
mod woocommerce;
mod wordpress;
mod yoast;

use domain::{Maker, Plugin, Product};
use networks::{Evidence, Grade};

pub(crate) use family::Family;

use super::{Cause, Mend, Rule};

/// How things are mended in one program.
pub(crate) struct Guide {
    /// The program, with the version that the words belong to.
    pub(crate) program: &'static str,
    /// Where the words come from.
    pub(crate) source: Evidence,
    /// The steps for each family of rules that the program has an answer to.
    pub(crate) steps: &'static [(Family, &'static [&'static str])],
}

impl Guide {
    fn on(&self, family: Family) -> Option<&'static [&'static str]> {
        self.steps.iter().find(|(own, _)| *own == family).map(|(_, steps)| *steps)
    }

    /// When and how well the words were checked, as a remark.
    fn dated(&self) -> String {
        match self.source.grade {
            Grade::Memory => format!(
                "(These are the words of {}. They were not checked: those in your menu may differ.)",
                self.program
            ),
            _ => format!("(These are the words of {}, read on {}.)", self.program, self.source.read),
        }
    }
}

/// The guides for `maker`, the most particular first.
fn guides(maker: &Maker) -> Vec<&'static Guide> {
    let plugin = match maker.plugin {
        Some(Plugin::Yoast) => Some(&yoast::GUIDE),
        Some(Plugin::RankMath) => Some(&rank_math::GUIDE),
        Some(Plugin::AllInOneSeo) => Some(&aioseo::GUIDE),
        Some(Plugin::Jetpack) => Some(&jetpack::GUIDE),
        None => None,
    };
    let product = match maker.product {
        Product::WordPress => &wordpress::GUIDE,
        Product::Shopify => &shopify::GUIDE,
        Product::Wix => &wix::GUIDE,
        Product::Squarespace => &squarespace::GUIDE,
        Product::Ghost => &ghost::GUIDE,
        Product::Hugo => &hugo::GUIDE,
        Product::Jekyll => &jekyll::GUIDE,
        Product::Astro => &astro::GUIDE,
        Product::Next => &next::GUIDE,
    };
    let shop = (maker.shop && maker.product == Product::WordPress).then_some(&woocommerce::GUIDE);
    plugin.into_iter().chain(shop).chain([product]).collect()
}

/// Whether a step has a plug-in installed that writes all the tags.
pub(super) fn installs(step: &str) -> bool {
    step == wordpress::PLUG_IN
}

/// What mends something: acts, one after the other, and remarks that are none.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The acts.
    pub(super) how: Vec<String>,
    /// What is good to know beside.
    pub(super) notes: Vec<String>,
}

impl Told {
    fn add(&mut self, line: &str) {
        match line.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(note) => self.notes.push(note.to_owned()),
            None => self.how.push(line.to_owned()),
        }
    }
}

/// How findings of `rule` are mended on a site that `maker` made. There is always an act.
pub(super) fn steps(rule: &Rule, mend: Mend, cause: &Cause, maker: Option<&Maker>, in_files: bool) -> Told {
    let family = Family::of(rule);
    let mut told = Told::default();
    match (in_files, mend) {
        (true, Mend::Write) => {
            told.add("Let Tidings write it: “Download the mended pages” in the console, --fix on the command line. Nothing else changes.");
        }
        (true, Mend::NeedsBase) => {
            told.add("Say where the site will live (the folder's address in the console, --base on the command line), then let Tidings \
                 write it: “Download the mended pages” in the console, --fix on the command line.");
        }
        _ => {}
    }
    let guide = maker.map(guides).into_iter().flatten().find_map(|guide| guide.on(family).map(|steps| (guide, steps)));
    if let Some((guide, steps)) = guide {
        let written = !told.how.is_empty();
        for step in steps {
            told.add(step);
        }
        if let (true, Some(step)) = (written, told.how.get_mut(1)) {
            *step = format!("So that it stays mended when the site is built again: {step}");
        }
        told.add(&guide.dated());
    } else if told.how.is_empty() || family != Family::Template {
        for step in plain::steps(family, rule.id, in_files) {
            told.add(step);
        }
    }
    if let (Cause::Host(host), Family::Host | Family::Robots) = (cause, family) {
        told.add(&format!("(It is a setting of {host}: once it is changed there, all its pages are mended.)"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::RULES;

    const PRODUCTS: [Product; 9] = [
        Product::WordPress,
        Product::Shopify,
        Product::Wix,
        Product::Squarespace,
        Product::Ghost,
        Product::Hugo,
        Product::Jekyll,
        Product::Astro,
        Product::Next,
    ];

    #[test]
    fn every_rule_has_steps_with_and_without_a_known_maker() {
        for rule in RULES {
            let cause = Cause::Template(String::new());
            for maker in [None].into_iter().chain(PRODUCTS.map(Some)) {
                let maker = maker.map(|product| Maker { product, version: None, plugin: None, shop: false });
                for (mend, in_files) in [(Mend::Write, true), (Mend::NeedsBase, true), (Mend::ByHand, false)] {
                    let told = steps(rule, mend, &cause, maker.as_ref(), in_files);
                    assert!(!told.how.is_empty() && told.how.iter().all(|step| !step.is_empty()), "{}", rule.id);
                }
            }
        }
    }

    #[test]
    fn a_remark_is_no_step() {
        for rule in RULES {
            let cause = Cause::Host("shop.example".into());
            for product in PRODUCTS {
                let maker = Maker { product, version: None, plugin: None, shop: true };
                let told = steps(rule, Mend::ByHand, &cause, Some(&maker), false);
                let remark = |line: &String| line.starts_with('(') || line.starts_with("It is a setting");
                assert!(!told.how.iter().any(remark), "{}: {told:?}", rule.id);
            }
        }
    }

    #[test]
    fn a_plug_in_is_asked_before_the_program_that_it_sits_in() {
        let maker = Maker { product: Product::WordPress, version: None, plugin: Some(Plugin::Yoast), shop: false };
        let programs: Vec<_> = guides(&maker).iter().map(|guide| guide.program).collect();
        assert!(programs[0].starts_with("Yoast") && programs[1].starts_with("WordPress"));
    }

    #[test]
    fn every_guide_says_when_and_where_its_words_were_read() {
        for product in PRODUCTS {
            for plugin in
                [None, Some(Plugin::Yoast), Some(Plugin::RankMath), Some(Plugin::AllInOneSeo), Some(Plugin::Jetpack)]
            {
                for guide in guides(&Maker { product, version: None, plugin, shop: true }) {
                    assert!(
                        !guide.source.source.is_empty() && guide.source.read.starts_with("2026-"),
                        "{}",
                        guide.program
                    );
                    assert!(!guide.steps.is_empty(), "{}", guide.program);
                }
            }
        }
    }
}
