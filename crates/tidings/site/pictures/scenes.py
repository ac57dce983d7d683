"""Scenes: one function a picture. Each returns SVG; `make.py` turns it into the file that the pages show."""

import math
import random

from pencil import (at, baguette, bicycle, bun, croissant, dot, fade, flame, flour, line, loaf, oval, path, rect, shadow, svg, text, wheat)

W, H = 1200, 630


def shop():
    """The shop at dawn: the start page's picture."""
    rng = random.Random(4)
    defs = (
        fade("sky", "#f3a873", "#f9d3a4", "#fdeccb") + fade("wall", "#3f6f6b", "#2f5754") + fade("room", "#ffe9b0", "#f7bd62", "#e2933b")
        + fade("street", "#b9a48d", "#8d7862") + fade("door", "#7d3430", "#5e2422") + '<clipPath id="pane"><rect x="215" y="262" width="470" height="236"/></clipPath>'
    )
    b = rect(0, 0, W, H, "url(#sky)") + dot(1065, 190, 190, "#fff2cf", 'opacity=".55" filter="url(#blur40)"') + dot(1065, 190, 62, "#fff6dd")
    for x, h, c in ((-20, 300, "#d98d6a"), (60, 250, "#cf8062"), (930, 230, "#d99a73"), (1010, 290, "#cc8363"), (1110, 250, "#d68f6a")):
        b += rect(x, 530 - h, 110, h, c) + path(f"M{x - 8} {530 - h} l 63 -52 l 63 52Z", "#a85a48")
        b += "".join(rect(x + 20 + 42 * (n % 2), 556 - h + 50 * (n // 2), 24, 30, "#ffe2a0" if rng.random() > 0.4 else "#8a4d44", 2) for n in range(6))
    b += rect(0, 525, W, 105, "url(#street)")
    for row in range(5):
        for n in range(28):
            b += oval(n * 46 + (row % 2) * 23, 540 + row * 21, 20, 8, rng.choice(["#a8937b", "#b5a089", "#9c876f", "#c0ab93"]), 'opacity=".8"')
    b += rect(150, 70, 790, 460, "url(#wall)") + rect(132, 54, 826, 26, "#274a47", 4) + rect(142, 80, 806, 10, "#1f3d3a")
    for x in (168, 706, 906):
        b += rect(x, 208, 18, 322, "#4d827d", 3)
    b += rect(190, 106, 714, 74, "#f8e8c6", 8) + rect(198, 114, 698, 58, "none", 5, 'stroke="#c89a4c" stroke-width="3"')
    b += text(547, 159, "BAKERY EXAMPLE", 46, "#5e2422", 'letter-spacing="9" font-weight="700"')
    b += rect(205, 252, 490, 256, "#f8e8c6", 6) + rect(215, 262, 470, 236, "url(#room)")
    inside = "".join(rect(215, y, 470, 9, "#9c5f2c") for y in (352, 428))
    for n in range(5):
        inside += at(232 + n * 92, 352, loaf(78, 56, ["url(#crust)", "url(#dark)", "url(#gold)"][n % 3], 3))
    for n in range(7):
        inside += at(248 + n * 66, 418, bun(26, n % 2 == 0, n))
    inside += path("M228 498 l 14 -66 h 116 l 14 66Z", "#b97f3f") + "".join(at(254 + n * 19, 462, baguette(120), -82 + n * 6, 0.95) for n in range(5)) + path("M228 500 l 12 -40 h 122 l 12 40Z", "#c98d4a")
    inside += rect(430, 486, 90, 12, "#fff", 4) + rect(466, 460, 16, 30, "#fff") + rect(424, 404, 104, 58, "#f3b5b0", 10) + path("M424 420 q 13 24 26 4 q 13 26 26 0 q 13 24 26 2 q 13 22 26 -6 v -8 q 0 -10 -10 -10 h -84 q -10 0 -10 10Z", "#fff8ef")
    inside += "".join(dot(436 + n * 20, 400, 8, "#a63d57") for n in range(5))
    inside += at(556, 498, loaf(112, 66, "url(#dark)", 4))
    inside += path("M215 262 L330 262 L215 420Z", "#fff", 'opacity=".25"') + path("M360 262 L410 262 L215 498 L215 450Z", "#fff", 'opacity=".18"')
    b += f'<g clip-path="url(#pane)">{inside}</g>' + rect(445, 262, 8, 236, "#f8e8c6", 0, 'opacity=".85"')
    b += rect(205, 508, 490, 22, "#274a47") + rect(728, 226, 172, 304, "#f8e8c6", 6) + rect(738, 236, 152, 294, "url(#door)") + rect(756, 258, 116, 130, "url(#room)", 58) + rect(756, 410, 116, 96, "#6d2b29", 5)
    b += dot(874, 420, 7, "#e7bd62") + at(814, 330, rect(-40, -22, 80, 44, "#fff8e8", 6) + text(0, 9, "OPEN", 25, "#3f6f6b", 'font-weight="700" letter-spacing="2"'), -4)
    n_stripes, x0, x1 = 16, 172, 924
    for n in range(n_stripes):
        a, c = x0 + n * (x1 - x0) / n_stripes, x0 + (n + 1) * (x1 - x0) / n_stripes
        ta, tc = 190 + n * 716 / n_stripes, 190 + (n + 1) * 716 / n_stripes
        colour = "#c4473f" if n % 2 == 0 else "#fff4df"
        b += path(f"M{ta:.1f} 184 L{tc:.1f} 184 L{c:.1f} 250 a {(c - a) / 2:.1f} 17 0 0 1 {a - c:.1f} 0Z", colour)
    b += path("M190 184 H906 L910 196 H186Z", "#000", 'opacity=".12"') + rect(172, 262, 752, 20, "#000", 0, 'opacity=".14" filter="url(#blur8)"')
    for x in (700, 916):
        b += line(f"M{x} 232 q 0 16 0 20", "#222", 4) + dot(x, 262, 30, "#ffe6a3", 'opacity=".6" filter="url(#blur8)"') + dot(x, 262, 11, "#fff1c7")
    for x in (160, 916):
        b += shadow(x + 18, 548, 46, 8, 0.4) + path(f"M{x - 18} 496 h 72 l -10 52 h -52Z", "#c26a45")
        for n in range(26):
            b += dot(x + 18 + rng.gauss(0, 24), 470 + rng.gauss(0, 18), rng.uniform(9, 17), rng.choice(["#5d8a4e", "#75a05f", "#4a7442"]))
        b += "".join(dot(x + 18 + rng.gauss(0, 24), 462 + rng.gauss(0, 16), 5.5, rng.choice(["#f7d3d8", "#e88b9a", "#fff"])) for _ in range(12))
    b += shadow(1030, 598, 180, 12, 0.45) + at(1020, 598, bicycle("#c4473f"), 0, 0.74)
    return svg(W, H, b, defs)


def sourdough():
    rng = random.Random(11)
    defs = fade("back", "#f9ecd3", "#edcf9f") + fade("table", "#c58e58", "#93592b") + '<clipPath id="boule"><ellipse cx="600" cy="318" rx="282" ry="206"/></clipPath>'
    b = rect(0, 0, W, H, "url(#back)") + dot(600, 270, 300, "#fff6e2", 'opacity=".8" filter="url(#blur40)"')
    b += rect(0, 430, W, 200, "url(#table)")
    for n in range(9):
        y = 442 + n * 22
        b += line(f"M0 {y} C 300 {y + rng.uniform(-8, 8):.0f} 700 {y + rng.uniform(-8, 8):.0f} 1200 {y}", "#7c4a22", 2, 'opacity=".25"')
    b += path("M760 470 L1200 420 L1200 630 L820 630Z", "#f4ece0") + "".join(line(f"M{790 + k * 9} {480 + k * 44} L1200 {436 + k * 46}", "#b6574b", 6, 'opacity=".75"') for k in range(4))
    b += shadow(600, 530, 380, 34, 0.5) + oval(600, 505, 400, 62, "#8a5429") + oval(600, 492, 400, 62, "url(#board)")
    b += "".join(oval(600, 492, 350 - k * 62, 50 - k * 9, "none", 'stroke="#a26a3a" stroke-width="2" opacity=".5"') for k in range(4))
    b += shadow(600, 516, 250, 22, 0.7, blur=8) + oval(600, 318, 282, 206, "url(#crust)")
    inside = ""
    for k in range(9):  # the rings that the proving basket leaves
        inside += oval(600, 300 + k * 4, 268 - k * 30, 192 - k * 22, "none", f'stroke="#fff3da" stroke-width="{9 - k * 0.5:.1f}" opacity="{0.5 - k * 0.02:.2f}" stroke-dasharray="{rng.randint(60, 140)} {rng.randint(5, 16)}"')
    inside += oval(600, 470, 300, 90, "#5c2c0c", 'opacity=".5" filter="url(#blur18)"') + oval(500, 190, 150, 70, "#fff1c9", 'opacity=".4" filter="url(#blur18)"')
    b += f'<g clip-path="url(#boule)">{inside}</g>'
    b += path("M402 392 C 440 250 560 172 772 176 C 706 214 690 216 640 250 C 560 300 500 340 402 392Z", "#6a3410") + path("M416 384 C 460 268 574 196 748 184 C 680 224 640 250 600 278 C 540 318 480 350 416 384Z", "#f5d9a2") + path("M470 338 C 540 262 620 214 712 192 C 650 232 560 290 470 338Z", "#fdeecb")
    b += line("M398 394 C 436 250 560 168 776 174", "#4d240a", 7, 'opacity=".8"')
    for k in range(6):  # a leaf cut into the other side
        x, y = 622 + k * 34, 402 - k * 30
        b += path(f"M{x} {y} q 34 -2 52 26 q -38 6 -52 -26Z", "#f8e1b1") + path(f"M{x} {y} q 2 -30 -22 -46 q -10 30 22 46Z", "#f8e1b1", 'opacity=".0"')
    b += line("M606 416 Q 720 330 812 240", "#f8e1b1", 5)
    b += at(208, 560, wheat(360), -24) + at(250, 575, wheat(400), -8) + at(170, 585, wheat(310), -44)
    b += at(1000, 560, wheat(330), 22) + at(1046, 580, wheat(290), 42)
    b += flour(3, 150, 440, 900, 190, 240)
    return svg(W, H, b, defs)


def cake():
    rng = random.Random(5)
    defs = fade("back", "#fbdfdc", "#efb3b3") + fade("sponge", "#f7b9b6", "#e18f95") + fade("cream", "#fffaf3", "#f8e4d8") + fade("stand", "#ffffff", "#d9e4e3", angle=0)
    b = rect(0, 0, W, H, "url(#back)") + dot(600, 300, 330, "#fff3ef", 'opacity=".75" filter="url(#blur40)"') + rect(0, 520, W, 110, "#c8747d") + rect(0, 520, W, 8, "#b8626d")
    b += line("M-20 20 Q 300 110 600 40 T 1220 20", "#a63d57", 4)
    for n in range(17):
        t = n / 16
        x = -20 + 1240 * t
        y = 20 + (45 if t < 0.5 else 22) * math.sin(2 * math.pi * t) + 20 * math.sin(math.pi * t)
        b += path(f"M{x - 26:.0f} {y:.0f} h 52 l -26 58Z", ["#f3c14b", "#fff4e2", "#5b9a96", "#d9596b"][n % 4])
    b += shadow(600, 560, 300, 22, 0.4, "#5b1f2b") + path("M560 470 h 80 l 16 70 h -112Z", "#e6eeed") + oval(600, 548, 120, 18, "#f7fbfa") + oval(600, 476, 300, 34, "#cfdcdb") + oval(600, 466, 300, 34, "url(#stand)")
    b += path("M370 330 V 446 A 230 30 0 0 0 830 446 V 330Z", "url(#sponge)") + path("M370 390 A 230 30 0 0 0 830 390 V 408 A 230 30 0 0 1 370 408Z", "#fff3e6")
    b += path("M460 220 V 330 A 140 20 0 0 0 740 330 V 220Z", "url(#sponge)")
    b += oval(600, 330, 230, 32, "#fffaf3")
    drip = "M370 330 " + "".join(f"q 4 {h} 23 {h} t 23 {-h} " if False else f"v {h} a 11.5 11.5 0 0 0 23 0 v {-h + 8} a 11.5 8 0 0 1 23 0 " for h in (34, 22, 46, 28, 52, 30, 44, 24, 40, 20)) + "V 330 A 230 32 0 0 1 370 330Z"
    b += path(drip, "url(#cream)") + oval(600, 328, 230, 31, "#fffdf9")
    b += shadow(600, 338, 150, 16, 0.25, "#a63d57", 8) + path("M460 220 V 324 A 140 19 0 0 0 740 324 V 220Z", "url(#sponge)")
    top = "M460 220 " + "".join(f"v {h} a 10 10 0 0 0 20 0 v {-h + 8} a 10 8 0 0 1 20 0 " for h in (26, 40, 20, 48, 30, 42, 24)) + "V 220 A 140 21 0 0 1 460 220Z"
    b += path(top, "url(#cream)") + oval(600, 218, 140, 20, "#fffdf9")
    for n in range(15):
        a = math.pi * (0.02 + n / 14 * 0.96)
        x, y = 600 - 206 * math.cos(a), 334 + 26 * math.sin(a)
        if not 470 < x < 730 or y > 345:
            b += dot(x, y - 6, 15, "#a63d57") + dot(x - 5, y - 11, 4, "#f5c4cb")
    for n in range(5):
        x, y = 510 + n * 45, 222 - (8 if n in (1, 2, 3) else 0) + abs(n - 2) * 2
        b += rect(x - 7, y - 78, 14, 78, ["#5b9a96", "#f3c14b", "#d9596b", "#f3c14b", "#5b9a96"][n], 4)
        b += "".join(line(f"M{x - 6} {y - 12 - k * 18} l 12 -8", "#fff", 4, 'opacity=".8"') for k in range(4)) + line(f"M{x} {y - 78} v -8", "#5a3a2a", 3) + at(x, y - 84, flame(0.95))
    for _ in range(46):
        x, y = rng.uniform(20, 1180), rng.uniform(120, 500)
        if not 270 < x < 930:
            b += at(x, y, rect(-4, -9, 8, 18, rng.choice(["#f3c14b", "#5b9a96", "#d9596b", "#fff4e2"]), 2), rng.uniform(0, 180))
    b += at(205, 548, rect(-85, -120, 170, 120, "#5b9a96", 6) + rect(-96, -150, 192, 40, "#4b8682", 6) + rect(-15, -150, 30, 150, "#f3c14b") + path("M0 -150 c -70 -70 -90 0 0 0 c 90 0 70 -70 0 0Z", "#f3c14b", 'stroke="#d9a02e" stroke-width="4"'))
    b += at(1000, 552, rect(-60, -86, 120, 86, "#f3c14b", 6) + rect(-68, -106, 136, 30, "#dfa936", 6) + rect(-11, -106, 22, 106, "#fff4e2") + path("M0 -106 c -50 -52 -66 0 0 0 c 66 0 50 -52 0 0Z", "#fff4e2", 'stroke="#e3cdb0" stroke-width="4"'))
    return svg(W, H, b, defs)


def croissants():
    defs = fade("back", "#cfe3ea", "#9dc3d2") + fade("tray", "#fefcf8", "#dfe3e2") + fade("cup", "#ffffff", "#dbe5e8", angle=0)
    b = rect(0, 0, W, H, "url(#back)")
    for n in range(-4, 26):
        b += path(f"M{n * 56} 630 l 170 -630 h 20 l -170 630Z", "#fff", 'opacity=".28"')
    b += shadow(520, 388, 430, 220, 0.32, "#23465a") + oval(520, 350, 440, 238, "url(#tray)") + oval(520, 346, 396, 206, "#f4f1ea", 'stroke="#3f7896" stroke-width="5" stroke-opacity=".55"')
    for x, y, turn, s in ((400, 236, -10, 0.92), (700, 262, 14, 0.9), (310, 404, 8, 0.92), (600, 430, -6, 1.1)):
        b += shadow(x, y + 52, 160, 44, 0.4, blur=8) + at(x, y, croissant(s, turn))
    b += shadow(1000, 250, 140, 100, 0.3, "#23465a") + dot(995, 218, 142, "#f7fafa") + dot(995, 218, 128, "none", 'stroke="#3f7896" stroke-width="4" stroke-opacity=".5"') + dot(995, 218, 92, "url(#cup)") + dot(995, 218, 80, "#6b3d1f") + dot(995, 218, 80, "none", 'stroke="#a86d3d" stroke-width="8"')
    b += path("M995 176 c -36 -34 -70 12 0 62 c 70 -50 36 -96 0 -62Z", "#f0d9b4") + path("M1078 190 q 52 -14 50 26 q -2 36 -54 28", "none", 'stroke="#eef4f5" stroke-width="16"')
    b += at(1010, 470, oval(0, 0, 78, 66, "#fbf7ee", 'stroke="#d8d0bf" stroke-width="3"') + oval(0, 0, 60, 49, "#a8263d") + oval(-14, -12, 24, 14, "#d45a6c", 'opacity=".8"')) + line("M940 520 L1130 400", "#c9ccc9", 10) + oval(934, 526, 26, 16, "#dfe1de", 'transform="rotate(-32 934 526)"')
    b += flour(9, 300, 480, 500, 130, 90)
    return svg(W, H, b, defs)


def oven():
    rng = random.Random(8)
    defs = fade("night", "#16223f", "#2c3c63") + fade("fire", "#fff2bd", "#ffb347", "#e0562b", "#5c1a17", radial=(0.5, 0.85, 0.8)) + '<clipPath id="wallclip"><path d="M300 630 V60 H1200 V630Z"/></clipPath><clipPath id="mouth"><path d="M520 500 V352 A 180 180 0 0 1 880 352 V500Z"/></clipPath>'
    b = rect(0, 0, W, H, "url(#night)")
    wall = rect(300, 60, 900, 570, "#5b3a38")
    for row in range(18):
        for n in range(-1, 12):
            wall += rect(300 + n * 92 + (row % 2) * 46, 60 + row * 33, 86, 28, rng.choice(["#7a4b43", "#85544a", "#6c423d", "#90604f", "#75473f"]), 4)
    b += f'<g clip-path="url(#wallclip)">{wall}</g>' + rect(300, 40, 900, 26, "#3a2430", 4)
    b += dot(700, 420, 420, "#ff9a3d", 'opacity=".34" filter="url(#blur40)"')
    for k in range(15):
        a = math.pi * (1 + k / 14)
        b += at(700 + 214 * math.cos(a), 352 + 214 * math.sin(a), rect(-22, -34, 44, 68, ["#b3785d", "#a2694f"][k % 2], 5), math.degrees(a) + 90)
    b += "".join(rect(464, 352 + k * 50, 48, 46, "#a2694f", 5) + rect(888, 352 + k * 50, 48, 46, "#b3785d", 5) for k in range(3))
    b += path("M520 500 V352 A 180 180 0 0 1 880 352 V500Z", "url(#fire)")
    inside = ""
    for x, h, c in ((600, 150, "#ffcf5a"), (660, 210, "#ffdf8a"), (735, 190, "#ffd263"), (800, 140, "#ffc24d"), (690, 130, "#fff4cf"), (770, 110, "#fff0bd")):
        inside += path(f"M{x} 470 C {x - 60} {470 - h * .3:.0f} {x - 22} {470 - h * .6:.0f} {x} {470 - h} C {x + 30} {470 - h * .6:.0f} {x + 54} {470 - h * .3:.0f} {x} 470Z", c, 'opacity=".8"')
    inside += oval(700, 490, 200, 34, "#3c120e")
    for x in (552, 650, 752):
        inside += at(x, 494, loaf(104, 70, "url(#crust)", 3))
    b += f'<g clip-path="url(#mouth)">{inside}</g>' + rect(450, 498, 500, 26, "#c39070", 4) + rect(450, 524, 500, 106, "#4a2e30")
    b += path("M450 524 H950 L1010 630 H390Z", "#ffb35a", 'opacity=".16"')
    b += at(980, 470, line("M0 0 L170 160", "#8e5a2e", 15) + path("M-120 -60 q 20 -40 66 -20 l 66 70 q 6 14 -8 20 q -60 10 -124 -70Z", "#c68c50") + at(-100, -46, loaf(92, 62, "url(#gold)", 2), 20))
    b += rect(60, 96, 190, 250, "#0f1830", 8) + rect(50, 86, 210, 270, "none", 8, 'stroke="#6c4a3c" stroke-width="18"')
    b += dot(182, 170, 40, "#fbeec2") + dot(166, 160, 36, "#0f1830") + "".join(dot(rng.uniform(76, 236), rng.uniform(110, 330), rng.uniform(1, 2.8), "#fff6d8") for _ in range(34)) + rect(148, 96, 12, 250, "#6c4a3c") + rect(60, 214, 190, 12, "#6c4a3c")
    b += rect(30, 360, 250, 20, "#7d563f", 4)
    b += at(152, 268, dot(0, 170, 58, "#efe3c8", 'stroke="#8e5a2e" stroke-width="9"') + line("M0 170 V 132", "#4a2e30", 6) + line("M0 170 L 26 182", "#4a2e30", 7) + dot(0, 170, 6, "#4a2e30"))
    b += path("M0 540 H300 V630 H0Z", "#6c4630") + rect(0, 530, 320, 16, "#8e5f3f", 4)
    for n in range(3):
        b += at(30 + n * 90, 532, loaf(84, 46, "#efd6a8", 0))
    for _ in range(26):
        b += dot(rng.gauss(700, 130), rng.uniform(90, 330), rng.uniform(1.2, 3.4), "#ffd27a", f'opacity="{rng.uniform(.3, .9):.2f}"')
    return svg(W, H, b, defs)


def delivery():
    rng = random.Random(2)
    defs = fade("sky", "#fbd775", "#fdeebb", "#fef8e0") + fade("river", "#8ec3c4", "#5f9fa6") + fade("bank", "#a8bf6d", "#7d9b4d")
    b = rect(0, 0, W, H, "url(#sky)") + dot(860, 190, 170, "#fff", 'opacity=".5" filter="url(#blur40)"') + dot(860, 190, 78, "#fffdf0")
    b += path("M0 360 Q 180 220 380 330 T 760 310 T 1200 300 V470 H0Z", "#c9c77f") + path("M0 400 Q 240 300 470 380 T 900 350 T 1200 380 V480 H0Z", "#a9b766")
    for x, h in ((80, 70), (140, 90), (205, 64), (985, 82), (1050, 110), (1120, 76)):
        b += rect(x, 400 - h, 56, h, rng.choice(["#e8b48a", "#f1cfa2", "#d99a78"])) + path(f"M{x - 6} {400 - h} l 34 -34 l 34 34Z", "#b0533f") + rect(x + 18, 416 - h, 18, 22, "#7a4a3c", 2)
    b += rect(160, 270, 26, 130, "#efd0a6") + path("M154 270 l 19 -56 l 19 56Z", "#8f4437")
    b += rect(0, 400, W, 90, "url(#river)") + "".join(line(f"M{rng.uniform(0, 1100):.0f} {rng.uniform(412, 478):.0f} h {rng.uniform(30, 110):.0f}", "#fff", 4, 'opacity=".5"') for _ in range(22))
    b += oval(860, 446, 90, 8, "#fff7cf", 'opacity=".7"') + oval(860, 468, 50, 6, "#fff7cf", 'opacity=".6"')
    for x in (420, 560, 700):
        b += path(f"M{x} 408 v 48 h 26 v -48Z", "#b99a7b")
    b += path("M330 400 Q 580 330 830 400 L830 420 Q 580 352 330 420Z", "#d2b490") + line("M330 384 Q 580 314 830 384", "#a9896a", 5)
    b += rect(0, 482, W, 148, "url(#bank)") + path("M0 560 Q 600 520 1200 556 V612 Q 600 588 0 616Z", "#e9d3a3")
    for _ in range(120):
        x, y = rng.uniform(0, 1200), rng.choice([rng.uniform(488, 530), rng.uniform(618, 630)])
        b += line(f"M{x:.0f} {y:.0f} l {rng.uniform(-4, 4):.0f} -14", rng.choice(["#6f8d42", "#8fae59"]), 3)
        if rng.random() > 0.6:
            b += dot(x, y - 15, 5, rng.choice(["#fff", "#e9596b", "#f7d34e"]))
    b += at(1090, 545, rect(-14, -200, 28, 200, "#7a5234") + "".join(dot(rng.gauss(0, 62), -260 + rng.gauss(0, 46), rng.uniform(36, 64), rng.choice(["#6f9a4a", "#82ad58", "#5d883f"])) for _ in range(16)))
    b += shadow(560, 588, 260, 12, 0.4) + at(545, 584, bicycle("#2f7d78"), 0, 1.34)
    b += "".join(line(f"M{x} {y} q 14 -16 28 0 q 14 -16 28 0", "#6b5a3d", 4) for x, y in ((620, 100), (700, 140), (470, 150)))
    return svg(W, H, b, defs)


def buns():
    rng = random.Random(6)
    defs = fade("back", "#b75f3c", "#8f4327") + fade("pan", "#4a4440", "#2c2826")
    b = rect(0, 0, W, H, "url(#back)")
    for n in range(7):
        b += rect(0, n * 92, W, 46, "#c26c47", 0, 'opacity=".5"') + rect(n * 190, 0, 84, H, "#7e3820", 0, 'opacity=".16"')
    b += shadow(560, 340, 400, 290, 0.5) + rect(170, 28, 780, 574, "url(#pan)", 46) + rect(194, 52, 732, 526, "#5b514a", 34) + rect(206, 64, 708, 502, "#efe2c8", 28)
    for row in range(3):
        for col in range(4):
            x, y = 300 + col * 174 + rng.uniform(-4, 4), 148 + row * 166 + rng.uniform(-4, 4)
            b += shadow(x + 4, y + 12, 82, 80, 0.35, blur=8) + at(x, y, bun(84, True, row * 4 + col + 3), rng.uniform(0, 360))
    for k in range(3):
        b += at(1060 + k * 26, 130 + k * 18, rect(-14, -96, 28, 192, "#8a4a20", 13) + rect(-7, -92, 6, 184, "#b8743c", 3) + oval(0, -94, 14, 6, "#5c2e10"), 18 + k * 9)
    b += shadow(1075, 474, 96, 80, 0.4, blur=8) + dot(1075, 460, 98, "#f5efe3") + dot(1075, 460, 76, "#fffdf8") + line("M1040 470 q 34 -52 70 -10 q -20 34 -40 12", "#efe2cb", 8) + line("M1100 440 L1190 350", "#a8763f", 16)
    b += "".join(at(x, y, oval(0, 0, 13, 8, "#8fa56b") + line("M-10 0 h 20", "#6f8550", 2), turn) for x, y, turn in ((70, 430, 20), (104, 462, -35), (58, 490, 70), (112, 520, 10), (78, 552, -20)))
    b += flour(5, 0, 0, 260, 300, 80) + flour(6, 900, 480, 300, 200, 70)
    return svg(W, H, b, defs)


def voucher():
    defs = fade("back", "#2f7a76", "#1d5552") + fade("card", "#fffaf0", "#f3e4c8") + fade("ribbon", "#cf5148", "#a93530", angle=0)
    b = rect(0, 0, W, H, "url(#back)") + dot(560, 260, 380, "#5fb0a8", 'opacity=".35" filter="url(#blur40)"')
    for n in range(11):
        b += at(40 + n * 118, 650 - (n % 2) * 560, wheat(150, "#3f8f89", "#3f8f89", 6), (n % 3 - 1) * 16)
    b += at(640, 350, shadow(10, 30, 380, 200, 0.5, "#06201e") + rect(-370, -210, 740, 420, "#e0bd86", 14) + path("M-370 -196 L0 60 L370 -196Z", "#cba468") + path("M-370 -196 L0 44 L370 -196 V-210 H-370Z", "#eccb97"), 5)
    b += at(560, 300, shadow(8, 26, 360, 190, 0.45, "#06201e") + rect(-360, -200, 720, 400, "url(#card)", 16) + rect(-338, -178, 676, 356, "none", 9, 'stroke="#c89a4c" stroke-width="3"') + rect(-330, -170, 660, 340, "none", 6, 'stroke="#c89a4c" stroke-width="1.2"')
            + text(96, -66, "A voucher for", 38, "#7a5a2a", 'font-style="italic"') + text(96, 26, "fresh bread", 84, "#8c2f2b", 'font-weight="700"') + text(96, 90, "ten loaves, one a week", 34, "#7a5a2a", 'font-style="italic"')
            + at(96, 150, at(-18, 0, wheat(80, "#d9a441", "#b98530", 3), 90, 0.7) + at(18, 0, wheat(80, "#d9a441", "#b98530", 3), -90, 0.7))
            + rect(-262, -200, 48, 400, "url(#ribbon)") + path("M-238 0 C -330 -110 -400 -20 -238 0 C -76 20 -146 -110 -238 0Z", "#cf5148", 'stroke="#8f2a26" stroke-width="5"') + path("M-238 0 l -64 96 l 30 -6 l 14 28 l 32 -110Z", "#b83f38") + path("M-238 0 l 60 98 l -28 -8 l -18 26 l -24 -112Z", "#c74840") + dot(-238, 0, 22, "#b83f38"), -6)
    b += shadow(1040, 560, 120, 18, 0.5, "#06201e") + at(930, 560, loaf(220, 140, "url(#crust)", 4))
    return svg(W, H, b, defs)


def shokupan():
    rng = random.Random(3)
    defs = fade("back", "#f6efe2", "#ebdcc4") + fade("crumb", "#fffaf0", "#f9ebd0") + fade("mat", "#a9b28a", "#8a946c")
    b = rect(0, 0, W, H, "url(#back)") + dot(760, 250, 210, "#cf3b3b") + rect(0, 500, W, 130, "#9a6a42") + rect(0, 500, W, 8, "#835636")
    b += path("M90 540 L1040 540 L1120 610 L30 610Z", "url(#mat)") + "".join(line(f"M{70 - k * 8} {552 + k * 12} H{1058 + k * 14}", "#737d58", 2, 'opacity=".5"') for k in range(5))
    b += shadow(590, 572, 370, 18, 0.5)
    body = path("M0 0 V-210 C -14 -300 80 -330 130 -290 C 160 -336 270 -336 300 -290 C 336 -336 440 -330 462 -280 C 476 -250 470 -230 470 -210 V0 Q 235 12 0 0Z", "url(#gold)")
    body += "".join(line(f"M{x} -282 C {x + 14} -250 {x + 6} -120 {x + 4} -8", "#a85f20", 3, 'opacity=".45"') for x in (132, 302)) + path("M16 -240 C 24 -296 80 -306 116 -276 C 90 -284 40 -276 16 -240Z", "#fff1c9", 'opacity=".7"') + path("M160 -280 C 190 -314 250 -314 284 -280 C 250 -296 196 -296 160 -280Z", "#fff1c9", 'opacity=".7"')
    b += at(300, 565, body)
    for n, (x, lean) in enumerate(((770, 0), (856, 7))):
        slice_ = path("M0 0 V-206 C -40 -270 40 -320 110 -292 C 180 -320 262 -270 222 -206 V0 Q 111 10 0 0Z", "#c77f31") + path("M11 -10 V-206 C -20 -258 46 -300 110 -277 C 176 -300 240 -258 211 -206 V-10 Q 111 0 11 -10Z", "url(#crumb)")
        slice_ += "".join(oval(rng.uniform(26, 196), rng.uniform(-250, -24), rng.uniform(2, 6), rng.uniform(1.5, 4), "#e8d2a6", 'opacity=".7"') for _ in range(60))
        b += at(x, 568, slice_, lean, 0.96)
    b += at(150, 560, oval(0, 4, 96, 16, "#5b3a22", 'opacity=".4" filter="url(#blur8)"') + path("M-74 -96 H74 Q 70 0 34 0 H-34 Q -70 0 -74 -96Z", "#3f6d86") + oval(0, -96, 74, 15, "#2f5468") + oval(0, -95, 64, 11, "#9db35c") + "".join(path(f"M{-52 + k * 34} -58 q 12 -16 24 0 q -12 16 -24 0Z", "#dfeaf0", 'opacity=".75"') for k in range(4)))
    b += "".join(line(f"M{130 + k * 24} 436 q -18 -34 0 -62 q 18 -30 0 -62", "#fff", 7, 'opacity=".55" filter="url(#blur3)"') for k in range(3))
    b += line("M1200 60 C 1080 96 1010 70 900 118", "#5b3b2a", 10) + line("M1060 84 C 1040 120 1010 130 990 160", "#5b3b2a", 6) + line("M980 92 C 960 70 940 60 920 40", "#5b3b2a", 5)
    for x, y in ((900, 118), (990, 160), (920, 40), (1040, 86), (960, 96), (1100, 70), (1150, 96), (1020, 130), (1120, 44)):
        b += at(x, y, "".join(at(0, 0, oval(0, -13, 8, 12, "#f6c3cb"), k * 72) for k in range(5)) + dot(0, 0, 5, "#d9596b"), rng.uniform(0, 72), 1.25)
    b += "".join(at(rng.uniform(60, 1160), rng.uniform(40, 240), oval(0, 0, 9, 5, "#f6c3cb"), rng.uniform(0, 180)) for _ in range(24))
    return svg(W, H, b, defs)


def starter():
    rng = random.Random(12)
    defs = fade("back", "#e3dcea", "#c0b3d0") + fade("dough", "#fdf4df", "#eed9ae") + fade("glass", (0, "#ffffff", 0.75), (0.3, "#ffffff", 0.15), (0.8, "#ffffff", 0.1), (1, "#ffffff", 0.6), angle=0) + '<clipPath id="jar"><path d="M470 150 H730 Q 770 170 770 214 V510 Q 770 552 728 552 H472 Q 430 552 430 510 V214 Q 430 170 470 150Z"/></clipPath>'
    b = rect(0, 0, W, H, "url(#back)") + dot(600, 300, 310, "#fff", 'opacity=".5" filter="url(#blur40)"') + rect(0, 520, W, 110, "#7d6a93") + rect(0, 520, W, 8, "#6c5a82")
    b += shadow(600, 556, 210, 20, 0.45, "#2a1d3a")
    inside = rect(420, 100, 360, 460, "#f7f4fb") + path("M420 262 Q 480 222 540 252 T 660 244 T 790 262 V560 H420Z", "url(#dough)")
    for _ in range(90):
        x, y = rng.uniform(440, 760), rng.uniform(282, 540)
        r = rng.uniform(4, 17) * (1 - (y - 282) / 420)
        inside += oval(x, y, r * 1.15, r, "#d9bd85", 'opacity=".6"') + oval(x - r * .2, y - r * .25, r * .7, r * .55, "#fff8e8", 'opacity=".7"')
    inside += rect(420, 380, 360, 9, "#c4473f", 0, 'opacity=".8"')
    b += f'<g clip-path="url(#jar)">{inside}</g>' + path("M470 150 H730 Q 770 170 770 214 V510 Q 770 552 728 552 H472 Q 430 552 430 510 V214 Q 430 170 470 150Z", "url(#glass)", 'stroke="#fff" stroke-width="7" stroke-opacity=".9"')
    b += path("M440 118 Q 600 60 760 118 L786 196 Q 756 178 730 196 Q 706 176 680 196 Q 650 176 622 196 Q 596 176 570 196 Q 544 176 518 196 Q 490 176 466 196 Q 440 180 414 196Z", "#d9596b") + "".join(dot(rng.uniform(450, 750), rng.uniform(104, 168), 8, "#fff4e2") for _ in range(18)) + line("M446 158 Q 600 186 754 158", "#f3e3c0", 9)
    b += at(600, 470, rect(-104, -44, 208, 88, "#fffaf0", 8, 'stroke="#c0b3d0" stroke-width="3"') + text(0, 2, "Gertrude", 42, "#5b4a72", 'font-style="italic"') + text(0, 30, "fed this morning", 20, "#8a7a9c"), -3)
    b += shadow(250, 556, 130, 14, 0.4, "#2a1d3a") + path("M150 550 q -30 -150 20 -190 q 80 -26 160 0 q 50 40 20 190 q -100 16 -200 0Z", "#efe3cf") + path("M172 362 q 78 34 158 0 l 10 -36 q -90 26 -178 0Z", "#e0cfb2") + text(250, 480, "FLOUR", 40, "#8a6d45", 'font-weight="700" letter-spacing="4"') + at(250, 430, wheat(60, "#c9973f", "#a87b2f", 3), 0, 0.7)
    b += shadow(945, 556, 110, 14, 0.4, "#2a1d3a") + at(945, 552, rect(-82, -110, 164, 110, "#5b9a96", 12) + oval(0, -110, 82, 18, "#4b8682") + oval(0, -108, 70, 13, "#fdf4df") + line("M30 -112 L92 -250", "#b67e4a", 15))
    return svg(W, H, b, defs)


def sacks():
    """A square picture of flour sacks and a rolling pin: the press page's."""
    defs = fade("back", "#dfe5cf", "#b3c09a") + fade("sack", "#f2e6cf", "#d3bc93", angle=0)
    b = rect(0, 0, 800, 800, "url(#back)") + dot(400, 360, 300, "#fbfbf0", 'opacity=".7" filter="url(#blur40)"') + rect(0, 640, 800, 160, "#8d6a45")

    def sack(words):
        return path("M-120 0 q -36 -170 6 -260 q 110 -40 228 0 q 42 90 6 260 q -120 22 -240 0Z", "url(#sack)") + path("M-114 -258 q -22 -44 14 -62 q 100 26 200 0 q 36 18 14 62 q -116 34 -228 0Z", "#e4d2ae") + line("M-112 -252 q 112 34 224 0", "#9c7a4a", 6) + text(0, -96, words, 44, "#7a5a2a", 'font-weight="700" letter-spacing="3"') + at(0, -130, wheat(54, "#c9973f", "#a87b2f", 3), 0, 0.9)

    b += shadow(400, 676, 330, 26, 0.4) + at(172, 664, sack("RYE"), -3, 0.94) + at(628, 664, sack("SPELT"), 4, 0.94) + at(400, 690, sack("WHEAT"), 0, 1.1)
    b += at(400, 748, rect(-210, -26, 420, 52, "url(#board)", 18) + rect(-290, -12, 84, 24, "#a26a3a", 12) + rect(206, -12, 84, 24, "#a26a3a", 12), -3) + flour(4, 80, 690, 640, 110, 160)
    return svg(800, 800, b, defs)


def field():
    """Wheat under a summer sky; it stays SVG, which most networks refuse."""
    rng = random.Random(7)
    b = rect(0, 0, W, H, "#bfe0ea") + dot(920, 150, 80, "#fff3c4") + path("M0 360 Q 300 270 620 340 T 1200 320 V630 H0Z", "#9db36a") + path("M0 420 Q 400 360 800 410 T 1200 390 V630 H0Z", "#e2b650") + rect(0, 500, W, 130, "#cf9c3a")
    b += at(250, 372, rect(-26, -120, 52, 120, "#f3e3c6") + path("M-32 -120 L0 -160 L32 -120Z", "#a8503f") + "".join(at(0, -118, rect(-5, -120, 10, 120, "#7a5234") + rect(5, -112, 22, 84, "#fff8e8"), k * 90 + 24) for k in range(4)) + dot(0, -118, 9, "#5b3a22"))
    ears = wheat(200, "#e9bb54", "#b07f2a", 7)
    uses = "".join(f'<use href="#ear" transform="translate({x} {660 + rng.randint(-30, 40)}) rotate({rng.randint(-9, 9)})"/>' for x in range(10, 1200, 34))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" height="{H}"><defs><g id="ear">{ears}</g></defs>{b}{uses}</svg>\n'


def logo(size=150):
    b = dot(75, 75, 75, "#2f5754") + dot(75, 75, 66, "none", 'stroke="#e7bd62" stroke-width="2.5"') + at(24, 102, loaf(102, 62, "url(#gold)", 3)) + line("M26 112 H124", "#e7bd62", 4)
    return svg(150, 150, b).replace('width="150" height="150">', f'width="{size}" height="{size}">', 1)
