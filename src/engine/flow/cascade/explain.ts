import { at } from '../../../shared/assert.ts'
import { plural } from '../../../shared/words.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainRows, inWords } from '../../kernel/explain.ts'
import { sayMs, SECOND, type SimTime } from '../../kernel/time.ts'
import type { CascadeEngine } from './cascade-engine.ts'
import { FATE } from './codes.ts'
import type { Lane } from './lane.ts'
import { itinerary } from './itinerary.ts'
import { stageSummaryWords } from './words.ts'

type Rows = (engine: CascadeEngine, lane: Lane) => Explanation

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: CascadeEngine, lane: Lane, measure: string): Explanation | null {
  const stage = /^(throughput|busy|stopped|outOfTurn|queue)([1-5])$/.exec(measure)
  if (stage !== null) return explainStage(engine, lane, stage[1] ?? '', Number(stage[2]) - 1)
  return EXPLANATIONS[measure]?.(engine, lane) ?? null
}

const EXPLANATIONS: Readonly<Record<string, Rows>> = {
  offered: (engine, lane) =>
    items(
      engine,
      lane,
      'Newest first.',
      () => true,
      (item) => engine.input.at.get(item),
      (item) => `was offered by source ${engine.input.source.get(item) + 1}`,
    ),
  out: (engine, lane) =>
    ended(engine, lane, [FATE.out], (item) => `came out after ${sayMs(sinceOffer(engine, lane, item))}`),
  throughput: (engine, lane) => ({
    ...ended(engine, lane, [FATE.out], (item) => `came out after ${sayMs(sinceOffer(engine, lane, item))}`),
    text: `${plural(lane.ledger.counts.out, 'item')} in ${(engine.clock / SECOND).toFixed(1)} s. Newest first.`,
  }),
  shed: (engine, lane) => ended(engine, lane, [FATE.shed], () => 'was turned away: no credit was free'),
  dropped: (engine, lane) =>
    ended(engine, lane, [FATE.droppedNewest, FATE.droppedOldest], (item) => {
      const stage = lane.ledger.place.get(item) + 1
      return lane.ledger.fateOf(item) === FATE.droppedNewest
        ? `found queue ${stage} full and was dropped`
        : `was dropped from queue ${stage} to make room, the oldest there`
    }),
  held: (engine, lane) =>
    items(
      engine,
      lane,
      'Those that have been inside for longest first.',
      (item) => lane.ledger.fateOf(item) === FATE.inside,
      (item) => engine.input.at.get(item),
      (item) =>
        `is at stage ${lane.ledger.place.get(item) + 1}, ${sayMs(engine.clock - engine.input.at.get(item))} after it was offered`,
      (item) => -engine.input.at.get(item),
    ),
  waiting: (engine, lane) =>
    items(
      engine,
      lane,
      'Those that have waited for longest first.',
      (item) => lane.ledger.fateOf(item) === FATE.waiting,
      (item) => engine.input.at.get(item),
      (item) =>
        `has waited at source ${engine.input.source.get(item) + 1} for ${sayMs(engine.clock - engine.input.at.get(item))}`,
      (item) => -engine.input.at.get(item),
    ),
  p50: (engine, lane) => latencies(engine, lane, 0.5),
  p99: (engine, lane) => latencies(engine, lane, 0.99),
  p999: (engine, lane) => latencies(engine, lane, 0.999),
  max: (engine, lane) => latencies(engine, lane, 1),
  p99of1: (engine, lane) => latencies(engine, lane, 0.99, 0),
  p99of2: (engine, lane) => latencies(engine, lane, 0.99, 1),
  victims: (engine, lane) =>
    items(
      engine,
      lane,
      'Who stood behind whom, longest first.',
      (item) => lane.ledger.behindFor.get(item) > 0,
      (item) => lane.ledger.inAt[lane.ledger.place.get(item)]?.get(item) ?? 0,
      (item) => {
        const blocker = lane.ledger.behind.get(item)
        return `stood for ${sayMs(lane.ledger.behindFor.get(item))} behind item ${blocker} (key ${engine.input.key.get(blocker)})`
      },
      (item) => lane.ledger.behindFor.get(item),
    ),
  overtaken: (engine, lane) => overtaken(engine, lane, () => 0, 'source'),
  disorder: (engine, lane) => overtaken(engine, lane, (item) => engine.input.key.get(item) + 1, 'key'),
  recovery: explainRecovery,
}

