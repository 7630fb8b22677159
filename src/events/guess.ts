import { DEVICES, EVENT_TYPES, REGIONS } from '../engine/ingest/codes.ts'
import type { Target } from '../engine/ingest/json/codes.ts'
import type { TimeForm } from '../engine/ingest/json/read-time.ts'
import { emptyDraft, isTimeField } from './draft.ts'
import type { Draft, FieldDraft, Probe } from './protocol.ts'

/** What columns are called, best first. */
const NAMES: readonly (readonly [Target, RegExp])[] = [
  ['id', /^(event_?)?(id|uuid|guid)$/i],
  ['time', /^(event_?)?(time|timestamp|ts|date|datetime|when|at)$|_(at|ts|time)$|timestamp/i],
  [
    'user',
    /^(user|visitor|viewer|client|account|member|customer|profile|uid|ip|host|who)(_?id|_?name)?$|user/i,
  ],
  ['device', /^device_?id$/i],
  ['session', /^session(_?id)?$/i],
  ['device_type', /^(device(_?type)?|os|platform|ua|user_?agent|app)$/i],
  ['region', /^region$/i],
  ['country', /^(country|country_?code|cc|geo(\.country)?)$/i],
  [
    'title',
    /^(title|video|content|item|movie|film|show|episode|song|track|product|article|page|url|path|resource|what)(_?id|_?name)?$/i,
  ],
  ['type', /^(event_?)?(type|action|event|kind|verb|activity|method)$/i],
  ['position', /^(position|offset|playhead|progress)(_?(s|ms|sec|seconds))?$/i],
  ['duration', /^(duration|length|runtime)(_?(s|ms|sec|seconds))?$/i],
]

/** What their words may mean; the first that fits. */
const TYPE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/heartbeat|ping|progress|watch|beat|playing/i, 'playback.heartbeat'],
  [/pause/i, 'playback.paused'],
  [/resume|unpause/i, 'playback.resumed'],
  [/seek|scrub|skip/i, 'playback.seeked'],
  [/complete|finish|ended?$|done/i, 'playback.completed'],
  [/abandon|stop|quit|close/i, 'playback.abandoned'],
  [/search|query/i, 'browse.search'],
  [/play|start|begin|open/i, 'playback.started'],
  [/click|tap/i, 'browse.content_clicked'],
  [/view|visit|get|page/i, 'browse.page_viewed'],
]
const DEVICE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ios|android|phone|mobile|tablet|ipad/i, 'mobile'],
  [/tv|roku|fire|chromecast/i, 'tv'],
  [/xbox|playstation|ps\d|switch|game|gaming/i, 'gaming'],
  [/web|browser|mac|windows|linux|desktop/i, 'web'],
]

/** How the columns might be meant, by their names and by what stands in the first rows. */
export function guessDraft({
  format,
  delimiter,
  columns,
  hasHeader,
  rows,
  words,
}: {
  readonly format: Draft['format']
  readonly delimiter: string
  readonly columns: readonly string[]
  readonly hasHeader: boolean
  readonly rows: Probe['rows']
  readonly words: Probe['words']
}): Draft {
  const empty = emptyDraft(format, delimiter)
  const taken = new Map<Target, string>()
  for (const [target, pattern] of NAMES) {
    const column = columns.find(
      (one) => namesOf(one).some((name) => pattern.test(name)) && ![...taken.values()].includes(one),
    )
    if (column !== undefined) taken.set(target, column)
  }
  const fields: Record<Target, FieldDraft> = { ...empty.fields, id: { how: 'line_number' } }
  for (const [target, from] of taken) {
    const sample = rows.map((row) => row[columns.indexOf(from)] ?? '').filter((cell) => cell !== '')
    fields[target] = fieldFor(target, from, sample, words[from] ?? [])
  }
  // What it needs and has not: somebody watched something.
  if (fields.type.how === 'none') fields.type = { how: 'value', value: 'playback.started' }
  if (fields.position.how !== 'none' && fields.duration.how === 'none') fields.position = { how: 'none' }
  return { ...empty, columns: hasHeader ? null : columns, fields }
}

/** "payload.video.id" is called video_id; an id or a name within another is that one's, not the event's. */
function namesOf(column: string): readonly string[] {
  const keys = column.split('.')
  const last = keys.at(-1) ?? column
  const pair = keys.slice(-2).join('_')
  return keys.length > 1 && /^(id|name|type)$/i.test(last) ? [pair] : [last, pair]
}

function fieldFor(
  target: Target,
  from: string,
  sample: readonly string[],
  words: readonly string[],
): FieldDraft {
  if (isTimeField(target)) return { how: 'column', from, ...timeForm(sample[0] ?? '') }
  if (target === 'position' || target === 'duration')
    return { how: 'column', from, unit: /_?ms$/i.test(from) ? 'ms' : 's' }
  if (target === 'type')
    return {
      how: 'column',
      from,
      values: meanings(words, TYPE_WORDS, EVENT_TYPES),
      other: 'playback.heartbeat',
    }
  if (target === 'device_type')
    return { how: 'column', from, values: meanings(words, DEVICE_WORDS, DEVICES), other: 'web' }
  if (target === 'region') {
    const isOurs = words.every((word) => REGIONS.some((region) => region === word))
    return isOurs ? { how: 'column', from } : { how: 'column', from, values: {}, other: 'us' }
  }
  return { how: 'column', from }
}

/** What each of their words means, unless it is one of ours. */
function meanings(
  words: readonly string[],
  patterns: readonly (readonly [RegExp, string])[],
  ours: readonly string[],
): Record<string, string> {
  const found = words.map((word) => {
    const same = ours.find((one) => one === word)
    return [word, same ?? patterns.find(([pattern]) => pattern.test(word))?.[1] ?? ''] as const
  })
  return Object.fromEntries(found)
}

/** How a time is written, by one of them. */
export function timeForm(sample: string): { readonly as: TimeForm; readonly zone?: string } {
  if (/^\d{9,10}(\.\d+)?$/.test(sample)) return { as: 'epoch_s' }
  if (/^\d{12,13}$/.test(sample)) return { as: 'epoch_ms' }
  if (/^\d{15,16}$/.test(sample)) return { as: 'epoch_us' }
  return /(Z|[+-]\d\d:\d\d)$/i.test(sample) ? { as: 'iso' } : { as: 'iso', zone: 'Z' }
}
