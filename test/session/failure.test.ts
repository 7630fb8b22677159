import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { simulation as jitter } from '../../src/labs/jitter/scenario.ts'
import { SessionClient, type Ending } from '../../src/session/client.ts'
import { READY } from '../../src/session/ready.ts'
import type { Outcome } from '../../src/shared/outcome.ts'
import { jitterRun, refusalOf, valueOf } from './support/asking.ts'
import type { Session } from './support/host-session.ts'
import { PortWorker } from './support/port-worker.ts'
import { ScriptedWorker } from './support/scripted-worker.ts'

const PATIENCE = { load: 1_000, answer: 400 }

const request = jitterRun('low')

/** Every way to ask a session something. */
const CALLS: Readonly<Record<keyof Session, (session: SessionClient) => Promise<Outcome<unknown>>>> = {
  open: (session) => session.open(request),
  pull: (session) =>
    session.pull(
      { advance: 0, before: 0, after: 0, details: false, checks: false, logVersion: 0 },
      new ArrayBuffer(8),
    ),
  apply: (session) => session.apply({ kind: 'lose', packet: 1 }, null, null),
  seek: (session) => session.seek(5),
  stepForward: (session) => session.stepForward(),
  stepBack: (session) => session.stepBack(),
  switchTo: (session) => session.switchTo('main'),
  removeBranch: (session) => session.removeBranch('b1'),
  renameBranch: (session) => session.renameBranch('b1', 'x'),
  compare: (session) => session.compare(null),
  series: (session) => session.series(),
  excerpt: (session) => session.excerpt({ from: 0, to: 1 }),
  partitionFiles: (session) => session.partitionFiles(0),
  study: (session) => session.study(0),
  link: (session) => session.link(),
  readLink: (session) => session.readLink('jitter', 'low', []),
  exportRun: (session) => session.exportRun(),
  exportRows: (session) => session.exportRows(),
  importFile: (session) =>
    session.importFile(new Blob(['x']), 'x.csv', () => {}, new AbortController().signal),
}

const askAll = (session: SessionClient): Promise<Outcome<unknown>[]> =>
  Promise.all(Object.values(CALLS).map((call) => call(session)))

const ALL = Object.keys(CALLS).length

/** Lets everything that is due happen, but for timers. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}

const rejections: unknown[] = []
const noteRejection = (reason: unknown): void => void rejections.push(reason)

/** The session is over for the reason told: its worker is gone, and whoever asks now is refused at once. */
async function expectOver(session: SessionClient, worker: ScriptedWorker, ending: Ending): Promise<void> {
  expect(await session.whenOver).toEqual(ending)
  expect(worker.terminations).toBe(1)
  const posted = worker.calls.length
  for (const outcome of await askAll(session)) expect(refusalOf(outcome)).toBe(ending.what)
  expect(worker.calls).toHaveLength(posted)
  worker.die('once more')
  session.close()
  await settle()
  expect(await session.whenOver).toEqual(ending)
  expect(worker.terminations).toBe(1)
  expect(worker.releases, 'Comlink holds on to no worker that is over').toBe(1)
  expect(vi.getTimerCount()).toBe(0)
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  rejections.length = 0
  process.on('unhandledRejection', noteRejection)
})

afterEach(async () => {
  await settle()
  vi.useRealTimers()
  process.off('unhandledRejection', noteRejection)
  if (rejections.length > 0) throw new Error(`nobody caught ${String(rejections[0])}`)
})

