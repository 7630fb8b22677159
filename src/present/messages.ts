import * as v from 'valibot'

/** What the windows of a presentation tell each other. They are of one origin, but not always of one version. */
const VERSION = 1

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** A window's own name, or a presentation's. */
const name = v.pipe(v.string(), v.regex(/^[a-z0-9]{4,24}$/))
const LONGEST_QUERY = 100_000
const LONGEST_PART = 10_000

const place = v.object({
  /** From 0. */
  slide: count,
  /** How many of the slide's fragments are shown, of how many. */
  fragment: count,
  fragments: count,
})

const labShown = v.object({
  lab: v.pipe(v.string(), v.maxLength(40)),
  /** The run as a link has it, without its moment: scenario, seed, parameters, and what was done and when. */
  query: v.pipe(v.string(), v.maxLength(LONGEST_QUERY)),
  /** Where it stands, or is on its way to; simulated microseconds. */
  time: count,
  playing: v.boolean(),
  /** Simulated seconds a second. */
  speed: v.pipe(v.number(), v.finite(), v.minValue(0.001), v.maxValue(100_000)),
  /** How much of the past is in view, in simulated microseconds. */
  before: v.pipe(v.number(), v.finite(), v.minValue(1)),
  selected: v.nullable(v.pipe(v.string(), v.maxLength(400))),
  /** Whether a file feeds the run: no other window has it. */
  onFile: v.optional(v.boolean(), false),
})

/** What a part of a slide that is no lab stands at: a switch, a step, what was measured. */
const part = v.union([
  v.boolean(),
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.maxLength(LONGEST_PART)),
])

const state = v.object({
  kind: v.literal('state'),
  /** Of two windows that lead, the one with the higher term does; of equal ones, the later name. */
  term: count,
  place,
  black: v.boolean(),
  overview: v.boolean(),
  /** The lab on the slide; null when there is none, or none yet. */
  lab: v.nullable(labShown),
  /** Whether there is one, but on its way to a state that could be told. */
  opening: v.boolean(),
  /** By name, what else there is on the slides. */
  parts: v.optional(v.record(v.pipe(v.string(), v.maxLength(40)), part), {}),
  /** When this was so: milliseconds since 1970. */
  at: count,
})

const ROLES = ['deck', 'presenter', 'follower', 'watcher'] as const

const ask = v.object({ kind: v.literal('ask'), role: v.picklist(ROLES) })

const order = v.variant('do', [
  v.object({ do: v.literal('next') }),
  v.object({ do: v.literal('previous') }),
  v.object({ do: v.literal('go'), slide: count }),
  v.object({ do: v.literal('black'), on: v.boolean() }),
  v.object({ do: v.literal('overview'), on: v.boolean() }),
  v.object({ do: v.literal('reset') }),
])

const steer = v.object({ kind: v.literal('steer'), order })

const bye = v.object({ kind: v.literal('bye') })

const envelope = v.object({
  version: v.literal(VERSION),
  session: name,
  from: name,
  body: v.variant('kind', [state, ask, steer, bye]),
})

type Envelope = v.InferOutput<typeof envelope>
export type Body = Envelope['body']
export type Place = v.InferOutput<typeof place>
export type LabShown = v.InferOutput<typeof labShown>
export type State = v.InferOutput<typeof state>
export type Role = (typeof ROLES)[number]
export type Order = v.InferOutput<typeof order>

/** A body with what carries it. */
export const wrap = (session: string, from: string, body: Body): Envelope => ({
  version: VERSION,
  session,
  from,
  body,
})

/** What somebody else of `session` said; null for anything that is not such a message. Never throws. */
export function unwrap(
  session: string,
  data: unknown,
): { readonly from: string; readonly body: Body } | null {
  const read = v.safeParse(envelope, data)
  return read.success && read.output.session === session ? read.output : null
}

/** The presentation that an address names; null for none, or for no name. */
export function readName(text: string | null): string | null {
  return v.is(name, text) ? text : null
}
