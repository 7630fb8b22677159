import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { readParam, type NumberParam, type ParamSpec, type ParamValue } from '../shared/params.ts'
import { didYouMean } from './suggest.ts'
import { quote } from './words.ts'

/** For a list setting: every option there is. */
export const ALL = 'all'

/**
 * Reads one setting through the table's own reader, but where the page would mend a value (clamp it, round it to
 * its step, leave out what it does not know) the terminal refuses it. The problem says why, without its place:
 * "is above 240".
 */
export function readSetting(spec: ParamSpec, text: string): Outcome<ParamValue> {
  if (spec.kind === 'list' && text.trim() === ALL) return accept(spec.options.map(({ value }) => value))
  const { value, complaint } = readParam(spec, text)
  if (complaint !== null) return refuse(whyNot(spec, text))
  if (spec.kind === 'number' && value !== Number(text))
    return refuse(`is not a multiple of ${spec.step}; the nearest is ${String(value)}`)
  return accept(value)
}

/** The setting that `key` names. */
export function findSetting(table: readonly ParamSpec[], key: string): Outcome<ParamSpec> {
  const spec = table.find((candidate) => candidate.key === key)
  if (spec !== undefined) return accept(spec)
  const keys = table.map((candidate) => candidate.key)
  return refuse(`there is no such setting${didYouMean(key, keys)} (${keys.join(', ')})`)
}

function whyNot(spec: ParamSpec, text: string): string {
  switch (spec.kind) {
    case 'number':
      return whyNoNumber(spec, text)
    case 'switch':
      return 'is neither on nor off'
    case 'choice':
      return unknownOption(text, spec.options)
    case 'list': {
      const parts = text.split(',').map((part) => part.trim())
      const stranger = parts.find((part) => part !== '' && !spec.options.some(({ value }) => value === part))
      return unknownOption(stranger ?? '', spec.options)
    }
  }
}

function whyNoNumber(spec: NumberParam, text: string): string {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value < spec.min) return `is below ${spec.min}`
  if (value > spec.max) return `is above ${spec.max}`
  return 'is not a number'
}

function unknownOption(word: string, options: readonly { readonly value: string }[]): string {
  const names = options.map(({ value }) => value)
  const known = `(${names.join(', ')})`
  if (word === '') return `names nothing ${known}`
  return `there is no "${quote(word)}"${didYouMean(word, names)} ${known}`
}
