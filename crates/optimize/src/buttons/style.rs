//! The style of a bar: one short sheet, made from what was chosen, under a class of its own.

use super::{Bar, Colours, Face, Placement, Size};

/// The class of the bar: bars that look alike share it, others do not meet.
pub(super) fn class(bar: &Bar) -> String {
    format!("tidings-{}{}{}{}", bar.face as u8, bar.size as u8, bar.colours as u8, bar.placement as u8)
}

/// The sheet.
pub(super) fn css(bar: &Bar, class: &str) -> String {
    let (pixels, icon) = match bar.size {
        Size::Usual => (44, 22),
        Size::Large => (56, 28),
    };
    let ink = match bar.colours {
        Colours::Networks => "color:var(--i);background:var(--c);border:1px solid transparent",
        Colours::Page => "color:inherit;background:none;border:1px solid",
        Colours::Dark => "color:#fff;background:#1d1d1b;border:1px solid transparent",
    };
    let face = match bar.face {
        Face::Icons => "& span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}",
        Face::Both | Face::Names => "",
    };
    let placement = match bar.placement {
        Placement::Text => "",
        Placement::Side => {
            "@media(min-width:1100px){&{position:fixed;left:8px;top:50%;transform:translateY(-50%);z-index:9}& ul{flex-direction:column}}"
        }
        Placement::Bottom => {
            "@media(max-width:699px){&{position:fixed;inset:auto 0 0;padding:8px;background:Canvas;z-index:9}& ul{flex-wrap:nowrap;overflow-x:auto}}"
        }
    };
    let sheet = format!(
        "& ul{{display:flex;flex-wrap:wrap;gap:8px;margin:0;padding:0;list-style:none}}\
         & :is(a,button){{position:relative;display:flex;align-items:center;justify-content:center;gap:8px;box-sizing:border-box;\
         min-width:{pixels}px;min-height:{pixels}px;padding:0 10px;border-radius:8px;{ink};\
         font:600 15px/1.2 system-ui,sans-serif;text-decoration:none;cursor:pointer}}\
         & :is(a,button):hover{{filter:brightness(.9)}}\
         & :is(a,button):focus-visible{{outline:3px solid;outline-offset:3px}}\
         & svg{{width:{icon}px;height:{icon}px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}}\
         {face}{placement}@media print{{&{{display:none}}}}"
    );
    // Written out, since nesting is younger than many a browser.
    sheet.replace('&', &format!(".{class}"))
}
