import { md1 } from '../../kernel/queueing/md1.ts'
import { mg1 } from '../../kernel/queueing/mg1.ts'
import { mm1 } from '../../kernel/queueing/mm1.ts'
import { mm1k } from '../../kernel/queueing/mm1k.ts'
import { mmc } from '../../kernel/queueing/mmc.ts'
import type { ClientId, PolicyId, PressureSettings } from './settings.ts'

/** The share of messages that count as late: so many that a run of some length has seen enough of them. */
export const LATE = 0.1

/** A law that holds for a lane, in seconds. */
export interface Law {
  readonly name: string
  readonly wait: number
  /** The wait that LATE of all exceed; null where there is no closed form. */
  readonly lateAfter: number | null
  /** The share that is lost; null where nobody is. */
  readonly loss: { readonly load: number; readonly slots: number } | null
  /** How long a run must be, in seconds, to have forgotten that it began empty. */
  readonly settled: number
}

/** Policies behind which there is room for all, at the producer if not in the queue, and nobody is lost. */
const ROOM_FOR_ALL: ReadonlySet<PolicyId> = new Set(['unbounded', 'block', 'credit', 'retained-log'])

/** What unbounded queues may come to in bytes, as a share of what there is, for the law to go on holding. */
const WELL_BELOW = 1 / 20

/**
 * The law that holds for a queue in the long run, where the settings make one hold: Poisson arrivals at a steady rate,
 * an open loop, no faults, no blockers. Null otherwise, and at a load of 1 or more with room for all.
 */
export function lawFor(policy: PolicyId, client: ClientId, settings: PressureSettings): Law | null {
  const { gaps, shape, fault, blockers } = settings
  const isPoisson = gaps === 'poisson' && shape === 'steady'
  if (client !== 'open' || !isPoisson || fault !== 'none' || blockers > 0) return null
  if (policy === 'drop-newest') return finiteLaw(settings)
  if (!ROOM_FOR_ALL.has(policy)) return null
  const law = infiniteLaw(settings, settings.rate)
  if (law === null) return null
  const room =
    policy === 'unbounded' ? settings.memory : policy === 'retained-log' ? settings.retention : Infinity
  const bytes = settings.rate * law.wait * settings.bytes
  return bytes < room * 1_000_000 * WELL_BELOW ? law : null
}

/** One worker and room for `capacity` beside it. */
function finiteLaw({ rate, service, serviceShape, workers, capacity }: PressureSettings): Law | null {
  if (serviceShape !== 'exponential' || workers !== 1) return null
  const slots = capacity + 1
  const { wait } = mm1k(rate, service, slots)
  const relaxation = Math.min(relaxationTime(rate, service, 1), slots ** 2 / (rate + service))
  const filling = rate > service ? slots / (rate - service) : 0
  return {
    name: `M/M/1/${slots}`,
    wait,
    lateAfter: null,
    loss: { load: rate / service, slots },
    settled: Math.max(RELAXATIONS * relaxation, FEWEST / rate) + FILLINGS * filling,
  }
}

/** A tenth of a run is left out as its warm-up: that is this many times as long. */
const RELAXATIONS = 50
const FILLINGS = 10
/** Messages from which on batch means can be trusted (see BatchMeans). */
const FEWEST = 20_000

/**
 * In which time a queue forgets, by a factor of e: 1 / (√μ - √λ)² for M/M/1, longer with more variable services.
 * Source: Cohen, The Single Server Queue (1982); for others the heavy-traffic form of Abate and Whitt, "Transient
 * behavior of the M/M/1 queue", Queueing Systems 2 (1987).
 */
const relaxationTime = (arrivals: number, services: number, scv: number): number =>
  (1 + scv) / 2 / (Math.sqrt(services) - Math.sqrt(arrivals)) ** 2

/** Room for all, arrivals at `rate`; null where no law is known, or the queue would grow for ever. */
export function infiniteLaw(settings: PressureSettings, rate: number): Law | null {
  const { service, serviceShape, scv, workers } = settings
  if (rate >= service * workers) return null
  const variability = serviceShape === 'constant' ? 0 : serviceShape === 'exponential' ? 1 : scv
  const relaxation = relaxationTime(rate, service * workers, variability)
  const settled = Math.max(RELAXATIONS * relaxation, FEWEST / rate)
  const lost = { loss: null, settled }
  if (serviceShape === 'exponential') {
    const { wait, waitLaw } = workers === 1 ? mm1(rate, service) : mmc(rate, service, workers)
    return {
      ...lost,
      name: workers === 1 ? 'M/M/1' : `M/M/${workers}`,
      wait,
      lateAfter: waitLaw.quantile(1 - LATE),
    }
  }
  if (workers !== 1) return null
  if (serviceShape === 'constant') {
    const { wait, waitLaw } = md1(rate, 1 / service)
    return { ...lost, name: 'M/D/1', wait, lateAfter: waitLaw.quantile(1 - LATE) }
  }
  return { ...lost, name: 'M/G/1', wait: mg1(rate, 1 / service, scv).wait, lateAfter: null }
}
