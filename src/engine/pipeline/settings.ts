import type { ParamSpec, ValuesOf } from '../../shared/params.ts'
import { RING_SETTINGS } from './settings/rings.ts'
import { SCREEN_SETTINGS } from './settings/screen.ts'
import { STREAM_SETTINGS } from './settings/stream.ts'

/** The most frames or pictures a run may have: its history must fit in memory. */
export const MAX_FRAMES = 60_000

/** Everything that can be set about a pipeline run: names, units, bounds and defaults. */
export const PIPELINE_SETTINGS = [
  ...STREAM_SETTINGS,
  ...SCREEN_SETTINGS,
  ...RING_SETTINGS,
] as const satisfies readonly ParamSpec[]

export type PipelineSettings = ValuesOf<typeof PIPELINE_SETTINGS>
