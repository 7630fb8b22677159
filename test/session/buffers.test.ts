import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AnySimulation } from '../../src/engine/kernel/simulation.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { SessionClient } from '../../src/session/client.ts'
import type { Pulled } from '../../src/session/protocol.ts'
import { simulation as jitter } from '../../src/labs/jitter/scenario.ts'
import { at } from '../../src/shared/assert.ts'
import { jitterFrame, jitterRun, valueOf } from './support/asking.ts'
import { PortWorker } from './support/port-worker.ts'

/** The buffers each frame stood on, on the worker's side, as they are now. */
const handedOver: (readonly ArrayBuffer[])[] = []

/** The jitter lab, with an eye on the buffers its frames are written into. */
const watched: AnySimulation = {
  ...jitter,
  create(spec) {
    const engine = jitter.create(spec)
    const draw = engine.frame.bind(engine)
    engine.frame = (span, columns) => {
      const frame = draw(span, columns)
      handedOver.push(columns.buffers)
      return frame
    }
    return engine
  },
}

let session: SessionClient

const pull = async (spare: ArrayBuffer | null, before = SECOND): Promise<Pulled> =>
  valueOf(
    await session.pull(
      { advance: 33_333, before, after: 0, details: false, checks: false, logVersion: 0 },
      spare,
    ),
  )

const bytes = ({ buffers }: Pulled): number[] => buffers.map(({ byteLength }) => byteLength)

beforeEach(async () => {
  handedOver.length = 0
  session = new SessionClient(new PortWorker(async () => watched))
  valueOf(await session.open(jitterRun('high')))
  valueOf(await session.seek(55 * SECOND))
})

afterEach(() => session.close())

describe('the buffers of a frame', () => {
  it('move to the page: the worker holds none of them any more', async () => {
    const pulled = await pull(null)
    expect(at(bytes(pulled), 0)).toBeGreaterThan(0)
    expect(handedOver).toHaveLength(1)
    for (const buffer of handedOver.flat()) expect(buffer.byteLength).toBe(0)
  })

  it('carry the columns: a frame holds no copy of them', async () => {
    const { buffers, frame } = await pull(null)
    const { packets, lanes } = jitterFrame({ frame })
    const columns = [packets.number, packets.sent, ...lanes.map(({ fate }) => fate)]
    for (const column of columns) expect(buffers).toContain(column.buffer)
  })

  it('come back as the spare, which is gone from the page and used again', async () => {
    const spare = new ArrayBuffer(123_456)
    const pulled = await pull(spare)
    expect(spare.byteLength).toBe(0)
    expect(bytes(pulled)).toEqual([123_456])
    const again = await pull(at(pulled.buffers, 0))
    expect(bytes(pulled)).toEqual([0])
    expect(bytes(again)).toEqual([123_456])
  })

  it('are two that take turns, and no new one is made while frames stay as large', async () => {
    let onScreen = at((await pull(null)).buffers, 0)
    let spent: ArrayBuffer | null = null
    const sizes: number[][] = []
    for (let i = 0; i < 20; i++) {
      const pulled = await pull(spent)
      spent = onScreen
      onScreen = at(pulled.buffers, 0)
      sizes.push(bytes(pulled))
    }
    expect(new Set(sizes.map(String)).size).toBe(1)
    expect(at(sizes, 0)).toHaveLength(1)
    expect(handedOver).toHaveLength(21)
  })

  it('grow when a frame needs more room, and are right all the same', async () => {
    const small = at((await pull(null, 100_000)).buffers, 0)
    const large = await pull(small, 55 * SECOND)
    const again = await pull(null, 55 * SECOND)
    expect(large.buffers.length).toBeGreaterThan(1)
    const { packets } = jitterFrame(large)
    expect(packets.number.length).toBeGreaterThan(1_600)
    const common = packets.number.length - 2
    expect(packets.sent.slice(0, common)).toEqual(jitterFrame(again).packets.sent.slice(0, common))
  })
})
