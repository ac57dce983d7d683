"""Pencil: the shapes that the pictures share, each a function that returns SVG."""

import math
import random


def svg(width, height, body, defs=""):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<defs>{DEFS}{defs}</defs>{body}</svg>"
    )


def fade(name, *stops, angle=90, radial=None):
    """A gradient called `name`; a stop is a colour, or (offset, colour), or (offset, colour, opacity)."""
    parts = []
    for index, stop in enumerate(stops):
        if isinstance(stop, str):
            stop = (index / max(1, len(stops) - 1), stop)
        opacity = f' stop-opacity="{stop[2]}"' if len(stop) > 2 else ""
        parts.append(f'<stop offset="{stop[0]:.3f}" stop-color="{stop[1]}"{opacity}/>')
    if radial:
        x, y, r = radial
        return f'<radialGradient id="{name}" cx="{x}" cy="{y}" r="{r}">{"".join(parts)}</radialGradient>'
    dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return f'<linearGradient id="{name}" x1="0" y1="0" x2="{dx:.3f}" y2="{dy:.3f}">{"".join(parts)}</linearGradient>'


# Gradients and blurs that every picture may use.
DEFS = (
    fade("crust", "#eab765", "#c77f31", "#7f4214", radial=(0.38, 0.24, 0.85))
    + fade("dark", "#a9672f", "#6f3c18", "#3f200d", radial=(0.38, 0.24, 0.85))
    + fade("gold", "#f7cf82", "#dd9a41", "#a85f20", radial=(0.4, 0.2, 0.9))
    + fade("wood", "#c78f58", "#a26a3a")
    + fade("board", "#dcae78", "#b67e4a")
    + "".join(
        f'<filter id="blur{n}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="{n}"/></filter>'
        for n in (3, 8, 18, 40)
    )
)


def rect(x, y, w, h, fill, r=0, more=""):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{r}" fill="{fill}" {more}/>'


def oval(x, y, rx, ry, fill, more=""):
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" {more}/>'


def dot(x, y, r, fill, more=""):
    return oval(x, y, r, r, fill, more)


def path(d, fill="none", more=""):
    return f'<path d="{d}" fill="{fill}" {more}/>'


def line(d, colour, width, more=""):
    return path(d, "none", f'stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round" {more}')


def at(x, y, body, turn=0, scale=1):
    return f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn}) scale({scale})">{body}</g>'


def shadow(x, y, rx, ry, opacity=0.35, colour="#3a1d08", blur=18):
    return oval(x, y, rx, ry, colour, f'opacity="{opacity}" filter="url(#blur{blur})"')


def text(x, y, words, size, fill, more=""):
    return (
        f'<text x="{x}" y="{y}" font-family="Liberation Serif, Georgia, serif" font-size="{size}" fill="{fill}" '
        f'text-anchor="middle" {more}>{words}</text>'
    )


def flour(seed, x, y, w, h, count, colour="#fffaf0"):
    """Specks of flour over a field, denser in its middle."""
    rng, parts = random.Random(seed), []
    for _ in range(count):
        px, py = rng.gauss(x + w / 2, w / 5), rng.gauss(y + h / 2, h / 5)
        parts.append(dot(px, py, rng.uniform(0.8, 3.2), colour, f'opacity="{rng.uniform(0.25, 0.9):.2f}"'))
    return "".join(parts)


def wheat(length=300, colour="#d9a441", stem="#b98530", grains=9):
    """An ear of wheat, its stem at 0,0 and growing upwards."""
    parts = [line(f"M0 0 C 6 {-length * 0.4:.0f} -6 {-length * 0.7:.0f} 0 {-length}", stem, 4)]
    for n in range(grains):
        y, size = -length + 8 + n * 17, 1 - 0.04 * n
        for side in (-1, 1):
            parts.append(line(f"M{side * 10} {y - 8:.0f} q {side * 10} -34 {side * 22} -58", stem, 1.3, 'opacity=".7"'))
            parts.append(at(side * 9, y, oval(0, 0, 6.5 * size, 14 * size, colour) + oval(-1.5 * side, -2, 2.2, 9, "#f5d68b"), side * 24))
    parts.append(oval(0, -length - 8, 6, 14, colour))
    return "".join(parts)


