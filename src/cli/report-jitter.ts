import { assert } from '../shared/assert.ts'
import { SECOND, toMs } from '../engine/kernel/time.ts'
import { bestFixed, type BestFixed } from '../engine/jitter/bounds/best-fixed.ts'
import { clairvoyant } from '../engine/jitter/bounds/clairvoyant.ts'
import { rulesOf, turnsOf } from '../engine/jitter/bounds/of-run.ts'
import type { Point, Rules } from '../engine/jitter/bounds/point.ts'
import type { Divergence, Sight } from '../engine/jitter/divergence.ts'
import { JitterEngine } from '../engine/jitter/jitter-engine.ts'
import type { RunSummary } from '../engine/jitter/measures.ts'
import { POLICY_WORDS } from '../engine/jitter/settings/policies.ts'
import { requiredStartDelay } from '../engine/jitter/required-delay.ts'
import { MAX_PACKETS, type Trace } from '../engine/jitter/trace.ts'
import { simulation } from '../labs/jitter/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { moonJson, moonLines } from './report-moon.ts'
import { checkLines, noticeLines, runJson, settingLines } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, paragraphs, printable, rounded, roundedMs, wrap } from './words.ts'

/** The jitter lab's report: every policy's packets, stalls and delays, and where whiteboard and production part. */
export function reportJitter(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof JitterEngine, 'the jitter lab makes jitter engines')
  const told: FinishedRun = { ...run, notices: [...run.notices, ...cutShort(engine)] }
  return { json: jsonOf(told, engine), lines: linesOf(told, engine, style) }
}

/** A simulated sender stops at the most packets a run may have, however long it was told to go on. */
function cutShort({ config, passage }: JitterEngine): string[] {
  const { fps, for: seconds } = config.settings
  const isSimulated = config.trace === null && config.row === null
  if (!isSimulated || seconds * fps <= MAX_PACKETS) return []
  return [`the run ends at ${grouped(passage.packets)} packets, the most a run may have`]
}

function jsonOf(run: FinishedRun, engine: JitterEngine): Record<string, unknown> {
  const { trace } = engine.config
  const id = run.spec.attachment?.id
  return runJson(run, simulation.params, {
    lab: 'jitter',
    trace: trace === null ? null : { name: trace.name, packets: trace.sent.length, lost: lostOf(trace), id },
    runs: engine.summaries().map(policyJson),
    more: {
      bounds: boundsJson(engine),
      requiredStartDelayMs: roundedMs(startDelayMs(engine)),
      firstDifference: differenceJson(engine.divergence),
    },
  })
}

const policyJson = (run: RunSummary): Record<string, unknown> => ({
  policy: run.policy,
  sent: run.sent,
  played: run.played,
  late: run.late,
  lost: run.lost,
  duplicate: run.duplicate,
  held: run.held,
  stalls: run.stalls,
  stallMs: roundedMs(run.stallMs),
  delayMs: Object.fromEntries(Object.entries(run.delayMs).map(([name, ms]) => [name, roundedMs(Number(ms))])),
  jitterMs: roundedMs(run.jitterMs),
  concealed: rounded(run.concealed, 6),
  overwritten: run.overwritten,
  dropped: run.dropped,
  outOfOrder: run.outOfOrder,
  targetMs: roundedMs(run.targetMs),
  quality: {
    rating: rounded(run.quality.rating, 3),
    opinion: rounded(run.quality.opinion, 3),
    freezes: run.quality.freezes,
    freezeMs: roundedMs(run.quality.freezeMs),
    interruptions: run.quality.interruptions,
    stretched: rounded(run.quality.stretched, 6),
    targetChangesPerMinute: rounded(run.quality.targetChanges, 3),
  },
  score: {
    delayMs: roundedMs(run.score.delayMs),
    bad: rounded(run.score.bad, 6),
    costMs: roundedMs(run.score.costMs),
  },
  soundMs: run.soundMs,
})

/** What was possible on the run's arrivals: the least costs J that `score.costMs` is to be held against. */
function boundsJson(engine: JitterEngine): Record<string, unknown> {
  const { rules, fixed, best } = boundsOf(engine)
  const point = ({ delay, bad, cost }: Point): Record<string, unknown> => ({
    delayMs: roundedMs(toMs(delay)),
    bad: rounded(bad, 6),
    costMs: roundedMs(toMs(cost)),
  })
  return {
    whenLate: rules.whenLate,
    priceMs: roundedMs(toMs(rules.price)),
    bestFixed: { fixedMs: roundedMs(toMs(fixed.fixed)), ...point(fixed) },
    clairvoyant: point(best),
    talkspurts: moonJson(engine),
  }
}

