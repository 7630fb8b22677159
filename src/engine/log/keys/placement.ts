import { encodeUtf8 } from '../bytes/utf8.ts'
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

/** Works out where the keys of a run go, for any number of partitions. */
export class Placement {
  private readonly keys: readonly Uint8Array[]
  private readonly start: number
  private readonly virtualNodes: number
  /** The table of slots for so many nodes; made anew when fewer are wanted. */
  private table: SlotTable
  private tableNodes: number

  constructor(keys: number, start: number, virtualNodes: number) {
    this.keys = Array.from({ length: keys }, (_, key) => encodeUtf8(keyName(key)))
    this.start = start
    this.virtualNodes = virtualNodes
    this.table = new SlotTable(start)
    this.tableNodes = start
  }

  /** `salt` counts for the whiteboard's hash only. */
  placesOf(lane: LaneId, partitions: number, salt: number): Places {
    switch (lane) {
      case 'whiteboard':
        return this.each((key) => pythonPartition(key, partitions, salt))
      case 'kafka':
        return this.each((key) => partitionForKey(key, partitions))
      case 'ring': {
        const ring = new HashRing(partitions, this.virtualNodes)
        return this.each((key) => ring.nodeFor(key))
      }
      case 'slots': {
        const table = this.tableFor(partitions)
        return this.each((key) => table.nodeFor(key))
      }
    }
  }

  private each(place: (key: Uint8Array) => number): Places {
    return Int16Array.from(this.keys, (key) => place(key))
  }

  private tableFor(nodes: number): SlotTable {
    if (nodes < this.tableNodes) {
      this.table = new SlotTable(this.start)
      this.tableNodes = this.start
    }
    for (; this.tableNodes < nodes; this.tableNodes++) this.table.addNode()
    return this.table
  }
}