const sinceOffer = ({ input }: CascadeEngine, { ledger }: Lane, item: number): SimTime =>
  ledger.leftAt.get(item) - input.at.get(item)

/** Items that fit, with their greatest weight first (without one: newest first). */
function items(
  engine: CascadeEngine,
  { ledger }: Lane,
  text: string,
  fits: (item: number) => boolean,
  timeOf: (item: number) => SimTime,
  tell: (item: number) => string,
  weight: (item: number) => number = timeOf,
): Explanation {
  return explainRows({
    text,
    rows: ledger.counts.offered,
    weigh: (item) => (fits(item) ? weight(item) : Number.NaN),
    tell: (item) => ({ time: timeOf(item), text: `${nameOf(engine, item)} ${tell(item)}` }),
  })
}

const nameOf = ({ input }: CascadeEngine, item: number): string => `item ${item} (key ${input.key.get(item)})`

const ended = (
  engine: CascadeEngine,
  lane: Lane,
  fates: readonly number[],
  tell: (item: number) => string,
): Explanation =>
  items(
    engine,
    lane,
    'Newest first.',
    (item) => fates.includes(lane.ledger.fateOf(item)),
    (item) => lane.ledger.leftAt.get(item),
    tell,
  )

/** Items that came out by their time from end to end, from this quantile downwards, and where each millisecond went. */
function latencies(engine: CascadeEngine, lane: Lane, q: number, source: 0 | 1 | null = null): Explanation {
  const samples = source === null ? lane.ledger.latencies : lane.ledger.latenciesOf[source]
  const out = samples.count
  if (out === 0) return inWords('Nothing has come out yet.')
  const limit = samples.quantile(q)
  const rank = Math.max(1, Math.ceil(q * out))
  const found = items(
    engine,
    lane,
    '',
    (item) =>
      lane.ledger.fateOf(item) === FATE.out &&
      (source === null || engine.input.source.get(item) === source) &&
      sinceOffer(engine, lane, item) <= limit,
    (item) => lane.ledger.leftAt.get(item),
    (item) => `took ${sayMs(sinceOffer(engine, lane, item))}: ${itinerary(engine, lane, item)}`,
    (item) => sinceOffer(engine, lane, item),
  )
  const text =
    q === 1
      ? `Of ${plural(out, 'item')} that came out, the slowest first, and where their time went.`
      : `Of ${plural(out, 'item')} that came out, sorted by time, it is number ${rank}. From there downwards.`
  return { ...found, text }
}

/** Items that came out after a later one of the same group. */
function overtaken(
  engine: CascadeEngine,
  lane: Lane,
  groupOf: (item: number) => number,
  noun: string,
): Explanation {
  const { ledger } = lane
  const { input } = engine
  const byExit: number[] = []
  for (let item = 0; item < ledger.counts.offered; item++)
    if (ledger.fateOf(item) === FATE.out) byExit.push(item)
  // Stable, so that items that came out at one moment keep their order; the last stage hands on one by one.
  byExit.sort((a, b) => ledger.leftAt.get(a) - ledger.leftAt.get(b))
  const latest = new Map<number, number>()
  const late = new Map<number, number>()
  for (const item of byExit) {
    const group = 2 * groupOf(item) + input.source.get(item)
    const before = latest.get(group) ?? -1
    if (item < before) late.set(item, before)
    else latest.set(group, item)
  }
  const found = items(
    engine,
    lane,
    'Newest first.',
    (item) => late.has(item),
    (item) => ledger.leftAt.get(item),
    (item) => `came out after item ${late.get(item) ?? -1}, a later one of its ${noun}`,
  )
  return found
}

