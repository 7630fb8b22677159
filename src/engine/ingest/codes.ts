/** The 17 types of event, in the order of their codes in a record. */
export const EVENT_TYPES = [
  'playback.started',
  'playback.paused',
  'playback.resumed',
  'playback.seeked',
  'playback.completed',
  'playback.abandoned',
  'playback.heartbeat',
  'quality.buffering_started',
  'quality.buffering_ended',
  'quality.resolution_changed',
  'quality.error',
  'browse.search',
  'browse.page_viewed',
  'browse.content_clicked',
  'browse.content_added_list',
  'session.started',
  'session.ended',
] as const

/** The codes of the types, by name. */
export const TYPE = {
  started: 0,
  paused: 1,
  resumed: 2,
  seeked: 3,
  completed: 4,
  abandoned: 5,
  heartbeat: 6,
  bufferingStarted: 7,
  bufferingEnded: 8,
  resolutionChanged: 9,
  error: 10,
  search: 11,
  pageViewed: 12,
  contentClicked: 13,
  contentAddedList: 14,
  sessionStarted: 15,
  sessionEnded: 16,
} as const

/** Whether an event of this type must name a title. Searches, pages and sessions are about none. */
export const TYPE_NEEDS_TITLE: readonly boolean[] = EVENT_TYPES.map(
  (type) => !type.startsWith('session.') && type !== 'browse.search' && type !== 'browse.page_viewed',
)

/** Whether it is an event of a player: those have a position, and prove that somebody watches. */
export const TYPE_IS_PLAYBACK: readonly boolean[] = EVENT_TYPES.map((type) => type.startsWith('playback.'))

export const DEVICES = ['mobile', 'tv', 'web', 'gaming'] as const

/** Five regions, each with a cluster of its own. */
export const REGIONS = ['us', 'eu', 'apac', 'latam', 'mea'] as const

/** The versions of the envelope that are accepted. */
export const VERSIONS = ['1.0', '2.0', '2.1'] as const

export const CONTINENTS = ['NA', 'EU', 'AS', 'OC', 'SA', 'AF'] as const

interface Country {
  readonly code: string
  /** An index in REGIONS. */
  readonly region: number
  /** An index in CONTINENTS. */
  readonly continent: number
}

const country = (code: string, region: number, continent: number): Country => ({ code, region, continent })

/** In the order of their codes in a record; those of a region beside each other. */
export const COUNTRIES: readonly Country[] = [
  country('US', 0, 0),
  country('CA', 0, 0),
  country('MX', 0, 0),
  country('GB', 1, 1),
  country('DE', 1, 1),
  country('FR', 1, 1),
  country('ES', 1, 1),
  country('IT', 1, 1),
  country('JP', 2, 2),
  country('IN', 2, 2),
  country('KR', 2, 2),
  country('ID', 2, 2),
  country('AU', 2, 3),
  country('BR', 3, 4),
  country('AR', 3, 4),
  country('CO', 3, 4),
  country('CL', 3, 4),
  country('PE', 3, 4),
  country('SA', 4, 2),
  country('AE', 4, 2),
  country('TR', 4, 2),
  country('ZA', 4, 5),
  country('EG', 4, 5),
]

export const QUALITIES = ['480p', '720p', '1080p', '2160p'] as const

/** Experiments an event may carry, with the name of each of their variants; none of them is code 0. */
export const EXPERIMENTS = [
  { name: 'new_player_ui', variants: ['control', 'variant_b'] },
  { name: 'recommendation_algo', variants: ['control', 'variant_b'] },
] as const

export const GENRES = [
  'drama',
  'comedy',
  'action',
  'documentary',
  'kids',
  'thriller',
  'reality',
  'anime',
] as const

/** The topics of the log. The first four take events by the first word of their type. */
export const TOPICS = [
  'events.playback',
  'events.browse',
  'events.quality',
  'events.session',
  'events.late',
  'events.dead_letter',
] as const

export const TOPIC = { playback: 0, browse: 1, quality: 2, session: 3, late: 4, deadLetter: 5 } as const

/** The topic of each type, by code. */
export const TOPIC_OF_TYPE: readonly number[] = EVENT_TYPES.map((type) =>
  TOPICS.findIndex((topic) => topic === `events.${type.slice(0, type.indexOf('.'))}`),
)

export const PARTITIONS = 50

/**
 * What events are spread over a topic's partitions by: their users; as drawn, users but for a partition of its own for what
 * is hot (Y72); the title, as the counting of a title's viewers needs it; the title in sixteen parts, which are put together
 * afterwards. An event about no title always goes by its user.
 */
export const KEYINGS = ['user', 'dedicated', 'title', 'salted'] as const
export type Keying = (typeof KEYINGS)[number]

/** A rule that an event can break: its name, the path of the field it is about, and what it says. */
interface RuleText {
  readonly name: string
  readonly path: string
  readonly says: string
}

/**
 * The rules of validation, in the order in which they are asked: the first that is broken is the reason. Code 0 means
 * that none is.
 */
export const RULES: readonly RuleText[] = [
  { name: 'ok', path: '', says: 'nothing is wrong' },
  { name: 'id-missing', path: 'event_id', says: 'an event needs an id' },
  { name: 'type-unknown', path: 'event_type', says: 'the type must be one of the 17' },
  { name: 'version-unknown', path: 'event_version', says: 'the version must be 1.0, 2.0 or 2.1' },
  { name: 'time-missing', path: 'event_time', says: 'the time must be a date with a zone' },
  { name: 'user-missing', path: 'user_id', says: 'an event needs a user' },
  { name: 'device-missing', path: 'device_id', says: 'an event needs a device' },
  { name: 'device-type', path: 'device_type', says: 'the device must be mobile, tv, web or gaming' },
  { name: 'region', path: 'geo.region', says: 'the region must be one of the five' },
  { name: 'title-missing', path: 'payload.content_id', says: 'an event of this type needs a title' },
  { name: 'title-unknown', path: 'payload.content_id', says: 'the catalogue must have the title' },
  {
    name: 'position',
    path: 'payload.position_seconds',
    says: 'the position must lie between 0 and the duration',
  },
  { name: 'future', path: 'event_time', says: 'at most 5 minutes ahead of the server’s clock' },
  { name: 'too-old', path: 'event_time', says: 'at most 7 days old' },
]

/** The codes of the rules, by name. */
export const RULE = {
  ok: 0,
  idMissing: 1,
  typeUnknown: 2,
  versionUnknown: 3,
  timeMissing: 4,
  userMissing: 5,
  deviceMissing: 6,
  deviceType: 7,
  region: 8,
  titleMissing: 9,
  titleUnknown: 10,
  position: 11,
  future: 12,
  tooOld: 13,
} as const

/**
 * Lateness is when an event was received less when it happened. Five buckets as on the whiteboard, and one for events
 * from the future, which it counts as on time.
 */
export const LATENESS_BUCKETS = ['future', '<1min', '1-5min', '5-60min', '1-24hr', '>24hr'] as const
