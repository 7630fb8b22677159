import { clamp } from './clamp.ts'

/** What a lab lets one set: one table drives the controls, the URL, the run file and the terminal. */
export type ParamSpec = NumberParam | ChoiceParam | SwitchParam | ListParam

interface About {
  readonly key: string
  readonly label: string
  /** What it is and does, in a plain sentence. */
  readonly help: string
  readonly group: string
  /** True when it can change while a run goes on; otherwise it holds from the start. */
  readonly live: boolean
  /** It means something only while the choice `key` has one of these values; always, where this is not said. */
  readonly when?: { readonly key: string; readonly is: readonly string[] }
}

export interface NumberParam extends About {
  readonly kind: 'number'
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly default: number
  /** Values offered as buttons. */
  readonly usual?: readonly number[]
}

export interface Option {
  readonly value: string
  readonly label: string
  /** The heading it stands under, in a long list. */
  readonly group?: string
  /** What it is, in a line. */
  readonly about?: string
}

export interface ChoiceParam extends About {
  readonly kind: 'choice'
  readonly options: readonly Option[]
  readonly default: string
}

export interface SwitchParam extends About {
  readonly kind: 'switch'
  readonly default: boolean
}

/** Some of the options, at least one, in the order chosen. */
export interface ListParam extends About {
  readonly kind: 'list'
  readonly options: readonly Option[]
  readonly default: readonly string[]
  /** For a list of who takes part: it is offered beside the picture, not among the settings. */
  readonly upFront?: {
    /** As many as can be chosen there. A link or the terminal may ask for more. */
    readonly most: number
    /** Choices that are one press away. */
    readonly sets: readonly { readonly label: string; readonly values: readonly string[] }[]
  }
}

export type ParamValue = number | string | boolean | readonly string[]

/** Whether `spec` means anything beside the other values. */
export const matters = ({ when }: ParamSpec, params: Params): boolean =>
  when === undefined || when.is.includes(String(params[when.key]))

/** A value for each key of a table. */
export type Params = Readonly<Record<string, ParamValue>>

/** The typed values of one table: `{ fps: number, shape: 'normal' | ..., order: boolean }`. */
export type ValuesOf<Table extends readonly ParamSpec[]> = {
  readonly [S in Table[number] as S['key']]: S extends { kind: 'number' }
    ? number
    : S extends { kind: 'switch' }
      ? boolean
      : S extends { kind: 'choice'; options: readonly { value: infer V }[] }
        ? V
        : S extends { kind: 'list'; options: readonly { value: infer V }[] }
          ? readonly V[]
          : never
}

/** A value that holds, and what was wrong with the one given, in words; null when nothing was. */
export interface Reading<T = ParamValue> {
  readonly value: T
  readonly complaint: string | null
}

/** For those who go on with the value that holds: what was wrong, and what was done about it; null when nothing. */
export const tellMended = ({ value, complaint }: Reading): string | null =>
  complaint === null ? null : `${complaint}; it was set to ${printParam(value)}`

export const defaultsOf = (table: readonly ParamSpec[]): Params =>
  Object.fromEntries(table.map((spec) => [spec.key, spec.default]))

/** Typed values: the defaults, but for `params`, which went through the table and are within its bounds. */
export const valuesOf = <const Table extends readonly ParamSpec[]>(
  table: Table,
  params: Params = {},
): ValuesOf<Table> => ({ ...defaultsOf(table), ...params }) as unknown as ValuesOf<Table>

/** Reads a parameter from text (a URL or a command line). Never throws: rubbish becomes a safe value and a complaint. */
export function readParam(spec: ParamSpec, text: string, fallback: ParamValue = spec.default): Reading {
  switch (spec.kind) {
    case 'number':
      return readNumber(spec, text.trim() === '' ? Number.NaN : Number(text), text, fallback)
    case 'switch':
      return readSwitch(spec, text, fallback)
    case 'choice':
      return readChoice(spec, text, fallback)
    case 'list':
      return readList(spec, text.split(','), text, fallback)
  }
}

