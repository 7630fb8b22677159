import { SECOND, type SimTime } from '../../kernel/time.ts'
import { outside } from '../../../shared/assert.ts'

/** Samples a second of everything that is rendered. */
export const RATE = 48_000

/** Milliseconds to samples. */
export const samples = (ms: number): number => Math.round((ms * RATE) / 1_000)

/** What the sender says: a sound that begins anew when it is over. */
export interface SoundSource {
  readonly name: string
  readonly sound: Float32Array
}

/** The sound that packet `packet` carries: packets cut the source into equal pieces, by number. */
export function contentOf({ sound }: SoundSource, packet: number, interval: SimTime): Float32Array {
  const from = sampleOf(packet * interval)
  const content = new Float32Array(sampleOf((packet + 1) * interval) - from)
  for (let i = 0; i < content.length; i++) content[i] = sound[(from + i) % sound.length] ?? outside(from + i)
  return content
}

/** The sample that plays at `time`, counted from 0. */
export const sampleOf = (time: SimTime): number => Math.round((time * RATE) / SECOND)

const TONE_HZ = 437
const TONE_LEVEL = 0.3

/**
 * A plain tone: every fault is easy to hear. A whole number of its periods fits a second, but none of the usual packets,
 * so that two that are no neighbours don't fit together.
 */
export function testTone(): SoundSource {
  const sound = Float32Array.from(
    { length: RATE },
    (_, i) => TONE_LEVEL * Math.sin((2 * Math.PI * TONE_HZ * i) / RATE),
  )
  return { name: 'test tone', sound }
}