def baguette(length=240):
    """A baguette, lying along x from 0."""
    parts = [path(f"M0 0 C 10 -34 40 -36 {length * 0.5} -36 S {length - 10} -34 {length} 0 C {length - 10} 26 {length * 0.7} 28 {length * 0.5} 28 S 10 26 0 0Z", "url(#crust)")]
    for n in range(int(length / 52)):
        x = 34 + n * 50
        parts.append(path(f"M{x} 12 q 10 -34 40 -40 q -8 26 -40 40Z", "#f6dba6", 'opacity=".9"'))
    return "".join(parts)


def loaf(width=200, height=120, fill="url(#crust)", cuts=3):
    """A domed loaf on its base at y 0, from x 0."""
    w, h = width, height
    parts = [path(f"M{w * 0.04} 0 C {-w * 0.06} {-h * 0.7} {w * 0.16} {-h} {w * 0.5} {-h} S {w * 1.06} {-h * 0.7} {w * 0.96} 0 Q {w * 0.5} {h * 0.09} {w * 0.04} 0Z", fill)]
    for n in range(cuts):
        x = w * (0.5 + (n - (cuts - 1) / 2) * 0.62 / max(1, cuts))
        parts.append(path(f"M{x - w * 0.05:.0f} {-h * 0.3:.0f} q {w * 0.02:.0f} {-h * 0.42:.0f} {w * 0.13:.0f} {-h * 0.54:.0f} q {w * 0.02:.0f} {h * 0.32:.0f} {-w * 0.13:.0f} {h * 0.54:.0f}Z", "#f8e0af", 'opacity=".92"'))
    return "".join(parts)


def croissant(scale=1.0, turn=0.0):
    """A croissant with its middle at 0,0: rolls along an arc, the fat ones in the middle on top."""
    parts = []
    for n in sorted(range(-5, 6), key=lambda n: -abs(n)):
        bend = math.radians(n * 13)
        x, y = 185 * math.sin(bend), 165 - 165 * math.cos(bend)
        fat = math.cos(n * 0.27)
        w, h = 14 + 20 * fat, 10 + 70 * fat
        roll = path(f"M{-w:.0f} {h * .55:.0f} C {-w * 1.3:.0f} {-h * .7:.0f} {-w * .6:.0f} {-h:.0f} 0 {-h:.0f} S {w * 1.3:.0f} {-h * .7:.0f} {w:.0f} {h * .55:.0f} Q 0 {h:.0f} {-w:.0f} {h * .55:.0f}Z", "url(#gold)", 'stroke="#8c4a14" stroke-width="2.4" stroke-opacity=".6"')
        bands = line(f"M{-w * .5:.0f} {-h * .62:.0f} Q {-w * .85:.0f} 0 {-w * .55:.0f} {h * .5:.0f}", "#fff1c8", 3.4, 'opacity=".75"')
        bands += line(f"M{w * .2:.0f} {-h * .8:.0f} Q {w * .1:.0f} 0 {w * .15:.0f} {h * .6:.0f}", "#a1591c", 2, 'opacity=".45"') + line(f"M{w * .62:.0f} {-h * .6:.0f} Q {w * .75:.0f} 0 {w * .55:.0f} {h * .5:.0f}", "#8c4a14", 2.6, 'opacity=".4"')
        parts.append(at(x, y, roll + bands, n * 15))
    return at(0, 0, "".join(parts), turn, scale)


