import { at, outside } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { CAME, serverName, type Came } from './codes.ts'
import type { Keys } from './keys.ts'
import type { Placement } from './placement.ts'

export type LaneId = 'circle' | 'ring' | 'modulo' | 'slots' | 'rendezvous'

export interface LaneName {
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
}

export const LANES: Record<LaneId, LaneName> = {
  circle: { name: 'The circle', origin: 'whiteboard' },
  ring: { name: 'Ring, virtual nodes', origin: 'production' },
  modulo: { name: 'Modulo', origin: 'production' },
  slots: { name: 'Fixed slots', origin: 'production' },
  rendezvous: { name: 'Rendezvous', origin: 'production' },
}

/** What happened to the servers, or to the points they have. */
export interface Change {
  readonly time: SimTime
  readonly kind: 'add' | 'remove' | 'fail' | 'back' | 'points'
  /** The server that came or went; -1 for none. */
  readonly server: number
  /** How many servers there were before and after it. */
  readonly before: number
  readonly after: number
}

const SAID: Record<Exclude<Change['kind'], 'points'>, string> = {
  add: 'is new',
  remove: 'is taken away',
  fail: 'fails',
  back: 'is back',
}

/** A change in words: "server E is new". */
export const sayChange = ({ kind, server }: Change): string =>
  kind === 'points' ? 'other points on a circle' : `server ${serverName(server)} ${SAID[kind]}`

/** Where the keys went that a change moved. */
export interface Moves {
  readonly change: Change
  /** To a server that came. */
  readonly toNew: number
  /** From one that went. */
  readonly fromGone: number
  /** Between servers that were there before and after. */
  readonly between: number
  /** By other points on a circle, between servers that all stayed. */
  readonly redrawn: number
}

export const movedBy = ({ toNew, fromGone, between, redrawn }: Moves): number =>
  toNew + fromGone + between + redrawn

/** A rule, where the keys are by it, and what its changes have cost. */
export class Lane {
  readonly id: LaneId
  readonly placement: Placement
  /** By key: its server, and how it came there. */
  readonly owners: Int16Array
  readonly came: Uint8Array
  readonly moves: Moves[] = []
  /** By lookup: whether what was asked for had to be fetched anew. */
  readonly fetched: boolean[] = []
  fetches = 0
  looked = 0
  private readonly keys: Keys
  /** By key: the server that has it; -1 for none. */
  private readonly stored: Int16Array

  constructor(id: LaneId, placement: Placement, keys: Keys, servers: readonly number[]) {
    this.id = id
    this.placement = placement
    this.keys = keys
    placement.setServers(servers)
    this.owners = new Int16Array(keys.hashes.length)
    this.came = new Uint8Array(keys.hashes.length)
    for (let key = 0; key < this.owners.length; key++) this.owners[key] = this.ownerNow(key)
    this.stored = this.owners.slice()
  }

  get lookups(): number {
    return this.fetched.length
  }

  /** Adds up a part of all moves so far. */
  total(part: (moves: Moves) => number): number {
    return this.moves.reduce((sum, moves) => sum + part(moves), 0)
  }

  /** By server of `servers`: how many keys it has. */
  loads(servers: readonly number[]): number[] {
    const counts = servers.map(() => 0)
    for (const owner of this.owners) {
      const place = servers.indexOf(owner)
      if (place >= 0) counts[place] = at(counts, place) + 1
    }
    return counts
  }

  /** Another set of servers: keys move. What a server had that is gone is lost. */
  change(change: Change, servers: readonly number[]): void {
    this.placement.setServers(servers)
    if (change.kind === 'remove' || change.kind === 'fail')
      this.stored.forEach((server, key) => {
        if (server === change.server) this.stored[key] = -1
      })
    this.replace(change)
  }

  /** Places every key anew and counts those that moved. */
  replace(change: Change): void {
    const moves = { toNew: 0, fromGone: 0, between: 0, redrawn: 0 }
    this.owners.forEach((old, key) => {
      const owner = this.ownerNow(key)
      const way = wayOf(change, old, owner)
      this.owners[key] = owner
      this.came[key] = way === null ? CAME.stayed : CAME_BY[way]
      if (way !== null) moves[way] += 1
    })
    this.moves.push({ change, ...moves })
  }

  /** Looks `key` up; what its server does not have is fetched from elsewhere. */
  lookUp(key: number): void {
    const owner = this.ownerNow(key)
    this.looked += this.placement.looked
    const had = this.stored[key] === owner
    this.stored[key] = owner
    this.fetched.push(!had)
    if (!had) this.fetches += 1
  }

  private ownerNow(key: number): number {
    return this.placement.ownerOf(this.keys.hashes[key] ?? outside(key), this.keys.slots[key] ?? outside(key))
  }
}

type Way = Exclude<keyof Moves, 'change'>

const CAME_BY: Record<Way, Came> = {
  toNew: CAME.needed,
  fromGone: CAME.needed,
  between: CAME.needless,
  redrawn: CAME.needless,
}

function wayOf({ kind, server }: Change, from: number, to: number): Way | null {
  if (from === to) return null
  if (kind === 'points') return 'redrawn'
  if (to === server) return 'toNew'
  return from === server ? 'fromGone' : 'between'
}
