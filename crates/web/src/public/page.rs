//! Pages that need no script: one shell, one stylesheet, and whatever comes from outside escaped.

use std::fmt::Write as _;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::Problem;

/// How they look; the policy allows no style inside of a page.
const STYLE: &str = include_str!("pages.css");

pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, STYLE)
}

/// A page.
pub(crate) struct Page {
    status: StatusCode,
    retry_after: Option<u64>,
    /// Its heading, and its title.
    title: String,
    /// What stands below, as HTML.
    body: String,
}

impl Page {
    /// A page with this heading.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { status: StatusCode::OK, retry_after: None, title: title.into(), body: String::new() }
    }

    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A paragraph of plain text.
    pub(crate) fn says(mut self, text: &str) -> Self {
        let _ = write!(self.body, "<p>{}</p>", escaped(text));
        self
    }

    /// A paragraph that begins with text and ends with a link.
    pub(crate) fn leads(mut self, text: &str, to: &str, called: &str) -> Self {
        let (text, to, called) = (escaped(text), escaped(to), escaped(called));
        let _ = write!(self.body, "<p class=\"aside\">{text} <a href=\"{to}\">{called}</a></p>");
        self
    }

    /// A text that is to be copied, all of it selected where somebody taps it.
    pub(crate) fn copies(mut self, label: &str, text: &str) -> Self {
        let rows = text.lines().map(|line| 1 + line.chars().count() / 34).sum::<usize>().clamp(3, 14) + 1;
        let _ = write!(
            self.body,
            "<div class=\"field\"><label for=\"text\">{}</label><textarea id=\"text\" readonly rows=\"{rows}\">\n{}</textarea></div>",
            escaped(label),
            escaped(text)
        );
        self
    }

    /// A part in HTML, in which whatever comes from outside is [`escaped`].
    pub(super) fn block(mut self, html: &str) -> Self {
        self.body += html;
        self
    }

    /// A link that looks like a button, to another house.
    pub(crate) fn goes(mut self, to: &str, called: &str) -> Self {
        let (to, called) = (escaped(to), escaped(called));
        let _ = write!(
            self.body,
            "<p><a class=\"button\" href=\"{to}\" target=\"_blank\" rel=\"noopener noreferrer\">{called}</a></p>"
        );
        self
    }

    /// A script of this house, without which everything still works.
    pub(crate) fn script(mut self, from: &str) -> Self {
        let _ = write!(self.body, "<script src=\"{}\" defer></script>", escaped(from));
        self
    }

    /// A form that is sent to where `form` says.
    pub(crate) fn form(mut self, form: &Form) -> Self {
        self.body += &form.html;
        self.body += "</form>";
        self
    }

    /// With the status of what was refused.
    pub(crate) fn refused(mut self, problem: Option<&Problem>) -> Self {
        if let Some(problem) = problem {
            self.status = problem.status();
            self.retry_after = problem.retry_after();
        }
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let title = escaped(&self.title);
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
             <title>{title} · Tidings</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/pages.css\"></head>\
             <body><header><a href=\"/\">Tidings</a></header><main><h1>{title}</h1>{}</main></body></html>\n",
            self.body
        );
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            // Its address may hold a secret, and what it says holds for one browser.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut answer = (self.status, headers, html).into_response();
        answer.headers_mut().extend(self.retry_after.map(|wait| (header::RETRY_AFTER, HeaderValue::from(wait))));
        answer
    }
}

/// A form of a page.
pub(crate) struct Form {
    html: String,
}

/// One field of a form.
pub(crate) struct Field<'a> {
    /// Its name in what is sent, and its id.
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    /// `text`, `email`, `password`
    pub(crate) kind: &'a str,
    /// What browsers fill it with: `username`, `current-password`.
    pub(crate) fills: &'a str,
    pub(crate) value: &'a str,
    /// A line below it.
    pub(crate) hint: Option<&'a str>,
}

impl Form {
    /// One that is sent to `to`. `fault`: why it was refused before.
    pub(crate) fn to(to: &str, fault: Option<&str>) -> Self {
        let mut html = format!("<form method=\"post\" action=\"{}\">", escaped(to));
        if let Some(fault) = fault {
            let _ = write!(html, "<p class=\"fault\" id=\"fault\" role=\"alert\">{}</p>", escaped(&sentence(fault)));
        }
        Self { html }
    }

