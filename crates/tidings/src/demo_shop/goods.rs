//! Goods: what the shop sells and tells, as tables. Its pages are made from them.

/// A shelf of the shop: a page that lists its goods.
pub(crate) struct Shelf {
    /// The folder of its pages.
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    /// The title of its page.
    pub(crate) title: &'static str,
    /// In one sentence.
    pub(crate) says: &'static str,
    pub(crate) picture: Picture,
    pub(crate) goods: &'static [Good],
}

/// Something to buy.
pub(crate) struct Good {
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    /// In one sentence.
    pub(crate) says: &'static str,
    /// In pence.
    pub(crate) price: u32,
    pub(crate) picture: Picture,
}

impl Shelf {
    /// Nobody took photographs of the pantry: its pages show no picture, and wait for a card.
    pub(crate) fn is_photographed(&self) -> bool {
        self.slug != "pantry"
    }
}

/// Something to read.
pub(crate) struct Story {
    pub(crate) slug: &'static str,
    pub(crate) title: &'static str,
    pub(crate) says: &'static str,
    /// ISO 8601.
    pub(crate) day: &'static str,
    pub(crate) picture: Picture,
    pub(crate) text: &'static [&'static str],
}

/// A picture of the small site that comes with the program, and what is seen on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) file: &'static str,
    pub(crate) alt: &'static str,
}

const fn picture(file: &'static str, alt: &'static str) -> Picture {
    Picture { file, alt }
}

pub(crate) const FRONT: Picture =
    picture("shop-light.jpg", "The bakery's front with a striped awning and full windows");
/// The same as it came from the camera: 648 KB.
pub(crate) const FRONT_HEAVY: Picture = Picture { file: "shop.jpg", ..FRONT };
pub(crate) const OVEN: Picture = picture("oven.jpg", "A brick oven with a fire in it");
pub(crate) const BICYCLE: Picture = picture("bicycle.jpg", "A delivery bicycle with a basket of loaves");
pub(crate) const LOAF: Picture = picture("sourdough.jpg", "A round loaf with a leaf pattern cut into its crust");
pub(crate) const CROISSANTS: Picture = picture("croissants.jpg", "Croissants on a plate beside a cup of coffee");
pub(crate) const BUNS: Picture = picture("cinnamon-buns.jpg", "A tray of glazed buns");
pub(crate) const CAKE: Picture = picture("birthday-cake.jpg", "A pink cake with five candles");
pub(crate) const STARTER: Picture = picture("starter.jpg", "A jar of sourdough starter on a kitchen table");
pub(crate) const VOUCHER: Picture = picture("voucher.jpg", "A gift voucher with a red ribbon");
/// Square: for the pages themselves, and on no card.
pub(crate) const SACKS: Picture = picture("flour.jpg", "Three sacks of flour");

/// Every picture that the shop serves.
pub(crate) const PICTURES: [Picture; 11] =
    [FRONT, FRONT_HEAVY, OVEN, BICYCLE, LOAF, CROISSANTS, BUNS, CAKE, STARTER, VOUCHER, SACKS];

const fn good(slug: &'static str, name: &'static str, says: &'static str, price: u32, picture: Picture) -> Good {
    Good { slug, name, says, price, picture }
}

