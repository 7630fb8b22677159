import { at } from '../../shared/assert.ts'
import type { Explanation, Happening } from '../kernel/engine.ts'
import { explainRows, inWords, MOST } from '../kernel/explain.ts'
import { foremost } from '../kernel/foremost.ts'
import type { PagedColumn } from '../kernel/paged-column.ts'
import { sayMs, type SimTime } from '../kernel/time.ts'
import { FATE, type Fate, type Waiter } from './codes.ts'
import type { Lane } from './lane.ts'
import type { PipelineEngine } from './pipeline-engine.ts'
import { isKeyFrame, sizesOf } from './sizes.ts'

/** How a measure is explained; by the names of the lab's measures. */
type Explainer = (engine: PipelineEngine, lane: Lane) => Explanation

const EXPLAINERS: Readonly<Record<string, Explainer>> = {
  received: explainReceived,
  shown: (engine, lane) => explainEnds(engine, lane, FATE.shown, 'was shown'),
  skipped: (engine, lane) => explainEnds(engine, lane, FATE.skipped, 'was skipped'),
  droppedNetwork: (engine, lane) =>
    explainEnds(engine, lane, FATE.droppedNetwork, 'was dropped by a full network ring'),
  droppedDecoded: (engine, lane) =>
    explainEnds(engine, lane, FATE.droppedDecoded, 'was dropped by a full decode ring'),
  droppedRender: (engine, lane) => explainEnds(engine, lane, FATE.droppedRender, 'was drawn, and given up'),
  undecodable: explainUndecodable,
  held: explainHeld,
  fps: explainFps,
  drift: explainDrift,
  gap: explainGaps,
  freezes: explainFreezes,
  torn: explainTorn,
  networkBlocked: (engine, lane) => explainWaits(engine, lane, ['network']),
  blocked: (engine, lane) => explainWaits(engine, lane, ['decoder', 'renderer']),
  inNetwork: (_, lane) => explainStage(lane, 'network ring', lane.ledger.arrivedAt, lane.ledger.decodeAt),
  inDecoder: (_, lane) => explainStage(lane, 'decoder', lane.ledger.decodeAt, lane.ledger.decodedAt),
  inDecoded: (_, lane) => explainStage(lane, 'decode ring', lane.ledger.decodedAt, lane.ledger.drawAt),
  inRenderer: (_, lane) => explainStage(lane, 'renderer', lane.ledger.drawAt, lane.ledger.drawnAt),
  inRender: (_, lane) => explainStage(lane, 'render ring', lane.ledger.drawnAt, lane.ledger.endAt),
  age: (_, lane) => explainAges(lane, 1),
  ageP99: (_, lane) => explainAges(lane, 0.99),
  memNetwork: explainNetworkMemory,
  memDecoded: (engine, lane) =>
    explainSlots(lane.rings.decoded?.slots ?? null, sizesOf(engine.settings).decoded),
  memRender: (engine, lane) =>
    explainSlots(lane.rings.render?.slots ?? lane.chain?.slots ?? null, sizesOf(engine.settings).drawn),
}

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: PipelineEngine, lane: Lane, measure: string): Explanation | null {
  return Object.hasOwn(EXPLAINERS, measure) ? (EXPLAINERS[measure]?.(engine, lane) ?? null) : null
}

/** "key frame 60": what it is called. */
const nameOf = ({ settings }: PipelineEngine, { decoder }: Lane, frame: number): string => {
  if (decoder === null) return `picture ${frame}`
  return isKeyFrame(frame, settings.gop) ? `key frame ${frame}` : `frame ${frame}`
}

/** The frames for which `weigh` gives a number, greatest first, told one by one. */
function tellFrames(
  { ledger }: Lane,
  text: string,
  weigh: (frame: number) => number,
  tell: (frame: number) => Omit<Happening, 'thing'>,
): Explanation {
  return explainRows({ text, rows: ledger.length, weigh, tell })
}

function explainReceived(engine: PipelineEngine, lane: Lane): Explanation {
  const { arrivedAt } = lane.ledger
  const verb = lane.decoder === null ? 'was begun' : 'arrived'
  return tellFrames(
    lane,
    'Newest first.',
    (frame) => arrivedAt.get(frame),
    (frame) => ({ time: arrivedAt.get(frame), text: `${nameOf(engine, lane, frame)} ${verb}` }),
  )
}

