import type { Explanation, Happening } from '../kernel/engine.ts'
import { foremost } from '../kernel/foremost.ts'
import { tickTime, toMs } from '../kernel/time.ts'
import type { CallLane } from './call-lane.ts'
import { FATE } from './codes.ts'
import type { FilmEngine } from './film-engine.ts'
import { CALL_FPS } from './settings.ts'
import { explainStretches, MOST, plural, told } from './telling.ts'

/** The events behind a measure of the call; null for a name that is none. */
export function explainCall(engine: FilmEngine, call: CallLane, measure: string): Explanation | null {
  const { lag } = call
  switch (measure) {
    case 'startup':
      return explainStart(call)
    case 'freezes':
    case 'frozen':
      return explainStretches(call.freezes, engine.clock, 'froze')
    case 'missed':
      return explainMissed(call)
    case 'behind':
      return told(
        `A picture's turn comes ${toMs(lag)} ms after its capture: the base delay and the buffer. When it is missed, the one before stays and ages.`,
      )
    case 'buffer':
      return told(
        'From the picture whose turn is next to the newest that is here: never more than its buffer.',
      )
    case 'bitrate':
      return told(`${plural(call.pictures.shown, 'picture')} shown, and what was sent for them.`)
    case 'switches':
      return told(
        'The caller sends one bitrate, whatever the link does. Real calls adapt theirs too, within seconds.',
      )
    case 'score':
      return told(
        'The measure is one of films: it asks which bitrates were shown, and for how long nothing moved.',
      )
    case 'used':
    case 'data':
      return told(
        `${call.bytes.delivered.toLocaleString('en')} of ${call.bytes.offered.toLocaleString('en')} bytes have arrived.`,
      )
    case 'dropped':
      return explainDropped(call)
    default:
      return null
  }
}

function explainStart({ startedAt, lag }: CallLane): Explanation {
  if (startedAt === null) return told('No picture was shown yet.')
  return {
    text: `A picture's turn comes ${toMs(lag)} ms after its capture.`,
    events: [{ time: startedAt, text: 'the first picture was shown', thing: null }],
    total: 1,
  }
}

/** Pictures that were never shown, newest first. */
function explainMissed(call: CallLane): Explanation {
  const { late, lost } = call.pictures
  const decided = call.pictures.shown + late + lost
  const rows = foremost(decided, MOST, (picture) =>
    call.fateOf(picture) === FATE.shown ? Number.NaN : picture,
  )
  return {
    text:
      late + lost === 0
        ? 'Every picture was shown.'
        : `${late} came too late, ${lost} lost a packet to a full queue. Newest first.`,
    events: rows.map((picture) => ({
      time: call.turnOf(picture),
      text: tellMissed(call, picture),
      thing: null,
    })),
    total: late + lost,
  }
}

function tellMissed(call: CallLane, picture: number): string {
  if (call.fateOf(picture) === FATE.lost) return `picture ${picture}: a packet of it found the queue full`
  const arrived = call.arrivedAt.get(picture)
  if (Number.isNaN(arrived)) return `picture ${picture} was not here by its turn`
  return `picture ${picture} came ${toMs(arrived - call.turnOf(picture)).toFixed(1)} ms too late`
}

/** Pictures a packet of which was dropped, by the moment they came to the queue, newest first. */
function explainDropped(call: CallLane): Explanation {
  let total = 0
  const rows = foremost(call.pictures.captured, MOST, (picture) => {
    if (call.fateOf(picture) !== FATE.lost) return Number.NaN
    total += 1
    return picture
  })
  return {
    text:
      total === 0 ? 'The queue had room for every packet.' : 'Pictures that met a full queue, newest first.',
    events: rows.map((picture): Happening => ({
      time: tickTime(picture, CALL_FPS),
      text: `picture ${picture} (${call.size.get(picture).toLocaleString('en')} bytes) lost a packet`,
      thing: null,
    })),
    total,
  }
}
