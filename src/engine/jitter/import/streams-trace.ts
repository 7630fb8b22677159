import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Part, Wish } from '../../kernel/simulation.ts'
import { traceId } from '../trace.ts'
import type { ChosenTrace, ImportedTrace } from './trace-reader.ts'
import { shorten } from './words.ts'

/** A stream of a file that a trace can be made of. */
export interface TraceSource extends Part {
  /** `name` is the trace's. */
  make(name: string): Outcome<ImportedTrace>
}

/**
 * Makes the trace of one of several streams: the one wished for, or the first of them. What else there is it tells,
 * and each can be wished for. `notices` are the file's own, and come last. Needs a stream or more.
 */
export function chooseTrace(
  name: string,
  sources: readonly TraceSource[],
  wish: Wish | null,
  notices: readonly string[],
): Outcome<ChosenTrace> {
  const nameOf = ({ id }: TraceSource): string => (sources.length === 1 ? name : `${name}, ${id}`)
  const found = wish === null ? at(sources, 0) : wished(sources, wish)
  if (found === undefined)
    return refuse(
      `there is no stream ${nameOfWish(wish)} in it; there is ${sources.map(({ id }) => id).join(', ')}`,
    )
  const made = found.make(nameOf(found))
  if (!made.ok) return made
  const told = [...othersTold(found, sources), ...made.value.notices, ...notices]
  const parts = sources.map(({ id, label }): Part => ({ id, label }))
  return accept({ ...made.value, notices: told, parts, part: found.id })
}

/** The stream that is wished for; the first one when a fingerprint is none of theirs. */
function wished(sources: readonly TraceSource[], wish: Wish): TraceSource | undefined {
  if ('part' in wish) return sources.find(({ id }) => id === wish.part.toLowerCase())
  return sources.find((source) => hasFingerprint(source, wish.fingerprint)) ?? sources[0]
}

const nameOfWish = (wish: Wish | null): string => (wish !== null && 'part' in wish ? shorten(wish.part) : '')

function hasFingerprint(source: TraceSource, fingerprint: string): boolean {
  const made = source.make('')
  return made.ok && traceId(made.value.trace) === fingerprint
}

const MOST_NAMED = 5

function othersTold(chosen: TraceSource, sources: readonly TraceSource[]): string[] {
  if (sources.length === 1) return []
  const others = sources.filter((source) => source !== chosen)
  const named = others.slice(0, MOST_NAMED).map(({ label }) => label)
  const rest = others.length - named.length
  const more = rest > 0 ? `, and ${rest} more` : ''
  return [`this is ${chosen.label}; the file also has ${named.join(', ')}${more}`]
}
