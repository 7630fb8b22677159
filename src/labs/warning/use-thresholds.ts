import { useState } from 'react'
import type { MonitorId } from '../../engine/flow/warning/codes.ts'
import { WARNING_SETTINGS } from '../../engine/flow/warning/settings.ts'
import type { NumberParam } from '../../shared/params.ts'
import { useParams } from '../../stage/use-params.ts'
import { THRESHOLD_KEYS, type ThresholdKey, type Thresholds } from './drawing.ts'

/** A threshold that is being moved, and where to. */
export interface Draft {
  readonly key: ThresholdKey
  readonly value: number
  /** The panel in which it has been taken hold of. */
  readonly at: MonitorId
}

/** The setting of a threshold, from the lab's own table. */
export function specOf(key: ThresholdKey): NumberParam {
  const spec = WARNING_SETTINGS.find((one) => one.key === key)
  if (spec?.kind !== 'number') throw new Error(`no setting is called ${key}`)
  return spec
}

/** The thresholds as the settings have them, but for the one that is being moved. */
export function useThresholds(): {
  readonly thresholds: Thresholds
  readonly draft: Draft | null
  readonly setDraft: (draft: Draft | null) => void
} {
  const params = useParams()
  const [draft, setDraft] = useState<Draft | null>(null)
  const values = THRESHOLD_KEYS.map((key) => [
    key,
    draft?.key === key ? draft.value : Number(params[key] ?? specOf(key).default),
  ])
  return { draft, setDraft, thresholds: Object.fromEntries(values) as Thresholds } // every key, once
}
