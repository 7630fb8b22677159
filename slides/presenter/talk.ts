import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { scaleTo, sum } from '../../src/present/plan.ts'
import { pause, start, stopwatch, tick, turnTo, type Stopwatch } from '../../src/present/stopwatch.ts'

const TICK_MS = 250

const schema = v.object({
  began: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
  total: v.pipe(v.number(), v.minValue(60), v.maxValue(36_000)),
  watch: v.object({
    since: v.nullable(v.number()),
    slide: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    spent: v.array(v.pipe(v.number(), v.minValue(0))),
  }),
})

interface Kept {
  /** When the clock was first started, as an ISO date; null before. */
  readonly began: string | null
  /** What the whole talk may take, in seconds. */
  readonly total: number
  readonly watch: Stopwatch
}

/** The clock of a talk and its plan. */
export interface TalkState extends Kept {
  /** Seconds planned for each slide. */
  readonly plan: readonly number[]
  /** The wall clock, in milliseconds. */
  readonly now: number
}

/** Keeps the time of a talk for as long as its window is open; a reload of the window goes on with it. */
export class Talk {
  readonly store: StoreApi<TalkState>
  private readonly drawn: readonly number[]

  /** `drawn`: the seconds that each slide was made for. */
  constructor(session: string, drawn: readonly number[]) {
    const key = `millrace.talk.${session}`
    this.drawn = drawn
    const kept = load(key, drawn)
    this.store = createStore(() => ({ ...kept, plan: scaleTo(drawn, kept.total), now: Date.now() }))
    setInterval(() => this.change((watch, now) => tick(watch, now)), TICK_MS)
    addEventListener('pagehide', () => keep(key, this.store.getState()))
  }

  setTotal(total: number): void {
    this.store.setState({ total, plan: scaleTo(this.drawn, total) })
  }

  toggle(): void {
    const { watch, began } = this.store.getState()
    if (watch.since !== null) return this.change(pause)
    this.change(start)
    if (began === null) this.store.setState({ began: new Date().toISOString() })
  }

  turnTo(slide: number): void {
    this.change((watch, now) => turnTo(watch, slide, now))
  }

  reset(): void {
    this.store.setState({ began: null })
    this.change(({ slide, spent }) => ({ ...stopwatch(spent.length), slide }))
  }

  private change(by: (watch: Stopwatch, now: number) => Stopwatch): void {
    const now = Date.now()
    this.store.setState(({ watch }) => ({ watch: by(watch, now), now }))
  }
}

/** What a reload of this very window left, or a talk that has not begun. */
function load(key: string, drawn: readonly number[]): Kept {
  try {
    const read = v.safeParse(schema, JSON.parse(sessionStorage.getItem(key) ?? 'null'))
    if (read.success && read.output.watch.spent.length === drawn.length) return read.output
  } catch {
    // No storage, or no JSON in it.
  }
  return { began: null, total: sum(drawn), watch: stopwatch(drawn.length) }
}

function keep(key: string, { began, total, watch }: Kept): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ began, total, watch }))
  } catch {
    // Then a reload begins at 0:00.
  }
}
