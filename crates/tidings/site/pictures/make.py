#!/usr/bin/env python3
"""Draws the demonstration site's pictures anew: scenes.py (SVG) → Chromium → JPEG, PNG, WebP beside this file.

    pip install pillow numpy && python3 make.py [NAME…]

The files are committed; run this only after changing a scene. Text in pictures uses Liberation Serif.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy
from PIL import Image

import scenes

HERE = pathlib.Path(__file__).parent
CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--default-background-color=00000000",
]

# file → scene, size, what Pillow is told. `grain` makes a file heavy on purpose.
PICTURES = {
    "shop.jpg": (scenes.shop, (1200, 630), {"quality": 98, "grain": 9, "sampling": 0}),
    "shop-light.jpg": (scenes.shop, (1200, 630), {"quality": 80}),
    "sourdough.jpg": (scenes.sourdough, (1200, 630), {"quality": 80}),
    "birthday-cake.jpg": (scenes.cake, (1200, 630), {"quality": 80}),
    "croissants.jpg": (scenes.croissants, (1200, 630), {"quality": 80}),
    "oven.jpg": (scenes.oven, (1200, 630), {"quality": 78}),
    "bicycle.jpg": (scenes.delivery, (1200, 630), {"quality": 78}),
    "cinnamon-buns.jpg": (scenes.buns, (1200, 630), {"quality": 78}),
    "voucher.jpg": (scenes.voucher, (1200, 630), {"quality": 80}),
    "shokupan.webp": (scenes.shokupan, (1200, 630), {"quality": 82}),
    "starter.jpg": (scenes.starter, (1200, 630), {"quality": 80}),
    "flour.jpg": (scenes.sacks, (800, 800), {"quality": 80}),
    "logo.png": (scenes.logo, (150, 150), {}),
    "apple-touch-icon.png": (lambda: scenes.logo(180), (180, 180), {}),
}


def render(svg: str, size: tuple[int, int]) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        page, shot = pathlib.Path(folder, "page.html"), pathlib.Path(folder, "shot.png")
        page.write_text(f"<!doctype html><meta charset=utf-8><style>html,body{{margin:0}}svg{{display:block}}</style>{svg}")
        subprocess.run(
            [*CHROMIUM, f"--user-data-dir={folder}/profile", f"--screenshot={shot}", f"--window-size={size[0]},{size[1] + 120}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )
        return Image.open(shot).convert("RGBA").crop((0, 0, *size))


def save(name: str) -> None:
    scene, size, options = PICTURES[name]
    image, target = render(scene(), size), HERE / name
    grain = options.get("grain")
    if grain:
        noise = numpy.random.default_rng(1).normal(0, grain, (size[1], size[0], 1))
        pixels = numpy.asarray(image.convert("RGB"), dtype=float) + noise
        image = Image.fromarray(pixels.clip(0, 255).astype("uint8"))
    if name.endswith(".png"):
        image.quantize(128).save(target, optimize=True)
    else:
        image.convert("RGB").save(target, quality=options["quality"], progressive=name.endswith("jpg"), optimize=True, subsampling=options.get("sampling", 2))
    print(f"{name:24} {image.size[0]} × {image.size[1]}  {target.stat().st_size / 1000:6.0f} KB")


if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        save(name)
    if not sys.argv[1:]:
        (HERE / "field.svg").write_text(scenes.field())
