import type { Check } from '../kernel/engine.ts'
import type { PagedColumn } from '../kernel/paged-column.ts'
import { fromMs, SECOND, tickTime, toMs, type SimTime } from '../kernel/time.ts'
import { FATE } from './codes.ts'
import { LANES, type Lane } from './lane.ts'
import type { PipelineEngine } from './pipeline-engine.ts'
import { isKeyFrame } from './sizes.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: PipelineEngine): Check[] {
  const perLane = engine.lanes.flatMap((lane) => [
    checkConservation(lane),
    ...checkLittle(engine, lane),
    checkOrder(lane),
    checkStages(lane),
    checkChain(engine, lane),
    checkRefreshes(engine, lane),
    checkLoop(engine, lane),
    checkSwapRate(engine, lane),
    checkSwapWait(engine, lane),
  ])
  return [checkSource(engine), ...perLane].filter((check) => check !== null)
}

/** Nothing is sent to lanes that draw of their own. */
function checkSource({ source, lanes, settings }: PipelineEngine): Check | null {
  if (settings.mode === 'swap') return null
  return {
    id: 'source',
    label: 'sent = received + lost + in the network',
    predicted: source.sent,
    measured: (lanes[0]?.ledger.counts.received ?? 0) + source.lost.length + source.inNetwork,
    tolerance: 0,
    unit: 'frames',
    source: 'each frame sent is in one of three places',
  }
}

function checkConservation({ id, ledger }: Lane): Check {
  const { received, shown, skipped, undecodable, held } = ledger.counts
  const { droppedNetwork, droppedDecoded, droppedRender } = ledger.counts
  return {
    id: `conservation.${id}`,
    label: `${LANES[id].name}: received = shown + skipped + dropped by each ring + undecodable + held`,
    predicted: received,
    measured: shown + skipped + droppedNetwork + droppedDecoded + droppedRender + undecodable + held,
    tolerance: 0,
    unit: 'frames',
    source: 'each frame has exactly one end; what is held is counted in and out, not read off the rings',
  }
}

const RING_WORDS = { network: 'network ring', decoded: 'decode ring', render: 'drawn pictures' } as const

/** Little's law in each ring: the mean number in it is the arrival rate times the mean time spent there. */
function checkLittle({ clock }: PipelineEngine, { id, ledger, rings, chain }: Lane): Check[] {
  if (clock === 0) return []
  const { queuedAt, decodeAt, decodedAt, drawAt, drawnAt } = ledger
  const places = [
    { ring: 'network', store: rings.network, from: queuedAt, to: decodeAt },
    { ring: 'decoded', store: rings.decoded, from: decodedAt, to: drawAt },
    { ring: 'render', store: chain === null || chain.slots === 1 ? null : chain, from: drawnAt, to: null },
  ] as const
  return places.flatMap(({ ring, store, from, to }): Check[] =>
    store === null
      ? []
      : [
          {
            id: `little.${ring}.${id}`,
            label: `${LANES[id].name}: frames in the ${RING_WORDS[ring]}, on average`,
            predicted: timeSpent(ledger.length, from, to, ledger.endAt, clock) / clock,
            measured: store.heldIntegral(clock) / clock,
            tolerance: 1e-6,
            unit: 'frames',
            source: "Little's law, L = λW: times in the ring summed frame by frame, against fill over time",
          },
        ],
  )
}

/** The sum of the times between two columns; who has not left for the next stage left at its end, or is there still. */
function timeSpent(
  frames: number,
  from: PagedColumn,
  to: PagedColumn | null,
  end: PagedColumn,
  clock: SimTime,
): number {
  let sum = 0
  for (let frame = 0; frame < frames; frame++) {
    const since = from.get(frame)
    if (Number.isNaN(since)) continue
    const left = to?.get(frame) ?? Number.NaN
    const ended = end.get(frame)
    sum += (Number.isNaN(left) ? (Number.isNaN(ended) ? clock : ended) : left) - since
  }
  return sum
}

function checkOrder({ id, ledger }: Lane): Check {
  return {
    id: `order.${id}`,
    label: `${LANES[id].name}: frames shown after a newer one`,
    predicted: 0,
    measured: ledger.counts.outOfOrder,
    tolerance: 0,
    unit: 'frames',
    source: 'rings are first in, first out, and whoever skips never goes back',
  }
}

/** What the stages took adds up to what the whole way took. */
function checkStages({ id, ledger }: Lane): Check | null {
  const { shown } = ledger.counts
  if (shown === 0) return null
  const { network, decoder, decoded, renderer, render } = ledger.sojourns
  return {
    id: `stages.${id}`,
    label: `${LANES[id].name}: arrival to screen, on average`,
    predicted: toMs((network + decoder + decoded + renderer + render) / shown),
    measured: toMs(ledger.ages.mean()),
    tolerance: 1e-6,
    unit: 'ms',
    source: 'the five stages in series: their times add up',
  }
}

/** Each frame's verdict once more, from its neighbour's: decoded is who is a key frame or follows a decoded one. */
function checkChain({ settings: { gop } }: PipelineEngine, { id, ledger, decoder }: Lane): Check | null {
  if (decoder === null) return null
  let wrong = 0
  const isDecoded = (frame: number): boolean => frame >= 0 && !Number.isNaN(ledger.decodeAt.get(frame))
  for (let frame = 0; frame < ledger.length; frame++) {
    const could = isKeyFrame(frame, gop) || isDecoded(frame - 1)
    if (isDecoded(frame) && !could) wrong += 1
    if (ledger.fateOf(frame) === FATE.undecodable && could) wrong += 1
  }
  return {
    id: `chain.${id}`,
    label: `${LANES[id].name}: frames decoded without the one before, or refused with it`,
    predicted: 0,
    measured: wrong,
    tolerance: 0,
    unit: 'frames',
    source: 'a key frame stands alone; each other frame needs the one before it',
  }
}

