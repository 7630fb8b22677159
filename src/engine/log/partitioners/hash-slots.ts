import { assert, at } from '../../../shared/assert.ts'

export const SLOTS = 16_384
const POLYNOMIAL = 0x1021

const TABLE = new Uint16Array(256).map((_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ POLYNOMIAL : crc << 1
  return crc
})

/** CRC-16/XMODEM, the one of Redis Cluster's specification. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (TABLE[(crc >>> 8) ^ byte] ?? 0)
  return crc
}

const OPEN = '{'.charCodeAt(0)
const CLOSE = '}'.charCodeAt(0)

/**
 * A key's slot in Redis Cluster. Of a key like `{user1}.cart` only what is in the first braces counts, so that keys
 * can be kept together.
 */
export function slotForKey(key: Uint8Array): number {
  const open = key.indexOf(OPEN)
  const close = open < 0 ? -1 : key.indexOf(CLOSE, open + 1)
  const tag = close > open + 1 ? key.subarray(open + 1, close) : key
  return crc16(tag) % SLOTS
}

/**
 * Fixed slots: a key's slot never changes, and a table says which node has a slot. A new node is given an even share,
 * taken from each of the others.
 */
export class SlotTable {
  private readonly owners = new Int16Array(SLOTS)
  private nodes: number

  constructor(nodes: number) {
    assert(nodes >= 1 && nodes <= SLOTS, `${SLOTS} slots for ${nodes} nodes`)
    this.nodes = nodes
    for (let slot = 0; slot < SLOTS; slot++) this.owners[slot] = Math.floor((slot * nodes) / SLOTS)
  }

  nodeFor(key: Uint8Array): number {
    return at(this.owners, slotForKey(key))
  }

  /** Adds a node and returns how many slots moved to it. */
  addNode(): number {
    const node = this.nodes++
    const wanted = Math.floor(SLOTS / this.nodes)
    const counts = Array.from<number>({ length: node }).fill(0)
    for (const owner of this.owners) counts[owner] = at(counts, owner) + 1
    let moved = 0
    while (moved < wanted) {
      const richest = counts.indexOf(Math.max(...counts))
      this.owners[this.owners.indexOf(richest)] = node
      counts[richest] = at(counts, richest) - 1
      moved += 1
    }
    return moved
  }
}
