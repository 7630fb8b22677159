import { PLAIN, type Store } from '../wasm/store.ts'

/** Bits of a title; above them stands the pane, modulo 4096. */
const TITLE_BITS = 20
/** Numbers of panes come round after 4096: before that all is forgotten. */
const ROUND = 2_048

/**
 * Whom each producer's newest event was counted for: the user, and the pane and title. A player is heard six times a minute,
 * and a viewer counts once: who has been counted adds to presence, and none of the registers need be looked at again. Memory is
 * read in the order of the producers. Whatever is forgotten here costs time and changes nothing, so it is not saved.
 */
export class Sightings {
  /** By producer, from 1: the user, and the pane above the title. Empty where it would be of no use. */
  readonly words: Uint32Array
  private round = 0

  constructor(producers: number, titles: number, store: Store = PLAIN) {
    const isOfUse = store.kernels !== null && titles <= 2 ** TITLE_BITS
    this.words = store.u32(isOfUse ? 2 * (producers + 1) : 0)
  }

  /** Producers from 0 up to before this one have a place. */
  get producers(): number {
    return this.words.length / 2
  }

  get bytes(): number {
    return this.words.byteLength
  }

  /** Panes before `firstOpen` take no more events. */
  advance(firstOpen: number): void {
    const round = Math.floor(firstOpen / ROUND)
    if (round === this.round) return
    this.round = round
    this.forget()
  }

  forget(): void {
    this.words.fill(0)
  }
}