    /// A field that has to be filled in.
    pub(crate) fn field(self, field: &Field<'_>) -> Self {
        self.with(field, " required")
    }

    /// A field that may stay empty.
    pub(crate) fn may(self, field: &Field<'_>) -> Self {
        self.with(field, "")
    }

    fn with(mut self, field: &Field<'_>, needed: &str) -> Self {
        let Field { name, label, kind, fills, value, hint } = *field;
        let longest = if kind == "url" { 2_000 } else { 254 };
        let value = if value.is_empty() { String::new() } else { format!(" value=\"{}\"", escaped(value)) };
        let mut about: Vec<String> = hint.iter().map(|_| format!("{name}-hint")).collect();
        about.extend(self.html.contains("id=\"fault\"").then(|| "fault".to_owned()));
        let about = if about.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", about.join(" ")) };
        let _ = write!(
            self.html,
            "<div class=\"field\"><label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" type=\"{kind}\" \
             autocomplete=\"{fills}\"{needed} maxlength=\"{longest}\"{value}{about}>",
            escaped(label)
        );
        if let Some(hint) = hint {
            let _ = write!(self.html, "<p class=\"hint\" id=\"{name}-hint\">{}</p>", escaped(hint));
        }
        self.html += "</div>";
        self
    }

    /// A field for several lines that may stay empty.
    pub(crate) fn long(mut self, name: &str, label: &str) -> Self {
        let about = if self.html.contains("id=\"fault\"") { " aria-describedby=\"fault\"" } else { "" };
        let label = escaped(label);
        let _ = write!(
            self.html,
            "<div class=\"field\"><label for=\"{name}\">{label}</label>\
             <textarea id=\"{name}\" name=\"{name}\" rows=\"4\" maxlength=\"5000\"{about}></textarea></div>"
        );
        self
    }

    /// Something that is sent along unseen.
    pub(crate) fn hidden(mut self, name: &str, value: &str) -> Self {
        let _ = write!(self.html, "<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value));
        self
    }

    /// A button for what is done seldom.
    pub(crate) fn quiet_button(mut self, says: &str) -> Self {
        let _ = write!(self.html, "<button class=\"quiet\">{}</button>", escaped(says));
        self
    }

    pub(crate) fn button(mut self, says: &str) -> Self {
        let _ = write!(self.html, "<button>{}</button>", escaped(says));
        self
    }
}

/// The page for a link that leads nowhere any more.
pub(crate) fn gone(title: &str, remedy: &str) -> Page {
    Page::new(title).status(StatusCode::GONE).says(remedy)
}

/// A fault begins as a sentence does.
pub(super) fn sentence(fault: &str) -> String {
    let mut signs = fault.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// Text as it may stand in HTML, in an attribute too.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            other => safe.push(other),
        }
    }
    safe
}

/// `to` as a path of this house; anything else leads to the start. A browser takes `//` and `/\` for another host.
pub(crate) fn local(to: &str) -> &str {
    let fine = to.starts_with('/')
        && !to.starts_with("//")
        && to.len() <= 2_000
        && !to.contains(|sign: char| sign == '\\' || sign.is_control() || !sign.is_ascii());
    if fine { to } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_house_is_gone_to() {
        for to in ["/", "/sites/7?page=2#x", "/settings", "/a//b"] {
            assert_eq!(local(to), to);
        }
        for to in
            ["", "//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "/\t/evil", "/ü"]
        {
            assert_eq!(local(to), "/", "{to}");
        }
    }

    #[test]
    fn what_comes_from_outside_is_text() {
        let field = Field {
            name: "email",
            label: "E-mail",
            kind: "email",
            fills: "username",
            value: "\"><script>alert(1)</script>",
            hint: None,
        };
        let form = Form::to("/sign-in", Some("<b>wrong</b>")).field(&field).button("Go");
        assert!(!form.html.contains("<script") && !form.html.contains("<b>"), "{}", form.html);
        assert!(form.html.contains("aria-describedby=\"fault\""), "{}", form.html);
    }
}