pub(crate) static SHELVES: &[Shelf] = &[
    Shelf {
        slug: "bread",
        name: "Bread",
        title: "Bread from the stone oven",
        says: "Four loaves that rest for a day and a night before they are baked.",
        picture: LOAF,
        goods: &[
            good("country-loaf", "Country loaf, 900 g", "Wheat and rye, a dark crust, good for five days.", 520, LOAF),
            good(
                "rye-with-walnuts",
                "Rye with walnuts, 750 g",
                "Moist and dark, with a walnut in every slice.",
                580,
                OVEN,
            ),
            good("seeded-loaf", "Seeded loaf, 800 g", "Sunflower, linseed and pumpkin, toasted first.", 560, LOAF),
            good("spelt-rolls", "Six spelt rolls", "Soft inside, crackling outside, gone by ten.", 420, BUNS),
        ],
    },
    Shelf {
        slug: "cakes",
        name: "Cakes",
        title: "Cakes to order",
        says: "Baked for your day: order two days ahead, fetch it in the morning.",
        picture: CAKE,
        goods: &[
            good(
                "birthday-cake",
                "Birthday cake for twelve",
                "Two tiers, raspberries, and a name if you like.",
                3_800,
                CAKE,
            ),
            good("lemon-cake", "Lemon cake for eight", "Sharp, soaked and glazed; it keeps for a week.", 2_400, CAKE),
            good("carrot-cake", "Carrot cake for ten", "Hazelnuts instead of flour, and little sugar.", 2_600, CAKE),
            good("cupcakes", "A dozen cupcakes", "One colour or four, for children of any age.", 2_200, CAKE),
        ],
    },
    Shelf {
        slug: "pastries",
        name: "Pastries",
        title: "Pastries from six in the morning",
        says: "Butter, layers and patience: what goes with the first coffee.",
        picture: CROISSANTS,
        goods: &[
            good(
                "butter-croissant",
                "Butter croissant",
                "Twenty-seven layers, three days, one morning.",
                210,
                CROISSANTS,
            ),
            good("cinnamon-bun", "Cinnamon bun", "Rolled by hand, glazed warm, sticky all day.", 240, BUNS),
            good(
                "almond-croissant",
                "Almond croissant",
                "Yesterday's croissant, better than yesterday.",
                280,
                CROISSANTS,
            ),
            good("cardamom-knot", "Cardamom knot", "Tied twice, with cardamom ground that morning.", 260, BUNS),
        ],
    },
    Shelf {
        slug: "pantry",
        name: "Pantry",
        title: "For baking at home",
        says: "Our flour, our starter and what else we bake with, to take home.",
        picture: STARTER,
        goods: &[
            good("bread-flour", "Bread flour, 2 kg", "Wheat milled eleven miles from here, on stone.", 480, LOAF),
            good("rye-flour", "Rye flour, 2 kg", "Whole rye, dark and slow, for bread that keeps.", 460, OVEN),
            good(
                "sourdough-starter",
                "Sourdough starter",
                "A jar of our own, nineteen years old and hungry.",
                600,
                STARTER,
            ),
            good("proving-basket", "Proving basket", "Woven cane, for loaves of a kilogram.", 1_800, LOAF),
        ],
    },
    Shelf {
        slug: "gifts",
        name: "Gifts",
        title: "Gifts for people who like bread",
        says: "Vouchers, boxes and courses, wrapped and with a card.",
        picture: VOUCHER,
        goods: &[
            good("voucher", "Gift voucher", "For any amount, good for three years.", 2_500, VOUCHER),
            good(
                "breakfast-box",
                "Breakfast box for two",
                "Rolls, croissants and jam, at your door by eight.",
                1_900,
                CROISSANTS,
            ),
            good("baking-course", "A morning at the oven", "Four people, five hours, two loaves each.", 7_500, OVEN),
            good(
                "bread-for-a-month",
                "Bread for a month",
                "A loaf every Saturday, brought by bicycle.",
                2_200,
                BICYCLE,
            ),
        ],
    },
];

