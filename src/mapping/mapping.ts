import * as v from 'valibot'
import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { TARGET, TARGETS, type Target } from '../engine/ingest/json/codes.ts'
import { ABSENT, usualField, wordsOf, type FieldPlan, type Plan } from '../engine/ingest/json/plan.ts'
import { ByteTable } from '../engine/ingest/json/byte-table.ts'
import { TIME_FORMS, zoneMsOf } from '../engine/ingest/json/read-time.ts'

const from = v.pipe(v.string('name a column or key'), v.minLength(1, 'name a column or key'))
const name = v.strictObject({ from })
const time = v.strictObject({
  from,
  as: v.optional(v.picklist(TIME_FORMS, `must be one of ${TIME_FORMS.join(', ')}`), 'iso'),
  /** Of times that have none themselves. */
  zone: v.optional(v.pipe(v.string(), v.regex(/^(Z|[+-]\d\d:\d\d)$/, 'must be Z or like +01:00'))),
})
const amount = v.strictObject({
  from,
  as: v.optional(v.picklist(['s', 'ms'], 'must be s or ms'), 's'),
})
const id = v.union(
  [name, v.strictObject({ of: v.picklist(['line_number', 'line_text']) })],
  'must be {"from": a column or key}, {"of": "line_number"} or {"of": "line_text"}',
)

/** A field whose values are words of ours: some of theirs, or always the same. */
function coded(target: Target) {
  const words = wordsOf(TARGETS.indexOf(target)) ?? []
  const known = words.filter((word) => word !== '')
  const word = v.picklist(known, `must be one of ${[...new Set(known)].join(', ')}`)
  return v.pipe(
    v.strictObject({
      from: v.optional(from),
      values: v.optional(v.record(v.string(), word)),
      else: v.optional(word),
      value: v.optional(word),
    }),
    v.check(
      ({ from: column, value }) => (column === undefined) !== (value === undefined),
      'must have either "from" or "value"',
    ),
    v.check(
      ({ value, values, else: other }) =>
        value === undefined || (values === undefined && other === undefined),
      'with "value" there is no use for "values" and "else"',
    ),
  )
}

