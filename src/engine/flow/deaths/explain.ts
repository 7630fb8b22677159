import { grouped } from '../../../shared/words.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainRows, inWords, MOST } from '../../kernel/explain.ts'
import { SECOND } from '../../kernel/time.ts'
import { INCIDENT, type Incident } from './codes.ts'
import type { DeathsEngine } from './deaths-engine.ts'
import { tellIncident } from './landmarks.ts'

type AnyLane = DeathsEngine['lanes'][number]

const seconds = (value: number): string => `${value.toLocaleString('en', { maximumFractionDigits: 1 })} s`

const CRASHES: readonly Incident[] = [INCIDENT.crash, INCIDENT.restart]
const ALL_LOSSES: readonly Incident[] = [
  INCIDENT.crash,
  INCIDENT.overwrite,
  INCIDENT.deletion,
  INCIDENT.reset,
]
const LAG: readonly Incident[] = [...ALL_LOSSES, INCIDENT.caughtUp]

/** The events behind a store's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: DeathsEngine, lane: AnyLane, measure: string): Explanation | null {
  const { settings } = engine
  const { lost } = lane.counts
  switch (measure) {
    case 'produced':
      return explainArrivals(engine)
    case 'consumed':
      return happenings(
        lane,
        `The consumer can take ${grouped(engine.rates.consume)} messages a second now, of what is there to be read.`,
        LAG,
      )
    case 'held':
      return happenings(
        lane,
        `Messages ${grouped(lane.store.position)} up to ${grouped(lane.store.end)} are in the store and unread. Below, what changed that at once.`,
        LAG,
      )
    case 'lag':
    case 'longest':
      return happenings(
        lane,
        'The time since the message arrived that is read next. Arrivals are spread evenly over each stretch of one rate.',
        LAG,
      )
    case 'lost':
    case 'share':
    case 'first':
      return happenings(lane, 'Everything by which messages were lost, newest first.', ALL_LOSSES)
    case 'deaths':
      return happenings(lane, 'Each time, newest first.', ALL_LOSSES)
    case 'crashed':
      return happenings(lane, `${grouped(lost.crashed)} messages were in memory when it was full.`, CRASHES)
    case 'refused':
      return happenings(lane, `${grouped(lost.refused)} messages arrived while nobody was there.`, CRASHES)
    case 'overwritten':
      return happenings(
        lane,
        `${grouped(lost.overwritten)} messages were overwritten unread. Below, when that began.`,
        [INCIDENT.overwrite],
      )
    case 'deleted':
      return happenings(lane, `${grouped(lost.deleted)} messages were deleted unread.`, [INCIDENT.deletion])
    case 'skipped':
      return happenings(
        lane,
        `${grouped(lost.skipped)} messages were still there and passed over by auto.offset.reset=latest.`,
        [INCIDENT.reset],
      )
    case 'memory':
      return inWords(
        lane.id === 'list'
          ? `Each unread message takes ${settings.bytes} bytes and ${settings.overhead} of overhead.`
          : lane.id === 'ring'
            ? `${grouped(settings.slots)} slots of ${settings.bytes} bytes, reserved from the start.`
            : `All messages from ${grouped(engine.log.store.start)} to ${grouped(engine.log.store.end)}, read or not, are on disk.`,
      )
    default:
      return null
  }
}

/** The stretches of one rate, newest first. */
function explainArrivals({ arrivals }: DeathsEngine): Explanation {
  const text = 'The same messages arrive at every store. Below, each change of the rate, newest first.'
  return explainRows({
    text,
    none: text,
    rows: arrivals.stretches,
    weigh: (row) => row,
    tell: (row) => {
      const { time, rate } = arrivals.stretch(row)
      return { time, text: `from here on ${grouped(rate)} messages a second` }
    },
  })
}

function happenings({ incidents }: AnyLane, text: string, kinds: readonly Incident[]): Explanation {
  const total = kinds.reduce<number>((sum, kind) => sum + incidents.total(kind), 0)
  const events: Happening[] = []
  for (let row = incidents.length - 1; row >= 0 && events.length < MOST; row--) {
    const { time, kind, count } = incidents.row(row)
    if (!kinds.includes(kind)) continue
    const messages = count > 0 ? `: ${grouped(count)} messages` : ''
    events.push({ time, text: `${seconds(time / SECOND)}: ${tellIncident(kind)}${messages}`, thing: null })
  }
  return { text: total === 0 ? `${text} Nothing of the kind has happened yet.` : text, events, total }
}
