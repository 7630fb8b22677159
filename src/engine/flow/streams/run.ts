import { assert } from '../../../shared/assert.ts'
import { ChainModel } from './chain.ts'
import type { ChainRow } from './row.ts'
import { LARGEST, PLACES, strategyOf, type Place, type StreamLane, type StreamSettings } from './settings.ts'

/** A whole run of the model: every state it settles in, the first at time 0. Simulated time throughout. */
export function simulate(settings: StreamSettings, lane: StreamLane): ChainRow[] {
  const chain = new ChainModel(settings, lane)
  const rows = [chain.row()]
  // A chunk is made, written, and read aside: three events each, and the slow branch goes on meanwhile.
  const most =
    settings.items * (2 + Math.ceil(settings.slow * (1 / settings.produce + 1 / settings.consume) + 1)) + 10
  while (!chain.isDone) {
    assert(rows.length <= most, `a chain of ${settings.items} chunks came to no end in ${most} steps`)
    chain.step()
    rows.push(chain.row())
  }
  return rows
}

/**
 * The most that the standard lets a queue come to, in what its strategy counts, however slow or quick anybody is: who
 * adds to it asks first whether desiredSize is above 0, so it is at most one chunk over. Infinity where whoever adds
 * does not ask: the source that pushes, and the branches of tee(), which get what the other one asked for.
 */
export function boundOf(settings: StreamSettings, lane: StreamLane, place: Place): number {
  if (place === 'branch' || place === 'slow') return settings.tee ? Infinity : 0
  if (place === 'source' && lane === 'push') return Infinity
  const { measure, mark } = strategyOf(settings, place)
  return mark === 0 ? 0 : mark - 1 + (measure === 'count' ? 1 : LARGEST)
}

/** The most a queue held, and the least desiredSize it had, in all rows. */
export interface Extremes {
  readonly most: number
  readonly least: number
}

export function extremesOf(rows: readonly ChainRow[]): Readonly<Record<Place, Extremes>> {
  const of = (place: Place): Extremes => {
    const queues = rows.map((row) => row.queues[place])
    return {
      most: Math.max(0, ...queues.map(({ size }) => size)),
      least: Math.min(...queues.map(({ desired }) => desired ?? Infinity)),
    }
  }
  const [source, branch, slow, writable, readable, sink] = PLACES.map(of)
  assert(
    source !== undefined &&
      branch !== undefined &&
      slow !== undefined &&
      writable !== undefined &&
      readable !== undefined &&
      sink !== undefined,
    'there are six places',
  )
  return { source, branch, slow, writable, readable, sink }
}

/** Chunks in the chain itself: made, and not yet written. The slow branch's own copies are counted apart. */
export const heldIn = ({ queues }: ChainRow): number =>
  queues.source.chunks +
  queues.branch.chunks +
  queues.writable.chunks +
  queues.readable.chunks +
  queues.sink.chunks