function explainEnds(engine: PipelineEngine, lane: Lane, fate: Fate, verb: string): Explanation {
  const { ledger } = lane
  return tellFrames(
    lane,
    'Newest first.',
    (frame) => (ledger.fateOf(frame) === fate ? ledger.endAt.get(frame) : Number.NaN),
    (frame) => ({
      time: ledger.endAt.get(frame),
      text: `${nameOf(engine, lane, frame)} ${verb}, ${sayMs(ledger.endAt.get(frame) - ledger.arrivedAt.get(frame))} after it came`,
    }),
  )
}

/** Undecodable frames, each with the one whose absence it suffers from: the first that is missing before it. */
function explainUndecodable(engine: PipelineEngine, lane: Lane): Explanation {
  const { ledger } = lane
  const missing = (frame: number): number => {
    let first = frame
    while (first > 0 && ledger.fateOf(first) === FATE.undecodable) first -= 1
    return first
  }
  return tellFrames(
    lane,
    'Newest first. Each frame but a key frame needs the one before it.',
    (frame) => (ledger.fateOf(frame) === FATE.undecodable ? ledger.endAt.get(frame) : Number.NaN),
    (frame) => ({
      time: ledger.endAt.get(frame),
      text: `${nameOf(engine, lane, frame)} could not be decoded: ${nameOf(engine, lane, missing(frame))} is missing`,
    }),
  )
}

function explainHeld(engine: PipelineEngine, lane: Lane): Explanation {
  const { ledger } = lane
  return tellFrames(
    lane,
    'Those that came last first.',
    (frame) => (ledger.fateOf(frame) === FATE.held ? ledger.arrivedAt.get(frame) : Number.NaN),
    (frame) => ({
      time: ledger.arrivedAt.get(frame),
      text: `${nameOf(engine, lane, frame)} came ${sayMs(engine.clock - ledger.arrivedAt.get(frame))} ago and is ${placeOf(lane, frame)}`,
    }),
  )
}

function placeOf({ ledger, decoder }: Lane, frame: number): string {
  const isSet = (column: PagedColumn): boolean => !Number.isNaN(column.get(frame))
  if (isSet(ledger.drawnAt)) return 'drawn, waiting for its refresh'
  if (isSet(ledger.drawAt)) return 'being drawn'
  if (isSet(ledger.decodedAt)) return 'in the decode ring'
  if (decoder?.inHand === frame) return "in the decoder's hand, waiting for room"
  if (isSet(ledger.decodeAt)) return 'in the decoder'
  return isSet(ledger.queuedAt) ? 'in the network ring' : 'outside, waiting for room'
}

/** Intervals between new pictures, longest first. */
function longestIntervals({ screen }: Lane): Happening[] {
  const { shownAt, shownFrame } = screen
  const rows = foremost(shownAt.length, MOST, (row) =>
    row === 0 ? Number.NaN : shownAt.get(row) - shownAt.get(row - 1),
  )
  return rows.map((row) => ({
    time: shownAt.get(row - 1),
    text: `${shownFrame.get(row - 1)} stood for ${sayMs(shownAt.get(row) - shownAt.get(row - 1))}`,
    thing: null,
  }))
}

function explainFps(_: PipelineEngine, lane: Lane): Explanation {
  const { shownAt } = lane.screen
  if (shownAt.length < 2) return inWords('It needs two pictures.')
  const seconds = (lane.screen.since - shownAt.get(0)) / 1e6
  return {
    text: `${shownAt.length - 1} new pictures in the ${seconds.toFixed(3)} s between the first and the newest. The longest waits for one first.`,
    events: longestIntervals(lane),
    total: shownAt.length - 1,
  }
}

function explainDrift({ clock }: PipelineEngine, lane: Lane): Explanation {
  const { drift } = lane
  if (drift === null) return inWords('It goes by the clock of the screen, so nothing can drift.')
  const { late, active } = drift
  if (active === 0) return inWords('Its loop has not turned yet.')
  return inWords(
    `By ${(clock / 1e6).toFixed(1)} s its turns took ${sayMs(active)} in all, ${sayMs(late)} more than a refresh each.`,
  )
}

