import { memo, useLayoutEffect, useRef, type JSX } from 'react'
import { GENRES } from '../../engine/ingest/codes.ts'
import type { BoardRow, Report } from '../../ingest/report.ts'
import { Region } from '../../ui/Region.tsx'
import { clockOf, whole } from './words.ts'

const STANDINGS = ['preliminary', 'realtime', 'final'] as const
const SPECIALS = ['', 'goes viral', 'new', 'bots'] as const
const MOVE_MS = 700
/** Boards that follow each other as fast as this do not move: nobody could follow, and each frame costs the workers. */
const SOON_MS = 5 * MOVE_MS

/** The top 100 of the last hour of event time: bars that move by rank, with error bars. */
export const BoardPanel = memo(
  function BoardPanel({ report }: { readonly report: Report }): JSX.Element {
    const { board, boardTimeMs, boardConsidered, boardStanding } = report
    const most = Math.max(1, ...board.map(({ hour }) => hour))
    return (
      <Region name="Trending" className="panel million-board">
        <h2>Trending</h2>
        {board.length === 0 ? (
          <p className="muted">The first board comes after half a minute of event time.</p>
        ) : (
          <>
            <p className="muted small">
              At {clockOf(boardTimeMs)} of event time, {STANDINGS[boardStanding]}: the {board.length} of{' '}
              {whole(boardConsidered)} titles furthest above what was to be expected of them. Bars are
              different viewers of the last hour, by HyperLogLog; their whiskers are one standard error.
            </p>
            <Rows board={board} most={most} />
          </>
        )}
      </Region>
    )
  },
  (before, after) => before.report.boards === after.report.boards,
)

function Rows({ board, most }: { readonly board: readonly BoardRow[]; readonly most: number }): JSX.Element {
  const list = useRef<HTMLOListElement>(null)
  const before = useRef<ReadonlyMap<number, number>>(new Map())
  const shownAt = useRef(0)
  useLayoutEffect(() => {
    const ranks = new Map(board.map(({ title }, rank) => [title, rank]))
    const now = performance.now()
    const isCalm = now - shownAt.current < SOON_MS || matchMedia('(prefers-reduced-motion: reduce)').matches
    shownAt.current = now
    if (!isCalm && before.current.size > 0 && list.current !== null) move(list.current, board, before.current)
    before.current = ranks
  }, [board])
  return (
    <ol ref={list} className="million-rows" tabIndex={0} aria-label="Top 100">
      {board.map((row, rank) => (
        <Row key={row.title} row={row} rank={rank} most={most} />
      ))}
    </ol>
  )
}

/** Lets each row in view come from where it stood, or in from the left. */
function move(list: HTMLOListElement, board: readonly BoardRow[], before: ReadonlyMap<number, number>): void {
  const height = list.firstElementChild?.getBoundingClientRect().height ?? 0
  const first = Math.floor(list.scrollTop / Math.max(1, height))
  const last = first + Math.ceil(list.clientHeight / Math.max(1, height))
  board.forEach(({ title }, rank) => {
    const old = before.get(title)
    if (old === rank || rank < first || rank > last) return
    const from = old === undefined ? 'translateX(-12px)' : `translateY(${(old - rank) * height}px)`
    list.children[rank]?.animate(
      [
        { transform: from, opacity: old === undefined ? 0 : 1 },
        { transform: 'none', opacity: 1 },
      ],
      { duration: MOVE_MS, easing: 'ease-out' },
    )
  })
}

interface RowProps {
  readonly row: BoardRow
  readonly rank: number
  readonly most: number
}

const Row = memo(function Row({ row, rank, most }: RowProps): JSX.Element {
  const { title, genre, special, score, hour, error, before } = row
  const share = hour / most
  const whisker = Math.min(1, error) * share
  return (
    <li className={special > 0 ? 'million-row million-special' : 'million-row'}>
      <span className="million-rank">{rank + 1}</span>
      <Change rank={rank} before={before} />
      <span className="million-title">
        {nameOf(title)} <span className="muted">{special > 0 ? SPECIALS[special] : GENRES[genre]}</span>
      </span>
      <span className="million-bar" aria-hidden="true">
        <span style={{ inlineSize: length(share) }} />
        <i style={{ insetInlineStart: length(share - whisker), inlineSize: length(2 * whisker) }} />
      </span>
      <span className="million-viewers">
        {whole(hour)} <span className="muted">± {whole(error * hour)}</span>
      </span>
      <span className="million-score" title="times what was to be expected">
        ×{score.toFixed(2)}
      </span>
    </li>
  )
})

const length = (share: number): string => `${(100 * share).toFixed(2)}%`

/** By how many places it rose or fell since the board before. */
function Change({ rank, before }: { readonly rank: number; readonly before: number }): JSX.Element {
  const by = before - rank
  const [sign, words] =
    before < 0
      ? ['•', 'new']
      : by === 0
        ? ['', 'the same']
        : by > 0
          ? [`▲${by}`, `up ${by}`]
          : [`▼${-by}`, `down ${-by}`]
  const kind = before < 0 || by > 0 ? 'up' : by < 0 ? 'down' : 'same'
  return (
    <span className={`million-change million-${kind}`}>
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

const nameOf = (title: number): string => `Title ${String(title).padStart(5, '0')}`
