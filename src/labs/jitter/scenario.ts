import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { accept, outcomeOf, refuse, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { fromMs, SECOND, toMs } from '../../engine/kernel/time.ts'
import {
  anySimulation,
  unknownCommand,
  type Attachment,
  type RunSpec,
} from '../../engine/kernel/simulation.ts'
import type { JitterCommand } from '../../engine/jitter/config.ts'
import { FATE, JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import { JitterEngine, type SavedJitterEngine } from '../../engine/jitter/jitter-engine.ts'
import { JITTER_SETTINGS } from '../../engine/jitter/settings.ts'
import { MAX_PACKETS, traceId, type Trace } from '../../engine/jitter/trace.ts'
import { JITTER_SCENARIOS } from './scenarios.ts'

/** What a run is created with, from what the page or the terminal asked for. */
export function createJitterEngine(spec: RunSpec<Trace>): JitterEngine {
  const scenario = JITTER_SCENARIOS.find(({ id }) => id === spec.scenario)
  return new JitterEngine({
    seed: spec.seed,
    settings: valuesOf(JITTER_SETTINGS, spec.params),
    trace: spec.attachment?.data ?? null,
    row: scenario?.row?.map(fromMs) ?? null,
  })
}

/** The attachment that a trace makes. */
export function attachTrace(trace: Trace): Attachment<Trace> {
  const lost = trace.arrived.reduce((count, arrival) => count + (Number.isNaN(arrival) ? 1 : 0), 0)
  const seconds = at(trace.sent, trace.sent.length - 1) / SECOND
  const packets = trace.sent.length.toLocaleString('en')
  return {
    id: traceId(trace),
    name: trace.name,
    summary: `${packets} packets, ${lost.toLocaleString('en')} lost, ${seconds.toFixed(1)} s`,
    data: trace,
  }
}

/** A file's name, short enough for a run file even with a stream's behind it. */
const shortName = (name: string): string => (name.length > 150 ? `${name.slice(0, 150)}…` : name)

type OwnCommand = Exclude<JitterCommand, { kind: 'set' }>

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('move'), packet: wholeNumber, arrival: wholeNumber }),
  v.object({ kind: v.literal('lose'), packet: wholeNumber }),
])

const times = v.array(v.nullable(v.pipe(v.number(), v.safeInteger())))
const traceSchema = v.object({
  name: v.string(),
  sent: v.array(wholeNumber),
  arrived: times,
  copies: v.object({ row: v.array(wholeNumber), arrived: v.array(wholeNumber) }),
  interval: v.pipe(v.number(), v.minValue(1_000), v.maxValue(SECOND)),
  clockOffset: wholeNumber,
})

function readTrace(value: unknown): Outcome<Trace> {
  const parsed = v.safeParse(traceSchema, value)
  if (!parsed.success)
    return refuse(at(parsed.issues, 0).message, v.getDotPath(at(parsed.issues, 0)) ?? 'trace')
  const { name, sent, arrived, copies, interval, clockOffset } = parsed.output
  if (sent.length === 0 || sent.length !== arrived.length)
    return refuse('sent and arrived differ in length', 'trace')
  if (sent.length > MAX_PACKETS) return refuse(`more than ${MAX_PACKETS} packets`, 'trace.sent')
  if (sent[0] !== 0) return refuse('times begin with the first packet, at 0', 'trace.sent.0')
  if (copies.row.length !== copies.arrived.length)
    return refuse('rows and arrivals differ in length', 'trace.copies')
  if (copies.row.some((row) => row >= sent.length))
    return refuse('a copy of a packet that is not there', 'trace.copies')
  if (copies.row.some((row, i) => at(copies.arrived, i) < at(sent, row)))
    return refuse('a copy arrives before its packet is sent', 'trace.copies')
  for (let i = 0; i < sent.length; i++) {
    if (i > 0 && at(sent, i) < at(sent, i - 1)) return refuse('not in order of sending', `trace.sent.${i}`)
    const arrival = arrived[i] ?? null
    if (arrival !== null && arrival < at(sent, i))
      return refuse('arrives before it is sent', `trace.arrived.${i}`)
  }
  return accept({
    name,
    sent: Float64Array.from(sent),
    arrived: Float64Array.from(arrived, (arrival) => arrival ?? Number.NaN),
    copies: { row: Int32Array.from(copies.row), arrived: Float64Array.from(copies.arrived) },
    interval,
    clockOffset,
  })
}

