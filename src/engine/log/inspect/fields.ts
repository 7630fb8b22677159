import { COMPRESSIONS } from '../bytes/compression.ts'
import {
  AT,
  CONTROL_BIT,
  DELETE_HORIZON_BIT,
  HEADER_FIELDS,
  LOG_APPEND_TIME_BIT,
  OVERHEAD_BYTES,
  TRANSACTIONAL_BIT,
} from '../bytes/batch-header.ts'
import { ByteReader } from '../bytes/byte-reader.ts'
import { decodeUtf8 } from '../../kernel/utf8.ts'

/** A field with the bytes it takes and what they say. */
export interface Field {
  readonly name: string
  /** Counted from the first byte that is shown. */
  readonly at: number
  readonly bytes: number
  readonly value: string
  /** What it means, in a few words. */
  readonly meaning: string
  /** Milliseconds since 1970, where it is a time: how it is written is the view's business. */
  readonly time?: number
}

/** The fields of a batch header, whatever the bytes are, as far as there are any. `computed` is the right checksum. */
export function headerFields(header: Uint8Array, computed: number | null): Field[] {
  return HEADER_FIELDS.filter(({ at, bytes }) => at + bytes <= header.length).map(({ name, at, bytes }) => {
    const value = bigEndian(header, at, bytes)
    const field = { name, at, bytes, value: name === 'crc' ? hexOf(value) : value.toString() }
    const isTime = name === 'baseTimestamp' || name === 'maxTimestamp'
    const time = isTime && value >= 0 ? { time: Number(value) } : {}
    return { ...field, meaning: meaningOf(name, value, header, computed), ...time }
  })
}

const hexOf = (value: bigint): string => `0x${BigInt.asUintN(32, value).toString(16).padStart(8, '0')}`

/** A signed number of any width: in a bad header it may be beyond what a plain number holds. */
function bigEndian(bytes: Uint8Array, at: number, length: number): bigint {
  let value = 0n
  for (let i = 0; i < length; i++) value = (value << 8n) | BigInt(bytes[at + i] ?? 0)
  return BigInt.asIntN(8 * length, value)
}

type FieldName = (typeof HEADER_FIELDS)[number]['name']

function meaningOf(name: FieldName, value: bigint, header: Uint8Array, computed: number | null): string {
  switch (name) {
    case 'baseOffset':
      return 'offset of its first record'
    case 'batchLength':
      return `bytes behind this field; ${value + BigInt(OVERHEAD_BYTES)} in all`
    case 'partitionLeaderEpoch':
      return 'how many leaders there had been; not under the checksum'
    case 'magic':
      return value === 2n ? 'record batch v2' : 'not record batch v2'
    case 'crc':
      return checksumWords(value, computed)
    case 'attributes':
      return attributeWords(Number(value))
    case 'lastOffsetDelta':
      return `last offset ${bigEndian(header, 0, 8) + value}`
    case 'baseTimestamp':
      return (Number(bigEndian(header, AT.attributes, 2)) & DELETE_HORIZON_BIT) !== 0
        ? 'from when on its tombstones may go'
        : 'time of its first record'
    case 'maxTimestamp':
      return 'latest time in it'
    case 'producerId':
      return value < 0n ? 'none given' : 'who sent it'
    case 'producerEpoch':
      return value < 0n ? 'none given' : 'which life of that producer'
    case 'baseSequence':
      return value < 0n ? 'none given' : "the producer's count at its first record"
    case 'recordsCount':
      return 'records in it'
  }
}

function checksumWords(stored: bigint, computed: number | null): string {
  if (computed === null) return 'checksum of all behind this field'
  return BigInt.asUintN(32, stored) === BigInt(computed)
    ? 'fits all the bytes behind it'
    : `wrong: the bytes behind it give ${hexOf(BigInt(computed))}`
}

function attributeWords(bits: number): string {
  const words = [
    bits % 8 === 0 ? 'not compressed' : (COMPRESSIONS[bits & 7] ?? `compression ${bits & 7}`),
    (bits & LOG_APPEND_TIME_BIT) === 0 ? 'CreateTime' : 'LogAppendTime',
    (bits & TRANSACTIONAL_BIT) === 0 ? '' : 'in a transaction',
    (bits & CONTROL_BIT) === 0 ? '' : 'control batch',
    (bits & DELETE_HORIZON_BIT) === 0 ? '' : 'delete horizon',
    (bits & ~0x7f) === 0 ? '' : 'bits that do not exist',
  ]
  return words.filter((word) => word !== '').join(', ')
}

/** The fields of the record that begins at `start` of a batch's unpacked records; those before the first wrong one. */
export function recordFields(
  payload: Uint8Array,
  start: number,
  batch: { readonly baseOffset: number; readonly baseTimestamp: number },
): Field[] {
  const reader = new ByteReader(payload, start)
  const fields: Field[] = []
  const take = (name: string, read: () => number, meaning: (value: number) => string): number => {
    const at = reader.position
    const value = read()
    if (reader.problem === null)
      fields.push({
        name,
        at: at - start,
        bytes: reader.position - at,
        value: `${value}`,
        meaning: meaning(value),
      })
    return value
  }
  const takeText = (name: string, length: number, meaning: string): void => {
    if (length <= 0 || reader.problem !== null) return
    const at = reader.position
    const bytes = reader.slice(length)
    if (reader.problem !== null) return
    fields.push({ name, at: at - start, bytes: length, value: shortText(bytes), meaning })
  }
  const takeBytes = (what: string): void => {
    const length = take(
      `${what}Length`,
      () => reader.varint(),
      (n) => (n === -1 ? `there is no ${what}` : 'bytes'),
    )
    takeText(what, length, '')
  }
  take(
    'length',
    () => reader.varint(),
    () => 'bytes behind this field',
  )
  take(
    'attributes',
    () => reader.uint8(),
    () => 'none exist yet',
  )
  take(
    'timestampDelta',
    () => reader.varlong(),
    (delta) => `ms after the first: ${batch.baseTimestamp + delta}`,
  )
  take(
    'offsetDelta',
    () => reader.varint(),
    (delta) => `offset ${batch.baseOffset + delta}`,
  )
  takeBytes('key')
  takeBytes('value')
  const headers = take(
    'headersCount',
    () => reader.varint(),
    () => 'pairs of a name and bytes',
  )
  for (let i = 0; i < headers && reader.problem === null; i++) {
    takeBytes('headerKey')
    takeBytes('headerValue')
  }
  return fields
}

const LONGEST = 60

function shortText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes.subarray(0, LONGEST))
  return bytes.length > LONGEST ? `${text}…` : text
}
