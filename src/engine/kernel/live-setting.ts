import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { readParamValue, sayParam, type ParamSpec, type ParamValue } from '../../shared/params.ts'

/** A setting that may change now, with its new value. */
export interface LiveSetting {
  readonly key: string
  readonly value: ParamValue
  /** "Spread 20 ms": what was done, to name a branch by. */
  readonly label: string
  /** Its place in the table, for the trace hash. */
  readonly index: number
}

/** Reads a change of a setting while a run goes on. Refuses unknown ones, those that hold from the start, bad values. */
export function readLiveSetting(
  table: readonly ParamSpec[],
  key: string,
  value: ParamValue,
): Outcome<LiveSetting> {
  const index = table.findIndex((setting) => setting.key === key)
  const spec = table[index]
  if (spec === undefined) return refuse(`there is no setting ${key}`)
  if (!spec.live) return refuse(`${spec.label} holds from the start of a run; it cannot change on the way`)
  const { value: safe, complaint } = readParamValue(spec, value)
  if (complaint !== null) return refuse(complaint)
  return accept({ key, value: safe, label: `${spec.label} ${sayParam(spec, safe)}`, index })
}
