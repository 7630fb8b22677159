import { assert } from '../shared/assert.ts'
import { mix } from '../engine/ingest/chance.ts'
import { readSketches, writeSketches } from '../engine/ingest/sketches/bytes.ts'
import { standardError } from '../engine/ingest/sketches/estimate.ts'
import { HyperLogLog } from '../engine/ingest/sketches/hll.ts'
import { countOf, mergeStill } from '../engine/ingest/sketches/merge.ts'
import type { StillSketch } from '../engine/ingest/sketches/still.ts'
import type { Bench, BenchedSketch, BenchRequest } from './protocol.ts'

/** Makes two sketches of different ids, writes and reads them, merges them, and makes the sketch of all ids beside. */
export function benchSketches({ precision, a, b, shared }: BenchRequest): Bench {
  const common = Math.min(a, b, shared)
  const firstOfB = a - common
  const one = sketchOf(precision, 0, a)
  const other = sketchOf(precision, firstOfB, firstOfB + b)
  const merged = mergeStill(reread(one), reread(other))
  const whole = sketchOf(precision, 0, firstOfB + b)
  const bytes = [merged, whole].map(bytesOf)
  const [mine = new Uint8Array(0), its = new Uint8Array(0)] = bytes
  return {
    a: benched(one, a),
    b: benched(other, b),
    union: benched(merged, firstOfB + b),
    isSame: mine.length === its.length && mine.every((byte, i) => byte === its[i]),
    standardError: standardError(precision),
  }
}

/** Of the ids `from` .. `to - 1`: users as the pipeline numbers them. */
function sketchOf(precision: number, from: number, to: number): StillSketch {
  const sketch = new HyperLogLog(precision)
  for (let id = from; id < to; id++) sketch.add(mix(id + 1))
  return sketch.still()
}

const bytesOf = (sketch: StillSketch): Uint8Array =>
  writeSketches({ hashKey: 0, endMs: 0, sketches: [{ name: '', windowMinutes: 0, ...sketch }] })

function reread(sketch: StillSketch): StillSketch {
  const read = readSketches(bytesOf(sketch))
  assert(read.ok && read.value.sketches[0] !== undefined, 'what was written can be read')
  return read.value.sketches[0]
}

const benched = (sketch: StillSketch, exact: number): BenchedSketch => ({
  exact,
  estimate: countOf(sketch),
  form: sketch.content.form,
  bytes: bytesOf(sketch).length,
})
