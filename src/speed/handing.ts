import type { Series, Told } from './protocol.ts'
import { RUNS, type Clock } from './rate.ts'

/** Sends a buffer to another thread, which sends it back the same way: copied, or handed over. */
export type ThereAndBack = (buffer: ArrayBuffer, isHandedOver: boolean) => Promise<ArrayBuffer>

const MIB = 2 ** 20
const SIZES = [1, 16] as const
const TIMES = 6

/**
 * Buffers to another thread and back, in milliseconds. Copying takes longer the larger they are; handing one over moves
 * only the right to it: the nearest thing to zero-copy that a page has.
 */
export async function measureHanding(send: ThereAndBack, clock: Clock, told: Told): Promise<Series[]> {
  const series: Series[] = []
  for (const size of SIZES)
    for (const isHandedOver of [false, true]) {
      const values: number[] = []
      let buffer = await send(new ArrayBuffer(size * MIB), isHandedOver)
      for (let run = 0; run < RUNS; run++) {
        const start = clock()
        for (let i = 0; i < TIMES; i++) buffer = await send(buffer, isHandedOver)
        values.push((clock() - start) / TIMES)
      }
      const how = isHandedOver ? 'handed over' : 'copied'
      series.push({
        id: `${how === 'copied' ? 'copy' : 'hand'}-${size}`,
        label: `${size} MiB ${how}`,
        unit: 'ms',
        values,
      })
      told(series.length, 2 * SIZES.length)
    }
  return series
}
