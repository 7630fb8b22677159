import { at } from '../../shared/assert.ts'
import type { Check } from '../kernel/engine.ts'
import { fromMs, SECOND } from '../kernel/time.ts'
import type { ByteCounts } from './call-lane.ts'
import { FATE } from './codes.ts'
import type { FilmEngine } from './film-engine.ts'
import type { FilmLane } from './film-lane.ts'
import { LANES, type LaneId } from './measures.ts'
import { bbaRate, createBba } from './players/bba.ts'
import { bolaSwitches, createBola } from './players/bola.ts'
import { nearestLevel } from './players/index.ts'
import { leastBehind, linkWork, picturesInTime } from './predictions.ts'
import { CALL_FPS, LADDER } from './settings.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: FilmEngine): Check[] {
  const found = [
    checkBytes('call', engine.call.bytes),
    checkPictures(engine),
    checkTurns(engine),
    ...engine.films.flatMap((lane) => [
      checkBytes(lane.id, lane.bytes(engine.clock)),
      checkContent(engine, lane),
      checkClock(engine, lane),
      checkLink(engine, lane),
      checkBound(engine, lane),
      checkChoices(engine, lane),
      checkDeficit(engine, lane),
      checkMean(engine, lane),
      checkSustainable(engine, lane),
    ]),
  ]
  return found.filter((check) => check !== null)
}

const nameOf = (lane: LaneId): string => LANES[lane].name

function checkBytes(lane: LaneId, bytes: ByteCounts): Check {
  const { offered, delivered, onTheWire, queued, dropped } = bytes
  return {
    id: `bytes.${lane}`,
    label: `${nameOf(lane)}: bytes offered = delivered + on the wire + queued + dropped`,
    predicted: offered,
    measured: delivered + onTheWire + queued + dropped,
    tolerance: 0,
    unit: 'B',
    source: 'conservation: a byte is somewhere, and in one place only',
  }
}

function checkPictures({ call, clock }: FilmEngine): Check {
  const { captured } = call.pictures
  const ends = { [FATE.underway]: 0, [FATE.shown]: 0, [FATE.late]: 0, [FATE.lost]: 0 }
  for (let picture = 0; picture < captured; picture++) ends[call.fateOf(picture)] += 1
  return {
    id: 'pictures.call',
    label: 'Call: pictures captured = shown + late + lost + under way',
    predicted: clock === 0 && captured === 0 ? 0 : Math.floor(((clock + 0.5) * CALL_FPS) / SECOND) + 1,
    measured: ends[FATE.underway] + ends[FATE.shown] + ends[FATE.late] + ends[FATE.lost],
    tolerance: 0,
    unit: 'pictures',
    source: `the clock: ${CALL_FPS} pictures a second, the first at 0, and each has one end`,
  }
}

/** More pictures than this are not gone through again at every look. */
const MOST_PICTURES = 20_000

function checkTurns({ call, trace, config }: FilmEngine): Check | null {
  const { shown, late, lost } = call.pictures
  const decided = shown + late + lost
  if (decided > MOST_PICTURES) return null
  const sizes = Array.from({ length: decided }, (_, picture) => call.size.get(picture))
  return {
    id: 'turns.call',
    label: 'Call: pictures that were there by their turn',
    predicted: picturesInTime(trace, sizes, config.settings),
    measured: shown,
    tolerance: 0,
    unit: 'pictures',
    source:
      "Lindley's recursion over the capacity: each packet is through once the link has carried all before it",
  }
}

function checkContent({ clock }: FilmEngine, lane: FilmLane): Check {
  let arrived = 0
  for (let i = 0; i < lane.segmentsAsked; i++) if (lane.arrivedAt.get(i) <= clock) arrived += 1
  return {
    id: `content.${lane.id}`,
    label: `${nameOf(lane.id)}: seconds fetched = shown + in the buffer`,
    predicted: (arrived * lane.length) / SECOND,
    measured: (shownByColumns(lane, clock) + lane.buffered(clock)) / SECOND,
    tolerance: 1e-9,
    unit: 's',
    source: 'conservation: a film leaves nothing out and shows nothing that has not come',
  }
}