def bun(radius=80, glaze=True, seed=1):
    """A cinnamon bun from above: a spiral of dough and cinnamon."""
    rng, r = random.Random(seed), radius
    start = rng.uniform(0, 6.28)

    def spiral(grow, turns, lift=0.0):
        points = []
        for step in range(int(turns * 26)):
            a = start + step / 26 * 2 * math.pi
            d = r * 0.10 + (step / (turns * 26)) * (r * grow) + lift
            points.append(f"{d * math.cos(a):.1f} {d * math.sin(a):.1f}")
        return "M" + " L".join(points)

    parts = [dot(0, 0, r, "url(#gold)", 'stroke="#8e4c17" stroke-width="3" stroke-opacity=".5"')]
    parts.append(line(spiral(0.80, 3.1), "#6d3512", r * 0.085))
    parts.append(line(spiral(0.80, 3.1, -r * 0.055), "#fbdc9c", r * 0.035, 'opacity=".8"'))
    if glaze:
        for n in range(5):
            y = -r * 0.7 + n * r * 0.34 + rng.uniform(-5, 5)
            half = math.sqrt(max(0, (r * 0.93) ** 2 - y * y))
            parts.append(line(f"M{-half:.0f} {y:.0f} Q {-half * .3:.0f} {y + rng.uniform(-22, 22):.0f} 0 {y + 6:.0f} T {half:.0f} {y + rng.uniform(-8, 8):.0f}", "#fffaf2", rng.uniform(5, 9), 'opacity=".93"'))
    return "".join(parts)


def flame(size=1.0):
    return at(0, 0, dot(0, -16, 40, "#ffd98a", 'opacity=".45" filter="url(#blur18)"') + path("M0 0 C -14 -8 -10 -26 0 -44 C 10 -26 14 -8 0 0Z", "#ffb53a") + path("M0 -2 C -7 -8 -5 -16 0 -26 C 5 -16 7 -8 0 -2Z", "#fff3c9"), 0, size)


def wheel(r=70, colour="#2c2a28"):
    spokes = "".join(
        line(f"M0 0 L{r * math.cos(a):.1f} {r * math.sin(a):.1f}", "#8b8680", 1.6) for a in [k * math.pi / 9 for k in range(18)]
    )
    return dot(0, 0, r, "none", f'stroke="{colour}" stroke-width="8"') + dot(0, 0, r - 7, "none", 'stroke="#cfc7ba" stroke-width="3"') + spokes + dot(0, 0, 7, colour)


def bicycle(frame="#b23a48"):
    """A town bicycle with a basket of bread, its wheels on y 0, riding to the right."""
    parts = [at(-140, -72, wheel()), at(150, -72, wheel())]
    for d in ("M-140 -72 L-86 -190 L78 -196 L-10 -76 Z", "M-140 -72 L-10 -76 L-94 -212", "M150 -72 Q 112 -150 92 -236"):
        parts.append(line(d, frame, 9))
    parts.append(path("M-214 -96 A 80 80 0 0 1 -70 -112", "none", f'stroke="{frame}" stroke-width="7" stroke-linecap="round"'))
    parts.append(path("M84 -124 A 82 82 0 0 1 226 -96", "none", f'stroke="{frame}" stroke-width="7" stroke-linecap="round"'))
    parts.append(line("M92 -236 Q 70 -262 42 -254", "#4a3a2e", 8) + line("M60 -258 L30 -252", "#4a2c17", 12))
    parts.append(path("M-128 -216 q 34 -18 68 -4 q -6 16 -30 14 q -26 8 -38 -10Z", "#4a2c17"))
    parts.append(dot(-10, -76, 17, "none", 'stroke="#3a3733" stroke-width="6"') + line("M-10 -76 L10 -48", "#3a3733", 6) + line("M0 -46 L22 -46", "#3a3733", 7))
    for n, tilt in enumerate((-74, -60, -88)):
        parts.append(at(140 + n * 20, -206, baguette(150), tilt, 0.9))
    parts.append(path("M104 -232 L222 -232 L206 -150 L122 -150Z", "#c98d4a"))
    for n in range(5):
        parts.append(line(f"M{107 + n * 3.4:.0f} {-218 + n * 16} L{219 - n * 3.4:.0f} {-218 + n * 16}", "#9c6527", 3))
    for n in range(7):
        parts.append(line(f"M{114 + n * 16} -230 L{126 + n * 12.4:.0f} -152", "#9c6527", 2.4))
    parts.append(rect(100, -240, 126, 14, "#b97f3f", 7))
    return "".join(parts)
