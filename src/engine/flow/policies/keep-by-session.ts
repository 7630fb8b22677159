import { hashUniform } from '../load/hash.ts'
import type { Station } from '../station/station.ts'

const PLACES = 0x534d504c

/** Where each session stands on the scale from 0 to 1 that sampling by session cuts: the same for every lane of a run. */
export class SessionScale {
  private readonly places: Float64Array

  constructor(seed: number, sessions: number) {
    this.places = Float64Array.from({ length: sessions }, (_, key) => hashUniform(seed ^ PLACES, key, 0))
  }

  /** Whether the message's session is among the share `keep` of all sessions. */
  keeps(station: Station, message: number, keep: number): boolean {
    return (this.places[station.messages.key.get(station.itemOf(message))] ?? 0) < keep
  }
}
