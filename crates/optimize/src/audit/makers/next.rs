//! Next.js with the app router: the metadata object writes the head.

use networks::{Grade, day};

use super::Family::{
    Accounts, Address, Card, Description, Google, Icons, Picture, PictureTags, PictureText, SiteName, Structured,
    Template, Title,
};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Next.js 15 and later",
    source: day("the program's own manner of metadata", "2026-11", Grade::Memory),
    steps: &[
        (
            Title,
            &[
                "In app/layout.tsx or the page: export const metadata = { title, openGraph: { title } }; title.template must not be part of openGraph.title.",
            ],
        ),
        (
            Description,
            &[
                "In the page: export const metadata = { description, openGraph: { description } }; for pages with data, generateMetadata.",
            ],
        ),
        (
            Picture,
            &[
                "Put opengraph-image.png (1200 x 630) beside the page in app/, or openGraph: { images: ['/card.png'] } in metadata.",
            ],
        ),
        (PictureText, &["Put opengraph-image.alt.txt beside the picture, or alt in openGraph.images."]),
        (
            PictureTags,
            &["opengraph-image.png has its size written by itself; in openGraph.images give width and height."],
        ),
        (
            Address,
            &[
                "In app/layout.tsx: metadataBase: new URL('https://…'). In the page: alternates: { canonical: '/path' } and openGraph: { url: '/path' }.",
            ],
        ),
        (
            Card,
            &["In metadata: twitter: { card: 'summary_large_image' } and openGraph: { type: 'article' } for articles."],
        ),
        (Accounts, &["In metadata: twitter: { site: '@…', creator: '@…' }."]),
        (
            SiteName,
            &[
                "In metadata of app/layout.tsx: openGraph: { siteName: '…' }; a page that sets openGraph must repeat it.",
            ],
        ),
        (Structured, &["In metadata: openGraph: { type: 'article', publishedTime, authors }."]),
        (Google, &["In metadata: robots: { googleBot: { 'max-image-preview': 'large' } }."]),
        (Icons, &["Put favicon.ico and apple-icon.png into app/."]),
        (
            Template,
            &[
                "Metadata that a client component sets is written by script: set it in a server component, with metadata or generateMetadata.",
                "htmlLimitedBots in next.config names agents that get the head before the rest; preview agents belong there.",
            ],
        ),
    ],
};
