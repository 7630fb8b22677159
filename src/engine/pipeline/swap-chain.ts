import { assert, at } from '../../shared/assert.ts'
import type { SimTime } from '../kernel/time.ts'
import { ROLE, type Role } from './codes.ts'
import type { Screen } from './screen.ts'
import type { FullPolicy } from './settings/rings.ts'
import type { Vsync } from './vsync.ts'

const NONE = -1

export interface SavedChain {
  readonly buffers: readonly number[]
  readonly front: number
  readonly ready: readonly number[]
  readonly drawing: number
  readonly picture: number
  readonly isAside: boolean
  readonly policy: FullPolicy
  readonly heldTime: number
  readonly heldSince: SimTime
}

/** What became of pictures when one was finished or one was swapped in. */
export interface Swapped {
  /** The picture that is on the screen from now on; null when it stays what it was. */
  readonly shown: number | null
  /** Pictures that are given up without having been seen. */
  readonly lost: readonly number[]
}

const NOTHING: Swapped = { shown: null, lost: [] }

/**
 * The buffers between a renderer and a screen. One is on the screen (front); with vsync another takes its place only
 * between two refreshes. The renderer draws into a free one. With one buffer there is no other: it draws into what
 * is on the screen. With two it must wait for the swap once it has drawn; with three it can go on.
 */
export class SwapChain {
  readonly slots: number
  private readonly vsync: Vsync
  private readonly screen: Screen
  private policy: FullPolicy
  /** By buffer: the picture in it. */
  private buffers: number[]
  /** From the start a buffer is on the screen, with nothing in it yet. */
  private front = 0
  /** Buffers with a drawn picture, oldest first. */
  private ready: number[] = []
  private drawing = NONE
  private picture = NONE
  /** It is drawn beside the buffers, and will be given up unless one becomes free. */
  private isAside = false
  private heldTime = 0
  private heldSince: SimTime = 0

  constructor(slots: number, policy: FullPolicy, screen: Screen, vsync: Vsync) {
    this.slots = slots
    this.policy = policy
    this.screen = screen
    this.vsync = vsync
    this.buffers = Array.from({ length: slots }, () => NONE)
  }

  /** Buffers in use: on the screen, drawn, or drawn into. */
  get size(): number {
    return this.buffers.filter((_, buffer) => this.roleOf(buffer) !== ROLE.free).length
  }

  /** How many drawn pictures wait. */
  get waiting(): number {
    return this.ready.length
  }

  pictureIn(buffer: number): number {
    return at(this.buffers, buffer)
  }

  roleOf(buffer: number): Role {
    if (buffer === this.drawing) return buffer === this.front ? ROLE.both : ROLE.drawing
    if (buffer === this.front) return ROLE.front
    return this.ready.includes(buffer) ? ROLE.ready : ROLE.free
  }

  /** Whether the renderer may begin a picture now, or must wait for a buffer. */
  get mayBegin(): boolean {
    return this.policy !== 'block' || this.findFree() !== NONE
  }

  /** Between two refreshes: the oldest drawn picture takes the screen, or the newest of them. */
  swap(now: SimTime, which: 'oldest' | 'newest'): Swapped {
    if (this.ready.length === 0) return NOTHING // the screen repeats what it has
    this.count(now)
    const taken = which === 'oldest' ? 1 : this.ready.length
    const buffers = this.ready.splice(0, taken)
    this.front = at(buffers, taken - 1)
    const pictures = buffers.map((buffer) => at(this.buffers, buffer))
    return { shown: pictures.pop() ?? null, lost: pictures }
  }

  /** The renderer begins a picture. Returns the one given up for it; null when there was a buffer. */
  begin(picture: number, now: SimTime): number | null {
    const free = this.findFree()
    this.isAside = free === NONE && this.policy === 'drop-newest'
    this.picture = picture
    if (this.isAside) return null
    if (free !== NONE) {
      this.drawInto(free, now)
      return null
    }
    this.count(now)
    const oldest = this.ready.shift() ?? NONE
    assert(oldest !== NONE, 'without a free buffer, drawn pictures wait in all but the front one')
    const lost = at(this.buffers, oldest)
    this.drawInto(oldest, now)
    return lost
  }

  /** The picture is drawn. Where the swap waits for vsync, so does the picture. */
  finish(now: SimTime, waits: boolean): Swapped {
    const buffer = this.isAside ? this.findFree() : this.drawing
    const { picture } = this
    this.drawing = NONE
    this.picture = NONE
    this.isAside = false
    if (buffer === NONE) return { shown: null, lost: [picture] }
    this.buffers[buffer] = picture
    if (this.slots === 1) {
      this.front = buffer
      return { shown: picture, lost: [] }
    }
    this.count(now)
    this.ready.push(buffer)
    if (waits) return NOTHING
    this.screen.change(now)
    return this.swap(now, 'newest')
  }

  /** A refresh begins: one that is drawn into meanwhile shows parts of two pictures. */
  tick(refresh: number): void {
    if (this.slots === 1 && this.drawing !== NONE) this.screen.tear(refresh)
  }

  change(policy: FullPolicy): void {
    this.policy = policy
  }

  /** The integral of the number of waiting pictures over time, in picture-microseconds. */
  heldIntegral(now: SimTime): number {
    return this.heldTime + this.ready.length * (now - this.heldSince)
  }

  save(): SavedChain {
    const { front, drawing, picture, isAside, policy, heldTime, heldSince } = this
    const [buffers, ready] = [this.buffers.slice(), this.ready.slice()]
    return { buffers, ready, front, drawing, picture, isAside, policy, heldTime, heldSince }
  }

  restore(saved: SavedChain): void {
    this.buffers = saved.buffers.slice()
    this.ready = saved.ready.slice()
    this.front = saved.front
    this.drawing = saved.drawing
    this.picture = saved.picture
    this.isAside = saved.isAside
    this.policy = saved.policy
    this.heldTime = saved.heldTime
    this.heldSince = saved.heldSince
  }

  private drawInto(buffer: number, now: SimTime): void {
    this.drawing = buffer
    if (this.slots === 1) this.screen.tear(this.vsync.at(now))
    else this.buffers[buffer] = this.picture
  }

  /** A buffer that is neither on the screen nor drawn; the only one there is, always. */
  private findFree(): number {
    if (this.slots === 1) return 0
    return this.buffers.findIndex((_, buffer) => this.roleOf(buffer) === ROLE.free)
  }

  private count(now: SimTime): void {
    this.heldTime = this.heldIntegral(now)
    this.heldSince = now
  }
}
