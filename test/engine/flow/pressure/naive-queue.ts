import { FATE } from '../../../../src/engine/flow/pressure/codes.ts'
import type { Row } from './support.ts'

export interface NaiveInput {
  readonly arrivals: readonly number[]
  /** Service times in microseconds, not rounded. */
  readonly services: readonly number[]
  readonly policy: 'forever' | 'block' | 'drop-newest' | 'drop-oldest'
  readonly capacity: number
  readonly workers: number
  readonly end: number
}

interface Service {
  readonly message: number
  readonly finish: number
  readonly done: number
}

/**
 * A queue as one would first write it: lists, one event at a time, everything looked for anew. Shares no code with the
 * engine. At one instant services end before messages come, those of lower workers first.
 */
export function naiveQueue(input: NaiveInput): Row[] {
  const rows: { fate: number; begun: number | null; ended: number | null }[] = []
  const workers: (Service | null)[] = Array.from({ length: input.workers }, () => null)
  let queue: number[] = []
  let waiting: number[] = []
  const row = (message: number): (typeof rows)[number] =>
    rows[message] ?? { fate: -1, begun: null, ended: null }

  const begin = (worker: number, free: number, now: number): void => {
    const [message, ...rest] = queue
    if (message === undefined) return
    queue = rest
    const finish = Math.max(free, input.arrivals[message] ?? 0) + (input.services[message] ?? 0)
    workers[worker] = { message, finish, done: Math.max(now, Math.round(finish)) }
    row(message).begun = now
  }
  const beginWhereIdle = (now: number): void => {
    const idle = workers.findIndex((service) => service === null)
    if (idle >= 0) begin(idle, now, now)
  }
  const letIn = (now: number): void => {
    while (waiting.length > 0 && queue.length < input.capacity) {
      const [message = -1, ...rest] = waiting
      waiting = rest
      row(message).fate = FATE.held
      queue.push(message)
      beginWhereIdle(now)
    }
  }
  const complete = (worker: number, { message, finish, done }: Service): void => {
    workers[worker] = null
    Object.assign(row(message), { fate: FATE.served, ended: done })
    begin(worker, finish, done)
    letIn(done)
  }
  const arrive = (message: number, now: number): void => {
    rows.push({ fate: FATE.held, begun: null, ended: null })
    const isFull = input.policy !== 'forever' && queue.length >= input.capacity
    if (input.policy === 'block' && (isFull || waiting.length > 0)) {
      row(message).fate = FATE.waiting
      waiting.push(message)
      return
    }
    if (isFull && input.policy === 'drop-newest') {
      Object.assign(row(message), { fate: FATE.droppedNewest, ended: now })
      return
    }
    if (isFull) {
      const [oldest = -1, ...rest] = queue
      queue = rest
      Object.assign(row(oldest), { fate: FATE.droppedOldest, ended: now })
    }
    queue.push(message)
    beginWhereIdle(now)
  }

  for (;;) {
    const next = workers.reduce<number>((best, service, worker) => {
      if (service === null) return best
      return best < 0 || service.done < (workers[best]?.done ?? Infinity) ? worker : best
    }, -1)
    const service = workers[next] ?? null
    const arrival = input.arrivals[rows.length] ?? Infinity
    if (Math.min(service?.done ?? Infinity, arrival) > input.end) return rows
    if (service !== null && service.done <= arrival) complete(next, service)
    else arrive(rows.length, arrival)
  }
}