function explainRecovery({ causes, clock }: CascadeEngine, { recovery, trail }: Lane): Explanation {
  if (causes.length === 0) return inWords('Nothing has gone wrong yet.')
  const last = at(causes, causes.length - 1)
  const events: Happening[] = []
  const tell = (time: SimTime, text: string): void => void events.push({ time, text, thing: null })
  tell(last.start, last.stage < 0 ? 'a burst began' : `stage ${last.stage + 1} began to go wrong`)
  for (const { stage, start, end } of trail.waves.filter((wave) => wave.start >= last.start).slice(-20)) {
    const who = stage < 0 ? 'the source' : `stage ${stage + 1}`
    tell(start, `${who} ${stage < 0 ? 'has to wait' : 'stands with items in hand'}`)
    if (!Number.isNaN(end)) tell(end, `${who} ${stage < 0 ? 'waits no longer' : 'is free again'}`)
  }
  if (!Number.isNaN(last.end)) tell(last.end, 'the cause is gone')
  if (recovery.recoveredAt !== null)
    tell(recovery.recoveredAt, 'no more is held than ever before the trouble, and nobody is stopped')
  const took = recovery.timeAt(clock)
  return {
    text:
      took === null
        ? 'The cause lasts. In the order of time.'
        : `${recovery.isOver ? 'It took' : 'So far'} ${(took / SECOND).toFixed(2)} s from the end of the cause. In the order of time.`,
    events: events.sort((a, b) => a.time - b.time),
    total: events.length,
  }
}

function explainStage(engine: CascadeEngine, lane: Lane, what: string, stage: number): Explanation {
  const { ledger, stages } = lane
  if (stage >= stages.length) return inWords(`There is no stage ${stage + 1}.`)
  const [came, started, done] = [ledger.inAt, ledger.startAt, ledger.doneAt].map((columns) =>
    at(columns, stage),
  )
  if (came === undefined || started === undefined || done === undefined) return inWords('There is nothing.')
  const left = (item: number): SimTime => {
    const next = ledger.inAt[stage + 1]?.get(item) ?? Number.NaN
    const end = Number.isNaN(next) ? ledger.leftAt.get(item) : next
    return Number.isNaN(end) ? engine.clock : end
  }
  const or = (time: number, other: number): number => (Number.isNaN(time) ? other : time)
  const text = stageSummaryWords(engine, lane, stage)
  switch (what) {
    case 'throughput':
    case 'busy':
      return {
        ...items(
          engine,
          lane,
          '',
          (item) => !Number.isNaN(started.get(item)),
          (item) => started.get(item),
          (item) =>
            `took ${sayMs(or(done.get(item), engine.clock) - started.get(item))} at stage ${stage + 1}${engine.input.isSlowAt(item, stage) ? ', a slow one' : ''}`,
          (item) => or(done.get(item), engine.clock) - started.get(item),
        ),
        text: `${text} The longest services first.`,
      }
    case 'queue':
      return {
        ...items(
          engine,
          lane,
          '',
          (item) => or(started.get(item), left(item)) > came.get(item),
          (item) => came.get(item),
          (item) =>
            `waited ${sayMs(or(started.get(item), left(item)) - came.get(item))} in queue ${stage + 1}`,
          (item) => or(started.get(item), left(item)) - came.get(item),
        ),
        text: `${text} The longest waits first.`,
      }
    default:
      return {
        ...items(
          engine,
          lane,
          '',
          (item) => left(item) > done.get(item),
          (item) => done.get(item),
          (item) =>
            `was held for ${sayMs(left(item) - done.get(item))} by a worker of stage ${stage + 1} that had finished it`,
          (item) => left(item) - done.get(item),
        ),
        text: `${text} What was held longest first, for want of room or of its turn.`,
      }
  }
}