const schema = v.pipe(
  v.strictObject({
    format: v.picklist(['csv', 'ndjson'], 'must be csv or ndjson'),
    delimiter: v.optional(
      v.pipe(v.string(), v.regex(/^[\t -!#-~]$/, 'must be one character that is no quote')),
    ),
    columns: v.optional(v.pipe(v.array(from), v.minLength(1))),
    id: v.optional(id),
    type: coded('type'),
    version: v.optional(coded('version')),
    time,
    sent: v.optional(time),
    received: v.optional(time),
    user: name,
    device: v.optional(name),
    session: v.optional(name),
    device_type: v.optional(coded('device_type')),
    region: v.optional(coded('region')),
    country: v.optional(coded('country')),
    title: name,
    position: v.optional(amount),
    duration: v.optional(amount),
    quality: v.optional(coded('quality')),
    experiment_1: v.optional(coded('experiment_1')),
    experiment_2: v.optional(coded('experiment_2')),
  }),
  v.forward(
    v.check(
      ({ position, duration }) => position === undefined || duration !== undefined,
      'a position needs a duration to be judged by',
    ),
    ['position'],
  ),
  v.forward(
    v.check(
      ({ format, delimiter, columns }) =>
        format === 'csv' || (delimiter === undefined && columns === undefined),
      'delimiter and columns are for csv',
    ),
    ['format'],
  ),
)

type Mapping = v.InferOutput<typeof schema>
const KEYS = ['format', 'delimiter', 'columns', ...TARGETS]
const COMMA = ','

/** What an event has where a foreign log has no such field and its mapping names none. */
const USUAL: readonly (readonly [target: number, word: string])[] = [
  [TARGET.version, '2.1'],
  [TARGET.deviceType, 'web'],
  [TARGET.region, 'us'],
]

/**
 * Reads a mapping: how the columns of a CSV, or the keys of NDJSON ("video.id" for one in another), become fields of an
 * event. Refuses with the path in it that is wrong. What it leaves out: every line is an event of its own, a user has one
 * device, which is a browser, in the US (or where the country says).
 */
export function parseMapping(text: string): Outcome<Plan> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse(`is no JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  const parsed = v.safeParse(schema, withLongForms(value), { abortPipeEarly: true })
  if (parsed.success) return checkColumns(planOf(parsed.output))
  const [issue] = parsed.issues
  const path = v.getDotPath(issue) ?? ''
  return path === '' ? refuse(wordsFor(issue)) : refuse(wordsFor(issue), path)
}

function checkColumns(plan: Plan): Outcome<Plan> {
  const columns = plan.csv?.columns ?? null
  const strange = columns === null ? undefined : plan.fields.find(({ path }) => !columns.includes(path))
  if (strange === undefined) return accept(plan)
  return refuse('is none of the columns', `${TARGETS[strange.target] ?? ''}.from`)
}

/** "user": "uid" is short for "user": {"from": "uid"}. */
function withLongForms(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]) => [
      key,
      typeof one === 'string' && TARGETS.some((target) => target === key) ? { from: one } : one,
    ]),
  )
}

function wordsFor(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return issue.path?.length === 1
      ? `is nothing that an event has; it has ${KEYS.join(', ')}`
      : 'is not known here'
  if (issue.received === 'undefined') return 'is missing'
  if (issue.type === 'strict_object') return 'must be an object'
  return issue.message
}

function planOf(mapping: Mapping): Plan {
  const fields: FieldPlan[] = []
  const usual = ABSENT.slice()
  for (const [target, word] of USUAL) usual[target] = codeOf(target, word)
  // Nothing said about the region: the country has it, if there is one.
  if (mapping.country !== undefined) usual[TARGET.region] = ABSENT[TARGET.region] ?? 0
  TARGETS.forEach((key, target) => {
    const entry = mapping[key]
    if (entry === undefined) return
    if ('value' in entry && entry.value !== undefined) usual[target] = codeOf(target, entry.value)
    if ('else' in entry && entry.else !== undefined) usual[target] = codeOf(target, entry.else)
    if ('from' in entry && entry.from !== undefined)
      fields.push(fieldOf(entry.from, target, entry, usual[target] ?? 0))
  })
  const ids = mapping.id === undefined ? 'line_number' : 'of' in mapping.id ? mapping.id.of : 'field'
  const { format, delimiter = COMMA, columns = null } = mapping
  return {
    fields,
    usual,
    ids,
    deviceByUser: mapping.device === undefined,
    csv: format === 'csv' ? { delimiter: delimiter.charCodeAt(0), columns } : null,
  }
}

type Entry = Exclude<Mapping[Target], undefined>

function fieldOf(path: string, target: number, entry: Entry, usual: number): FieldPlan {
  const plan = { ...usualField(path, target), empty: usual }
  if ('else' in entry && entry.else !== undefined) return withValues({ ...plan, otherwise: usual }, entry)
  if ('values' in entry) return withValues(plan, entry)
  if ('zone' in entry || ('as' in entry && isTimeForm(entry.as)))
    return {
      ...plan,
      form: 'as' in entry && isTimeForm(entry.as) ? entry.as : 'iso',
      zoneMs: 'zone' in entry && entry.zone !== undefined ? zoneMsOf(entry.zone) : Number.NaN,
    }
  return 'as' in entry && entry.as === 'ms' ? { ...plan, unitsASecond: 1_000 } : plan
}

const isTimeForm = (form: string): form is (typeof TIME_FORMS)[number] =>
  TIME_FORMS.some((one) => one === form)

function withValues(plan: FieldPlan, entry: Entry): FieldPlan {
  if (!('values' in entry) || entry.values === undefined) return plan
  const words = new ByteTable()
  for (const [theirs, ours] of Object.entries(entry.values)) words.set(theirs, codeOf(plan.target, ours))
  return { ...plan, words }
}

const codeOf = (target: number, word: string): number => wordsOf(target)?.indexOf(word) ?? 0
