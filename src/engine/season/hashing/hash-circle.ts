import { assert, at, outside } from '../../../shared/assert.ts'
import type { Placement } from './placement.ts'
import { hashOf } from './keys.ts'

export const CIRCLE = 2 ** 32

/** More than there are names for servers. */
const SERVERS = 32

/** Four bytes of position and four of a server's number. */
const POINT_BYTES = 8

/**
 * Consistent hashing: each server has some points on a circle of 2^32, and a key belongs to the next point clockwise.
 * D. Karger et al., "Consistent hashing and random trees", STOC 1997.
 */
export class HashCircle implements Placement {
  looked = 0
  private readonly salt: string
  private perServer: number
  private servers: readonly number[] = []
  private points = new Uint32Array(0)
  private owners = new Int32Array(0)
  /** By server: where its points lie, as far as they were needed. */
  private readonly known = new Map<number, number[]>()

  /** `salt` is part of a point's name: another one gives another circle. */
  constructor(salt: string, perServer: number) {
    this.salt = salt
    this.perServer = perServer
  }

  get tableBytes(): number {
    return POINT_BYTES * this.points.length
  }

  setPoints(perServer: number): void {
    this.perServer = perServer
    this.setServers(this.servers)
  }

  setServers(servers: readonly number[]): void {
    assert(servers.length > 0, 'a circle without servers')
    this.servers = servers
    // One number for a point and its server sorts much faster than an object for both, and by the server last.
    const all = Float64Array.from(
      servers.flatMap((server) => this.pointsOf(server).map((point) => point * SERVERS + server)),
    ).sort()
    this.points = Uint32Array.from(all, (both) => Math.floor(both / SERVERS))
    this.owners = Int32Array.from(all, (both) => both % SERVERS)
  }

  ownerOf(hash: number): number {
    let low = 0
    let high = this.points.length
    this.looked = 0
    while (low < high) {
      const middle = (low + high) >> 1
      this.looked += 1
      if ((this.points[middle] ?? outside(middle)) < hash) low = middle + 1
      else high = middle
    }
    const next = low === this.points.length ? 0 : low
    return this.owners[next] ?? outside(next)
  }

  /** The points in their order, and whose they are. */
  layout(): { readonly points: Uint32Array; readonly owners: Int32Array } {
    return { points: this.points, owners: this.owners }
  }

  /** What share of the circle is a server's: the arcs that end at its points. */
  shareOf(server: number): number {
    const { points, owners } = this
    let sum = 0
    for (let i = 0; i < points.length; i++) {
      if (owners[i] !== server) continue
      sum +=
        i === 0 ? at(points, 0) + CIRCLE - at(points, points.length - 1) : at(points, i) - at(points, i - 1)
    }
    return sum / CIRCLE
  }

  private pointsOf(server: number): number[] {
    const list = this.known.get(server) ?? []
    for (let i = list.length; i < this.perServer; i++) list.push(hashOf(`${this.salt}/server-${server}#${i}`))
    this.known.set(server, list)
    return list.slice(0, this.perServer)
  }
}
