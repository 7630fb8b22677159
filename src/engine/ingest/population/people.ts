import { outside } from '../../../shared/assert.ts'
import { below, concernKey, mix } from '../chance.ts'
import { COUNTRIES, REGIONS } from '../codes.ts'
import { EVENING, HOURS_AHEAD } from '../plane/codes.ts'
import { packDims } from '../record.ts'

const REGION_COUNT = REGIONS.length
const TWO_POW_32 = 0x1_0000_0000
const BYTE = 256

/** How much is watched in an hour of the local day: four hours at the peak, eight at half of it, twelve at a fifth (C14). */
export function appetite(localHour: number): number {
  if (localHour >= EVENING.from && localHour < EVENING.to) return 5
  return localHour >= 11 && localHour < EVENING.from ? 2.5 : 1
}

/** The bounds of a uniform 32-bit draw below which each region lies at this hour of the day, UTC. */
export function regionBounds(hour: number): Float64Array {
  const weights = HOURS_AHEAD.map((ahead) => appetite((hour + ahead + 24) % 24))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  return Float64Array.from(weights, (weight) => {
    sum += weight
    return Math.round((sum / total) * TWO_POW_32)
  })
}

/** A table of 256 places in which each code has its share. */
function lookup(shares: readonly number[]): Uint8Array {
  const table = new Uint8Array(BYTE)
  let sum = 0
  let from = 0
  shares.forEach((share, code) => {
    sum += share
    const to = Math.round(sum * BYTE)
    table.fill(code, from, to)
    from = to
  })
  return table
}

/** Mobile 40, TV 35, web 15, gaming 10 %. */
const DEVICE_OF = lookup([0.4, 0.35, 0.15, 0.1])
/** Old apps still send versions 1.0 and 2.0. */
const VERSION_OF = lookup([0.05, 0.2, 0.75])
const QUALITY_OF = lookup([0.1, 0.25, 0.45, 0.2])
const VERSION_WITH_EXPERIMENTS = 1

/**
 * Accounts are spread over a region's countries as its people are: millions of inhabitants in 2024, rounded (United
 * Nations, World Population Prospects 2024), in the order of COUNTRIES.
 */
const INHABITANTS: readonly number[] = [
  345, 40, 131, 69, 85, 67, 48, 59, 124, 1_451, 52, 283, 27, 212, 46, 53, 20, 34, 34, 11, 87, 64, 117,
]
const COUNTRY_OF = REGIONS.map((_, region) => {
  const millions = COUNTRIES.map((country, code) =>
    country.region === region ? (INHABITANTS[code] ?? 0) : 0,
  )
  const total = millions.reduce((sum, some) => sum + some, 0)
  return lookup(millions.map((some) => some / total))
})

/** The first country of each region. */
export const FIRST_COUNTRY = REGIONS.map((_, region) => COUNTRIES.findIndex((one) => one.region === region))

/** Everybody who may watch: who somebody is follows from the number of the account. */
export class People {
  private readonly userKey: number
  private readonly regionKey: number
  private readonly traitKey: number
  private readonly perRegion: number

  constructor(seed: number, subscribers: number) {
    this.userKey = concernKey(seed, 'ingest.user')
    this.regionKey = concernKey(seed, 'ingest.region')
    this.traitKey = concernKey(seed, 'ingest.trait')
    this.perRegion = Math.max(1, Math.floor(subscribers / REGION_COUNT))
  }

  /** The account that a session belongs to, from 1: of a region by `bounds`, and any there. */
  userOf(session: number, bounds: Float64Array): number {
    const draw = mix(session ^ this.regionKey)
    let region = 0
    while (region < REGION_COUNT - 1 && draw >= (bounds[region] ?? outside(region))) region += 1
    return 1 + region * this.perRegion + below(mix(session ^ this.userKey), this.perRegion)
  }

  /** An account's region, country, device, version and experiments, as they stand in a record; its type is 0. */
  dimsOf(user: number): number {
    const draw = mix(user ^ this.traitKey)
    const more = mix(draw ^ this.traitKey)
    const region = Math.min(REGION_COUNT - 1, Math.floor((user - 1) / this.perRegion))
    const version = VERSION_OF[(draw >>> 8) & 255] ?? outside(draw)
    const takesPart = version >= VERSION_WITH_EXPERIMENTS
    return packDims({
      type: 0,
      deviceType: DEVICE_OF[draw & 255] ?? outside(draw),
      region,
      version,
      country: COUNTRY_OF[region]?.[(draw >>> 16) & 255] ?? outside(region),
      quality: QUALITY_OF[draw >>> 24] ?? outside(draw),
      experiments: takesPart ? [1 + (more & 1), (more & 6) === 0 ? 1 + ((more >>> 3) & 1) : 0] : [0, 0],
    })
  }
}
