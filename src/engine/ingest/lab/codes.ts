/** The board as drawn, and the board as it ought to be. */
export const LANES = ['whiteboard', 'production'] as const
export type LaneId = (typeof LANES)[number]

export const LANE_ABOUT: Record<LaneId, { readonly name: string; readonly sentence: string }> = {
  whiteboard: {
    name: 'As drawn',
    sentence: 'Sets that never forget, every event a view, duplicates and bots counted.',
  },
  production: {
    name: 'Corrected',
    sentence: 'Windows that expire, each event once, the lift over what was to be expected.',
  },
}

/** The numbers of a lane, in their order. */
export const MEASURES = [
  'received',
  'rejected',
  'duplicate',
  'unique',
  'on-time',
  'late',
  'too-late',
  'twice',
  'lost',
  'resent',
  'views',
  'views-a-play',
  'film',
  'age',
  'factor',
  'viral-rank',
  'release-rank',
  'bots-rank',
  'error',
  'off',
  'fullest',
  'reader-wait',
] as const
export type MeasureId = (typeof MEASURES)[number]

/** What became of an event that is kept to be looked at. */
export const FATES = ['on time', 'late', 'too late', 'duplicate'] as const
export const FATE = { onTime: 0, late: 1, tooLate: 2, duplicate: 3 } as const
/** Of a kept event whose fate is not looked for. */
export type Fate = (typeof FATE)[keyof typeof FATE]

/** How often a result of a minute was given. */
export const FIRING_WORDS = { first: 'told first', update: 'told again', final: 'final' } as const

/** Seats of the plane that lands, and how long it was in the air: three hours. */
export const PASSENGERS = 40
export const FLIGHT_S = 10_800
/** One film: a start, a heartbeat every ten seconds for two hours, and an end. */
export const FILM_S = 7_200

const FIRST = [
  'Silent',
  'Golden',
  'Hidden',
  'Broken',
  'Distant',
  'Crimson',
  'Last',
  'Northern',
  'Paper',
  'Glass',
  'Second',
  'Velvet',
  'Burning',
  'Hollow',
  'Quiet',
  'Electric',
  'Wild',
  'Winter',
  'Lucky',
  'Bitter',
  'Blue',
  'Little',
  'Midnight',
  'Stolen',
] as const
const SECOND = [
  'Harbour',
  'Garden',
  'Signal',
  'Orchard',
  'Kingdom',
  'Letters',
  'Mountain',
  'Detective',
  'Summer',
  'Empire',
  'Kitchen',
  'Station',
  'Horizon',
  'Sisters',
  'Voyage',
  'Circus',
  'Island',
  'Promise',
  'Witness',
  'Carnival',
  'Library',
  'Bridge',
  'Machine',
] as const

/** A made-up name for a title's place in the catalogue; after 552 they come again with a number. */
export function titleName(title: number): string {
  const first = FIRST[title % FIRST.length] ?? FIRST[0]
  const second = SECOND[title % SECOND.length] ?? SECOND[0]
  const again = Math.floor(title / (FIRST.length * SECOND.length))
  return `${first} ${second}${again === 0 ? '' : ` ${again + 1}`}`
}
