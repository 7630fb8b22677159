import { SECOND, type SimTime } from '../../kernel/time.ts'
import { isFiring, isPage, type AlertChange } from './alert-log.ts'
import { MONITORS, TIER, type LaneId, type MonitorId, type Verdict } from './codes.ts'
import type { WarningEngine } from './warning-engine.ts'

/** What became of a lane's alerts so far. Times in seconds; NaN where there is none. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly verdict: Verdict
  /** Since when it pages, up to the first loss: a page that cleared before it does not count. */
  readonly pagedAt: number
  /** From there to the first loss, and to when the latency objective was first broken (negative: later). */
  readonly lead: number
  readonly leadObjective: number
  /** Alerts that fired in the calm run. */
  readonly falsePages: number
  readonly falseWarnings: number
  /** How often an alert of the failing run fired again after it had cleared. */
  readonly flaps: number
  /** By monitor: when its first alert fired after the failure began. */
  readonly firstAlert: Readonly<Record<MonitorId, number>>
  readonly offered: number
  readonly served: number
  readonly lost: number
  readonly held: number
}

export function summarise(engine: WarningEngine, lane: LaneId): LaneSummary {
  const { failing, calm, settings } = engine
  const changes = engine.log.of(lane, 'failing')
  const alarms = engine.log.of(lane, 'calm')
  const paged = pagingSince(changes, failing.firstLoss)
  const lead = (failing.firstLoss - paged) / SECOND
  const seconds = (time: number): number => (Number.isFinite(time) ? time : Number.NaN)
  const falsePages = alarms.filter((change) => change.monitor === 'any' && isPage(change)).length
  const begins = settings.begins * SECOND
  const first = (monitor: MonitorId): number =>
    (changes.find((change) => change.monitor === monitor && change.time >= begins && isFiring(change))
      ?.time ?? Number.NaN) / SECOND
  const sum = (of: 'offered' | 'served' | 'lost' | 'held'): number => failing.pipeline[of] + calm.pipeline[of]
  return {
    lane,
    verdict: verdictOf(engine, seconds(lead), falsePages),
    pagedAt: paged / SECOND,
    lead: seconds(lead),
    leadObjective: seconds((failing.firstBroken - paged) / SECOND),
    falsePages,
    falseWarnings: alarms.filter(
      (change) => change.monitor === 'any' && isFiring(change) && change.to === TIER.warning,
    ).length,
    flaps: flapsOf(changes),
    firstAlert: {
      buffer: first('buffer'),
      lag: first('lag'),
      throughput: first('throughput'),
      latency: first('latency'),
    },
    offered: sum('offered'),
    served: sum('served'),
    lost: sum('lost'),
    held: sum('held'),
  }
}

/** Since when a lane pages without a break at `until`, or after its last change before it; NaN when it does not. */
export function pagingSince(changes: readonly AlertChange[], until: SimTime): SimTime {
  const last = changes.findLast(({ monitor, time }) => monitor === 'any' && time <= until)
  return last?.to === TIER.page ? last.time : Number.NaN
}

function verdictOf({ failing, settings, isOver }: WarningEngine, lead: number, falsePages: number): Verdict {
  if (falsePages > 0) return 'false-alarm'
  if (failing.firstLoss !== Infinity) {
    if (Number.isNaN(lead)) return 'silent'
    return lead >= settings.lead ? 'won' : 'late'
  }
  if (!isOver) return 'open'
  return settings.failure === 'none' ? 'won' : 'no-loss'
}

/** By monitor, every firing out of silence but the first. */
function flapsOf(changes: readonly AlertChange[]): number {
  return MONITORS.reduce((sum, monitor) => {
    const fired = changes.filter((change) => change.monitor === monitor && change.from === TIER.none)
    return sum + Math.max(0, fired.length - 1)
  }, 0)
}

/** In the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.lead,
  run.falsePages,
  run.pagedAt,
  run.leadObjective,
  run.falseWarnings,
  run.flaps,
  ...MONITORS.map((monitor) => run.firstAlert[monitor]),
  run.lost,
]
