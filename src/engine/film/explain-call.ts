import { plural } from '../../shared/words.ts'
import type { Explanation } from '../kernel/engine.ts'
import { explainList, explainRows, inWords } from '../kernel/explain.ts'
import { tickTime, toMs } from '../kernel/time.ts'
import type { CallLane } from './call-lane.ts'
import { FATE } from './codes.ts'
import type { FilmEngine } from './film-engine.ts'
import { CALL_FPS } from './settings.ts'
import { explainStretches } from './telling.ts'

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
      return inWords(
        `A picture's turn comes ${toMs(lag)} ms after its capture: the base delay and the buffer. When it is missed, the one before stays and ages.`,
      )
    case 'buffer':
      return inWords(
        'From the picture whose turn is next to the newest that is here: never more than its buffer.',
      )
    case 'bitrate':
      return inWords(`${plural(call.pictures.shown, 'picture')} shown, and what was sent for them.`)
    case 'switches':
      return inWords(
        'The caller sends one bitrate, whatever the link does. Real calls adapt theirs too, within seconds.',
      )
    case 'score':
      return inWords(
        'The measure is one of films: it asks which bitrates were shown, and for how long nothing moved.',
      )
    case 'used':
    case 'data':
      return inWords(
        `${call.bytes.delivered.toLocaleString('en')} of ${call.bytes.offered.toLocaleString('en')} bytes have arrived.`,
      )
    case 'dropped':
      return explainDropped(call)
    default:
      return null
  }
}

function explainStart({ startedAt, lag }: CallLane): Explanation {
  if (startedAt === null) return inWords('No picture was shown yet.')
  return explainList(`A picture's turn comes ${toMs(lag)} ms after its capture.`, [
    { time: startedAt, text: 'the first picture was shown' },
  ])
}

/** Pictures that were never shown, newest first. */
function explainMissed(call: CallLane): Explanation {
  const { late, lost } = call.pictures
  return explainRows({
    text: `${late} came too late, ${lost} lost a packet to a full queue. Newest first.`,
    none: 'Every picture was shown.',
    rows: call.pictures.shown + late + lost,
    weigh: (picture) => (call.fateOf(picture) === FATE.shown ? Number.NaN : picture),
    tell: (picture) => ({ time: call.turnOf(picture), text: tellMissed(call, picture) }),
  })
}

function tellMissed(call: CallLane, picture: number): string {
  if (call.fateOf(picture) === FATE.lost) return `picture ${picture}: a packet of it found the queue full`
  const arrived = call.arrivedAt.get(picture)
  if (Number.isNaN(arrived)) return `picture ${picture} was not here by its turn`
  return `picture ${picture} came ${toMs(arrived - call.turnOf(picture)).toFixed(1)} ms too late`
}

/** Pictures a packet of which was dropped, by the moment they came to the queue, newest first. */
const explainDropped = (call: CallLane): Explanation =>
  explainRows({
    text: 'Pictures that met a full queue, newest first.',
    none: 'The queue had room for every packet.',
    rows: call.pictures.captured,
    weigh: (picture) => (call.fateOf(picture) === FATE.lost ? picture : Number.NaN),
    tell: (picture) => ({
      time: tickTime(picture, CALL_FPS),
      text: `picture ${picture} (${call.size.get(picture).toLocaleString('en')} bytes) lost a packet`,
    }),
  })
