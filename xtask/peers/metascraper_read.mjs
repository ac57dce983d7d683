// Reads every page of a folder with metascraper and its usual rules: a line of JSON a page, in one process.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import metascraper from 'metascraper'
import author from 'metascraper-author'
import date from 'metascraper-date'
import description from 'metascraper-description'
import image from 'metascraper-image'
import lang from 'metascraper-lang'
import publisher from 'metascraper-publisher'
import title from 'metascraper-title'
import url from 'metascraper-url'

const folder = process.argv[2]
const read = metascraper([author(), date(), description(), image(), lang(), publisher(), title(), url()])
for (const name of readdirSync(folder).filter((name) => name.endsWith('.html')).sort()) {
  let row = { source: name }
  try {
    const html = readFileSync(join(folder, name), 'utf8')
    row = { ...row, ...(await read({ html, url: `https://example.com/${name}` })) }
  } catch (fault) {
    row.fault = fault.message
  }
  console.log(JSON.stringify(row))
}