function boundsOf(engine: JitterEngine): { rules: Rules; fixed: BestFixed; best: Point } {
  const rules = rulesOf(engine)
  const table = turnsOf(engine)
  return { rules, fixed: bestFixed(table, rules), best: clairvoyant(table, rules) }
}

function boundLines(engine: JitterEngine, { width }: Style): string[] {
  if (engine.passage.arrivalOrder.length === 0) return []
  const { rules, fixed, best } = boundsOf(engine)
  return wrap(
    `score J = delay above the fastest packet + ${ms(toMs(rules.price))} ms for each 1 % ` +
      `${rules.whenLate === 'skip' ? 'late' : 'late or waited for'}; possible were ${ms(toMs(fixed.cost))} ms with the ` +
      `best fixed delay (${ms(toMs(fixed.fixed))} ms), ${ms(toMs(best.cost))} ms for who knows the future`,
    width,
    '  ',
  )
}

const differenceJson = (turn: Divergence | null): Record<string, unknown> | null =>
  turn === null
    ? null
    : {
        timeMs: roundedMs(toMs(turn.time)),
        packet: turn.packet,
        whiteboard: { policy: turn.whiteboard.policy, sight: turn.whiteboard.sight.kind },
        production: { policy: turn.production.policy, sight: turn.production.sight.kind },
      }

const lostOf = ({ arrived }: Trace): number =>
  arrived.reduce((count, arrival) => count + (Number.isNaN(arrival) ? 1 : 0), 0)

/** What a player that knows no timestamps needs as a start delay to stall never; NaN when nothing arrived. */
function startDelayMs(engine: JitterEngine): number {
  const { arrivals } = engine.passage
  const known = Array.from({ length: arrivals.length }, (_, packet) => arrivals.get(packet)).filter(
    (arrival) => !Number.isNaN(arrival),
  )
  return known.length === 0 ? Number.NaN : toMs(requiredStartDelay(known, engine.source.perSecond))
}

function linesOf(run: FinishedRun, engine: JitterEngine, style: Style): string[] {
  return paragraphs([
    [
      ...wrap(titleOf(run, engine), style.width, '  ').map(style.strong),
      ...settingLines(simulation.params, run.request, style),
      ...noticeLines(run.notices, style),
    ],
    tableOf(engine.summaries(), style),
    [...boundLines(engine, style), ...moonLines(engine, style), ...networkLines(engine, style)],
    differenceLines(engine, style),
    [...checkLines(engine, style), `trace hash ${engine.traceHash()}`],
  ])
}

function titleOf({ request, spec }: FinishedRun, engine: JitterEngine): string {
  const { scenario } = request
  const named = scenario === null ? [] : [`scenario ${scenario.id}`]
  const traced =
    spec.attachment === null ? [] : [`trace ${printable(spec.attachment.name)} (${spec.attachment.summary})`]
  const { packets, sentTimes } = engine.passage
  const last = packets === 0 ? 0 : sentTimes.get(packets - 1)
  const sent = `${grouped(packets)} packets sent in ${decimal(last / SECOND, 1)} s`
  return `Jitter: ${[...named, ...traced, `seed ${spec.seed}`, sent].join(', ')}`
}

type Row = readonly [name: string, unit: string, cell: (run: RunSummary) => string]

const ms = (value: number): string => decimal(value, 1)

