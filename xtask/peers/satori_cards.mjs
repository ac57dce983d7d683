// Draws a card for each line of a file with satori and resvg-js, in the layout of our article: `TITLES FOLDER`.
// Prints a line of JSON a card: milliseconds, bytes.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import satori from 'satori'

const [titles, folder] = process.argv.slice(2)
const here = createRequire(import.meta.url)
const font = (weight) => ({
  name: 'Inter',
  weight,
  data: readFileSync(here.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff`)),
})
const fonts = [font(400), font(700)]

const box = (style, ...children) => ({
  type: 'div',
  props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children },
})
const text = (style, content) => ({ type: 'div', props: { style, children: content } })
const clamped = (style, lines, content) =>
  text({ display: 'block', lineClamp: lines, overflow: 'hidden', ...style }, content)

const card = (title) =>
  box(
    {
      width: 1200,
      height: 630,
      padding: '60px 76px 52px 92px',
      flexDirection: 'column',
      justifyContent: 'space-between',
      backgroundColor: '#ffffff',
      fontFamily: 'Inter',
      color: '#141820',
    },
    box({ position: 'absolute', left: 0, top: 0, width: 18, height: 630, backgroundImage: 'linear-gradient(#0f5c6e, #0a404d)' }),
    box(
      { alignItems: 'center' },
      box(
        { width: 56, height: 56, borderRadius: 13, backgroundColor: '#0f5c6e', color: '#fff', fontSize: 31, fontWeight: 700, alignItems: 'center', justifyContent: 'center' },
        'S',
      ),
      text({ marginLeft: 18, fontSize: 30, fontWeight: 700 }, 'Stone Oven Bakery'),
    ),
    box(
      { flexDirection: 'column' },
      clamped({ fontSize: 64, fontWeight: 700, lineHeight: 1.25, letterSpacing: '-0.022em' }, 3, title),
      clamped({ fontSize: 31, lineHeight: 1.4, marginTop: 22, color: '#68696e' }, 2, 'A slow dough needs less yeast, keeps longer, and tastes of the field.'),
    ),
    box(
      { justifyContent: 'space-between', fontSize: 26 },
      text({ fontWeight: 700, color: '#0f5c6e' }, 'Ida Brandt · 4 May 2026'),
      text({ color: '#68696e' }, 'stoneoven.example'),
    ),
  )

for (const [at, title] of readFileSync(titles, 'utf8').split('\n').filter(Boolean).entries()) {
  const began = performance.now()
  const svg = await satori(card(title), { width: 1200, height: 630, fonts })
  const png = new Resvg(svg).render().asPng()
  const millis = performance.now() - began
  writeFileSync(join(folder, `${String(at).padStart(3, '0')}.png`), png)
  console.log(JSON.stringify({ millis, bytes: png.length }))
}
