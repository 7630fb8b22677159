import { at } from '../../../shared/assert.ts'
import { plural } from '../../../shared/words.ts'
import type { Explanation } from '../../kernel/engine.ts'
import { explainList, explainRows, inWords } from '../../kernel/explain.ts'
import { serverName, serverThing } from './codes.ts'
import type { HashingModel } from './hashing-model.ts'
import { movedBy, sayChange, type Lane, type Moves } from './lane.ts'

/** What is behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(model: HashingModel, lane: Lane, measure: string): Explanation | null {
  const last = lane.moves.slice(-1)
  switch (measure) {
    case 'keys':
    case 'largest':
    case 'spread':
      return explainLoads(model, lane)
    case 'last':
      return explainMoves(last, movedBy, 'The last change.')
    case 'needless':
      return explainMoves(
        last,
        needless,
        'The last change: keys moved between servers that were there before and after.',
      )
    case 'moved':
      return explainMoves(lane.moves, movedBy, 'Every change that moved keys, newest first.')
    case 'waste':
      return explainMoves(
        lane.moves,
        needless,
        'Changes that moved keys between servers that were there before and after, newest first.',
      )
    case 'lookups':
      return explainLookups(model, lane, 'Newest first.', () => true)
    case 'fetched':
      return explainLookups(
        model,
        lane,
        'Lookups of a key that its server did not have, newest first.',
        (lookup) => at(lane.fetched, lookup),
      )
    case 'work':
      return inWords(WORK[lane.id])
    case 'table':
      return inWords(TABLE[lane.id])
    default:
      return null
  }
}

const WORK: Record<Lane['id'], string> = {
  circle: 'A binary search among the points: each step halves those that are left.',
  ring: 'A binary search among the points: each step halves those that are left.',
  modulo: 'One division, and one look into the list of servers.',
  slots: 'CRC16 of the key, and one look into the table of slots.',
  rendezvous: 'A weight for every server that is up.',
}

const TABLE: Record<Lane['id'], string> = {
  circle: 'Eight bytes a point: where it is, and whose.',
  ring: 'Eight bytes a point: where it is, and whose.',
  modulo: 'Nothing: the number of servers is enough.',
  slots: 'Two bytes for each of 16,384 slots.',
  rendezvous: 'Nothing: the names of the servers are enough.',
}

const needless = ({ between, redrawn }: Moves): number => between + redrawn

function explainMoves(moves: readonly Moves[], part: (moves: Moves) => number, text: string): Explanation {
  const found = moves.filter((one) => part(one) > 0)
  return explainList(
    found.length === 0 ? 'No key moved.' : text,
    found.reverse().map((one) => ({ time: one.change.time, text: tellMoves(one), thing: thingOf(one) })),
  )
}

const thingOf = ({ change }: Moves): string | null => (change.server < 0 ? null : serverThing(change.server))

/** "server E is new: 212 keys moved, 12 of them between servers that stayed" */
function tellMoves(moves: Moves): string {
  const moved = movedBy(moves)
  const waste = needless(moves)
  const of = waste === 0 ? 'none of them' : waste === moved ? 'all of them' : `${waste} of them`
  return `${sayChange(moves.change)}: ${plural(moved, 'key')} moved, ${of} between servers that stayed`
}

function explainLoads({ servers, changes }: HashingModel, lane: Lane): Explanation {
  const { up } = servers
  const loads = lane.loads(up)
  const order = up.map((_, i) => i).sort((a, b) => at(loads, b) - at(loads, a))
  return explainList(
    'What each server has, the fullest first.',
    order.map((i) => ({
      time: changes.at(-1)?.time ?? 0,
      text: `server ${serverName(at(up, i))}: ${at(loads, i)} keys, ${((at(loads, i) * up.length) / Math.max(1, lane.owners.length)).toFixed(2)} of the mean`,
      thing: serverThing(at(up, i)),
    })),
  )
}

const explainLookups = (
  { lookups, lookedAt, keys }: HashingModel,
  lane: Lane,
  text: string,
  counts: (lookup: number) => boolean,
): Explanation =>
  explainRows({
    text,
    rows: lookups.length,
    weigh: (lookup) => (counts(lookup) ? lookup : Number.NaN),
    tell: (lookup) => ({
      time: at(lookedAt, lookup),
      text: `${at(keys.names, at(lookups, lookup))}: ${at(lane.fetched, lookup) ? 'fetched anew' : 'there'}`,
    }),
  })
