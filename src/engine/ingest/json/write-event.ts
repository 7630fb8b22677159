import { at } from '../../../shared/assert.ts'
import { COUNTRIES, DEVICES, EVENT_TYPES, EXPERIMENTS, QUALITIES, REGIONS, VERSIONS } from '../codes.ts'
import {
  countryOf,
  deviceTypeOf,
  NO_TIME,
  NONE,
  qualityOf,
  regionOf,
  SHIFT,
  typeOf,
  versionOf,
  type Batch,
} from '../record.ts'
import { PREFIX } from './codes.ts'
import { isoOf } from './read-time.ts'
import type { Titles } from './titles.ts'

const hex = (bits: number): string => bits.toString(16).padStart(8, '0')

/**
 * Event `index` of `batch` in the envelope, as one line of JSON without its newline. What the event lacks is left out.
 * Reading it gives the same record: numbers are written so that they are not hashed again. `epochMs` is the moment its
 * times count from, in ms since 1970.
 */
export function eventLine(batch: Batch, index: number, epochMs: number, titles: Titles): string {
  const dims = at(batch.dims, index)
  const [high, low] = [at(batch.idHigh, index), at(batch.idLow, index)]
  const eventTime = at(batch.eventTime, index)
  const version = VERSIONS[versionOf(dims)]
  const type = EVENT_TYPES[typeOf(dims)]
  const device = DEVICES[deviceTypeOf(dims)]
  const time = (name: string, ms: number): string => `"${name}":"${isoOf(epochMs + ms)}",`
  return (
    `{${high === 0 && low === 0 ? '' : `"event_id":"${PREFIX.id}${hex(high)}${hex(low)}",`}` +
    (type === undefined ? '' : `"event_type":"${type}",`) +
    (version === undefined ? '' : `"event_version":"${version}",`) +
    (eventTime === NO_TIME ? '' : time('event_time', eventTime)) +
    time('sent_time', at(batch.sentTime, index)) +
    time('received_time', at(batch.receivedTime, index)) +
    name('user_id', PREFIX.user, at(batch.user, index)) +
    name('device_id', PREFIX.device, at(batch.device, index)) +
    name('session_id', PREFIX.session, at(batch.session, index)) +
    (device === undefined ? '' : `"device_type":"${device}",`) +
    `"geo":${geo(dims)},` +
    `"payload":${payload(batch, index, dims, titles)}${experiments(dims)}}`
  )
}

const name = (key: string, prefix: string, number: number): string =>
  number === 0 ? '' : `"${key}":"${prefix}${number}",`

function geo(dims: number): string {
  const country = COUNTRIES[countryOf(dims)]
  const region = REGIONS[regionOf(dims)]
  // Null, since a region that is left out follows from the country.
  const word = region === undefined ? 'null' : `"${region}"`
  return country === undefined ? `{"region":${word}}` : `{"country":"${country.code}","region":${word}}`
}

function payload(batch: Batch, index: number, dims: number, titles: Titles): string {
  const title = at(batch.title, index)
  const position = at(batch.position, index)
  const duration = at(batch.duration, index)
  const quality = QUALITIES[qualityOf(dims)]
  const parts = [
    title === NONE ? '' : `"content_id":${JSON.stringify(titles.nameOf(title))}`,
    position === NONE ? '' : `"position_seconds":${position}`,
    duration === 0 ? '' : `"duration_seconds":${duration}`,
    quality === undefined ? '' : `"quality":"${quality}"`,
  ]
  return `{${parts.filter((part) => part !== '').join(',')}}`
}

function experiments(dims: number): string {
  const parts = EXPERIMENTS.flatMap((experiment, i) => {
    const code = (dims >>> (SHIFT.experiments + 2 * i)) & 3
    const variant = code === 0 ? undefined : experiment.variants[code - 1]
    return variant === undefined ? [] : [`"${experiment.name}":"${variant}"`]
  })
  return parts.length === 0 ? '' : `,"experiments":{${parts.join(',')}}`
}

/** Every event of `batch`, a line each with its newline. */
export function* eventLines(batch: Batch, epochMs: number, titles: Titles): Generator<string> {
  for (let i = 0; i < batch.length; i++) yield `${eventLine(batch, i, epochMs, titles)}\n`
}