/** Reads a parameter from parsed JSON, with the same rules. */
export function readParamValue(
  spec: ParamSpec,
  value: unknown,
  fallback: ParamValue = spec.default,
): Reading {
  const shown = shorten(JSON.stringify(value) ?? String(value))
  if (spec.kind === 'number')
    return readNumber(spec, typeof value === 'number' ? value : Number.NaN, shown, fallback)
  if (spec.kind === 'switch') {
    if (typeof value === 'boolean') return { value, complaint: null }
    return replaced(spec, shown, 'is neither true nor false', fallback)
  }
  if (spec.kind === 'choice') return readChoice(spec, typeof value === 'string' ? value : shown, fallback)
  const parts = Array.isArray(value) ? value.filter((part): part is string => typeof part === 'string') : []
  return readList(spec, parts, shown, fallback)
}

/** A value as it stands in a URL or on a command line. */
export const printParam = (value: ParamValue): string =>
  Array.isArray(value) ? value.join(',') : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)

export const sameValue = (a: ParamValue, b: ParamValue): boolean => printParam(a) === printParam(b)

/** A value for a person, with its unit: "40 ms", "on", "Normal". */
export function sayParam(spec: ParamSpec, value: ParamValue): string {
  if (spec.kind === 'number') return spec.unit === '' ? String(value) : `${String(value)} ${spec.unit}`
  if (spec.kind === 'switch') return value === true ? 'on' : 'off'
  const labels = new Map(spec.options.map((option) => [option.value, option.label]))
  return (Array.isArray(value) ? value : [String(value)]).map((part) => labels.get(part) ?? part).join(', ')
}

function readNumber(spec: NumberParam, value: number, shown: string, fallback: ParamValue): Reading {
  if (!Number.isFinite(value)) return replaced(spec, shown, 'is not a number', fallback)
  const onStep = roundTo(value, spec.step)
  if (value < spec.min)
    return {
      value: spec.min,
      complaint: `${spec.key}=${shorten(shown)} is below ${spec.min}`,
    }
  if (value > spec.max)
    return {
      value: spec.max,
      complaint: `${spec.key}=${shorten(shown)} is above ${spec.max}`,
    }
  return { value: clamp(onStep, spec.min, spec.max), complaint: null } // a bound need not lie on the grid
}

/** `value` on the grid of `step`, without the dust that binary fractions leave. */
const roundTo = (value: number, step: number): number =>
  Number((Math.round(value / step) * step).toPrecision(15))

function readSwitch(spec: SwitchParam, text: string, fallback: ParamValue): Reading {
  if (/^(on|true|1|yes)$/i.test(text)) return { value: true, complaint: null }
  if (/^(off|false|0|no)$/i.test(text)) return { value: false, complaint: null }
  return replaced(spec, text, 'is neither on nor off', fallback)
}

function readChoice(spec: ChoiceParam, text: string, fallback: ParamValue): Reading {
  const known = spec.options.some((option) => option.value === text)
  if (known) return { value: text, complaint: null }
  return replaced(
    spec,
    text,
    `is not one of ${spec.options.map((option) => option.value).join(', ')}`,
    fallback,
  )
}

function readList(spec: ListParam, parts: readonly string[], shown: string, fallback: ParamValue): Reading {
  const wanted = [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
  const known = wanted.filter((part) => spec.options.some((option) => option.value === part))
  const unknown = wanted.filter((part) => !known.includes(part))
  const names = spec.options.map((option) => option.value).join(', ')
  if (known.length === 0) return replaced(spec, shown, `names none of ${names}`, fallback)
  if (unknown.length === 0) return { value: known, complaint: null }
  return {
    value: known,
    complaint: `${spec.key}: there is no ${shorten(unknown.join(', '))} (known: ${names})`,
  }
}

const replaced = (spec: ParamSpec, shown: string, why: string, fallback: ParamValue): Reading => ({
  value: fallback,
  complaint: `${spec.key}=${shorten(shown)} ${why}`,
})

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
