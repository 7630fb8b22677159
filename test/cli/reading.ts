import * as v from 'valibot'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const ms = v.nullable(v.number())

const runSchema = v.object({
  policy: v.string(),
  sent: count,
  played: count,
  late: count,
  lost: count,
  duplicate: count,
  held: count,
  stalls: count,
  stallMs: v.number(),
  delayMs: v.strictObject({ mean: ms, p50: ms, p95: ms, p99: ms, max: ms }),
  jitterMs: v.number(),
  quality: v.strictObject({
    rating: ms,
    opinion: ms,
    freezes: count,
    freezeMs: v.number(),
    interruptions: count,
    stretched: v.number(),
    targetChangesPerMinute: v.number(),
  }),
})

const jitterSchema = v.object({
  lab: v.literal('jitter'),
  seed: count,
  trace: v.nullable(v.strictObject({ name: v.string(), packets: count, lost: count, id: v.string() })),
  runs: v.pipe(v.array(runSchema), v.minLength(1)),
  traceHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  scenario: v.nullable(v.string()),
  settings: v.record(v.string(), v.unknown()),
  checks: v.object({ held: count, failed: v.array(v.unknown()) }),
  notices: v.array(v.string()),
})

export type JitterJson = v.InferOutput<typeof jitterSchema>
export type RunJson = JitterJson['runs'][number]

/** Reads what `--json` printed: one object on one line, with every field that was promised. Throws otherwise. */
export function readJson(text: string): JitterJson {
  if (!/^\{[^\n]*\}\n$/.test(text)) throw new Error(`not one JSON object on one line: ${text.slice(0, 80)}`)
  return v.parse(jitterSchema, JSON.parse(text))
}

/** The ends of a packet, added up. */
export const ends = (run: RunJson): number => run.played + run.late + run.lost + run.duplicate + run.held
