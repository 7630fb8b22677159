import { assert, outside } from '../shared/assert.ts'
import { LATENESS_BUCKETS, REGIONS, RULES } from '../engine/ingest/codes.ts'

/** Single numbers of a report, in their order. Times in ms. */
const NUMBERS = [
  'eventMs',
  'watermarkMs',
  'isRunning',
  'isFlat',
  'isDone',
  'fingerprint',
  'workers',
  'rate',
  'meanRate',
  'share',
  'ranMs',
  'behindMs',
  'slippedMs',
  'heldBackMs',
  'made',
  'sentAgain',
  'arrived',
  'received',
  'accepted',
  'rejected',
  'unique',
  'duplicate',
  'onTime',
  'late',
  'tooLate',
  'lawsBroken',
  'unacknowledged',
  'acknowledgementLost',
  'retrying',
  'crashes',
  'drawnLost',
  'held',
  'skewed',
  'bots',
  'viralOn',
  'releaseOn',
  'botsOn',
  'outageOn',
  'landingOn',
  'crashOn',
  'boards',
  'boardMs',
  'boardMostMs',
  'viewersBytes',
  'dedupeBytes',
  'windowsBytes',
  'otherBytes',
  'recordBytes',
  'dedupeExact',
  'dedupeCapacity',
  'dedupeForgotten',
  'dedupeSeconds',
  'wasm',
  'boardTimeMs',
  'boardStanding',
  'boardConsidered',
  'boardLength',
] as const

/** The stages whose time is told, in their order. */
export const STAGE_NAMES = [
  'generate',
  'collect',
  'validate',
  'whiteboard',
  'deduplicate',
  'route',
  'windows',
  'board',
] as const

/** Lists of a report, and how long each is. */
const LISTS = {
  stages: STAGE_NAMES.length,
  rejectedBy: RULES.length,
  lateness: LATENESS_BUCKETS.length,
  byRegion: REGIONS.length,
} as const

const BOARD_ROWS = 100
/** Columns of the board. */
const COLUMNS = [
  'title',
  'genre',
  'special',
  'score',
  'hour',
  'day',
  'error',
  'views',
  'velocity',
  'before',
] as const

export type ReportNumbers = Readonly<Record<(typeof NUMBERS)[number], number>>
type ReportLists = Readonly<Record<keyof typeof LISTS, readonly number[]>>
/** A place of the board. `special` 1: the title that goes viral, 2: the one that comes out, 3: the bots'. */
export type BoardRow = Readonly<Record<(typeof COLUMNS)[number], number>>

/** How a run stands. */
export interface Report extends ReportNumbers, ReportLists {
  readonly board: readonly BoardRow[]
}

const LIST_LENGTHS = Object.values(LISTS)
const WORDS =
  NUMBERS.length + LIST_LENGTHS.reduce((sum, length) => sum + length, 0) + BOARD_ROWS * COLUMNS.length

/** What a board is written from: a row's column by its name. */
export type BoardCell = (column: (typeof COLUMNS)[number], rank: number) => number

/** Writes a report into `spent` where that has the room, or into a new buffer: some kilobytes, to be handed over. */
export function writeReport(
  spent: ArrayBuffer | null,
  numbers: ReportNumbers,
  lists: ReportLists,
  cell: BoardCell,
): ArrayBuffer {
  const buffer = spent !== null && spent.byteLength === WORDS * 8 ? spent : new ArrayBuffer(WORDS * 8)
  const words = new Float64Array(buffer)
  let at = 0
  for (const name of NUMBERS) words[at++] = numbers[name]
  for (const [name, length] of Object.entries(LISTS)) {
    const list = lists[name as keyof typeof LISTS] // its own key
    assert(list.length === length, `${list.length} of ${name}`)
    words.set(list, at)
    at += length
  }
  for (const column of COLUMNS)
    for (let rank = 0; rank < BOARD_ROWS; rank++)
      words[at++] = rank < numbers.boardLength ? cell(column, rank) : 0
  return buffer
}

/** Reads a report again. */
export function readReport(buffer: ArrayBuffer): Report {
  const words = new Float64Array(buffer)
  const word = (at: number): number => words[at] ?? outside(at)
  const numbers = Object.fromEntries(NUMBERS.map((name, at) => [name, word(at)])) as ReportNumbers // by its names
  let at: number = NUMBERS.length
  const list = (name: keyof typeof LISTS): readonly number[] =>
    Array.from(words.subarray(at, (at += LISTS[name])))
  // In the order of LISTS.
  const lists: ReportLists = {
    stages: list('stages'),
    rejectedBy: list('rejectedBy'),
    lateness: list('lateness'),
    byRegion: list('byRegion'),
  }
  const board = Array.from(
    { length: numbers.boardLength },
    (_, rank) =>
      Object.fromEntries(
        COLUMNS.map((column, place) => [column, word(at + place * BOARD_ROWS + rank)]),
      ) as BoardRow, // by its names
  )
  return { ...numbers, ...lists, board }
}
