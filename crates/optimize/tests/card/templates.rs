//! Templates of users: what is wrong is told with its line, and what is right is drawn.

use optimize::card::{Fault, Fonts, Kind, Recipe, Source, Template, Texts, render};

use crate::card;

#[test]
fn every_template_of_ours_is_one_to_copy() {
    for kind in Kind::ALL {
        let own = Recipe {
            template: Source::Own(kind.template().to_owned()),
            texts: Texts { title: "Rye bread".to_owned(), ..Texts::default() },
            ..Recipe::default()
        };
        let ours = Recipe { template: Source::Kind(kind), ..own.clone() };
        let fonts = Fonts::embedded();
        assert_eq!(card(&own, &fonts), card(&ours, &fonts), "{}", kind.name());
        assert_eq!(own.address(&fonts), ours.address(&fonts));
    }
}

#[test]
fn what_is_wrong_with_a_template_is_told_with_its_line() {
    for (text, told) in [
        ("", "a template is one <card>"),
        ("no markup", "stands in no <text>"),
        ("<card>\n<txt/></card>", "line 2 of the template: there is no <txt>; these are: card, row"),
        ("<card>\n\n<text>a</text></card>", "line 3 of the template: <text> needs a size="),
        ("<card><text size='4'>a</text></card>", "write a size from 8 to 400"),
        ("<card><text size='20' colour='red'>a</text></card>", "<text> takes no colour="),
        ("<card ground='red'/>", "everything stands in one <card>"),
        ("<card ground='red'></card>", "write #rrggbb, or one of ground, ink"),
        ("<card><text size='20'>{name}</text></card>", "there is no text `name`; these are: title, description"),
        ("<card><text size='20'>{title</text></card>", "a { without its }"),
        ("<card><card></card></card>", "one <card>"),
        ("<card></card><card></card>", "one <card>"),
        ("<card>", "it ends in the middle"),
        ("<card></row>", "not well-formed"),
        ("<!DOCTYPE card [<!ENTITY a 'aaaa'>]><card></card>", "no document type"),
        ("<card><text size='20'>&bomb;</text></card>", "an entity that XML does not know"),
        ("<card><text size='20'><row></row></text></card>", "only <card>, <row> and <column>"),
        ("<card><bar width='1e9'/></card>", "write a number of pixels"),
        ("<card><bar width='NaN'/></card>", "write a number of pixels"),
    ] {
        let fault = Template::read(text).unwrap_err().to_string();
        assert!(fault.contains(told), "{text}: {fault}");
    }
    let deep = format!("<card>{}{}</card>", "<row>".repeat(5_000), "</row>".repeat(5_000));
    assert!(Template::read(&deep).is_err());
    let many = format!("<card>{}</card>", "<space/>".repeat(5_000));
    assert!(Template::read(&many).is_err());
    let own = Recipe { template: Source::Own("<card>".to_owned()), ..Recipe::default() };
    assert!(matches!(render(&own, None, &Fonts::embedded()), Err(Fault::Template(_))));
}

#[test]
fn a_template_that_asks_for_more_than_there_is_still_makes_a_card() {
    for text in [
        "<card pad='4000'><text size='400' lines='20'>{title}</text></card>",
        "<card><row gap='4000'><text size='400'>{title}</text><text size='400'>{title}</text></row></card>",
        "<card><column width='-5' height='-5' ground='brand' radius='-9'><text size='8-8'>{title}</text></column></card>",
        "<card><shape x='-4000' y='-4000' width='4000' radius='4000'/><bar width='0' height='0'/><logo height='630' letter='yes'/></card>",
        "<card><row><row><row><space/></row></row></row></card>",
    ] {
        let own = Recipe {
            template: Source::Own(text.to_owned()),
            texts: Texts { title: "Rye bread from the stone oven".to_owned(), ..Texts::default() },
            ..Recipe::default()
        };
        card(&own, &Fonts::embedded());
    }
}
