// npm start: installs what is missing, builds what has changed, serves it and prints the address.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ensureNode, ensurePackages } from './ensure.mjs'

const SOURCES = ['index.html', 'package-lock.json', 'vite.config.ts', 'public', 'slides', 'src']

ensureNode()
ensurePackages()

const { build, preview } = await import('vite')
if (newest(['dist/index.html']) < newest(SOURCES)) await build({ logLevel: 'warn' })

const wanted = process.argv.indexOf('--port')
const port = wanted < 0 ? 4173 : Number(process.argv[wanted + 1])
const server = await preview({ preview: { port, strictPort: false } })
console.log('\nMillrace is running at')
server.printUrls()
console.log('Ctrl-C ends it.')

/** The time of the newest file in these places, in milliseconds; 0 when there is none. */
function newest(paths) {
  return paths.reduce((latest, path) => Math.max(latest, timeOf(path)), 0)
}

function timeOf(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  return stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs
}
