import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { isSet, readLiveSetting, type SetCommand } from '../../kernel/set-command.ts'
import { StepEngine, type StepModel } from '../../kernel/step-engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { TraceHash } from '../../kernel/trace-hash.ts'
import { checkRun } from './checks.ts'
import { laneFrame, type HistoryFrame } from './frame.ts'
import { IndexedHistory } from './indexed-history.ts'
import { Lane, sayPages } from './lane.ts'
import { LinkedHistory } from './linked-history.ts'
import { explainMeasure, measuresOf } from './measures.ts'
import { nameOf } from './pages.ts'
import { planNavigations, type HistoryConfig, type Navigation } from './plan.ts'
import { HISTORY_SETTINGS, PACE } from './settings.ts'

export type HistoryCommand = Navigation | SetCommand

/** As many pages as a run may visit: all that were are kept in the books. */
const MOST_PAGES = 2_000

/** One person's way through pages, kept twice: as a chain of links, and as a list with an index into it. */
export class HistoryModel implements StepModel<HistoryCommand, HistoryFrame> {
  readonly pace = PACE
  readonly count: number
  readonly lanes: readonly Lane[]
  /** Everything the person has done, by hand or not. */
  private readonly done: Navigation[] = []
  private readonly config: HistoryConfig
  private readonly plan: readonly Navigation[]
  private visited = 1
  private last: HistoryFrame['last'] = null

  constructor(config: HistoryConfig) {
    this.config = config
    this.plan = planNavigations(config)
    this.count = this.plan.length
    const home = { id: 0, name: nameOf(0), at: 0 }
    this.lanes = [
      new Lane('links', new LinkedHistory(home), home),
      new Lane('index', new IndexedHistory(home, config.settings.cap), home),
    ]
  }

  step(index: number, now: SimTime): void {
    this.carryOut(at(this.plan, index), now)
  }

  apply(command: HistoryCommand, now: SimTime): Outcome<string> {
    if (isSet(command)) {
      const read = readLiveSetting(HISTORY_SETTINGS, command)
      return read.ok ? accept(read.value.label) : read
    }
    if (this.visited >= MOST_PAGES) return refuse(`a run visits at most ${MOST_PAGES} pages`)
    const why = this.lanes.every((lane) => isInVain(command, lane))
    if (why) return refuse(`there is no page ${sayWay(command)}`)
    return accept(this.carryOut(command, now))
  }

  record(hash: TraceHash): void {
    for (const { history, counts, shown } of this.lanes)
      for (const value of [shown.id, history.position, counts.visited, counts.pruned, counts.dropped])
        hash.add(value)
  }

  frame(now: SimTime, span: Span): HistoryFrame {
    const { settings } = this.config
    return { now, span, settings, last: this.last, lanes: this.lanes.map(laneFrame) }
  }

  measures(): number[] {
    return this.lanes.flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this.lanes, this.done, this.config.settings.cap)
  }

  explain(id: string, measure: string): Explanation | null {
    const lane = this.lanes.find((candidate) => candidate.id === id)
    return lane === undefined ? null : explainMeasure(lane, measure)
  }

  /** Each cut is trouble: pages are gone. The first page dropped at the cap, and the first replaced, are turns. */
  landmarks(): Landmark[] {
    const { gone } = at(this.lanes, 1)
    const cuts = new Map<SimTime, number>()
    for (const { fate, at: time } of gone) if (fate === 'pruned') cuts.set(time, (cuts.get(time) ?? 0) + 1)
    const firsts = (['dropped', 'replaced'] as const).flatMap((what): Landmark[] => {
      const first = gone.find(({ fate }) => fate === what)
      return first === undefined ? [] : [{ time: first.at, kind: 'turn', label: `first page ${what}` }]
    })
    return [
      ...firsts,
      ...Array.from(cuts, ([time, count]): Landmark => ({
        time,
        kind: 'trouble',
        label: `${sayPages(count)} ahead pruned`,
      })),
    ].sort((a, b) => a.time - b.time)
  }

  private carryOut(navigation: Navigation, now: SimTime): string {
    const brings = navigation.kind === 'visit' || navigation.kind === 'replace'
    const page = { id: this.visited, name: nameOf(this.visited), at: now }
    if (brings) this.visited += 1
    for (const lane of this.lanes) lane.carryOut(navigation, page, now)
    this.done.push(navigation)
    const text = brings ? `${navigation.kind} ${page.name}` : sayMove(navigation)
    this.last = { time: now, text }
    return text
  }
}

/** A run of the history lab. */
export const createHistoryEngine = (config: HistoryConfig): StepEngine<HistoryCommand, HistoryFrame> =>
  new StepEngine(() => new HistoryModel(config))

const deltaOf = (one: Navigation): number =>
  one.kind === 'back' ? -one.steps : one.kind === 'forward' ? one.steps : one.kind === 'go' ? one.delta : 0

/** By hand, a move that changes nothing is refused; in a run it is what it is: nothing. */
function isInVain(one: Navigation, { history }: Lane): boolean {
  const delta = deltaOf(one)
  if (one.kind === 'visit' || one.kind === 'replace') return false
  const nearest = one.kind === 'go' ? delta : Math.sign(delta)
  const target = history.position + nearest
  return nearest === 0 || target < 0 || target >= history.entries().length
}

const sayWay = (one: Navigation): string =>
  one.kind === 'go' ? `at go(${one.delta})` : one.kind === 'back' ? 'to go back to' : 'to go forward to'

const sayMove = (one: Navigation): string =>
  one.kind === 'go' ? `go(${one.delta})` : `${one.kind} ${Math.abs(deltaOf(one))}`
