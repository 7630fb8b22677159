import { assert, outside } from '../../../shared/assert.ts'
import { scramble } from '../../kernel/random.ts'
import { SLOTS } from '../../log/partitioners/hash-slots.ts'
import { hashOf } from './keys.ts'
import type { Placement } from './placement.ts'
import { MOST_SERVERS } from './settings.ts'

/** A slot that no server has yet. */
const NOBODY = -1

/** The remainder: key's hash modulo the number of servers, and then the list of them. */
export class Modulo implements Placement {
  readonly looked = 1
  readonly tableBytes = 0
  private servers: readonly number[] = []

  setServers(servers: readonly number[]): void {
    assert(servers.length > 0, 'no servers')
    this.servers = servers
  }

  ownerOf(hash: number): number {
    const place = hash % this.servers.length
    return this.servers[place] ?? outside(place)
  }
}

/**
 * Highest random weight: each server and the key give a weight, and the highest one wins. No table at all, but every
 * server is asked. D. Thaler and C. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions
 * on Networking 6 (1), 1998.
 */
export class Rendezvous implements Placement {
  readonly tableBytes = 0
  private readonly salt: string
  private servers: readonly { readonly server: number; readonly hash: number }[] = []

  constructor(salt: string) {
    this.salt = salt
  }

  get looked(): number {
    return this.servers.length
  }

  setServers(servers: readonly number[]): void {
    assert(servers.length > 0, 'no servers')
    this.servers = servers.map((server) => ({
      server,
      hash: scramble(hashOf(`${this.salt}/server-${server}`)),
    }))
  }

  ownerOf(key: number): number {
    let best = -1
    let most = -1
    for (const { server, hash } of this.servers) {
      const weight = scramble(key ^ hash)
      if (weight <= most) continue
      most = weight
      best = server
    }
    return best
  }
}

/**
 * Redis Cluster: CRC16 of the key modulo 16,384 is its slot for good, and a table says who has that slot. With other servers,
 * as few slots as possible change hands to make the shares even again. Source: Redis Cluster's specification, "Key
 * distribution model"; which slots move is up to its operator.
 */
export class Slots implements Placement {
  readonly looked = 1
  readonly tableBytes = 2 * SLOTS
  private readonly owners = new Int16Array(SLOTS).fill(NOBODY)

  setServers(servers: readonly number[]): void {
    assert(servers.length > 0, 'no servers')
    const counts = this.countSlots()
    const countOf = (server: number): number => counts[server] ?? 0
    const ranked = [...servers].sort((a, b) => countOf(b) - countOf(a) || a - b)
    // By server: how many slots it is to have; none where it is not there.
    const wanted = new Int32Array(counts.length)
    const even = Math.floor(SLOTS / servers.length)
    ranked.forEach((server, i) => (wanted[server] = even + (i < SLOTS % servers.length ? 1 : 0)))
    const missing = ranked.flatMap((server) =>
      Array.from({ length: Math.max(0, (wanted[server] ?? 0) - countOf(server)) }, () => server),
    )
    for (let slot = 0; slot < SLOTS; slot++) {
      const owner = this.owners[slot] ?? outside(slot)
      if (owner !== NOBODY && countOf(owner) <= (wanted[owner] ?? 0)) continue
      const next = missing.pop()
      assert(next !== undefined, 'as many slots are missing as there are too many')
      if (owner !== NOBODY) counts[owner] = countOf(owner) - 1
      this.owners[slot] = next
    }
  }

  ownerOf(_hash: number, slot: number): number {
    return this.owners[slot] ?? outside(slot)
  }

  private countSlots(): Int32Array {
    const counts = new Int32Array(MOST_SERVERS)
    for (const owner of this.owners) if (owner !== NOBODY) counts[owner] = (counts[owner] ?? 0) + 1
    return counts
  }

  /** By slot: its server. */
  table(): Int16Array {
    return this.owners.slice()
  }
}
