import { assert } from '../../../shared/assert.ts'
import { decodeUtf8 } from '../../kernel/utf8.ts'
import { MOST_TITLE_BYTES, PREFIX } from './codes.ts'
import { Hash } from './hash.ts'
import { NameReader } from './names.ts'

/** The place of a title that is in no catalogue. */
export const FOREIGN = 0xffff_fffe

/** Which place in a catalogue a title has. */
export interface Titles {
  /** Places that there are: those from here on are unknown. It may grow. */
  readonly size: number
  /** The place of the title with this name; FOREIGN for one that can have none. */
  placeOf(bytes: Uint8Array, from: number, to: number): number
  nameOf(place: number): string
}

/** A catalogue that is given: the title at place 789 is called "mov_789". */
export function numberedTitles(size: number): Titles {
  const reader = new NameReader(PREFIX.title, new Hash())
  return {
    size,
    placeOf(bytes, from, to) {
      const written = reader.written(bytes, from, to)
      return written < 0 || written > FOREIGN ? FOREIGN : written
    },
    nameOf: (place) => PREFIX.title + String(place),
  }
}

const FREE = -1

/**
 * The catalogue that a file's own names make, in the order in which they come, up to `most`: the rest is unknown. Names
 * are told apart by 64 bits of hash.
 */
export class NamedTitles implements Titles {
  private readonly most: number
  private readonly hash = new Hash()
  private readonly names: string[] = []
  /** Open addressing: the place, and the hash of what is there. */
  private places: Int32Array
  private highs: Uint32Array
  private lows: Uint32Array

  constructor(most: number) {
    assert(most > 0, `a catalogue of ${most}`)
    this.most = most
    this.places = new Int32Array(1024).fill(FREE)
    this.highs = new Uint32Array(1024)
    this.lows = new Uint32Array(1024)
  }

  get size(): number {
    return this.names.length
  }

  placeOf(bytes: Uint8Array, from: number, to: number): number {
    if (to - from > MOST_TITLE_BYTES) return FOREIGN
    const { hash } = this
    hash.of(bytes, from, to)
    const slot = this.slotOf(hash.high, hash.low)
    const place = this.places[slot] ?? FREE
    if (place !== FREE) return place
    if (this.names.length >= this.most) return FOREIGN
    this.names.push(decodeUtf8(bytes.subarray(from, to)))
    this.put(slot, this.names.length - 1, hash.high, hash.low)
    if (2 * this.names.length > this.places.length) this.grow()
    return this.names.length - 1
  }

  nameOf(place: number): string {
    return this.names[place] ?? PREFIX.title + String(place)
  }

  private slotOf(high: number, low: number): number {
    const mask = this.places.length - 1
    let slot = low & mask
    while ((this.places[slot] ?? FREE) !== FREE && (this.highs[slot] !== high || this.lows[slot] !== low))
      slot = (slot + 1) & mask
    return slot
  }

  private put(slot: number, place: number, high: number, low: number): void {
    this.places[slot] = place
    this.highs[slot] = high
    this.lows[slot] = low
  }

  private grow(): void {
    const { places, highs, lows } = this
    this.places = new Int32Array(2 * places.length).fill(FREE)
    this.highs = new Uint32Array(2 * places.length)
    this.lows = new Uint32Array(2 * places.length)
    places.forEach((place, i) => {
      if (place === FREE) return
      const [high, low] = [highs[i] ?? 0, lows[i] ?? 0]
      this.put(this.slotOf(high, low), place, high, low)
    })
  }
}
