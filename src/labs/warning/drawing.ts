import type { MonitorId } from '../../engine/flow/warning/codes.ts'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'

/** A line over time: one value a second. */
interface Line {
  readonly className: string
  /** Beside its end; null where the panel has but one. */
  readonly name: string | null
  readonly values: ArrayLike<number>
}

/** A threshold across the panel: by hand for the static ones, crisp for production. */
interface Rule {
  readonly value: number
  readonly className: string
  readonly isSketch: boolean
}

export interface Drawing {
  readonly lines: readonly Line[]
  readonly rules: readonly Rule[]
  readonly least: number
  readonly unit: string
}

/** What a panel draws. */
export const drawingOf = (monitor: MonitorId, frame: WarningFrame): Drawing => DRAWINGS[monitor](frame)

const DRAWINGS: Record<MonitorId, (frame: WarningFrame) => Drawing> = {
  buffer: ({ failing: { readings, room }, settings, stages }) => {
    const fill = { name: stages === 1 ? null : 'both', className: 'warning-line-buffer' }
    const entry = { name: 'at the entrance', className: 'warning-line-entry' }
    return {
      lines: [
        ...(stages === 1
          ? []
          : [{ ...entry, values: readings.entry.map((one) => (100 * one * stages) / room) }]),
        { ...fill, values: readings.queued.map((one) => (100 * one) / room) },
      ],
      rules: drawn(settings, 100),
      least: 100,
      unit: '%',
    }
  },
  lag: ({ failing: { readings }, settings: { lagWarn, lagPage } }) => ({
    lines: [{ className: 'warning-line-lag', name: null, values: readings.lagSeconds }],
    rules: [
      { value: lagWarn, className: 'warning-rule-warn', isSketch: false },
      { value: lagPage, className: 'warning-rule-page', isSketch: false },
    ],
    least: 5,
    unit: 's',
  }),
  throughput: ({ failing: { readings }, settings }) => ({
    lines: [
      { className: 'warning-line-in', name: 'in', values: readings.in },
      { className: 'warning-line-out', name: 'out', values: readings.out },
    ],
    rules: drawn(settings, settings.service),
    least: settings.service,
    unit: '/s',
  }),
  latency: ({ failing: { readings }, settings }) => ({
    lines: [
      { className: 'warning-line-p50', name: 'p50', values: readings.p50 },
      { className: 'warning-line-p99', name: 'p99', values: readings.p99 },
    ],
    rules: [
      ...drawn(settings, settings.objective),
      { value: settings.objective, className: 'warning-rule-objective', isSketch: false },
    ],
    least: settings.objective * 1.4,
    unit: 's',
  }),
}

/** The static thresholds of a monitor with this limit. */
const drawn = ({ drawnWarn, drawnPage }: WarningFrame['settings'], limit: number): Rule[] => [
  { value: (drawnWarn * limit) / 100, className: 'warning-rule-drawn-warn', isSketch: true },
  { value: (drawnPage * limit) / 100, className: 'warning-rule-drawn-page', isSketch: true },
]
