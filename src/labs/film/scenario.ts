import * as v from 'valibot'
import { outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { CallLane } from '../../engine/film/call-lane.ts'
import { FATE } from '../../engine/film/codes.ts'
import { DIP_BY_HAND, type FilmCommand } from '../../engine/film/config.ts'
import { FilmEngine, type SavedFilmEngine } from '../../engine/film/film-engine.ts'
import type { FilmLane } from '../../engine/film/film-lane.ts'
import type { FilmFrame } from '../../engine/film/frame.ts'
import { CALL_FPS, FILM_SETTINGS } from '../../engine/film/settings.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { tickTime, toMs } from '../../engine/kernel/time.ts'
import { FILM_SCENARIOS } from './scenarios.ts'

/** What a run is created with, from what the page or the terminal asked for. */
export const createFilmEngine = (spec: RunSpec<never>): FilmEngine =>
  new FilmEngine({ seed: spec.seed, settings: valuesOf(FILM_SETTINGS, spec.params) })

type OwnCommand = Exclude<FilmCommand, { kind: 'set' }>

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const commandSchema = v.object({
  kind: v.literal('dip'),
  percent: v.pipe(wholeNumber, v.maxValue(DIP_BY_HAND.percent)),
  seconds: v.pipe(wholeNumber, v.minValue(1), v.maxValue(DIP_BY_HAND.seconds)),
})

/** `dip.10.8`: a tenth for eight seconds. */
const printCommand = ({ percent, seconds }: OwnCommand): string => `dip.${percent}.${seconds}`

function parseCommand(token: string): Outcome<OwnCommand> {
  const [, percent, seconds] = /^dip\.(\d{1,3})\.(\d{1,3})$/.exec(token) ?? []
  if (percent === undefined) return unknownCommand(token)
  return readCommand({ kind: 'dip', percent: Number(percent), seconds: Number(seconds) })
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const FATE_NAMES: Record<number, string> = {
  [FATE.underway]: 'under way',
  [FATE.shown]: 'shown',
  [FATE.late]: 'late',
  [FATE.lost]: 'lost',
}

const clock = (time: number): string => (Number.isNaN(time) ? '' : String(toMs(time)))

/** A row a picture of the call and a row a segment of each film: when it was asked for or captured, came, was shown. */
function* exportRows({ call, films }: FilmEngine): Generator<string> {
  yield 'lane,number,kbit_s,bytes,asked_ms,arrived_ms,shown_ms,fate'
  for (const lane of [call, ...films]) yield* lane instanceof CallLane ? callRows(lane) : filmRows(lane)
}

function* callRows(call: CallLane): Generator<string> {
  for (let picture = 0; picture < call.pictures.captured; picture++) {
    const fate = call.fateOf(picture)
    const bytes = call.size.get(picture)
    const shown = fate === FATE.shown ? clock(call.turnOf(picture)) : ''
    const kbps = ((bytes * CALL_FPS) / 125).toFixed(0)
    const arrived = clock(call.arrivedAt.get(picture))
    const captured = clock(tickTime(picture, CALL_FPS))
    yield ['call', picture, kbps, bytes, captured, arrived, shown, FATE_NAMES[fate]].join(',')
  }
}

function* filmRows(lane: FilmLane): Generator<string> {
  for (let segment = 0; segment < lane.segmentsAsked; segment++) {
    const [asked, arrived, shown] = [lane.askedAt, lane.arrivedAt, lane.shownAt].map((column) =>
      clock(column.get(segment)),
    )
    const fate = shown !== '' ? 'shown' : arrived === '' ? 'under way' : 'in the buffer'
    const [kbps, bytes] = [lane.bitrateOf(segment), lane.bytesOf(segment)]
    yield [lane.id, segment, kbps, bytes, asked, arrived, shown, fate].join(',')
  }
}

export const simulation = anySimulation<OwnCommand, FilmFrame, SavedFilmEngine, never>({
  params: FILM_SETTINGS,
  scenarios: FILM_SCENARIOS,
  create: createFilmEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as FilmEngine), // `create` above makes no other engine
  files: null,
})