/** Run with one set of settings from the start, and nothing done by hand: predictions from the settings hold. */
const isPlainRun = ({ isTouched }: PipelineEngine): boolean => !isTouched

/** With vsync, and a buffer to swap with, pictures change between refreshes only. */
function checkRefreshes(engine: PipelineEngine, { id, screen, chain }: Lane): Check | null {
  if (!isPlainRun(engine) || !engine.settings.vsync || chain === null || chain.slots === 1) return null
  let between = 0
  for (let row = 0; row < screen.shownAt.length; row++) {
    const time = screen.shownAt.get(row)
    if (tickTime(Math.round((time * engine.vsync.hz) / SECOND), engine.vsync.hz) !== time) between += 1
  }
  return {
    id: `refreshes.${id}`,
    label: `${LANES[id].name}: pictures swapped in the middle of a refresh`,
    predicted: 0,
    measured: between + screen.torn.length,
    tolerance: 0,
    unit: 'pictures',
    source: 'every swap falls on a multiple of the refresh interval',
  }
}

const PAUSE_MS = { sixtieth: 1_000 / 60, sixteen: 16 } as const

/** The sketch's loop, when it is the slowest part and nothing is missing: drawing and sleep are its whole turn. */
function checkLoop(engine: PipelineEngine, { id, ledger, screen }: Lane): Check | null {
  const { fps, decode, keyCost, gop, render, renderUneven, pause, spread } = engine.settings
  const { loss, loseKey, stall, decodeUneven } = engine.settings
  if (id !== 'whiteboard' || !isPlainRun(engine) || renderUneven > 0) return null
  if (loss > 0 || loseKey > 0 || stall > 0) return null
  const turn = pause === 'rest' ? Math.max(render, 1_000 / 60) : render + PAUSE_MS[pause]
  const decoding = decode * (1 + (keyCost - 1) / gop)
  // Decoder and stream must both be faster than the loop, and by enough that it never waits for long.
  if (turn <= 1_000 / fps || decoding > 0.6 * turn || screen.shownAt.length < 30) return null
  const waited = 10 * spread + decode * keyCost * (1 + 10 * decodeUneven)
  const elapsed = toMs(screen.since - screen.shownAt.get(0))
  return {
    id: 'loop',
    label: `${LANES[id].name}: new pictures a second`,
    predicted: 1_000 / turn,
    measured: (1_000 * (ledger.counts.shown - 1)) / elapsed,
    tolerance: (1_000 / turn) * ((waited + 0.001 * ledger.counts.shown) / elapsed),
    unit: '/s',
    source: 'one turn of the loop is drawing and sleep; it never takes the drawing off the sleep',
  }
}

/** Whether a time is so near to a multiple of a refresh that rounding decides. */
const isOnTheEdge = (refreshes: number): boolean => Math.abs(refreshes - Math.round(refreshes)) < 0.001

/** The rates of one, two and three swap buffers. */
function checkSwapRate(engine: PipelineEngine, { id, screen }: Lane): Check | null {
  const { mode, render, renderUneven, vsync, hz, renderFull } = engine.settings
  if (mode !== 'swap' || !isPlainRun(engine) || renderUneven > 0 || !vsync) return null
  const refreshes = (render * hz) / 1_000
  if (isOnTheEdge(refreshes) || screen.shownAt.length < 10) return null
  if (id === 'three' && renderFull === 'drop-newest') return null
  const drawn = SECOND / fromMs(render)
  const rates = {
    one: { rate: drawn, law: 'it draws without a pause' },
    two: { rate: hz / Math.ceil(refreshes), law: 'a picture takes a whole number of refreshes' },
    three: { rate: Math.min(hz, drawn), law: 'it draws without a pause, and the screen shows one a refresh' },
  }
  const own = id === 'one' || id === 'two' || id === 'three' ? rates[id] : null
  if (own === null) return null
  const seconds = (screen.since - screen.shownAt.get(0)) / SECOND
  return {
    id: `rate.${id}`,
    label: `${LANES[id].name}: new pictures a second`,
    predicted: own.rate,
    measured: screen.perSecond(),
    tolerance: 1.01 / seconds, // the last one may come a refresh later
    unit: '/s',
    source: own.law,
  }
}

/** With two buffers the renderer stands still from the end of a picture until the swap. */
function checkSwapWait(engine: PipelineEngine, { id, waits, ledger }: Lane): Check | null {
  const { mode, render, renderUneven, vsync, hz } = engine.settings
  if (id !== 'two' || mode !== 'swap' || !isPlainRun(engine) || renderUneven > 0 || !vsync) return null
  const refreshes = (render * hz) / 1_000
  if (isOnTheEdge(refreshes) || ledger.counts.shown < 10) return null
  const share = 1 - refreshes / Math.ceil(refreshes)
  return {
    id: 'wait.two',
    label: 'Two buffers: share of the time that the renderer stands still',
    predicted: 100 * share,
    measured: (100 * waits.renderer.upTo(engine.clock)) / engine.clock,
    tolerance: (100 * 3 * Math.ceil(refreshes) * (SECOND / hz)) / engine.clock,
    unit: '%',
    source: 'what is left of the refresh in which the picture is finished',
  }
}
