import type { JitterExcerpt, LaneExcerpt } from '../../../../src/engine/jitter/excerpt.ts'
import type { PolicyId } from '../../../../src/engine/jitter/settings/policies.ts'
import { createRenderer, type SoundRenderer } from '../../../../src/engine/jitter/sound/renderer.ts'
import type { Segment } from '../../../../src/engine/jitter/sound/schedule.ts'
import { RATE, type SoundSource } from '../../../../src/engine/jitter/sound/source.ts'
import type { SimTime } from '../../../../src/engine/kernel/time.ts'
import { assert, at } from '../../../../src/shared/assert.ts'

export function laneIn({ lanes }: JitterExcerpt, policy: PolicyId): LaneExcerpt {
  const lane = lanes.find((one) => one.policy === policy)
  assert(lane !== undefined, `the excerpt has no lane ${policy}`)
  return lane
}

/** Pieces of one stretch put together again. */
export function joined(segments: readonly Segment[]): Segment[] {
  const whole: Segment[] = []
  for (const segment of segments) {
    const last = whole.at(-1)
    const isSame =
      last !== undefined &&
      last.kind === segment.kind &&
      last.kind !== 'packet' &&
      (last.kind !== 'missing' || (segment.kind === 'missing' && last.stall.start === segment.stall.start))
    if (isSame) whole[whole.length - 1] = withoutEnd({ ...last, to: segment.to })
    else whole.push(withoutEnd(segment))
  }
  return whole
}

/** A stall's end is known only to those who were told late. */
const withoutEnd = (segment: Segment): Segment =>
  segment.kind === 'missing' ? { ...segment, stall: { ...segment.stall, end: Number.NaN } } : segment

/** Packets 0, 1, 2, … whose turns are `turns` microseconds long. */
export function packets(turns: readonly SimTime[]): Segment[] {
  let from = 0
  return turns.map((turn, packet): Segment => {
    const segment: Segment = {
      kind: 'packet',
      packet,
      previous: packet === 0 ? null : packet - 1,
      from,
      to: from + turn,
    }
    from += turn
    return segment
  })
}

/** Everything that a renderer of this kind makes of the segments. */
export function render(
  kind: LaneExcerpt['kind'],
  source: SoundSource,
  interval: SimTime,
  segments: readonly Segment[],
): { readonly sound: Float32Array; readonly renderer: SoundRenderer } {
  const renderer = createRenderer(kind, { source, interval, from: 0 })
  renderer.take(segments)
  return { sound: renderer.finish(), renderer }
}

/** A tone of a whole number of Hertz. */
export const tone = (hz: number, level = 0.3): SoundSource => ({
  name: `${hz} Hz`,
  sound: Float32Array.from({ length: RATE }, (_, i) => level * Math.sin((2 * Math.PI * hz * i) / RATE)),
})

/** Noise of which no two stretches are alike; the same every time. */
export function noise(level = 0.3): SoundSource {
  let state = 1
  const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 31 - 1
  return { name: 'noise', sound: Float32Array.from({ length: RATE }, () => level * next()) }
}

/** Noise without sudden steps: each sample is the mean of many. It has no period, so whatever is joined to it must be bent. */
export function softNoise(): SoundSource {
  const { sound } = noise(1)
  const width = 60
  let sum = 0
  const soft = sound.map((x, i) => {
    sum += x - at(sound, (i + sound.length - width) % sound.length)
    return sum / width
  })
  return { name: 'soft noise', sound: soft }
}

/** The largest step from one sample to the next. */
export function largestStep(sound: Float32Array): number {
  let most = 0
  for (let i = 1; i < sound.length; i++) most = Math.max(most, Math.abs(at(sound, i) - at(sound, i - 1)))
  return most
}

export function loudness(sound: Float32Array): number {
  return Math.sqrt(sound.reduce((sum, x) => sum + x * x, 0) / Math.max(1, sound.length))
}

/** How often it crosses zero upwards, a second. */
export function pitchOf(sound: Float32Array): number {
  let crossings = 0
  for (let i = 1; i < sound.length; i++) if (at(sound, i - 1) < 0 && at(sound, i) >= 0) crossings += 1
  return (crossings * RATE) / sound.length
}

/** Where two sounds begin to differ; -1 where they do not. (A difference of a million rows would be of no use.) */
export function firstDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Math.min(a.length, b.length)
  return a.findIndex((x, i) => x !== b[i])
}

export const peakOf = (sound: Float32Array): number =>
  sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
