import { at } from '../../../src/shared/assert.ts'
import type { Trace } from '../../../src/engine/jitter/trace.ts'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { fromMs, MILLISECOND } from '../../../src/engine/kernel/time.ts'

/** Networks made up for comparing policies, each a family of behaviour that measured paths show. Milliseconds. */

interface Draw {
  readonly uniform: () => number
  readonly normal: () => number
  readonly exponential: (mean: number) => number
  readonly gamma: (shape: number, scale: number) => number
}

/** The delay of each packet, sent at `times`; what comes out is put in order where `fifo`. */
interface Family {
  readonly name: string
  readonly interval: number
  readonly fifo: boolean
  readonly loss?: number
  readonly delays: (times: readonly number[], draw: Draw) => number[]
}

const SECONDS = 90

function drawFrom(stream: RandomStream): Draw {
  const uniform = (): number => (stream.below(1 << 30) + 0.5) / (1 << 30)
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const gamma = (shape: number, scale: number): number => {
    // Marsaglia and Tsang 2000, for shapes of 1 and more.
    const d = shape - 1 / 3
    for (;;) {
      const x = normal()
      const v = (1 + x / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v * scale
    }
  }
  return { uniform, normal, exponential: (mean) => -mean * Math.log(uniform()), gamma }
}

/** Nothing gets through for `length` from `start` on: what is sent then waits for the end. */
interface Hole {
  readonly start: number
  readonly length: number
}

const throughHoles = (time: number, delay: number, holes: readonly Hole[]): number =>
  holes.reduce(
    (most, { start, length }) =>
      time + delay >= start && time < start + length ? Math.max(most, start + length - time) : most,
    delay,
  )

function randomHoles(draw: Draw, everyMs: number, size: () => number): Hole[] {
  const holes: Hole[] = []
  for (let time = draw.exponential(everyMs); time < SECONDS * 1_000; time += draw.exponential(everyMs))
    holes.push({ start: time, length: size() })
  return holes
}

const steady =
  (shape: number, scale: number): Family['delays'] =>
  (times, draw) =>
    times.map(() => 20 + draw.gamma(shape, scale))

export const FAMILIES: readonly Family[] = [
  { name: 'gamma, calm', interval: 20, fifo: true, delays: steady(2, 3) },
  { name: 'gamma, wide', interval: 20, fifo: false, loss: 0.01, delays: steady(1.5, 20) },
  {
    name: 'Markov, calm and rough',
    interval: 20,
    fifo: true,
    delays: (times, draw) => {
      let rough = false
      return times.map(() => {
        if (draw.uniform() < (rough ? 1 / 250 : 1 / 1_000)) rough = !rough
        return 20 + (rough ? draw.gamma(2, 25) : draw.gamma(2, 3))
      })
    },
  },
  {
    name: 'head-of-line triangles, few',
    interval: 20,
    fifo: true,
    delays: (times, draw) => {
      const holes = randomHoles(draw, 4_000, () => 60 + draw.exponential(120))
      return times.map((time) => throughHoles(time, 15 + draw.gamma(2, 3), holes))
    },
  },
  {
    name: 'head-of-line triangles, many',
    interval: 33.333,
    fifo: true,
    delays: (times, draw) => {
      const holes = randomHoles(draw, 700, () => 20 + draw.exponential(60))
      return times.map((time) => throughHoles(time, 15 + draw.gamma(2, 4), holes))
    },
  },
  {
    name: 'bursts of 100 ms',
    interval: 20,
    fifo: true,
    delays: (times, draw) => {
      const slot = 100
      return times.map((time) => {
        const ready = time + 10 + draw.gamma(2, 2)
        return Math.ceil(ready / slot) * slot - time
      })
    },
  },
  {
    name: 'handovers',
    interval: 20,
    fifo: true,
    delays: (times, draw) => {
      const holes = randomHoles(draw, 12_000, () => 150 + draw.exponential(250))
      let level = 30
      let next = 0
      return times.map((time) => {
        const hole = holes[next]
        if (hole !== undefined && time > hole.start) {
          next += 1
          level = 15 + draw.exponential(25)
        }
        return throughHoles(time, level + draw.gamma(2, 5), holes)
      })
    },
  },
  {
    name: 'Wi-Fi, scanning and contention',
    interval: 20,
    fifo: true,
    loss: 0.002,
    delays: (times, draw) => {
      const holes = [
        ...randomHoles(draw, 300, () => draw.exponential(25)),
        ...Array.from({ length: SECONDS / 10 }, (_, i) => ({ start: 3_700 + 10_000 * i, length: 110 })),
      ]
      return times.map((time) => throughHoles(time, 4 + draw.gamma(1.2, 3), holes))
    },
  },
  {
    name: 'Starlink, a spike every 15 s',
    interval: 20,
    fifo: true,
    delays: (times, draw) => {
      const holes = Array.from({ length: SECONDS / 15 }, (_, i) => ({
        start: 12_000 + 15_000 * i,
        length: 80 + 60 * draw.uniform(),
      }))
      const levels = Array.from({ length: SECONDS / 15 + 2 }, () => 25 + 20 * draw.uniform())
      return times.map((time) => {
        const level = at(levels, Math.floor((time + 3_000) / 15_000))
        return throughHoles(time, level + draw.gamma(3, 3), holes)
      })
    },
  },
  {
    name: 'a queue that fills and drains',
    interval: 33.333,
    fifo: true,
    delays: (times, draw) => {
      let queue = 0
      let drift = 0
      return times.map((_, i) => {
        if (i % 60 === 0) drift = draw.uniform() < 0.3 ? 1.2 : -2
        queue = Math.max(0, Math.min(250, queue + drift + 2 * draw.normal()))
        return 20 + queue + draw.gamma(2, 2)
      })
    },
  },
]

/** A trace of a family; the same seed makes the same one. */
export function makeTrace({ name, interval, fifo, loss = 0, delays }: Family, seed: number): Trace {
  const draw = drawFrom(RandomStream.of(seed, `bench.${name}`))
  const count = Math.round((SECONDS * 1_000) / interval)
  const times = Array.from({ length: count }, (_, i) => i * interval)
  const sent = Float64Array.from(times, (time) => fromMs(time))
  const took = delays(times, draw)
  let last = 0
  const arrived = sent.map((time, i) => {
    const arrival = Math.max(time + MILLISECOND, time + fromMs(at(took, i)), fifo ? last : 0)
    last = arrival
    return draw.uniform() < loss ? Number.NaN : arrival
  })
  return {
    name,
    sent,
    arrived,
    copies: { row: new Int32Array(), arrived: new Float64Array() },
    interval: fromMs(interval),
    clockOffset: 0,
  }
}
