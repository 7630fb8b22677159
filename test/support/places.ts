import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EPISODES } from '../../src/season/data/episodes.ts'
import { QUESTIONS } from '../../src/season/data/faq.ts'
import { TOOLS } from '../../src/tools/registry.ts'
import { momentAt } from '../labs/support/moments.ts'

export const ROOT = join(import.meta.dirname, '../..')

/** A source as one line. */
export const sourceOf = (file: string): string =>
  readFileSync(join(ROOT, file), 'utf8').replaceAll(/\s+/g, ' ')

const PAGES = readdirSync(join(ROOT, 'slides/pages'))

/** A slide's source as one line: what stands on it and in its notes. */
export function slideText(number: number): string {
  const name = PAGES.find((page) => page.startsWith(String(number).padStart(2, '0')))
  if (name === undefined) throw new Error(`slide ${number} is gone`)
  return sourceOf(`slides/pages/${name}`)
    .replaceAll(/<\/?[a-z]+>|\{' '\}/g, '')
    .replaceAll(/ +/g, ' ')
}

/** Where each tool's page that has parts names them. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  season: ['src/season/SeasonPage.tsx'],
  coverage: ['src/season/data/coverage.ts'],
  speed: ['src/tools/speed/SpeedPage.tsx'],
}

/** What is wrong with the query of a page that is no lab, or null. */
function complaintAboutQuery(tool: string, query: URLSearchParams): string | null {
  for (const [key, value] of query) {
    const isKnown =
      key === 'part'
        ? (PARTS[tool] ?? []).some((file) => new RegExp(`\\bid[=:] ?["']${value}["']`).test(sourceOf(file)))
        : tool === 'season' && key === 'episode'
          ? EPISODES.some(({ number }) => String(number) === value)
          : tool === 'faq' && key === 'q'
            ? QUESTIONS.some(({ id }) => id === value)
            : tool === 'speed' && key === 'tls' && value === 'on'
    if (!isKnown) return `${tool} knows no ${key}=${value}`
  }
  return null
}

/** What is wrong with a place in the app, or null. `route` is without the `#/` before it. */
export function complaintAboutRoute(route: string): string | null {
  const [path = '', query = ''] = route.split('?')
  if (path === '') return query === '' ? null : `${route}: the start page takes nothing`
  if (TOOLS.some(({ id }) => id === path)) return complaintAboutQuery(path, new URLSearchParams(query))
  const moment = momentAt(route)
  if (moment === null) return `${route}: there is no such place`
  return moment.complaints.length > 0 ? `${route}: ${moment.complaints.join()}` : null
}
