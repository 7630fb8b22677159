import { outside } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import { concernKey } from '../chance.ts'
import { MINUTE_MS, type IngestConfig } from '../config.ts'
import type { Windows } from '../windows/windows.ts'
import type { NamedSketch, SketchFile } from './bytes.ts'
import { stillOf } from './still.ts'
import { createLayout } from './layout.ts'

const WINDOWS = [
  { of: 'hour', minutes: 60 },
  { of: 'day', minutes: 1_440 },
] as const

/**
 * Each title's unique viewers in the hour and the day that end with the minute the watermark is in, as sketches that can be
 * kept, merged and counted elsewhere: the title's own registers, whatever it was promoted to. Titles nobody watched are left
 * out. `epochMs` is the moment that times count from, in ms since 1970.
 */
export function exportSketches(
  { live }: Windows,
  config: IngestConfig,
  catalogue: Catalogue,
  epochMs: number,
  nameOf: (title: number) => string,
): SketchFile {
  const layout = createLayout(catalogue, config.sketches)
  const sketches: NamedSketch[] = []
  for (let title = 0; title < catalogue.titles; title++) {
    const base = layout.base[title] ?? outside(title)
    const precision = layout.precision[title] ?? outside(title)
    for (const { of, minutes } of WINDOWS) {
      const registers = live[of].values.subarray(base, base + 2 ** precision)
      if (registers.every((rank) => rank === 0)) continue
      sketches.push({ name: nameOf(title), windowMinutes: minutes, precision, content: stillOf(registers) })
    }
  }
  const hashKey = concernKey(config.population.seed, 'ingest.hash')
  return { hashKey, endMs: Number.isFinite(live.to) ? epochMs + live.to * MINUTE_MS : Number.NaN, sketches }
}