function checkClock({ clock }: FilmEngine, lane: FilmLane): Check {
  return {
    id: `clock.${lane.id}`,
    label: `${nameOf(lane.id)}: time = start-up + frozen + shown`,
    predicted: clock / SECOND,
    measured: ((lane.startedAt ?? clock) + lane.stalls.total(clock) + shownByColumns(lane, clock)) / SECOND,
    tolerance: 1e-9,
    unit: 's',
    source: 'a player waits, or shows a second of film a second',
  }
}

/** How much was shown, from the moments at which segments began. */
function shownByColumns(lane: FilmLane, clock: number): number {
  let sum = 0
  for (let i = 0; i < lane.segmentsBegun; i++) sum += Math.min(lane.length, clock - lane.shownAt.get(i))
  return sum
}

/** The link was used to the full while a segment was being sent. */
function checkLink({ trace }: FilmEngine, lane: FilmLane): Check {
  let bytes = 0
  const spans: [number, number][] = []
  for (let i = 0; i < lane.segmentsAsked && !Number.isNaN(lane.sentBy.get(i)); i++) {
    spans.push([lane.sentFrom.get(i), lane.sentBy.get(i)])
    bytes += lane.bytesOf(i)
  }
  let fastest = 0
  for (let row = 0; row < trace.kbps.length; row++) fastest = Math.max(fastest, trace.kbps.get(row))
  return {
    id: `link.${lane.id}`,
    label: `${nameOf(lane.id)}: what came through the link while it was fetching`,
    predicted: linkWork(trace, spans) / 8e6,
    measured: bytes / 1_000,
    tolerance: (spans.length * fastest) / 8e6 + 1e-6,
    unit: 'kB',
    source: 'the capacity, integrated over the times of fetching; a microsecond a segment may be lost',
  }
}

/** Nobody shows what the link has not carried. */
function checkBound({ trace, clock }: FilmEngine, lane: FilmLane): Check {
  let lowest = LADDER.length - 1
  for (let i = 0; i < lane.segmentsAsked; i++) lowest = Math.min(lowest, lane.level.get(i))
  const bound = leastBehind(trace, at(LADDER, lowest), clock) / SECOND
  const behind = (clock - lane.played(clock)) / SECOND
  return {
    id: `bound.${lane.id}`,
    label: `${nameOf(lane.id)}: less behind than any player can be`,
    predicted: 0,
    measured: Math.max(0, bound - behind),
    tolerance: 1e-6,
    unit: 's',
    source: `a fluid bound: at ${at(LADDER, lowest)} kbit/s this link leaves nobody less than ${bound.toFixed(2)} s behind; it is ${behind.toFixed(2)} s`,
  }
}

/** Each choice again, by the points at which the rule switches instead of the rule. */
function checkChoices({ isTouched, config }: FilmEngine, lane: FilmLane): Check | null {
  if (isTouched || lane.id === 'rate') return null
  const { buffer, fixed } = config.settings
  const bba = createBba(buffer, LADDER)
  const switches = bolaSwitches(createBola(buffer, LADDER))
  const fits = (level: number, held: number): boolean => {
    if (lane.id === 'fixed') return level === nearestLevel(fixed)
    if (lane.id === 'bola') {
      const isClose = switches.some((point) => Math.abs(point - held) < 1e-6)
      return isClose || level <= switches.filter((point) => point <= held).length
    }
    const rate = bbaRate(bba, held)
    return rate >= (LADDER[level - 1] ?? 0) && rate <= (LADDER[level + 1] ?? Infinity)
  }
  let odd = 0
  for (let i = 0; i < lane.segmentsAsked; i++)
    if (!fits(lane.level.get(i), lane.held.get(i) / SECOND)) odd += 1
  return {
    id: `choices.${lane.id}`,
    label: `${nameOf(lane.id)}: bitrates that do not fit what was held`,
    predicted: 0,
    measured: odd,
    tolerance: 0,
    unit: 'segments',
    source: {
      fixed: 'it never changes',
      bola: `it may switch up from ${switches.map((point) => point.toFixed(2)).join(', ')} s in hand`,
      bba: 'each is within a step of the line from the lowest to the highest bitrate',
    }[lane.id],
  }
}

