import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { MonitorId } from '../../engine/flow/warning/codes.ts'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import type { Panel } from './layout.ts'

/** A line over time: one value a second. */
interface Line {
  readonly className: string
  /** Beside its end; null where the panel has but one. */
  readonly name: string | null
  readonly values: ArrayLike<number>
}

/** The settings that are lines across panels. */
export const THRESHOLD_KEYS = ['drawnWarn', 'drawnPage', 'lagWarn', 'lagPage', 'objective'] as const

export type ThresholdKey = (typeof THRESHOLD_KEYS)[number]

export type Thresholds = Readonly<Record<ThresholdKey, number>>

/** A threshold across the panel: by hand for the static ones, crisp for production. */
export interface Rule {
  readonly key: ThresholdKey
  /** On the panel's scale. */
  readonly value: number
  /** What one of the setting's units is on that scale. */
  readonly per: number
  readonly className: string
  readonly isSketch: boolean
}

export interface Drawing {
  readonly lines: readonly Line[]
  readonly rules: readonly Rule[]
  readonly least: number
  readonly unit: string
}

/** What a panel draws: the frame, and across it the thresholds, which may be on their way to another value. */
export const drawingOf = (monitor: MonitorId, frame: WarningFrame, thresholds: Thresholds): Drawing =>
  DRAWINGS[monitor](frame, thresholds)

const DRAWINGS: Record<MonitorId, (frame: WarningFrame, thresholds: Thresholds) => Drawing> = {
  buffer: ({ failing: { readings, room }, stages }, thresholds) => {
    const fill = { name: stages === 1 ? null : 'both', className: 'warning-line-buffer' }
    const entry = { name: 'at the entrance', className: 'warning-line-entry' }
    return {
      lines: [
        ...(stages === 1
          ? []
          : [{ ...entry, values: readings.entry.map((one) => (100 * one * stages) / room) }]),
        { ...fill, values: readings.queued.map((one) => (100 * one) / room) },
      ],
      rules: drawn(thresholds, 100),
      least: 100,
      unit: '%',
    }
  },
  lag: ({ failing: { readings } }, { lagWarn, lagPage }) => ({
    lines: [{ className: 'warning-line-lag', name: null, values: readings.lagSeconds }],
    rules: [
      { key: 'lagWarn', value: lagWarn, per: 1, className: 'warning-rule-warn', isSketch: false },
      { key: 'lagPage', value: lagPage, per: 1, className: 'warning-rule-page', isSketch: false },
    ],
    least: 5,
    unit: 's',
  }),
  throughput: ({ failing: { readings }, settings }, thresholds) => ({
    lines: [
      { className: 'warning-line-in', name: 'in', values: readings.in },
      { className: 'warning-line-out', name: 'out', values: readings.out },
    ],
    rules: drawn(thresholds, settings.service),
    least: settings.service,
    unit: '/s',
  }),
  latency: ({ failing: { readings }, settings }, thresholds) => ({
    lines: [
      { className: 'warning-line-p50', name: 'p50', values: readings.p50 },
      { className: 'warning-line-p99', name: 'p99', values: readings.p99 },
    ],
    rules: [
      ...drawn(thresholds, thresholds.objective),
      {
        key: 'objective',
        value: thresholds.objective,
        per: 1,
        className: 'warning-rule-objective',
        isSketch: false,
      },
    ],
    least: settings.objective * 1.4,
    unit: 's',
  }),
}

/** The static thresholds of a monitor with this limit. */
const drawn = ({ drawnWarn, drawnPage }: Thresholds, limit: number): Rule[] => [
  rule('drawnWarn', drawnWarn, limit, 'warning-rule-drawn-warn'),
  rule('drawnPage', drawnPage, limit, 'warning-rule-drawn-page'),
]

const rule = (key: ThresholdKey, percent: number, limit: number, className: string): Rule => ({
  key,
  className,
  value: (percent * limit) / 100,
  per: limit / 100,
  isSketch: true,
})

/** How much higher than its highest value a panel is: two names must fit beside the ends of lines that are close. */
const HEADROOM = { buffer: 1, lag: 1.08, throughput: 1.08, latency: 1.35 } as const

/** A panel's scale: by what it draws and its limit, not by its thresholds, so that these can be moved on it. */
export const scaleOf = (
  { monitor, top, bottom }: Panel,
  { lines, least }: Drawing,
): ScaleLinear<number, number> => {
  const most = lines.reduce((high, { values }) => maxOf(values, high), least)
  return scaleLinear([0, most * HEADROOM[monitor]], [bottom, top])
}

const maxOf = (values: ArrayLike<number>, least: number): number => {
  let most = least
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i] || 0)
  return most
}
