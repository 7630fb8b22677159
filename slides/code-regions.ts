import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { codeToHtml } from 'shiki'
import type { Plugin } from 'vite'

const PREFIX = 'code:'
const RESOLVED = '\0code:'

/**
 * Lets a slide import a named region of the running source as highlighted HTML, made at build time:
 * `import gate from 'code:../../src/engine/....ts#region-name'`. A region that is not there fails the build, so a
 * slide can't show code that doesn't run.
 */
export function codeRegions(): Plugin {
  return {
    name: 'code-regions',
    enforce: 'pre',
    resolveId(id, importer) {
      if (!id.startsWith(PREFIX) || importer === undefined) return null
      return RESOLVED + resolve(dirname(importer), id.slice(PREFIX.length)).replace(/\.ts#/, '.ts.region#')
    },
    async load(id) {
      if (!id.startsWith(RESOLVED)) return null
      const [file = '', region = ''] = id.slice(RESOLVED.length).replace('.ts.region#', '.ts#').split('#')
      this.addWatchFile(file)
      const code = cutRegion(readFileSync(file, 'utf8'), region, file)
      const html = await codeToHtml(code, {
        lang: 'typescript',
        themes: { light: 'github-light', dark: 'github-dark' },
        // The theme's orange for parameters is too pale for small type on white.
        colorReplacements: {
          'github-light': { '#e36209': '#a04100' },
          'github-dark': { '#6a737d': '#98a2ad' },
        },
        defaultColor: false,
      })
      return `export default ${JSON.stringify(html)}`
    },
  }
}

/** The lines between `// #region name` and `// #endregion name`, moved to the left margin. Throws when there are none. */
export function cutRegion(source: string, name: string, file: string): string {
  const lines = source.split('\n')
  const from = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const to = lines.findIndex((line) => line.trim() === `// #endregion ${name}`)
  if (from < 0 || to < from) throw new Error(`${file} has no region "${name}"`)
  const region = lines.slice(from + 1, to).filter((line) => !/^\s*\/\/ #(end)?region /.test(line))
  const margin = Math.min(...region.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return region
    .map((line) => line.slice(margin))
    .join('\n')
    .trimEnd()
}
