import type { Check } from '../../kernel/engine.ts'
import type { HashCircle } from './hash-circle.ts'
import type { HashingModel } from './hashing-model.ts'
import { LANES, movedBy, type Lane } from './lane.ts'
import { spreadOf } from './measures.ts'
import { expectedMove, shareSpread } from './theory.ts'

const SIGMAS = 5
/** With fewer points a server's share is far from normal, and five standard deviations say little. */
const ENOUGH_POINTS = 8

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(model: HashingModel): Check[] {
  return [
    ...model.lanes.flatMap((lane) => [
      checkKeys(model, lane),
      ...checkNeedless(lane),
      ...checkMove(model, lane),
    ]),
    checkArcs(model, 'circle', model.circle),
    checkArcs(model, 'ring', model.ring),
    ...checkSpread(model),
  ]
}

function checkKeys({ keys, servers }: HashingModel, lane: Lane): Check {
  return {
    id: `keys.${lane.id}`,
    label: `${LANES[lane.id].name}: keys on all servers`,
    predicted: keys.names.length,
    measured: lane.loads(servers.up).reduce((sum, load) => sum + load, 0),
    tolerance: 0,
    unit: 'keys',
    source: 'each key belongs to exactly one server that is up, counted server by server',
  }
}

/** What none of the rules but the remainder ever does. */
function checkNeedless(lane: Lane): Check[] {
  if (lane.id === 'modulo') return []
  return [
    {
      id: `needless.${lane.id}`,
      label: `${LANES[lane.id].name}: keys moved between servers that stayed`,
      predicted: 0,
      measured: lane.total(({ between }) => between),
      tolerance: 0,
      unit: 'keys',
      source: 'monotonicity (Karger et al. 1997): a server that comes only takes, one that goes only gives',
    },
  ]
}

/** The last change by one server: what share of the keys it should move. */
function checkMove({ settings, keys }: HashingModel, lane: Lane): Check[] {
  const last = lane.moves.at(-1)
  if (last === undefined || last.change.kind === 'points') return []
  // A few points: where they lie decides, and the arcs are checked by themselves.
  if (lane.id === 'circle' || (lane.id === 'ring' && settings.virtual < ENOUGH_POINTS)) return []
  const total = keys.names.length
  const { share, variance, source } = expectedMove(lane.id, last.change, settings.virtual)
  return [
    {
      id: `move.${lane.id}`,
      label: `${LANES[lane.id].name}: keys moved by the last change`,
      predicted: 100 * share,
      measured: (100 * movedBy(last)) / total,
      tolerance: 100 * (SIGMAS * Math.sqrt(variance + (share * (1 - share)) / total) + 1 / total),
      unit: '%',
      source,
    },
  ]
}

/** The fullest server: what its arcs say, and how many keys it has. */
function checkArcs({ lanes, servers, keys }: HashingModel, id: 'circle' | 'ring', circle: HashCircle): Check {
  const { up } = servers
  const shares = up.map((server) => circle.shareOf(server))
  const share = Math.max(...shares)
  const load = lanes.find((lane) => lane.id === id)?.loads([up[shares.indexOf(share)] ?? 0])[0] ?? 0
  const total = keys.names.length
  return {
    id: `arcs.${id}`,
    label: `${LANES[id].name}: share of the server with the longest arcs`,
    predicted: 100 * share,
    measured: (100 * load) / total,
    tolerance: 100 * (SIGMAS * Math.sqrt((share * (1 - share)) / total) + 1 / total),
    unit: '%',
    source: 'the length of its arcs, against the keys counted: a binomial count',
  }
}

/** How uneven the ring is: 1/√V in theory. */
function checkSpread({ servers, ring, settings: { virtual } }: HashingModel): Check[] {
  const { up } = servers
  if (virtual < ENOUGH_POINTS || up.length < 3) return []
  const predicted = 100 * shareSpread(up.length, virtual)
  return [
    {
      id: 'spread.ring',
      label: `${LANES.ring.name}: standard deviation of the shares`,
      predicted,
      measured: spreadOf(up.map((server) => ring.shareOf(server))),
      // A standard deviation of n nearly normal numbers is itself off by 1 in √(2(n − 1)).
      tolerance: (SIGMAS * predicted) / Math.sqrt(2 * (up.length - 1)),
      unit: '% of the mean',
      source:
        'V random points a server: its share is Beta(V, (n − 1) V), with a standard deviation of about 1/√V of the mean',
    },
  ]
}