/** One set of settings from the start, and a link that does not vary: predictions from the settings hold. */
const isPlainRun = ({ isTouched, config }: FilmEngine): boolean =>
  !isTouched && config.settings.shape === 'steady'

/** One bitrate on a steady link: what the link lacks is missing for ever. */
function checkDeficit(engine: FilmEngine, lane: FilmLane): Check | null {
  if (lane.id !== 'fixed' || !isPlainRun(engine)) return null
  const { capacity, base, start, fixed } = engine.config.settings
  const { clock } = engine
  const bitrate = at(LADDER, nearestLevel(fixed))
  // Seconds of film fetched in a second: a round trip and the sending, again and again.
  const pace = lane.length / (2 * fromMs(base) + (lane.length * bitrate) / capacity)
  const seconds = clock / SECOND
  return {
    id: 'deficit.fixed',
    label: `${nameOf(lane.id)}: behind`,
    predicted: seconds * Math.max(0, 1 - pace),
    measured: (clock - lane.played(clock)) / SECOND,
    tolerance: start + (3 * lane.length) / SECOND + base / 500,
    unit: 's',
    source:
      'a rate deficit: 1 − (film fetched a second), and no buffer cures it; within what is in hand to start and three segments',
  }
}

/** In the long run a player that follows nothing but its buffer shows what the link carries. */
function checkMean(engine: FilmEngine, lane: FilmLane): Check | null {
  if (lane.id !== 'bba' || !isPlainRun(engine)) return null
  const { capacity, base, start, buffer, segment } = engine.config.settings
  const seconds = engine.clock / SECOND
  if (buffer < 20 || segment > 4 || start > 6 || seconds < 4 * buffer || lane.segmentsArrived === 0)
    return null
  let sum = 0
  for (let i = 0; i < lane.segmentsArrived; i++) sum += lane.bitrateOf(i)
  const [lowest, highest] = [at(LADDER, 0), at(LADDER, LADDER.length - 1)]
  const carried = Math.min(highest, capacity * (1 - base / 500 / segment))
  const behind = seconds - lane.played(engine.clock) / SECOND
  return {
    id: `mean.${lane.id}`,
    label: `${nameOf(lane.id)}: mean bitrate of what was fetched`,
    predicted: Math.max(lowest, carried),
    measured: sum / lane.segmentsArrived,
    tolerance: carried <= lowest ? 0 : (carried * (buffer + 3 * segment + behind)) / seconds,
    unit: 'kbit/s',
    source:
      'what the link carries besides the round trips, or the top of the ladder; within what the buffer holds',
  }
}

/** On a steady link: the highest step that leaves the player its margin. */
function checkSustainable(engine: FilmEngine, lane: FilmLane): Check | null {
  if (!isPlainRun(engine)) return null
  if (lane.id === 'rate' && lane.segmentsArrived > 1) return settles(engine, lane, 0.7)
  return lane.id === 'bola' && engine.clock > 4 * engine.config.settings.buffer * SECOND
    ? settles(engine, lane, 0.9)
    : null
}

/** Where a player settles that relies on this share of the capacity; null where it is not so simple. */
function settles({ config }: FilmEngine, lane: FilmLane, share: number): Check | null {
  const { capacity, buffer, base, segment } = config.settings
  const step = Math.max(
    0,
    LADDER.findLastIndex((bitrate) => bitrate <= share * capacity),
  )
  if (lane.id === 'bola' && step > 0) {
    // It must be able to hold what BOLA wants for this step, and round trips must leave enough of the link.
    const wants = at(bolaSwitches(createBola(buffer, LADDER)), step - 1)
    if (wants > buffer || at(LADDER, step) > capacity * (1 - base / 500 / segment)) return null
  }
  return {
    id: `step.${lane.id}`,
    label: `${nameOf(lane.id)}: the bitrate it settles at`,
    predicted: at(LADDER, step),
    measured: lane.bitrateOf(lane.segmentsAsked - 1),
    tolerance: 0,
    unit: 'kbit/s',
    source: `the highest step of the ladder within ${100 * share} % of the capacity`,
  }
}
