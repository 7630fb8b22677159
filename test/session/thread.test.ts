import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { SessionClient, type WorkerLike } from '../../src/session/client.ts'
import { goTo, hashOf, jitterRun, refusalOf, valueOf } from './support/asking.ts'
import { sessionOf } from './support/host-session.ts'
import { Host } from '../../src/session/host.ts'
import { loadSimulation } from './support/simulations.ts'

/** A real thread, which can be killed while it is busy. */
class ThreadWorker implements WorkerLike {
  readonly endpoint: MessagePort
  readonly whenGone: Promise<void>
  private readonly thread: Worker

  constructor(script = './support/thread.ts') {
    const { port1, port2 } = new MessageChannel()
    this.endpoint = port1
    const path = new URL(script, import.meta.url).href
    // Both types name Node's own MessagePort.
    const port = port2 as unknown as import('node:worker_threads').MessagePort
    this.thread = new Worker(
      `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(path)})))`,
      { eval: true, workerData: { port }, transferList: [port] },
    )
    this.whenGone = new Promise((resolve) => this.thread.once('exit', () => resolve()))
  }

  onError(listener: (message: string) => void): void {
    this.thread.on('error', ({ message }) => listener(message))
  }

  terminate(): void {
    this.endpoint.close()
    void this.thread.terminate()
  }
}

let worker: ThreadWorker
let session: SessionClient

const start = (script?: string, patience = { load: 20_000, answer: 20_000 }): void => {
  worker = new ThreadWorker(script)
  session = new SessionClient(worker, patience)
}

afterEach(async () => {
  session.close()
  await worker.whenGone
})

describe('a session in a thread of its own', { timeout: 30_000 }, () => {
  it('runs as it does here', async () => {
    start()
    valueOf(await session.open(jitterRun('high')))
    const there = await goTo(session, 12 * SECOND)
    const here = sessionOf(new Host(loadSimulation, () => 0))
    valueOf(await here.open(jitterRun('high')))
    expect(hashOf(there)).toBe(hashOf(await goTo(here, 12 * SECOND)))
    expect(there.frame).toEqual((await goTo(here, 12 * SECOND)).frame)
  })

  it('is stopped when it is caught in a loop that has no end', async () => {
    start(undefined, { load: 20_000, answer: 100 })
    const said = refusalOf(await session.open({ ...jitterRun('low'), lab: 'endless' }))
    expect(said).toContain('has not answered for a while')
    await worker.whenGone
  })

  it('that dies ends, with what it died of', async () => {
    start()
    const opened = session.open({ ...jitterRun('low'), lab: 'deadly' })
    await opened
    expect(await session.whenOver).toEqual({
      kind: 'failed',
      what: 'the simulation stopped: nobody catches this',
    })
    expect((await session.link()).ok).toBe(false)
  })

  it('whose script is not there ends before it began', async () => {
    start('./support/nothing.ts')
    expect(refusalOf(await session.open(jitterRun('low')))).toContain('the simulation stopped')
    expect((await session.whenOver).kind).toBe('failed')
  })
})
