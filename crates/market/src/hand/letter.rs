//! The mail at its time: whole, so that nothing has to be opened but the network.

use super::Told;

pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) text: String,
}

/// What is sent; `page`: where he says that it is there, where that can be reached.
pub(super) fn letter(told: &Told, site: &str, page: Option<&str>) -> Letter {
    let Told { network, place, text, open, picture, is_film, alt } = told;
    let at = if place == network { network.clone() } else { format!("{network} ({place})") };
    let mut steps = vec!["Copy the text between the lines.".to_owned()];
    steps.push(match open {
        Some(open) => format!("Open {network}, where the link is filled in already:\n   {open}"),
        None => format!("Open {network}, and put it in."),
    });
    if let Some(picture) = picture {
        let shows = if alt.is_empty() { String::new() } else { format!("\n   It shows: {alt}") };
        let what = if *is_film { "film" } else { "picture" };
        steps.push(format!("Add the {what}, if you like:\n   {picture}{shows}"));
    }
    steps.push(match page {
        Some(page) => format!("Say that it is there, or that it is not to be:\n   {page}"),
        None => "Say that it is there: in Tidings, under Posts.".to_owned(),
    });
    let steps: Vec<String> = steps.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1)).collect();
    let line = "-".repeat(40);
    Letter {
        subject: format!("Your turn: post on {at}"),
        text: format!(
            "It is time to post for {site} on {at}.\n\n{line}\n{text}\n{line}\n\n{}\n\nThe first visitor who comes by the link says so too.\n",
            steps.join("\n")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Told {
        Told {
            network: "Reddit".into(),
            place: "r/bread".into(),
            text: "Rye today\n\nhttps://bakery.example/rye?e=k7q4mxz".into(),
            open: Some("https://www.reddit.com/submit?url=x".into()),
            picture: None,
            is_film: false,
            alt: String::new(),
        }
    }

    #[test]
    fn the_mail_has_all_that_is_needed_though_nothing_else_can_be_opened() {
        let letter = letter(&told(), "Bakery", None);
        assert_eq!(letter.subject, "Your turn: post on Reddit (r/bread)");
        for part in ["Rye today\n\nhttps://bakery.example/rye?e=k7q4mxz", "2. Open Reddit", "under Posts", "for Bakery"]
        {
            assert!(letter.text.contains(part), "{part}:\n{}", letter.text);
        }
    }

    #[test]
    fn where_the_house_can_be_reached_the_mail_leads_to_the_page() {
        let letter = letter(&told(), "Bakery", Some("https://t.example/do/x"));
        assert!(letter.text.contains("3. Say that it is there, or that it is not to be:\n   https://t.example/do/x"));
    }
}