function explainGaps({ clock }: PipelineEngine, lane: Lane): Explanation {
  const events = longestIntervals(lane)
  const { frame, since } = lane.screen
  if (frame < 0) return inWords('Nothing was shown yet.')
  const now = `Picture ${frame} has been there for ${sayMs(clock - since)}.`
  return { text: `${now} Those that stood longest first.`, events, total: lane.screen.shownAt.length - 1 }
}

function explainFreezes(_: PipelineEngine, { screen }: Lane): Explanation {
  const { freezeStart, freezeEnd } = screen
  const lengthOf = (row: number): SimTime => freezeEnd.get(row) - freezeStart.get(row)
  return explainRows({
    text: 'Longest first.',
    rows: freezeStart.length,
    weigh: lengthOf,
    tell: (row) => ({ time: freezeStart.get(row), text: `the picture stood for ${sayMs(lengthOf(row))}` }),
  })
}

function explainTorn({ vsync }: PipelineEngine, { screen }: Lane): Explanation {
  return explainRows({
    text: 'Newest first.',
    rows: screen.torn.length,
    weigh: (row) => row,
    tell: (row) => ({
      time: vsync.timeOf(screen.torn.get(row)),
      text: `refresh ${screen.torn.get(row)} showed parts of two pictures`,
    }),
  })
}

const WHO = { network: 'the network', decoder: 'the decoder', renderer: 'the renderer' } as const

function explainWaits({ clock }: PipelineEngine, { waits }: Lane, who: readonly Waiter[]): Explanation {
  const all = who.flatMap((waiter) =>
    Array.from({ length: waits[waiter].countAt(clock) }, (_, i) => ({
      waiter,
      wait: waits[waiter].get(i, clock),
    })),
  )
  const lengthOf = (row: number): SimTime => {
    const [start, end] = at(all, row).wait
    return end - start
  }
  return explainRows({
    text: 'Each wait for room in the ring behind, longest first.',
    none: 'Nobody had to wait for room.',
    rows: all.length,
    weigh: lengthOf,
    tell: (row) => {
      const { waiter, wait } = at(all, row)
      return { time: wait[0], text: `${WHO[waiter]} waited ${sayMs(lengthOf(row))}` }
    },
  })
}

/** Shown frames by the time between two columns, longest first. */
function explainStage(lane: Lane, stage: string, from: PagedColumn, to: PagedColumn): Explanation {
  const { ledger } = lane
  const timeIn = (frame: number): SimTime => to.get(frame) - from.get(frame)
  return tellFrames(
    lane,
    `Of the frames shown, those that were longest in the ${stage} first.`,
    (frame) => (ledger.fateOf(frame) === FATE.shown ? timeIn(frame) : Number.NaN),
    (frame) => ({ time: to.get(frame), text: `${frame} spent ${sayMs(timeIn(frame))} in the ${stage}` }),
  )
}

/** Shown frames by the time from arrival to screen, from this quantile downwards. */
function explainAges(lane: Lane, q: number): Explanation {
  const { ledger } = lane
  const limit = ledger.ages.quantile(q)
  const ageOf = (frame: number): SimTime => ledger.endAt.get(frame) - ledger.arrivedAt.get(frame)
  return tellFrames(
    lane,
    q === 1
      ? 'Those that took longest from arrival to screen first.'
      : 'Frames shown, sorted by how long they took; from there downwards.',
    (frame) => (ledger.fateOf(frame) === FATE.shown && !(ageOf(frame) > limit) ? ageOf(frame) : Number.NaN),
    (frame) => ({ time: ledger.endAt.get(frame), text: `${frame} took ${sayMs(ageOf(frame))}` }),
  )
}

function explainNetworkMemory({ settings }: PipelineEngine, { rings }: Lane): Explanation {
  if (rings.network === null) return inWords('There is no network here.')
  const { key, other } = sizesOf(settings)
  const size = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`
  return inWords(
    `${rings.network.size} of ${rings.network.slots} slots are in use. A key frame has ${size(key)}, another frame ${size(other)}.`,
  )
}

function explainSlots(slots: number | null, bytes: number): Explanation {
  if (slots === null) return inWords('There is no such ring here.')
  const each = (bytes / 1e6).toFixed(2)
  return inWords(`All ${slots} slots are there from the start, full or not, with ${each} MB each.`)
}