pub(crate) static JOURNAL: &[Story] = &[
    Story {
        slug: "four-in-the-morning",
        title: "Four in the morning",
        says: "What happens in a bakery before the street wakes up.",
        day: "2026-10-30",
        picture: OVEN,
        text: &[
            "At four the street belongs to us and to one cat. The oven has been burning since two; by now its stones are as hot as they will be, and the first loaves go in while the windows are still black.",
            "For an hour nobody speaks much. Then the crusts begin to crackle on the rack, which is the sound that we get up for.",
        ],
    },
    Story {
        slug: "bread-by-bicycle",
        title: "Bread by bicycle",
        says: "Forty loaves, eleven streets, and one long hill.",
        day: "2026-10-16",
        picture: BICYCLE,
        text: &[
            "The basket holds forty loaves if the last six are baguettes. We tried a van for one winter; it was warm, and late every day.",
            "Whoever lives on the hill gets bread that has earned its crust.",
        ],
    },
    Story {
        slug: "where-our-flour-grows",
        title: "Where our flour grows",
        says: "A walk over the fields that become our bread.",
        day: "2026-10-02",
        picture: STARTER,
        text: &[
            "From the top of the hill one sees all of it: wheat to the left, rye to the right, the mill by the stream between them.",
            "In a dry year the flour drinks more water, and the dough tells us so before the miller does.",
        ],
    },
    Story {
        slug: "a-loaf-that-keeps",
        title: "How to keep a loaf for a week",
        says: "No bag, no fridge, and never on its round side.",
        day: "2026-09-18",
        picture: LOAF,
        text: &[
            "Stand it on its cut side on a board, and leave it alone. The crust is the best wrapping that bread has ever had.",
            "On the fourth day, toast. On the fifth, soup. On the sixth, come and see us.",
        ],
    },
    Story {
        slug: "our-first-hundred-cakes",
        title: "Our first hundred cakes",
        says: "What people write on cakes, and what they mean.",
        day: "2026-09-04",
        picture: CAKE,
        text: &[
            "Most of them say a name and a number. One said sorry, in green, and was fetched at once.",
            "The hundredth was for us. It said nothing at all and was gone in ten minutes.",
        ],
    },
    Story {
        slug: "three-days-for-a-croissant",
        title: "Three days for a croissant",
        says: "Monday the dough, Tuesday the butter, Wednesday the oven.",
        day: "2026-08-21",
        picture: CROISSANTS,
        text: &[
            "One could do it in a day. One would taste it, too.",
            "Between the folds the dough sleeps in the cold room, where nobody is allowed to sing.",
        ],
    },
];

pub(crate) static RECIPES: &[Story] = &[
    Story {
        slug: "sunday-buns",
        title: "Cinnamon buns for a Sunday",
        says: "Knead in the evening, bake in the morning, share if you must.",
        day: "2026-09-11",
        picture: BUNS,
        text: &[
            "Warm the milk, stir in the yeast, and work in flour, butter and a little salt until the dough lets go of the bowl. Cover it and go to bed.",
            "Roll it out, spread butter, sugar and cinnamon, roll it up and cut it. Half an hour's rest, twenty minutes at 190 degrees.",
        ],
    },
    Story {
        slug: "feed-a-starter",
        title: "How to feed a sourdough starter",
        says: "Flour, water and a name: it is less work than a goldfish.",
        day: "2026-08-28",
        picture: STARTER,
        text: &[
            "Keep two spoonfuls, give away the rest, add as much flour as water, and wait until it has doubled.",
            "In the fridge it waits for a week. It does sulk after two.",
        ],
    },
];

/// A page about the house itself: slug, title, what it says, picture, text.
pub(crate) static HOUSE: &[(&str, &str, &str, Picture, &[&str])] = &[
    (
        "about",
        "The people behind the oven",
        "Three bakers, one oven, and a street that wakes up late.",
        OVEN,
        &[
            "We opened in the spring of a year that nobody else thought good for it. There were two of us, one oven, and a cat that came with the house.",
            "What is left at six in the evening goes to the food bank across the road.",
        ],
    ),
    (
        "visit",
        "Opening hours and the way to us",
        "Open from six, Tuesday to Sunday, at the corner by the bridge.",
        FRONT,
        &[
            "Tuesday to Friday from six to six, Saturday and Sunday from seven to one. On Mondays only the oven rests.",
            "1 Example Street, Exampleton, at the corner by the bridge. Bicycles lean on the left, dogs wait on the right.",
        ],
    ),
    (
        "delivery",
        "Bread at your door",
        "We bring it by bicycle, before eight, within three miles.",
        BICYCLE,
        &[
            "Order by noon and it hangs on your door the next morning, in a bag that we take back.",
            "Within three miles for two pounds; up the hill for the same, though it ought to be more.",
        ],
    ),
    (
        "contact",
        "Write to us",
        "A question, a wish, a cake: we answer within a day.",
        CROISSANTS,
        &[
            "hello@bakery.example, or 01632 960123 from six in the morning. In the afternoon we sleep.",
            "For cakes, tell us the day, how many will eat, and what it should say.",
        ],
    ),
];
