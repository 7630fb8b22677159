import type { LaneId, MonitorId } from './codes.ts'
import type { Monitor } from './monitor.ts'
import type { WarningSettings } from './settings.ts'

/** What a lane makes of a monitor now. */
export interface Signal {
  readonly value: number
  readonly warn: number
  readonly page: number
  /** Whether high values are bad, or low ones. */
  readonly bad: 'above' | 'below'
  readonly unit: string
}

/** How far a value has come towards a threshold: from 1 on it is reached. A threshold of 0 is never reached. */
export function danger(value: number, threshold: number, bad: Signal['bad']): number {
  if (threshold === 0 || Number.isNaN(value)) return 0
  return bad === 'above' ? value / threshold : threshold / value
}

/** The value that a lane judges a monitor by, and the thresholds that hold for it. */
export function signalOf(lane: LaneId, monitor: MonitorId, run: Monitor, settings: WarningSettings): Signal {
  return lane === 'whiteboard' ? drawn(monitor, run, settings) : production(monitor, run, settings)
}

/** Raw values in per cent of a limit. "The buffer" is the one at the entrance. */
function drawn(monitor: MonitorId, run: Monitor, settings: WarningSettings): Signal {
  const { drawnWarn, drawnPage, service, objective } = settings
  const { capacity, stages } = run.pipeline
  const rule = { warn: drawnWarn, page: drawnPage, bad: 'above', unit: '% of the limit' } as const
  switch (monitor) {
    case 'buffer':
      return { ...rule, value: (100 * run.latest('entry')) / capacity }
    case 'lag':
      return { ...rule, value: (100 * run.latest('held')) / (capacity * stages.length) }
    case 'throughput':
      return { ...rule, value: (100 * run.latest('out')) / service }
    case 'latency':
      return { ...rule, value: (100 * run.latest('p99')) / objective }
  }
}

function production(monitor: MonitorId, run: Monitor, settings: WarningSettings): Signal {
  switch (monitor) {
    case 'buffer':
      return {
        value: run.latest('fullIn'),
        warn: settings.fullWarn,
        page: settings.fullPage,
        bad: 'below',
        unit: 's to full',
      }
    case 'lag':
      return {
        value: run.latest('lagSeconds'),
        warn: settings.lagWarn,
        page: settings.lagPage,
        bad: 'above',
        unit: 's behind',
      }
    case 'throughput':
      return {
        value: run.latest('keptUp'),
        warn: settings.outWarn,
        page: settings.outPage,
        bad: 'below',
        unit: '% of in',
      }
    case 'latency':
      return {
        value: run.latest('burn'),
        warn: settings.burnWarn,
        page: settings.burnPage,
        bad: 'above',
        unit: 'times the budget',
      }
  }
}
