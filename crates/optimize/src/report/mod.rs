//! Report: one audit, told as table, JSON, HTML, Markdown, SARIF, JUnit or annotations; one file each.
