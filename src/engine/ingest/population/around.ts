import { outside } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import { chanceBound } from '../chance.ts'
import { TICK_MS, TICKS_A_LAP, type Faults, type Spell } from '../config.ts'
import { deviceTypeOf } from '../record.ts'
import { placeAt, sizeOf, type Share } from '../shards/share.ts'
import { leaveBoundFor, type Reach } from './faults.ts'
import { AWAY, DIMS, OWED_SHIFT, WORDS, type Pull } from './viewers.ts'

export const NOBODY = -1
export const MOBILE = 0
const CHANGING_MS = 10_000
const TWO_POW_32 = 0x1_0000_0000
/** One draw decides on three faults: low ones break a rule, high ones are sent again, and from here on a player leaves. */
export const LEAVING_FROM = 0x8000_0000

/** What follows from faults: bounds of uniform draws. */
export const boundsOf = ({ replays, malformed, skew, offline }: Faults) => ({
  replay: TWO_POW_32 - chanceBound(replays),
  malformed: chanceBound(malformed),
  skew: chanceBound(skew),
  leave: LEAVING_FROM + leaveBoundFor(offline),
})

/** What is out of the ordinary at a time. */
interface Around {
  readonly pulls: readonly Pull[]
  /** The region that is silent; -1: none is. */
  readonly silent: number
  readonly isLanding: boolean
}

/** What faults come to at a time in ms. */
export function around(
  { viral, release, outage, landing }: Faults,
  special: Catalogue['special'],
  now: number,
): Around {
  const isOn = (spell: Spell): boolean => spell.fromMs <= now && now < spell.untilMs
  const pulls: Pull[] = []
  if (viral !== null && isOn(viral))
    pulls.push({ title: special.viral, bound: chanceBound(viral.share), changeBound: 0 })
  if (release !== null && isOn(release)) {
    const isFirst = now < release.fromMs + CHANGING_MS
    const bound = chanceBound(release.share)
    pulls.push({ title: special.release, bound, changeBound: isFirst ? bound : 0 })
  }
  return {
    pulls,
    silent: outage !== null && isOn(outage) ? outage.region : NOBODY,
    isLanding: landing !== null && isOn(landing),
  }
}

/** Of a share of `viewers`, whose words stand in `rows`, so many mobile ones are out of reach when a run begins. */
export function sendAway(
  rows: Uint32Array,
  share: Share,
  viewers: number,
  reach: Reach,
  shareBound: number,
): void {
  for (let place = 0; place < sizeOf(share, viewers); place++) {
    const at = place * WORDS
    if (deviceTypeOf(rows[at + DIMS] ?? outside(at)) !== MOBILE) continue
    const away = reach.atStart(placeAt(share, place), shareBound)
    if (away !== null) rows[at + AWAY] = (away.visits - away.over) | (away.over << OWED_SHIFT)
  }
}

/** When the lap of a tick began, in ms. */
export const lapStart = (tick: number): number => (tick - (tick % TICKS_A_LAP)) * TICK_MS