const ROWS: readonly Row[] = [
  ['sent', 'packets', (run) => grouped(run.sent)],
  ['  played', 'packets', (run) => grouped(run.played)],
  ['  late', 'packets', (run) => grouped(run.late)],
  ['  lost', 'packets', (run) => grouped(run.lost)],
  ['  duplicate', 'packets', (run) => grouped(run.duplicate)],
  ['  held to the end', 'packets', (run) => grouped(run.held)],
  ['late: overwritten', 'packets', (run) => grouped(run.overwritten)],
  ['late: dropped', 'packets', (run) => grouped(run.dropped)],
  ['played: out of order', 'packets', (run) => grouped(run.outOfOrder)],
  ['stalls', '', (run) => grouped(run.stalls)],
  ['stalled', 'ms', (run) => ms(run.stallMs)],
  ['stalled', '% of time', (run) => decimal(100 * run.concealed, 2)],
  ['delay, mean', 'ms', (run) => ms(run.delayMs.mean)],
  ['delay, p50', 'ms', (run) => ms(run.delayMs.p50)],
  ['delay, p95', 'ms', (run) => ms(run.delayMs.p95)],
  ['delay, p99', 'ms', (run) => ms(run.delayMs.p99)],
  ['delay, max', 'ms', (run) => ms(run.delayMs.max)],
  ['target at the end', 'ms', (run) => ms(run.targetMs)],
  ['target changes', 'a minute', (run) => decimal(run.quality.targetChanges, 1)],
  ['stretched', '% of time', (run) => decimal(100 * run.quality.stretched, 1)],
  ['interruptions', '', (run) => grouped(run.quality.interruptions)],
  ['video freezes', '', (run) => grouped(run.quality.freezes)],
  ['frozen', 'ms', (run) => ms(run.quality.freezeMs)],
  ['score: delay', 'ms', (run) => ms(run.score.delayMs)],
  ['score: late, waited', '%', (run) => decimal(100 * run.score.bad, 2)],
  ['score: J', 'ms', (run) => ms(run.score.costMs)],
  ['call: R', 'of 93.2', (run) => decimal(run.quality.rating, 1)],
  ['call: opinion', 'MOS', (run) => decimal(run.quality.opinion, 2)],
]

/** Only where a player works on sound. */
const SOUND_ROWS: readonly Row[] = [
  ['sound taken out', 'ms', ({ soundMs }) => ms(soundMs?.accelerated ?? Number.NaN)],
  ['sound put in', 'ms', ({ soundMs }) => ms(soundMs?.preemptive ?? Number.NaN)],
  ['sound made up', 'ms', ({ soundMs }) => ms(soundMs?.expanded ?? Number.NaN)],
]

function tableOf(runs: readonly RunSummary[], { width }: Style): string[] {
  const changesSound = runs.some(({ soundMs }) => soundMs !== null)
  const rows = changesSound ? [...ROWS, ...SOUND_ROWS] : ROWS
  return formatTable(
    {
      header: ['', '', ...runs.map(({ policy }) => policy)],
      rows: rows.map(([name, unit, cell]) => [name, unit].concat(runs.map(cell))),
      labels: 2,
    },
    width,
  )
}

function networkLines(engine: JitterEngine, { width }: Style): string[] {
  const needed = startDelayMs(engine)
  const pace = decimal(engine.source.perSecond, 1).replace(/\.0$/, '')
  const start = Number.isNaN(needed)
    ? []
    : wrap(
        `a player without timestamps, at ${pace} frames/s, would need a start delay of ${ms(needed)} ms never to stall`,
        width,
        '  ',
      )
  return [`interarrival jitter (RFC 3550) at the end: ${decimal(toMs(engine.jitter), 3)} ms`, ...start]
}

function differenceLines(engine: JitterEngine, { width }: Style): string[] {
  const origins = new Set(engine.lanes.map(({ policy }) => POLICY_WORDS[policy].origin))
  if (origins.size < 2) return []
  const turn = engine.divergence
  if (turn === null) return wrap(`whiteboard and production show the same${strandedIn(engine)}`, width, '  ')
  const { whiteboard, production } = turn
  return wrap(
    `first difference: at ${decimal(turn.time / SECOND, 3)} s, packet ${turn.packet}: ` +
      `${whiteboard.policy} (whiteboard) ${say(whiteboard.sight)}, ` +
      `${production.policy} (production) ${say(production.sight)}`,
    width,
    '  ',
  )
}

/** Frames that wait for ever are no packet's first difference, but nobody sees them. */
function strandedIn(engine: JitterEngine): string {
  const holders = engine.summaries().filter(({ held }) => held > 0)
  return holders.map(({ policy, held }) => `; ${policy} never shows the last ${held}`).join('')
}

function say(sight: Sight): string {
  switch (sight.kind) {
    case 'on-time':
      return 'shows it on time'
    case 'after-stall':
      return `shows it after a stall of ${ms(toMs(sight.stall.end - sight.stall.start))} ms`
    case 'discarded':
      return 'discards it as late'
    case 'gap':
      return 'leaves its turn empty, it was lost'
    case 'closed-up':
      return 'closes ranks over its loss'
    case 'overwritten':
      return 'overwrote it in a full ring'
    case 'dropped':
      return 'dropped it to shorten its queue'
  }
}
