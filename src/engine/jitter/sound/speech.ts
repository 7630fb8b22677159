import { at, outside } from '../../../shared/assert.ts'
import { RandomStream } from '../../kernel/random.ts'
import { RATE, samples, type SoundSource } from './source.ts'

/** Resonances of the mouth for five vowels, in Hz: a, e, i, o, u (after Peterson and Barney, 1952, for men). */
const VOWELS: readonly (readonly [number, number, number])[] = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [270, 2290, 3010],
  [570, 840, 2410],
  [300, 870, 2240],
]
const BANDWIDTHS = [80, 100, 140] as const
const PHRASES = 5
const LEVEL = 0.6

/** How a sample of the voice is made: its pitch, its loudness, the noise in it, and the mouth's resonances. */
interface Gesture {
  readonly length: number
  readonly pitch: number
  readonly voice: number
  readonly noise: number
  readonly vowel: readonly [number, number, number]
}

/** A made-up speaker: phrases of syllables, hisses between vowels, a voice that falls; the same for the same seed. */
export function speechLike(seed = 8): SoundSource {
  const stream = RandomStream.of(seed, 'sound.speech')
  const gestures = Array.from({ length: PHRASES }, () => phrase(stream)).flat()
  const sound = speak(gestures, stream)
  even(sound, gestures)
  return { name: 'speech-like sound', sound: normalised(sound) }
}

function phrase(stream: RandomStream): Gesture[] {
  const count = 5 + stream.below(4)
  const top = 118 + 24 * stream.uniform()
  const gestures: Gesture[] = []
  for (let i = 0; i < count; i++) {
    const pitch = top * (1 - 0.22 * (i / count)) * (0.95 + 0.1 * stream.uniform())
    const vowel = at(VOWELS, stream.below(VOWELS.length))
    const hisses = stream.chance(0.4)
    gestures.push({
      length: samples(50 + 40 * stream.uniform()),
      pitch,
      voice: 0,
      noise: hisses ? 0.5 : 0,
      vowel,
    })
    gestures.push({ length: samples(110 + 90 * stream.uniform()), pitch, voice: 1, noise: 0.02, vowel })
  }
  const { pitch, vowel } = at(gestures, gestures.length - 1)
  return [...gestures, { length: samples(300 + 250 * stream.uniform()), pitch, voice: 0, noise: 0, vowel }]
}

/** How fast loudness, pitch and mouth follow, as a share of the way a sample. */
const GLIDE = 1 / samples(9)
/** The mouth moves once in so many samples. */
const HOLD = 16

function speak(gestures: readonly Gesture[], stream: RandomStream): Float32Array {
  const sound = new Float32Array(gestures.reduce((sum, { length }) => sum + length, 0))
  const mouth = BANDWIDTHS.map((bandwidth, f) => new Resonator(bandwidth, at(at(gestures, 0).vowel, f)))
  let { pitch, voice, noise } = at(gestures, 0)
  let phase = 0
  let flow = 0
  let place = 0
  for (const gesture of gestures) {
    for (let i = 0; i < gesture.length; i++) {
      if (i % HOLD === 0) mouth.forEach((resonator, f) => resonator.tune(at(gesture.vowel, f)))
      pitch += GLIDE * (gesture.pitch - pitch)
      voice += GLIDE * (gesture.voice - voice)
      noise += GLIDE * (gesture.noise - noise)
      phase += pitch / RATE
      const strikes = phase >= 1
      if (strikes) phase -= 1
      flow = 0.94 * flow + (strikes ? voice : 0)
      let sample = flow
      for (const resonator of mouth) sample = resonator.pass(sample)
      sound[place++] = sample + noise * 0.1 * (2 * stream.uniform() - 1)
    }
  }
  return sound
}

/** Makes the vowels about equally loud: the mouth lets some of them out far more than others. */
function even(sound: Float32Array, gestures: readonly Gesture[]): void {
  let place = 0
  let gain = 1
  for (const { length, voice } of gestures) {
    const middle = sound.subarray(place + (length >> 2), place + length)
    const loudness = Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length)
    const wanted = voice > 0 ? 1 / loudness : gain
    for (let i = place; i < place + length; i++) {
      gain += GLIDE * (wanted - gain)
      sound[i] = gain * (sound[i] ?? outside(i))
    }
    place += length
  }
}

/** A resonance that glides to where it is tuned: two poles, of unit gain at 0 Hz. */
class Resonator {
  private readonly decay: number
  private hz: number
  private gain = 0
  private b = 0
  private c = 0
  private y1 = 0
  private y2 = 0

  constructor(bandwidth: number, hz: number) {
    this.decay = Math.exp((-Math.PI * bandwidth) / RATE)
    this.hz = hz
  }

  /** Comes nearer to `hz`, by what is due in HOLD samples. */
  tune(hz: number): void {
    this.hz += HOLD * GLIDE * (hz - this.hz)
    this.b = 2 * this.decay * Math.cos((2 * Math.PI * this.hz) / RATE)
    this.c = -this.decay * this.decay
    this.gain = 1 - this.b - this.c
  }

  pass(x: number): number {
    const y = this.gain * x + this.b * this.y1 + this.c * this.y2
    this.y2 = this.y1
    this.y1 = y
    return y
  }
}

/** Without its mean, and with its loudest sample at LEVEL. */
function normalised(sound: Float32Array): Float32Array {
  const mean = sound.reduce((sum, x) => sum + x, 0) / sound.length
  const peak = sound.reduce((most, x) => Math.max(most, Math.abs(x - mean)), 0)
  return sound.map((x) => (LEVEL * (x - mean)) / peak)
}
