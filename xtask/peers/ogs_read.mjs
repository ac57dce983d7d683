// Reads every page of a folder with open-graph-scraper: a line of JSON a page, in one process.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ogs from 'open-graph-scraper'

const folder = process.argv[2]
for (const name of readdirSync(folder).filter((name) => name.endsWith('.html')).sort()) {
  let row = { source: name }
  try {
    const { result } = await ogs({ html: readFileSync(join(folder, name), 'utf8') })
    row = { ...row, ...result }
  } catch (fault) {
    row.fault = fault.result?.error ?? String(fault)
  }
  console.log(JSON.stringify(row))
}
