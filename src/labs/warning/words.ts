import { LANE_ABOUT, MONITOR_LABELS, TIER_LABELS, type MonitorId } from '../../engine/flow/warning/codes.ts'
import type { RunFrame, WarningFrame, WarningLane } from '../../engine/flow/warning/frame.ts'
import type { Reading } from '../../engine/flow/warning/monitor.ts'

/** A span of seconds: "0.4 s", "12 s", "2 min 10 s"; a dash for none. */
export function duration(seconds: number): string {
  if (Number.isNaN(seconds)) return '–'
  if (seconds === Infinity) return 'never'
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 120) return `${whole} s`
  if (whole >= 3_600) return 'more than an hour'
  const rest = whole % 60
  return `${Math.floor(whole / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
}

export const grouped = (value: number): string => Math.round(value).toLocaleString('en')

const times = (count: number, one: string): string => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`

export const latest = ({ readings }: RunFrame, name: Reading): number => readings[name].at(-1) ?? Number.NaN

/** What a lane has come to, in a sentence without its full stop. */
export function sayVerdict({ summary }: WarningLane, frame: WarningFrame): string {
  const { verdict, lead, falsePages } = summary
  const { failing, settings } = frame
  const isLost = !Number.isNaN(failing.firstLoss)
  const early = Number.isNaN(lead)
    ? isLost
      ? 'did not page before the first loss'
      : Number.isNaN(summary.pagedAt)
        ? 'no page so far'
        : `pages since ${summary.pagedAt.toFixed(0)} s`
    : `paged ${duration(lead)} before the first loss`
  const vain = falsePages === 0 ? 'no page in the calm run' : `${times(falsePages, 'page')} in the calm run`
  switch (verdict) {
    case 'won':
      return settings.failure === 'none' ? 'Won: no page, and nothing to page for' : `Won: ${early}, ${vain}`
    case 'late':
      return `Too late: ${early}, ${vain}`
    case 'silent':
      return `Silent: ${early}, ${vain}`
    case 'false-alarm':
      return `False alarm: ${vain}; ${early}`
    case 'no-loss':
      return `Nothing was lost: ${early}, ${vain}`
    case 'open':
      return `Still open: ${early}, ${vain}`
  }
}

/** The same in a few words. */
export function sayShort({ summary }: WarningLane): string {
  const { verdict, lead, falsePages } = summary
  const vain = falsePages === 0 ? '' : `${grouped(falsePages)} in vain`
  const early = Number.isNaN(lead)
    ? verdict === 'silent'
      ? 'silent'
      : Number.isNaN(summary.pagedAt)
        ? ''
        : 'pages'
    : `${duration(lead)} ahead`
  const words = [verdict === 'won' ? 'won' : verdict === 'late' ? 'late' : '', early, vain].filter(
    (one) => one !== '',
  )
  return words.length === 0 ? 'nothing yet' : words.join(', ')
}

/** What a monitor of the failing run says now. */
export function sayNow(monitor: MonitorId, { failing, settings }: WarningFrame, isBrief: boolean): string {
  if (failing.readings.queued.length === 0) return ''
  switch (monitor) {
    case 'buffer': {
      const fill = `${Math.round((100 * latest(failing, 'queued')) / failing.room)} %`
      const fullIn = latest(failing, 'fullIn')
      if (fullIn === 0) return `${fill}, full`
      return fullIn < 3_600 ? `${fill}, full in ${duration(fullIn)}` : `${fill}, not filling`
    }
    case 'lag': {
      const messages = grouped(latest(failing, 'held'))
      return `${messages}${isBrief ? '' : ' messages'}, ${duration(latest(failing, 'lagSeconds'))}`
    }
    case 'throughput':
      return `out ${Math.round(latest(failing, 'keptUp'))} % of in${isBrief ? '' : `, last ${duration(settings.window)}`}`
    case 'latency': {
      const p99 = `p99 ${duration(latest(failing, 'p99'))}`
      const p50 = isBrief ? '' : `p50 ${duration(latest(failing, 'p50'))}, `
      return `${p50}${p99}, burn ${latest(failing, 'burn').toFixed(0)}×`
    }
  }
}

/** A monitor for those who do not see it. */
export const tellMonitor = (monitor: MonitorId, frame: WarningFrame): string =>
  `${MONITOR_LABELS[monitor]}: ${sayNow(monitor, frame, false)}. ${frame.lanes
    .map(({ id, tiers }) => `${LANE_ABOUT[id].name}: ${TIER_LABELS[tiers[monitor]] ?? ''}`)
    .join('. ')}`

/** What a monitor watches, in each lane. */
export const ABOUT: Record<MonitorId, string> = {
  buffer:
    'How full the buffer is. The static thresholds look at the buffer at the entrance as it is. The prediction lays a straight line through the last readings of all buffers and says when it meets the top.',
  lag: 'Lag is what came in and is not done yet. In messages it says little: a thousand are nothing for one consumer and an hour for another. In seconds (the age of the oldest) it means the same everywhere.',
  throughput:
    'What comes in and what goes out. A consumer at 95 % of its rated service may just be busy; one whose out stays below its in falls behind, however busy it is.',
  latency:
    'How long messages take. The p99 is a percentile: 99 of 100 are faster. The burn rate says how many times faster than allowed the budget of one slow message in a hundred is used up, over a long stretch and a short one.',
}