describe('a session whose worker', () => {
  const started = (): { worker: ScriptedWorker; session: SessionClient } => {
    const worker = new ScriptedWorker()
    return { worker, session: new SessionClient(worker, PATIENCE) }
  }

  it('cannot be loaded refuses every call, made before or after', async () => {
    const { worker, session } = started()
    const answers = askAll(session)
    worker.die('404')
    const what = 'the simulation stopped: 404'
    for (const outcome of await answers) expect(refusalOf(outcome)).toBe(what)
    expect(worker.calls).toHaveLength(0)
    await expectOver(session, worker, { kind: 'failed', what })
  })

  it('never becomes ready is given up after a while', async () => {
    const { worker, session } = started()
    const answers = askAll(session)
    await vi.advanceTimersByTimeAsync(PATIENCE.load - 1)
    expect(worker.terminations).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    const what = 'the simulation did not start'
    for (const outcome of await answers) expect(refusalOf(outcome)).toBe(what)
    await expectOver(session, worker, { kind: 'silent', what })
  })

  it('gets ready late, but in time, is asked only then', async () => {
    const { worker, session } = started()
    const answer = session.link()
    await vi.advanceTimersByTimeAsync(PATIENCE.load - 1)
    expect(worker.calls).toHaveLength(0)
    worker.getReady()
    await settle()
    expect(worker.calls.map(({ path }) => path)).toEqual([['link']])
    worker.answer(0, ['1!lose.3'])
    expect(valueOf(await answer)).toEqual(['1!lose.3'])
    await vi.advanceTimersByTimeAsync(10 * PATIENCE.load)
    expect(worker.terminations).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('dies during calls refuses them all', async () => {
    const { worker, session } = started()
    worker.getReady()
    const answers = askAll(session)
    await settle()
    expect(worker.calls).toHaveLength(ALL)
    worker.die('out of memory')
    const what = 'the simulation stopped: out of memory'
    for (const outcome of await answers) expect(refusalOf(outcome)).toBe(what)
    await expectOver(session, worker, { kind: 'failed', what })
  })

  it.each(Object.keys(CALLS) as (keyof Session)[])('hangs in %s is stopped after a while', async (name) => {
    const { worker, session } = started()
    worker.getReady()
    const answer = CALLS[name](session)
    await settle()
    expect(worker.calls).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(PATIENCE.answer - 1)
    expect(worker.terminations).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    const what = 'the simulation has not answered for a while and was stopped'
    expect(refusalOf(await answer)).toBe(what)
    await expectOver(session, worker, { kind: 'silent', what })
  })

  it('is slow, but answers, is left alone', async () => {
    const { worker, session } = started()
    worker.getReady()
    for (let i = 0; i < 5; i++) {
      const answer = session.seek(i)
      await settle()
      await vi.advanceTimersByTimeAsync(PATIENCE.answer - 1)
      worker.answer(i, undefined)
      expect((await answer).ok).toBe(true)
    }
    expect(worker.terminations).toBe(0)
  })

  it('floods the page with messages that nobody asked for still gets its answers through', async () => {
    const { worker, session } = started()
    const rubbish: unknown[] = [
      null,
      undefined,
      0,
      Number.NaN,
      '',
      'hello',
      [],
      {},
      { id: 1 },
      { id: 'x', type: 'RAW', value: 1 },
      { id: 'x', type: 'HANDLER', name: 'throw', value: { isError: true, value: { message: 'x' } } },
      { id: ['x'], type: 'HANDLER', name: 'nothing' },
      { type: 'RAW', value: 1 },
      new ArrayBuffer(1_000),
    ]
    const flood = (): void => {
      for (let i = 0; i < 5_000; i++) worker.emit(rubbish[i % rubbish.length])
    }
    flood()
    const answer = session.stepForward()
    await settle()
    expect(worker.calls).toHaveLength(0)
    worker.getReady()
    for (let i = 0; i < 1_000; i++) worker.emit(READY)
    flood()
    await settle()
    expect(worker.calls).toHaveLength(1)
    flood()
    worker.answer(0, true)
    worker.answer(0, false)
    flood()
    expect(valueOf(await answer)).toBe(true)
    expect(worker.terminations).toBe(0)
  })

  it('answers what no answer looks like is not trusted any more', async () => {
    const { worker, session } = started()
    worker.getReady()
    const answer = session.stepForward()
    await settle()
    worker.emit({ id: worker.calls[0]?.id, type: 'HANDLER', name: 'nothing', value: 1 })
    expect(refusalOf(await answer)).not.toBe('')
    expect((await session.whenOver).kind).toBe('failed')
    expect(worker.terminations).toBe(1)
  })

  it('is closed by its owner refuses the calls in flight', async () => {
    const { worker, session } = started()
    worker.getReady()
    const answers = askAll(session)
    await settle()
    session.close()
    const what = 'the simulation was closed'
    for (const outcome of await answers) expect(refusalOf(outcome)).toBe(what)
    await expectOver(session, worker, { kind: 'closed', what })
  })

  it('is closed before it was ready leaves nothing behind', async () => {
    const { worker, session } = started()
    const answers = askAll(session)
    session.close()
    const what = 'the simulation was closed'
    for (const outcome of await answers) expect(refusalOf(outcome)).toBe(what)
    worker.getReady()
    await expectOver(session, worker, { kind: 'closed', what })
    expect(worker.calls).toHaveLength(0)
  })

  it('answers after it was closed is not heard', async () => {
    const { worker, session } = started()
    worker.getReady()
    const answer = session.link()
    await settle()
    session.close()
    worker.answer(0, ['1!lose.3'])
    expect(refusalOf(await answer)).toBe('the simulation was closed')
    worker.emit({ id: worker.calls[0]?.id, type: 'HANDLER', name: 'nothing', value: 1 })
    await expectOver(session, worker, { kind: 'closed', what: 'the simulation was closed' })
  })
})

describe('a session whose host', () => {
  const settled = async <T>(session: SessionClient, answer: Promise<T>): Promise<T> => {
    const value = await answer
    expect((await session.whenOver).kind).toBe('failed')
    return value
  }

  it('throws is over: its state cannot be trusted', async () => {
    const worker = new PortWorker(async () => ({
      ...jitter,
      exportRows: () => {
        throw new Error('row 7 is missing')
      },
    }))
    const session = new SessionClient(worker, PATIENCE)
    valueOf(await session.open(request))
    expect(refusalOf(await settled(session, session.exportRows()))).toContain('row 7 is missing')
    expect(await session.whenOver).toEqual({
      kind: 'failed',
      what: 'the simulation stopped: row 7 is missing',
    })
    expect(worker.terminations).toBe(1)
    expect(refusalOf(await session.link())).toContain('row 7 is missing')
  })

  it('throws something that is no Error is over all the same', async () => {
    const worker = new PortWorker(async () => ({
      ...jitter,
      exportRows: () => {
        // oxlint-disable-next-line no-throw-literal -- what a library might do
        throw 'a word'
      },
    }))
    const session = new SessionClient(worker, PATIENCE)
    valueOf(await session.open(request))
    expect(refusalOf(await settled(session, session.exportRows()))).toContain('a word')
  })

  it('cannot load a lab is over, in words', async () => {
    const worker = new PortWorker(() => Promise.reject(new Error('the network is gone')))
    const session = new SessionClient(worker, PATIENCE)
    expect(refusalOf(await settled(session, session.open(request)))).toContain('the network is gone')
  })

  it('is asked before anything is open says so', async () => {
    const worker = new PortWorker(async () => jitter)
    const session = new SessionClient(worker, PATIENCE)
    expect(refusalOf(await settled(session, session.link()))).toContain('no run is open')
  })

  it('works on a file for long, but shows signs of life, is left alone', async () => {
    const worker = new PortWorker(async () => jitter)
    const session = new SessionClient(worker, PATIENCE)
    valueOf(await session.open(request))
    const progress = { heard: 0, expected: 0 }
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(async function slow(this: Blob) {
      if (this.size === 1) return new Response(this).arrayBuffer() // a look at the first character
      while (progress.heard < progress.expected) await settle()
      progress.expected += 1
      await vi.advanceTimersByTimeAsync(PATIENCE.answer - 1)
      return new Response(this).arrayBuffer()
    })
    const rows = Array.from({ length: 80_000 }, (_, i) => `${i},${i * 20},${i * 20 + 30}`)
    const text = ['seq,send_ms,arrival_ms', ...rows].join('\n')
    const outcome = await session.importFile(
      new Blob([text]),
      'a.csv',
      () => (progress.heard += 1),
      new AbortController().signal,
    )
    expect(valueOf(outcome).kind).toBe('attachment')
    expect(progress.expected).toBeGreaterThan(3)
    vi.restoreAllMocks()
    session.close()
  })

  it('works on a file and falls silent is stopped', async () => {
    const worker = new PortWorker(async () => jitter)
    const session = new SessionClient(worker, PATIENCE)
    valueOf(await session.open(request))
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockReturnValue(new Promise(() => {}))
    const answer = session.importFile(new Blob(['seq']), 'a.csv', () => {}, new AbortController().signal)
    await settle()
    await vi.advanceTimersByTimeAsync(PATIENCE.answer)
    expect(refusalOf(await answer)).toContain('has not answered')
    vi.restoreAllMocks()
  })
})
