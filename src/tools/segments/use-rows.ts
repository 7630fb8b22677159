import { useEffect, useReducer, useRef } from 'react'
import type { Row } from '../../inspector/protocol.ts'
import type { OpenFile } from './use-inspector.ts'

const PAGE_ROWS = 64
const MOST_PAGES = 40

/** Rows `first .. last - 1`, those that have been read so far; the others come. */
export function useRows(file: OpenFile, first: number, last: number): ReadonlyMap<number, Row> {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const cache = useRef({ file, pages: new Map<number, readonly Row[] | 'asked'>() })
  if (cache.current.file !== file) cache.current = { file, pages: new Map() }
  const { pages } = cache.current
  const firstPage = Math.floor(first / PAGE_ROWS)
  const lastPage = Math.floor(Math.max(first, last - 1) / PAGE_ROWS)

  useEffect(() => {
    const held = cache.current
    for (let page = firstPage; page <= lastPage; page++) {
      if (held.pages.has(page)) continue
      held.pages.set(page, 'asked')
      void file.link
        .ask((remote) => remote.rows(page * PAGE_ROWS, PAGE_ROWS))
        .then((answer) => {
          if (cache.current !== held) return
          if (answer.ok) held.pages.set(page, answer.value)
          else held.pages.delete(page)
          forgetOldest(held.pages)
          redraw()
        })
    }
  }, [file, firstPage, lastPage])

  const rows = new Map<number, Row>()
  for (let page = firstPage; page <= lastPage; page++) {
    const found = pages.get(page)
    if (found !== undefined && found !== 'asked') for (const row of found) rows.set(row.row, row)
  }
  return rows
}

/** A map keeps its keys in the order in which they came. */
function forgetOldest(pages: Map<number, unknown>): void {
  for (const page of pages.keys()) {
    if (pages.size <= MOST_PAGES) return
    pages.delete(page)
  }
}
