import {
  COUNTRIES,
  DEVICES,
  EVENT_TYPES,
  EXPERIMENTS,
  QUALITIES,
  REGIONS,
  VERSIONS,
} from '../../../../src/engine/ingest/codes.ts'
import { Hash } from '../../../../src/engine/ingest/json/hash.ts'
import { NO_TIME, NONE, packDims } from '../../../../src/engine/ingest/record.ts'
import { EPOCH } from './support.ts'

/** How a line becomes a record, as one would write it first: JSON.parse, Date.parse, objects and strings. */
export function naiveRow(text: string, clockMs: number): readonly number[] {
  const event = JSON.parse(text) as Readonly<Record<string, unknown>>
  const inner = (key: string): Readonly<Record<string, unknown>> => {
    const value = event[key]
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : {}
  }
  const geo = inner('geo')
  const payload = inner('payload')
  const experiments = inner('experiments')
  const time = dateOf(event['event_time'])
  const sentSays = dateOf(event['sent_time'])
  const receivedSays = dateOf(event['received_time'])
  const own = !Number.isNaN(receivedSays) ? receivedSays : !Number.isNaN(sentSays) ? sentSays : time
  const received = Number.isNaN(own) ? clockMs : Math.max(own, clockMs)
  const sent = Number.isNaN(sentSays) ? received : sentSays + (received - own)
  const version = codeOf(VERSIONS, event['event_version'], 3)
  const country = codeOf(
    COUNTRIES.map(({ code }) => code),
    geo['country'],
    255,
  )
  const region = geo['region'] === null ? 7 : codeOf(REGIONS, geo['region'], COUNTRIES[country]?.region ?? 7)
  const variant = (i: 0 | 1): number =>
    version === 0 ? 0 : 1 + codeOf(EXPERIMENTS[i].variants, experiments[EXPERIMENTS[i].name], -1)
  const id = idOf(event['event_id'])
  const words = [
    ...id,
    numberOf('usr_', event['user_id']),
    numberOf('dev_', event['device_id']),
    numberOf('sess_', event['session_id']),
    titleOf(payload['content_id']),
    Number.isNaN(time) ? NO_TIME : time - EPOCH,
    sent - EPOCH,
    received - EPOCH,
    packDims({
      type: codeOf(EVENT_TYPES, event['event_type'], 31),
      deviceType: codeOf(DEVICES, event['device_type'], 7),
      region,
      version,
      country,
      quality: codeOf(QUALITIES, payload['quality'], 7),
      experiments: [variant(0), variant(1)],
    }),
    positionOf(payload['position_seconds']),
    secondsOf(payload['duration_seconds']) ?? 0,
  ]
  return words.map((word) => word >>> 0)
}

const nameOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

const codeOf = (words: readonly string[], value: unknown, otherwise: number): number => {
  const code = words.indexOf(nameOf(value))
  return code < 0 ? otherwise : code
}

function dateOf(value: unknown): number {
  const isDate =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
  if (!isDate || value.includes('T24')) return Number.NaN
  // Date.parse takes the 30th of February for the 1st of March.
  const day = Number(value.slice(8, 10))
  const isDay =
    new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)) - 1, day)).getUTCDate() === day
  return isDay ? Date.parse(value) : Number.NaN
}

const hash = new Hash()
function hashOf(name: string): readonly [number, number] {
  const bytes = new TextEncoder().encode(name)
  hash.of(bytes, 0, bytes.length)
  return [hash.high, hash.low]
}

function idOf(value: unknown): readonly [number, number] {
  const name = nameOf(value)
  const [, high, low] = /^evt_([0-9a-f]{8})([0-9a-f]{8})$/.exec(name) ?? []
  if (high !== undefined && low !== undefined && !(high + low === '0'.repeat(16)))
    return [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return name === '' ? [0, 0] : hashOf(name)
}

function numberOf(prefix: string, value: unknown): number {
  const name = nameOf(value)
  if (name === '') return 0
  const digits = name.startsWith(prefix) ? name.slice(prefix.length) : ''
  if (/^[1-9]\d{0,9}$/.test(digits) && Number(digits) <= 0xffff_ffff) return Number(digits)
  return Math.max(1, hashOf(name)[0])
}

function titleOf(value: unknown): number {
  const name = nameOf(value)
  if (name === '') return NONE
  const [, digits] = /^mov_(0|[1-9]\d{0,9})$/.exec(name) ?? []
  return digits !== undefined && Number(digits) <= 0xffff_fffe ? Number(digits) : 0xffff_fffe
}

/** A text that writes a decimal number counts as this number, as a cell of CSV has to. */
function secondsOf(value: unknown): number | null {
  const isNumber =
    typeof value === 'number' ||
    (typeof value === 'string' && /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value))
  const seconds = isNumber ? Math.floor(Number(value)) : -1
  return seconds >= 0 && seconds < 0xffff_fffe ? seconds : null
}

const positionOf = (value: unknown): number =>
  value === undefined || value === null || value === '' ? NONE : (secondsOf(value) ?? 0xffff_fffe)
