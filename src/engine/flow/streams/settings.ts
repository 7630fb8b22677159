import type { SimTime } from '../../kernel/time.ts'

/** What a chain of the web's streams is made with: source, transform, sink. */
export interface StreamSettings {
  /** Chunks the source has to give, then it closes. */
  readonly items: number
  /** Chunks a second the source can make. */
  readonly produce: number
  /** Chunks a second the sink can write. */
  readonly consume: number
  /** What a queue is measured in: CountQueuingStrategy or ByteLengthQueuingStrategy. */
  readonly measure: Measure
  /** highWaterMark of each queue: chunks, or KiB. */
  readonly sourceMark: number
  readonly writableMark: number
  readonly readableMark: number
  readonly sinkMark: number
  /** With tee(): a second branch beside the chain, read this many chunks a second. */
  readonly tee: boolean
  readonly slow: number
}

export type Measure = 'count' | 'bytes'

/** The two sources: one makes a chunk when pull() asks for it, the other enqueues by its own clock, whatever desiredSize says. */
export const LANES = ['push', 'pull'] as const
export type StreamLane = (typeof LANES)[number]

/** Where chunks queue, in the order in which they pass. `branch` and `slow` are those of tee(). */
export const PLACES = ['source', 'branch', 'slow', 'writable', 'readable', 'sink'] as const
export type Place = (typeof PLACES)[number]

export const KIB = 1024
/** Sizes of chunks go round: 1, 4, 3, 2 KiB. */
export const bytesOf = (id: number): number => (1 + ((id * 7) % 4)) * KIB
export const LARGEST = 4 * KIB

/** What the strategy's size() says of a chunk. */
export const sizeOf = (measure: Measure, id: number): number => (measure === 'count' ? 1 : bytesOf(id))

/** tee() makes its branches with a highWaterMark of 1 chunk, and nothing can change it. */
const TEE_MARK = 1

/** A queue's strategy: what it counts, and its highWaterMark in that. */
export function strategyOf(
  settings: StreamSettings,
  place: Place,
): { readonly measure: Measure; readonly mark: number } {
  if (place === 'branch' || place === 'slow') return { measure: 'count', mark: TEE_MARK }
  const { measure } = settings
  return { measure, mark: settings[`${place}Mark`] * (measure === 'count' ? 1 : KIB) }
}

/** Microseconds between two chunks at a rate a second. */
export const gapOf = (rate: number): SimTime => Math.round(1_000_000 / rate)
