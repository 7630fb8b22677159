import { at } from '../../../shared/assert.ts'
import type { Check } from '../../kernel/engine.ts'
import { SECOND } from '../../kernel/time.ts'
import type { CascadeEngine } from './cascade-engine.ts'
import { stageIndex, stageOf } from './config.ts'
import { LANES, type Lane } from './lane.ts'
import { scvOf } from '../service/demand.ts'
import { checkJackson } from './theory.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: CascadeEngine): Check[] {
  const perLane = engine.lanes.flatMap((lane) => [
    checkConservation(lane),
    ...checkLittle(engine, lane),
    checkOrder(lane),
    checkSingleFile(lane),
    checkBottleneck(engine, lane),
    checkJackson(engine, lane),
    checkSignal(engine, lane),
  ])
  return perLane.filter((check) => check !== null)
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function checkConservation({ id, ledger }: Lane): Check {
  const { offered, out, shed, waiting, held, inHand, droppedNewest, droppedOldest } = ledger.counts
  return {
    id: `conservation.${id}`,
    label: `${LANES[id].name}: offered = out + turned away + dropped + held + in hand + waiting`,
    predicted: offered,
    measured: out + shed + waiting + sum(held) + sum(inHand) + sum(droppedNewest) + sum(droppedOldest),
    tolerance: 0,
    unit: 'items',
    source: 'each item has exactly one end; what is held is counted in and out, not read off the queues',
  }
}

/** Little's law at each stage: the mean number there is the arrival rate times the mean time spent there. */
function checkLittle({ clock }: CascadeEngine, { id, stages, ledger }: Lane): Check[] {
  if (clock === 0) return []
  return stages.map((stage, index) => {
    const { queued, busy, blocked, outOfTurn } = stage.integrals(clock)
    return {
      id: `little.${index + 1}.${id}`,
      label: `${LANES[id].name}: items at stage ${index + 1}, on average`,
      predicted: timeSpent({ ledger }, index, clock) / clock,
      measured: (queued + busy + blocked + outOfTurn) / clock,
      tolerance: 1e-6,
      unit: 'items',
      source: "Little's law, L = λW: times at the stage summed item by item, against its level over time",
    }
  })
}

function timeSpent({ ledger }: Pick<Lane, 'ledger'>, stage: number, clock: number): number {
  const came = at(ledger.inAt, stage)
  const next = ledger.inAt[stage + 1]
  let total = 0
  for (let item = 0; item < came.length; item++) {
    const since = came.get(item)
    if (Number.isNaN(since)) continue
    const handedOn = next?.get(item) ?? Number.NaN
    const left = Number.isNaN(handedOn) ? ledger.leftAt.get(item) : handedOn
    total += (Number.isNaN(left) ? clock : left) - since
  }
  return total
}

function checkOrder({ id, ledger }: Lane): Check {
  return {
    id: `order.${id}`,
    label: `${LANES[id].name}: items that came out after a later one of their key`,
    predicted: 0,
    measured: ledger.counts.keyDisorder,
    tolerance: 0,
    unit: 'items',
    source: 'a key keeps to its queue and worker at each stage, and these are first in, first out',
  }
}

function checkSingleFile({ id, ledger }: Lane): Check | null {
  if (id !== 'whiteboard') return null
  return {
    id: `file.${id}`,
    label: `${LANES[id].name}: items that came out after a later one of their source`,
    predicted: 0,
    measured: ledger.counts.overtaken,
    tolerance: 0,
    unit: 'items',
    source: 'in single file nobody overtakes: a worker hands on only when its turn comes',
  }
}

/** Run with one set of settings from the start, and nothing done by hand: predictions from the settings hold. */
const isPlainRun = ({ isTouched }: CascadeEngine): boolean => !isTouched

/** No more can come out than the slowest stage can do: what is above that is no more than luck. */
function checkBottleneck(engine: CascadeEngine, { id, ledger, stages }: Lane): Check | null {
  const { settings, clock } = engine
  const { out } = ledger.counts
  if (!isPlainRun(engine) || out < 100) return null
  const rates = stages.map((_, i) => (stageOf(settings, i).workers * SECOND) / stageOf(settings, i).time)
  const slowest = Math.min(...rates)
  return {
    id: `bottleneck.${id}`,
    label: `${LANES[id].name}: items a second beyond what the slowest stage can do (${Math.round(slowest)})`,
    predicted: 0,
    measured: Math.max(0, (out * SECOND) / clock - slowest),
    tolerance:
      slowest *
      4 *
      Math.sqrt(scvOf({ shape: settings.service, scv: settings.scv, blockers: 0, blockMs: 0 }) / out),
    unit: '/s',
    source:
      'the bottleneck law (Denning and Buzen): throughput ≤ the slowest stage’s rate μ, so at least 1 − μ/λ is lost or kept; 4 standard errors',
  }
}

/**
 * The signal that a stage is slow travels back as fast as the queues fill: all room up to there, divided by the surplus
 * λ − μ of what comes over what goes.
 */
function checkSignal(engine: CascadeEngine, { id, trail, stages }: Lane): Check | null {
  const { settings, clock } = engine
  const { fault, faultStage, faultAt, faultFor, slowBy, rate, blockers, burst, rate2 } = settings
  if (id !== 'whiteboard' || fault === 'none' || !isPlainRun(engine)) return null
  if (blockers > 0 || burst !== 'none' || rate2 > 0 || settings.service === 'heavy') return null
  const slow = stageIndex(settings, faultStage)
  const upTo = stages.slice(0, slow + 1)
  const specs = upTo.map((_, i) => stageOf(settings, i))
  if (specs.some(({ workers, full }) => workers > 1 || full !== 'block')) return null
  // What is usually there already: an M/M/1 queue's level, which no other kind here exceeds.
  const loads = specs.map(({ time }) => (rate * time) / SECOND)
  if (loads.some((load) => load > 0.8)) return null
  const room = specs.reduce((total, { slots }) => total + slots + 1, 0)
  const there = loads.reduce((total, load) => total + load / (1 - load), 0)
  const rest = fault === 'slow' ? SECOND / at(specs, slow).time / slowBy : 0
  const surplus = rate - rest
  if (surplus <= 0.2 * rate) return null
  const predicted = (room - there) / surplus
  const noise = Math.sqrt((rate + rest) * predicted)
  const tolerance = (4 * noise + 3 * there + 1) / surplus + 0.1
  if (
    predicted <= 0 ||
    predicted + tolerance > faultFor ||
    clock < (faultAt + predicted + tolerance) * SECOND
  )
    return null
  const wave = trail.waves.find(({ stage, start }) => stage < 0 && start >= faultAt * SECOND)
  return {
    id: `signal.${id}`,
    label: `${LANES[id].name}: from the fault at stage ${slow + 1} to the source’s first wait`,
    predicted,
    measured: ((wave?.start ?? clock) - faultAt * SECOND) / SECOND,
    tolerance,
    unit: 's',
    source:
      'a fluid: all room up to the slow stage, less what is there already, divided by what comes in beyond what goes out; 4 standard deviations',
  }
}
