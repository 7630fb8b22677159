import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { CAME } from './codes.ts'
import { CIRCLE, type HashCircle } from './hash-circle.ts'
import type { HashingModel } from './hashing-model.ts'
import { LANES, movedBy, type Change, type Lane, type LaneId, type LaneName } from './lane.ts'
import { largestOf, measuresOf } from './measures.ts'
import type { ServerState } from './servers.ts'
import type { HashingSettings } from './settings.ts'

/** So many keys are drawn on a circle. */
const KEYS_DRAWN = 48

/** What a view draws of a run. */
export interface HashingFrame {
  readonly now: SimTime
  readonly span: Span
  readonly settings: HashingSettings
  /** By server's number. */
  readonly servers: readonly ServerState[]
  /** The numbers of those that are up. */
  readonly up: readonly number[]
  readonly lastChange: Change | null
  /** The last key that was looked up: its name, and where it lies on a circle, 0 to 1. */
  readonly lookup: { readonly name: string; readonly place: number } | null
  readonly lanes: readonly LaneFrame[]
  readonly circles: readonly CircleFrame[]
}

/** A circle: its points in their order, clockwise from the top, 0 to 1; and some of the keys. */
export interface CircleFrame {
  readonly lane: LaneId
  readonly points: Float64Array
  readonly owners: Int32Array
  readonly keys: Float64Array
  readonly keyOwners: Int32Array
  /** Codes of CAME. */
  readonly keyCame: Uint8Array
  /** Whose the key is that was looked up last; -1 before the first. */
  readonly owner: number
}

export interface LaneFrame extends LaneName {
  readonly lane: LaneId
  /** By server that is up: keys that stayed at the last change, that had to come, and that need not have moved. */
  readonly stayed: Int32Array
  readonly needed: Int32Array
  readonly needless: Int32Array
  /** Keys moved by the last change, and how many of them needlessly. */
  readonly moved: number
  readonly wasted: number
  readonly largest: number
  readonly values: readonly number[]
}

export function makeFrame(model: HashingModel, now: SimTime, span: Span, columns: Columns): HashingFrame {
  const { settings, servers, lookups, keys } = model
  const last = lookups.at(-1)
  return {
    now,
    span,
    settings,
    servers: [...servers.all],
    up: servers.up,
    lastChange: model.changes.at(-1) ?? null,
    lookup: last === undefined ? null : { name: at(keys.names, last), place: at(keys.hashes, last) / CIRCLE },
    lanes: model.lanes.map((lane) => readLane(lane, servers.up, columns)),
    circles: [
      readCircle(model, at(model.lanes, 0), model.circle, columns),
      readCircle(model, at(model.lanes, 1), model.ring, columns),
    ],
  }
}

function readLane(lane: Lane, up: readonly number[], columns: Columns): LaneFrame {
  const stayed = columns.int32(up.length)
  const needed = columns.int32(up.length)
  const needless = columns.int32(up.length)
  const counts = [stayed, needed, needless]
  const places = new Map(up.map((server, i) => [server, i]))
  lane.owners.forEach((owner, key) => {
    const place = places.get(owner) ?? 0
    const count = counts[at(lane.came, key)] ?? stayed
    count[place] = at(count, place) + 1
  })
  const last = lane.moves.at(-1)
  return {
    ...LANES[lane.id],
    lane: lane.id,
    stayed,
    needed,
    needless,
    moved: last === undefined ? 0 : movedBy(last),
    wasted: last === undefined ? 0 : last.between + last.redrawn,
    largest: largestOf(lane.loads(up)),
    values: measuresOf(lane, up),
  }
}

function readCircle(
  { keys, lookups }: HashingModel,
  lane: Lane,
  circle: HashCircle,
  columns: Columns,
): CircleFrame {
  const { points, owners } = circle.layout()
  const drawn = Math.min(KEYS_DRAWN, keys.hashes.length)
  const frame = {
    lane: lane.id,
    points: columns.float64(points.length),
    owners: columns.int32(points.length),
    keys: columns.float64(drawn),
    keyOwners: columns.int32(drawn),
    keyCame: columns.uint8(drawn),
    owner: at(lane.owners, 0),
  }
  points.forEach((point, i) => (frame.points[i] = point / CIRCLE))
  frame.owners.set(owners)
  for (let key = 0; key < drawn; key++) {
    frame.keys[key] = at(keys.hashes, key) / CIRCLE
    frame.keyOwners[key] = at(lane.owners, key)
    frame.keyCame[key] = lane.came[key] ?? CAME.stayed
  }
  const last = lookups.at(-1)
  return { ...frame, owner: last === undefined ? -1 : at(lane.owners, last) }
}
