import { outside } from '../../../shared/assert.ts'
import { encodeUtf8 } from '../../kernel/utf8.ts'
import { HashRing } from '../partitioners/hash-ring.ts'
import { SlotTable } from '../partitioners/hash-slots.ts'
import { pythonPartition } from '../partitioners/language-hash.ts'
import { partitionForKey } from '../partitioners/murmur2.ts'

export type LaneId = 'whiteboard' | 'kafka' | 'ring' | 'slots'

export interface LaneName {
  readonly name: string
  readonly rule: string
  readonly origin: 'whiteboard' | 'production'
  /** Whether what lies there goes along when a key moves: a store does so, a log does not. */
  readonly movesData: boolean
}

export const LANES: Record<LaneId, LaneName> = {
  whiteboard: {
    name: 'Whiteboard',
    rule: 'hash(key) % n, salted anew in each process',
    origin: 'whiteboard',
    movesData: false,
  },
  kafka: { name: 'Kafka', rule: 'murmur2(key) % n', origin: 'production', movesData: false },
  ring: {
    name: 'Consistent-hash ring',
    rule: 'the next point on a circle, as in Cassandra or Dynamo',
    origin: 'production',
    movesData: true,
  },
  slots: {
    name: 'Fixed slots',
    rule: 'CRC16(key) % 16,384, then a table, as in Redis Cluster',
    origin: 'production',
    movesData: true,
  },
}

export const LANE_IDS: readonly LaneId[] = ['whiteboard', 'kafka', 'ring', 'slots']

/** Where each key goes, by the key's number. Never written again once it is made, so that it may be shared. */
export type Places = Int16Array

/** How a key is called: "user-17". */
export const keyName = (key: number): string => `user-${key}`

/** The keys of the largest run so far, as bytes: the same in every run. */
const keyBytes: Uint8Array[] = []

/** Places that do not depend on a salt, by what they depend on: the same in every run, so worked out once. */
const known = new Map<string, Places>()
const MOST_KNOWN = 64

/** Works out where the keys of a run go, for any number of partitions. */
export class Placement {
  private readonly count: number
  private readonly start: number
  private readonly virtualNodes: number

  constructor(keys: number, start: number, virtualNodes: number) {
    while (keyBytes.length < keys) keyBytes.push(encodeUtf8(keyName(keyBytes.length)))
    this.count = keys
    this.start = start
    this.virtualNodes = virtualNodes
  }

  /** `salt` counts for the whiteboard's hash only. */
  placesOf(lane: LaneId, partitions: number, salt: number): Places {
    if (lane === 'whiteboard') return this.each((key) => pythonPartition(key, partitions, salt))
    const name = [lane, this.count, partitions, this.start, this.virtualNodes].join()
    const found = known.get(name) ?? this.workOut(lane, partitions)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(name, found)
    return found
  }

  private workOut(lane: Exclude<LaneId, 'whiteboard'>, partitions: number): Places {
    switch (lane) {
      case 'kafka':
        return this.each((key) => partitionForKey(key, partitions))
      case 'ring': {
        const ring = new HashRing(partitions, this.virtualNodes)
        return this.each((key) => ring.nodeFor(key))
      }
      case 'slots': {
        const table = new SlotTable(this.start)
        for (let nodes = this.start; nodes < partitions; nodes++) table.addNode()
        return this.each((key) => table.nodeFor(key))
      }
    }
  }

  private each(place: (key: Uint8Array) => number): Places {
    const places = new Int16Array(this.count)
    for (let key = 0; key < places.length; key++) places[key] = place(keyBytes[key] ?? outside(key))
    return places
  }
}
