import { at } from '../shared/assert.ts'
import { RingBuffer } from '../engine/kernel/ring-buffer.ts'

/** One thing that happened: when, counted from 0, and to which key. */
export interface Happening {
  readonly seq: number
  readonly key: string
}

interface Link {
  readonly event: Happening
  readonly before: Link | null
}

export type VerbId = 'store' | 'navigate' | 'preserve' | 'forget' | 'distribute' | 'bound'

export const ROOM = { cache: 4, servers: 3, slots: 6 } as const

/** The six structures of the season side by side, fed by one stream. */
export class TimeOrientedSystem {
  private newest: Link | null = null
  private trail: readonly Happening[] = []
  private here = -1
  private readonly states: ReadonlyMap<string, Happening>[] = []
  private readonly cache = new Map<string, Happening>()
  private readonly servers = Array.from({ length: ROOM.servers }, (): Happening[] => [])
  private readonly stream = new RingBuffer<Happening>(ROOM.slots, 'overwrite-oldest')

  take(event: Happening): void {
    // #region six-verbs
    // Store: a link back. Navigate: a list and an index.
    this.newest = { event, before: this.newest }
    this.trail = [...this.trail.slice(0, this.here + 1), event]
    this.here = this.trail.length - 1
    // Preserve: a new state. Forget: the least recently used.
    this.states.push(new Map(this.states.at(-1)).set(event.key, event))
    this.cache.delete(event.key)
    this.cache.set(event.key, event)
    if (this.cache.size > ROOM.cache) this.forgetOldest()
    // Distribute: the next server on the ring. Bound: a ring.
    at(this.servers, serverOf(event.key)).push(event)
    this.stream.push(event)
    // #endregion six-verbs
  }

  /** A Map keeps its keys in the order of their setting. */
  private forgetOldest(): void {
    this.cache.delete(at([...this.cache.keys()], 0))
  }

  /** Goes back in what was visited; the next event cuts off what lies ahead then. */
  back(steps: number): void {
    this.here = Math.max(0, this.here - steps)
  }

  /** What each structure still holds, as sequence numbers in ascending order. */
  kept(): Record<VerbId, readonly number[]> {
    const stored: Happening[] = []
    for (let link = this.newest; link !== null; link = link.before) stored.push(link.event)
    return {
      store: seqsOf(stored),
      navigate: seqsOf(this.trail),
      preserve: this.states.map((_, seq) => seq),
      forget: seqsOf([...this.cache.values()]),
      distribute: seqsOf(this.servers.flat()),
      bound: seqsOf(this.stream.toArray()),
    }
  }
}

const seqsOf = (events: readonly Happening[]): number[] =>
  events.map(({ seq }) => seq).toSorted((a, b) => a - b)

/** FNV-1a, finished so that short keys scatter: a place on a ring of 2^32. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Eight places a server, in the ring's order. */
const RING = Array.from({ length: ROOM.servers * 8 }, (_, i) => ({
  place: placeOf(`${Math.floor(i / ROOM.servers)}@${i % ROOM.servers}`),
  server: i % ROOM.servers,
})).toSorted((a, b) => a.place - b.place)

/** The server a key belongs to: the first place on the ring at or after the key's own, or the ring's first. */
export const serverOf = (key: string): number =>
  (RING.find(({ place }) => place >= placeOf(key)) ?? at(RING, 0)).server

interface Scene {
  readonly event: Happening
  /** Steps back before it happens. */
  readonly back: number
}

const KEYS = 'ABCADAEBFACGHADBIAJCKADL'
/** Before the 13th event somebody goes back by three: what was ahead is cut off. */
const BACK = { before: 12, by: 3 } as const

/** The stream: 24 events on twelve keys, one of them busy. */
export const STORY: readonly Scene[] = KEYS.split('').map((key, seq) => ({
  event: { seq, key },
  back: seq === BACK.before ? BACK.by : 0,
}))

/** The system after the first `count` events of the story. */
export function afterEvents(count: number): TimeOrientedSystem {
  const system = new TimeOrientedSystem()
  for (const { event, back } of STORY.slice(0, count)) {
    if (back > 0) system.back(back)
    system.take(event)
  }
  return system
}
