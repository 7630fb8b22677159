import { outside } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import { concernKey } from '../chance.ts'
import { MINUTE_MS, type IngestConfig } from '../config.ts'
import { registersIn } from '../windows/viewers.ts'
import type { Windows } from '../windows/windows.ts'
import type { NamedSketch, SketchFile } from './bytes.ts'
import { stillOf } from './still.ts'
import { createLayout } from './layout.ts'

const WINDOWS_MINUTES = [60, 1_440] as const

/**
 * Each title's unique viewers in the hour and the day that end with the minute the watermark is in, as sketches that can be
 * kept, merged and counted elsewhere: the title's own registers, whatever it was promoted to. Titles nobody watched are left
 * out. `epochMs` is the moment that times count from, in ms since 1970.
 */
export function exportSketches(
  windows: Windows,
  config: IngestConfig,
  catalogue: Catalogue,
  epochMs: number,
  nameOf: (title: number) => string,
): SketchFile {
  const layout = createLayout(catalogue, config.sketches)
  const { live } = windows
  const sketches: NamedSketch[] = []
  const titles = live.hasBegun ? catalogue.titles : 0
  for (let title = 0; title < titles; title++) {
    const precision = layout.precision[title] ?? outside(title)
    for (const minutes of WINDOWS_MINUTES) {
      const registers = registersIn(windows, layout, title, live.to - minutes, live.to)
      if (registers.every((rank) => rank === 0)) continue
      sketches.push({ name: nameOf(title), windowMinutes: minutes, precision, content: stillOf(registers) })
    }
  }
  const hashKey = concernKey(config.population.seed, 'ingest.hash')
  return { hashKey, endMs: live.hasBegun ? epochMs + live.to * MINUTE_MS : Number.NaN, sketches }
}
