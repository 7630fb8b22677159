import type { Explanation, Happening } from './engine.ts'
import { foremost } from './foremost.ts'
import type { SimTime } from './time.ts'

/** As many events as an explanation lists, where it does not ask for more. */
export const MOST = 60
/** As many as one may list. */
export const MOST_ALLOWED = 100

/** An event as it is told; most labs name no thing that it happened to. */
interface Told {
  readonly time: SimTime
  readonly text: string
  readonly thing?: string | null
}

const happening = ({ time, text, thing = null }: Told): Happening => ({ time, text, thing })

/** An explanation in words alone, with no events behind it. */
export const inWords = (text: string): Explanation => ({ text, events: [], total: 0 })

/** An explanation that lists the first of `events`. */
export const explainList = (text: string, events: readonly Told[], most = MOST): Explanation => ({
  text,
  events: events.slice(0, most).map(happening),
  total: events.length,
})

interface RowsBehind {
  readonly text: string
  /** What is said where no row is behind the number. */
  readonly none?: string
  /** How many rows there are. */
  readonly rows: number
  /** How far in front row 0 .. `rows` - 1 is listed: the greatest first. NaN where the row is not behind the number. */
  readonly weigh: (row: number) => number
  readonly tell: (row: number) => Told
  readonly most?: number
}

/** An explanation by rows of a ledger: of those that weigh anything the foremost are told, and all are counted. */
export function explainRows(behind: RowsBehind): Explanation {
  const { text, none = 'There is none.', rows, weigh, tell, most = MOST } = behind
  let total = 0
  const listed = foremost(rows, most, (row) => {
    const weight = weigh(row)
    if (!Number.isNaN(weight)) total += 1
    return weight
  })
  return { text: total === 0 ? none : text, events: listed.map((row) => happening(tell(row))), total }
}
