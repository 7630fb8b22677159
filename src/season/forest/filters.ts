import { at } from '../../shared/assert.ts'
import type { Scene, SceneNode, Tone } from './scene.ts'

const BITS = 12

/** The three bits of an event's name. */
export function bitsOf(event: number): readonly number[] {
  return [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35].map((factor) => {
    const mixed = Math.imul(event + 1, factor)
    return ((mixed ^ (mixed >>> 15)) >>> 0) % BITS
  })
}

/** Events whose three bits are three: hashes may meet, and then it would be fewer. */
const CLEAR = Array.from({ length: 1_000 }, (_, i) => i + 1).filter(
  (event) => new Set(bitsOf(event)).size === 3,
)
export const ADDED = CLEAR.slice(0, 3)
const setBits = (events: readonly number[]): ReadonlySet<number> => new Set(events.flatMap(bitsOf))
const holds = (bits: ReadonlySet<number>, event: number): boolean =>
  bitsOf(event).every((bit) => bits.has(bit))

/** The first events that were never added: one that the filter tells apart, and one that it takes for known. */
export function strangers(): { readonly told: number; readonly mistaken: number } {
  const bits = setBits(ADDED)
  const others = CLEAR.slice(ADDED.length)
  const told = others.find((event) => !holds(bits, event))
  const mistaken = others.find((event) => holds(bits, event))
  if (told === undefined || mistaken === undefined) throw new Error('twelve bits tell some of 1,000 apart')
  return { told, mistaken }
}

/** Events set bits, and an event that was never seen finds all of its own set. */
export function bloom(): readonly Scene[] {
  const { told, mistaken } = strangers()
  const full = setBits(ADDED)
  return [
    ...ADDED.map((event, i) =>
      drawBits(setBits(ADDED.slice(0, i + 1)), event, 'way', `event ${event} sets three bits`),
    ),
    drawBits(full, told, 'way', `event ${told}: a bit is missing, so it is new`),
    drawBits(full, at(ADDED, 1), 'hit', `event ${at(ADDED, 1)} again: all set, a duplicate`),
    drawBits(full, mistaken, 'miss', `event ${mistaken}: all set, but never seen!`),
  ]
}

const xOf = (bit: number): number => 8.5 + bit * 13

function drawBits(bits: ReadonlySet<number>, asked: number, tone: Tone, says: string): Scene {
  const own = bitsOf(asked)
  const nodes = Array.from({ length: BITS }, (_, bit): SceneNode => ({
    x: xOf(bit),
    y: 72,
    text: bits.has(bit) ? '1' : '0',
    tone: own.includes(bit) ? (bits.has(bit) ? tone : 'miss') : 'rest',
    width: 12,
  }))
  const top: SceneNode = { x: 80, y: 16, text: `event ${asked}`, tone, width: 56 }
  const links = own.map((bit) => ({
    from: [80, 25] as const,
    to: [xOf(bit), 63] as const,
    lit: true,
  }))
  return { nodes: [top, ...nodes], links, says }
}

const TEXTS = ['ring of slots', 'log of rings', 'slots and logs', 'a log, a ring']
/** Words cut down to their stems, roughly: without the plural's s. */
const wordsOf = (text: string): string[] => text.split(/\W+/).map((word) => word.replace(/(?<=\w{2})s$/, ''))

/** For each word, the documents it is in, counted from 1. */
export function invertedIndex(texts: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  texts.forEach((text, i) => {
    for (const word of new Set(wordsOf(text))) index.set(word, [...(index.get(word) ?? []), i + 1])
  })
  return index
}

/** A search reads the lists of its words, and never the documents. */
export function inverted(): readonly Scene[] {
  const index = invertedIndex(TEXTS)
  const rows = ['log', 'ring', 'slot']
  const search = (words: readonly string[]): Scene => {
    const lists = words.map((word) => index.get(word) ?? [])
    const hits = (lists[0] ?? []).filter((text) => lists.every((list) => list.includes(text)))
    const nodes = rows.flatMap((word, row): SceneNode[] => {
      const y = 16 + row * 30
      const asked = words.includes(word)
      const found = index.get(word) ?? []
      return [
        { x: 30, y, text: word, tone: asked ? 'way' : 'rest', width: 44 },
        ...found.map((text): SceneNode => ({
          x: 60 + text * 21,
          y,
          text: String(text),
          tone: asked ? (hits.includes(text) ? 'hit' : 'way') : 'rest',
        })),
      ]
    })
    return { nodes, links: [], says: `${words.join(' and ')}: ${hits.length} of ${TEXTS.length} documents` }
  }
  return [search(['log']), search(['ring']), search(['log', 'ring']), search(['ring', 'slot']), search(rows)]
}
