import { accept, type Outcome } from '../../../shared/outcome.ts'
import { SECOND, type SimTime } from '../../../engine/kernel/time.ts'
import type { JitterExcerpt } from '../../../engine/jitter/excerpt.ts'
import { RATE, sampleOf, type SoundSource } from '../../../engine/jitter/sound/source.ts'
import { SoundFeed, type AskExcerpt } from './sound-feed.ts'
import { playOffline } from './sound-player.ts'

/** What a passage sounds like, checked. */
export interface SoundCheck {
  readonly seconds: number
  /** The beginning of the SHA-256 of the samples that came out. */
  readonly fingerprint: string
  /** What came out of the player is, sample for sample, what went in. */
  readonly isUntouched: boolean
  /** Stretches in which the engine says something was missing. */
  readonly stalls: number
  /** How many of them came out silent, where the player is one that falls silent; null where it makes sound up. */
  readonly silentStalls: number | null
  /** Time the engine says was missing, and time that was silent or made up, in milliseconds. */
  readonly missingMs: number
  readonly filledMs: number
}

/**
 * Plays the run from its start to `until` through the same player as is heard, only without a device and as fast as it
 * goes, and holds what comes out against the engine's own account: where a player without timestamps stalls there must
 * be silence, and where one with timestamps misses a packet as much must be made up.
 */
export async function checkSound(
  ask: AskExcerpt,
  policy: string,
  source: SoundSource,
  until: SimTime,
): Promise<Outcome<SoundCheck>> {
  const feed = new SoundFeed(ask, policy, source, 0)
  const fed = await feed.more(until)
  if (!fed.ok) return fed
  const told = await ask({ from: 0, to: until })
  if (!told.ok) return told
  const { sound, kind } = fed.value
  const heard = await playOffline(sound.slice())
  const lane = (told.value as JitterExcerpt).lanes.find((one) => one.policy === policy) // this lab's engine made it
  const stalls = (lane?.stalls ?? []).map(({ start, end }) => ({
    start,
    end: Number.isNaN(end) ? until : end,
  }))
  const missing = stalls.reduce((sum, { start, end }) => sum + end - start, 0)
  const { concealed, silent } = feed.counts
  const isSilent = ({ start, end }: { start: SimTime; end: SimTime }): boolean =>
    heard.subarray(sampleOf(start), sampleOf(end)).every((x) => x === 0)
  return accept({
    seconds: sound.length / RATE,
    fingerprint: await fingerprintOf(heard),
    isUntouched: heard.length === sound.length && sound.every((x, i) => x === heard[i]),
    stalls: stalls.length,
    silentStalls: kind === 'gate' ? stalls.filter(isSilent).length : null,
    missingMs: missing / (SECOND / 1_000),
    filledMs: ((concealed + silent) * 1_000) / RATE,
  })
}

async function fingerprintOf(sound: Float32Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', sound.slice()))
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
