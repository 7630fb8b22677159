import { defaultsOf } from '../../src/shared/params.ts'
import { PressureEngine } from '../../src/engine/flow/pressure/pressure-engine.ts'
import {
  PRESSURE_SETTINGS,
  type PolicyId,
  type PressureSettings,
} from '../../src/engine/flow/pressure/settings.ts'
import { figure, timed, type Figure } from './measure.ts'

const LENGTH = 50
const EIGHT: readonly PolicyId[] = [
  'unbounded',
  'block',
  'drop-newest',
  'drop-oldest',
  'sample-matched',
  'scale-out',
  'codel',
  'adaptive-hysteresis',
]

/** Messages simulated a second, of which each lane's count: every policy alone, and eight side by side. */
export function flowFigures(runs: number): Figure[] {
  const [{ options }] = PRESSURE_SETTINGS
  const settings = defaultsOf(PRESSURE_SETTINGS) as unknown as PressureSettings // one value a key
  const run = (policies: readonly PolicyId[]): PressureEngine => {
    const engine = new PressureEngine({ seed: 1, settings: { ...settings, policies, for: LENGTH } })
    engine.advance(engine.extent)
    return engine
  }
  const throughput = (what: string, policies: readonly PolicyId[]): Figure => {
    const messages = run(policies).lanes.reduce((sum, { station }) => sum + station.ledger.offered, 0)
    const seconds = timed(runs, () => run(policies))
    return figure(
      `pressure, ${what}: messages`,
      '/s',
      seconds.map((s) => messages / s),
    )
  }
  return [
    ...options.map(({ value }) => throughput(value, [value])),
    throughput('eight policies side by side, together', EIGHT),
  ]
}