const printTrace = ({ name, sent, arrived, copies, interval, clockOffset }: Trace): unknown => ({
  name,
  sent: Array.from(sent),
  arrived: Array.from(arrived, (arrival) => (Number.isNaN(arrival) ? null : arrival)),
  copies: { row: Array.from(copies.row), arrived: Array.from(copies.arrived) },
  interval,
  clockOffset,
})

/** `move.42.1533000`, `lose.42`: packet numbers, microseconds. */
const printCommand = (command: OwnCommand): string =>
  command.kind === 'move' ? `move.${command.packet}.${command.arrival}` : `lose.${command.packet}`

function parseCommand(token: string): Outcome<OwnCommand> {
  const [, packet, arrival] = /^move\.(\d{1,16})\.(\d{1,16})$/.exec(token) ?? []
  if (packet !== undefined)
    return readCommand({ kind: 'move', packet: Number(packet), arrival: Number(arrival) })
  const [, lost] = /^lose\.(\d{1,16})$/.exec(token) ?? []
  if (lost !== undefined) return readCommand({ kind: 'lose', packet: Number(lost) })
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const FATE_NAMES: Record<number, string> = {
  [FATE.travelling]: 'in the network',
  [FATE.waiting]: 'in the buffer',
  [FATE.played]: 'played',
  [FATE.late]: 'late',
  [FATE.lost]: 'lost',
  [FATE.overwritten]: 'overwritten',
  [FATE.dropped]: 'dropped',
}

/** A row a packet: the columns an import reads, then each policy's verdict and playout time. */
function* exportRows(engine: JitterEngine): Generator<string> {
  const { lanes, passage } = engine
  const { packets, arrivals } = passage
  const clock = (time: number): string => (Number.isNaN(time) ? '' : String(toMs(time)))
  const own = lanes.flatMap(({ policy }) => [`${policy}_fate`, `${policy}_playout_ms`])
  yield ['seq', 'send_ms', 'arrival_ms', ...own].join(',')
  for (let packet = 0; packet < packets; packet++) {
    const isKnown = passage.journeyOf(packet) !== JOURNEY.travelling
    const verdicts = lanes.flatMap(({ ledger }) => [
      FATE_NAMES[ledger.fateOf(packet)] ?? '',
      clock(ledger.shownAt.get(packet)),
    ])
    const arrival = isKnown ? clock(arrivals.get(packet)) : ''
    yield [packet, clock(engine.sentAt(packet)), arrival, ...verdicts].join(',')
  }
}

export const simulation = anySimulation<OwnCommand, JitterFrame, SavedJitterEngine, Trace>({
  params: JITTER_SETTINGS,
  scenarios: JITTER_SCENARIOS,
  create: createJitterEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as JitterEngine), // `create` above makes no other engine
  files: {
    accept: '.csv,.pcap,.pcapng,.cap,.rtpdump,.rtp',
    async importer(name, wish) {
      const { AnyTraceReader } = await import('../../engine/jitter/import/any-trace.ts')
      const reader = new AnyTraceReader(wish)
      return {
        push: (bytes) => reader.push(bytes),
        finish() {
          const outcome = reader.finish(shortName(name))
          if (!outcome.ok) return outcome
          const { trace, notices, parts, part } = outcome.value
          return accept({ attachment: attachTrace(trace), notices, parts, part })
        },
      }
    },
    print: printTrace,
    read: readTrace,
  },
})
