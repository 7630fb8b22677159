import type { Landmark } from '../../kernel/engine.ts'
import { SECOND } from '../../kernel/time.ts'
import { isFiring, isPage } from './alert-log.ts'
import { LANES, LANE_ABOUT, MONITOR_LABELS, MONITORS, RUN_LABELS, RUNS, TIER_LABELS } from './codes.ts'
import type { WarningEngine } from './warning-engine.ts'

/** Alerts of the same kind beyond these are not marked. */
const MOST_EACH = 12

/** The failure's beginning, the first loss, the mark before it, alerts in both runs. Oldest first. */
export function landmarksOf(engine: WarningEngine): Landmark[] {
  const { failing, settings, log } = engine
  const { firstLoss, firstBroken } = failing
  const marks: Landmark[] = []
  if (settings.failure !== 'none')
    marks.push({ time: settings.begins * SECOND, kind: 'turn', label: 'the failure begins' })
  if (firstLoss !== Infinity) {
    marks.push({ time: firstLoss, kind: 'trouble', label: 'the first message is lost' })
    const latest = firstLoss - settings.lead * SECOND
    if (latest >= 0)
      marks.push({ time: latest, kind: 'turn', label: `${settings.lead} s before the first loss` })
  }
  if (firstBroken !== Infinity)
    marks.push({ time: firstBroken, kind: 'turn', label: 'the latency objective is broken' })
  for (const lane of LANES)
    for (const run of RUNS) {
      const changes = log.of(lane, run)
      for (const monitor of MONITORS)
        for (const change of changes
          .filter((one) => one.monitor === monitor && isFiring(one))
          .slice(0, MOST_EACH))
          marks.push({
            time: change.time,
            kind: isPage(change) ? 'trouble' : 'turn',
            label: `${LANE_ABOUT[lane].name}: ${TIER_LABELS[change.to] ?? ''}, ${MONITOR_LABELS[monitor].toLowerCase()}, in ${RUN_LABELS[run]}`,
          })
    }
  return marks.filter(({ time }) => time <= engine.clock).sort((a, b) => a.time - b.time)
}
