import { useEffect, useRef, useState } from 'react'
import type { Row } from '../../inspector/protocol.ts'
import type { OpenFile } from './use-inspector.ts'

const PAGE_ROWS = 64
const MOST_PAGES = 40

type Pages = ReadonlyMap<number, readonly Row[]>

/** Rows `first .. last - 1`, those that have been read so far; the others come. `file` stays the same. */
export function useRows(file: OpenFile, first: number, last: number): ReadonlyMap<number, Row> {
  const [pages, setPages] = useState<Pages>(new Map())
  const asked = useRef(new Set<number>())
  const firstPage = Math.floor(first / PAGE_ROWS)
  const lastPage = Math.floor(Math.max(first, last - 1) / PAGE_ROWS)

  useEffect(() => {
    for (let page = firstPage; page <= lastPage; page++) {
      if (pages.has(page) || asked.current.has(page)) continue
      asked.current.add(page)
      void file.link
        .ask((remote) => remote.rows(page * PAGE_ROWS, PAGE_ROWS))
        .then((answer) => {
          asked.current.delete(page)
          if (answer.ok) setPages((before) => withPage(before, page, answer.value))
        })
    }
  }, [file, firstPage, lastPage, pages])

  const rows = new Map<number, Row>()
  for (let page = firstPage; page <= lastPage; page++)
    for (const row of pages.get(page) ?? []) rows.set(row.row, row)
  return rows
}

/** The newest pages: a map keeps its keys in the order in which they came. */
const withPage = (pages: Pages, page: number, rows: readonly Row[]): Pages =>
  new Map([...[...pages].slice(1 - MOST_PAGES), [page, rows] as const])
