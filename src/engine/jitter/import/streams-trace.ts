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
 * Makes the trace of one of several streams: the one wished for, or the first of them that makes one. What else there is
 * it tells, and each can be wished for. `notices` are the file's own, and come last. Needs a stream or more.
 */
export function chooseTrace(
  name: string,
  sources: readonly TraceSource[],
  wish: Wish | null,
  notices: readonly string[],
): Outcome<ChosenTrace> {
  const nameOf = ({ id }: TraceSource): string => (sources.length === 1 ? name : `${name}, ${id}`)
  const wished = findWished(sources, wish)
  if (wished === undefined)
    return refuse(
      `there is no stream ${nameOfWish(wish)} in it; there is ${listed(sources.map(({ id }) => id))}`,
    )
  const tried = wished === null ? sources : [wished]
  let refusal: Outcome<never> | null = null
  for (const source of tried) {
    const made = source.make(nameOf(source))
    if (!made.ok) {
      refusal ??= sources.length === 1 ? made : refuse(made.problem.what, source.id)
      continue
    }
    const told = [...othersTold(source, sources), ...made.value.notices, ...notices]
    const parts = sources.map(({ id, label }): Part => ({ id, label }))
    return accept({ ...made.value, notices: told, parts, part: source.id })
  }
  return refusal ?? refuse('there is no stream in it')
}

/** The stream that is wished for; null when any will do, undefined when it is not there. */
function findWished(sources: readonly TraceSource[], wish: Wish | null): TraceSource | null | undefined {
  if (wish === null) return null
  if ('part' in wish) return sources.find(({ id }) => id === wish.part.toLowerCase())
  return sources.find((source) => hasFingerprint(source, wish.fingerprint)) ?? null
}

const nameOfWish = (wish: Wish | null): string => (wish !== null && 'part' in wish ? shorten(wish.part) : '')

function hasFingerprint(source: TraceSource, fingerprint: string): boolean {
  const made = source.make('')
  return made.ok && traceId(made.value.trace) === fingerprint
}

const MOST_NAMED = 5

function othersTold(chosen: TraceSource, sources: readonly TraceSource[]): string[] {
  if (sources.length === 1) return []
  const others = sources.filter((source) => source !== chosen).map(({ label }) => label)
  return [`this is ${chosen.label}; the file also has ${listed(others)}`]
}

/** The first few of them, and how many more there are. */
function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED
  return `${names.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`
}
