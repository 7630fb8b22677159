import { at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import {
  printParam,
  readParam,
  readParamValue,
  sayParam,
  type ParamSpec,
  type ParamValue,
  type Reading,
} from '../../shared/params.ts'

/** The command every lab understands: from now on a live parameter has another value. */
export interface SetCommand {
  readonly kind: 'set'
  readonly key: string
  readonly value: ParamValue
}

export const isSet = (command: unknown): command is SetCommand =>
  typeof command === 'object' && command !== null && 'kind' in command && command.kind === 'set'

/** `set.base.80`, `set.order.off` */
export const printSet = ({ key, value }: SetCommand): string => `set.${key}.${printParam(value)}`

/** Reads such a token; null for one of another kind. */
export function parseSet(table: readonly ParamSpec[], token: string): Outcome<SetCommand> | null {
  const [, key, text] = /^set\.(\w+)\.(.+)$/s.exec(token) ?? []
  if (key === undefined || text === undefined) return null
  return readValue(table, key, (spec) => readParam(spec, text))
}

/** Reads such a command from parsed JSON; null for one of another kind. */
export function readSet(table: readonly ParamSpec[], input: unknown): Outcome<SetCommand> | null {
  if (!isSet(input)) return null
  const { key, value }: { readonly key?: unknown; readonly value?: unknown } = input
  if (typeof key !== 'string' || value === undefined) return refuse('a setting needs its key and a value')
  return readValue(table, key, (spec) => readParamValue(spec, value))
}

function readValue(
  table: readonly ParamSpec[],
  key: string,
  read: (spec: ParamSpec) => Reading,
): Outcome<SetCommand> {
  const spec = table.find((setting) => setting.key === key)
  if (spec === undefined) return refuse(`there is no setting "${key.slice(0, 40)}"`)
  const { value, complaint } = read(spec)
  return complaint === null ? accept({ kind: 'set', key, value }) : refuse(complaint)
}

/** A setting that may change now, with its new value. */
export interface LiveSetting {
  readonly value: ParamValue
  /** "Spread 20 ms": what was done, to name a branch by. */
  readonly label: string
  /** The command as it is written, with the value as it was understood: for the run's fingerprint. */
  readonly token: string
}

/** What a `set` comes to while a run goes on. Refuses unknown settings, those that hold from the start, bad values. */
export function readLiveSetting(table: readonly ParamSpec[], command: SetCommand): Outcome<LiveSetting> {
  const read = readValue(table, command.key, (one) => readParamValue(one, command.value))
  if (!read.ok) return read
  const spec = at(
    table,
    table.findIndex(({ key }) => key === command.key),
  )
  if (!spec.live) return refuse(`${spec.label} holds from the start of a run; it cannot change on the way`)
  const { value } = read.value
  return accept({
    value,
    label: `${spec.label} ${sayParam(spec, value)}`,
    token: printSet({ ...command, value }),
  })
}
