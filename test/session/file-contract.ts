import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromMs, SECOND } from '../../src/engine/kernel/time.ts'
import type { Trace } from '../../src/engine/jitter/trace.ts'
import type { Imported, LoadedRun } from '../../src/session/protocol.ts'
import type { Wish } from '../../src/engine/kernel/simulation.ts'
import type { Outcome } from '../../src/shared/outcome.ts'
import { call, pcap, pcapng } from '../support/packets.ts'
import {
  arrive,
  goTo,
  hashOf,
  jitterFrame,
  jitterRun,
  packetOnItsWay,
  pull,
  refusalOf,
  valueOf,
} from './support/asking.ts'
import type { Session } from './support/host-session.ts'
import { flying, sessionsOf, type Connect } from './support/sessions.ts'

type Attached = Extract<Imported, { kind: 'attachment' }>

const silent = (): void => {}

const read = (session: Session, text: BlobPart, name: string): Promise<Outcome<Imported>> =>
  session.importFile(new Blob([text]), name, silent, new AbortController().signal)

async function readRun(session: Session, text: string, name = 'run.json'): Promise<LoadedRun> {
  const imported = valueOf(await read(session, text, name))
  if (imported.kind !== 'run') throw new Error('a run was expected')
  return imported.run
}

async function readTrace(session: Session, text: string, name = 'trace.csv'): Promise<Attached> {
  const imported = valueOf(await read(session, text, name))
  if (imported.kind !== 'attachment') throw new Error('a trace was expected')
  return imported
}

/** A trace as text: `packets` rows, each 37 ms on its way, every tenth lost. */
const traceText = (packets: number): string =>
  [
    'seq,send_ms,arrival_ms',
    ...Array.from(
      { length: packets },
      (_, i) => `${i},${i * 20},${i % 10 === 9 ? '' : i * 20 + 37 + (i % 7)}`,
    ),
  ].join('\n')

/** Reads of a Blob take a turn of the event loop, as in a browser; Node answers for one in memory at once. */
function slowBlobs(): void {
  vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(async function slow(this: Blob) {
    await new Promise((resolve) => setImmediate(resolve))
    return new Response(this).arrayBuffer()
  })
}

/** What every session does with files, wherever its host lives. */
export function fileContract(where: string, connect: Connect): void {
  const { start } = sessionsOf(connect)

  afterEach(() => {
    vi.restoreAllMocks()
  })

  describe(`${where}: run files`, () => {
    it('bring back the run: its moment, its branches and their names, event for event', async () => {
      const session = await start(jitterRun('rough-patch', { params: { delay: 70, policy: ['neteq'] } }))
      const packet = packetOnItsWay(await goTo(session, SECOND))
      await goTo(session, 12 * SECOND)
      valueOf(await session.apply({ kind: 'lose', packet }, SECOND, null))
      await arrive(session)
      const branch = valueOf(await session.apply({ kind: 'set', key: 'base', value: 90 }, 5 * SECOND, null))
      valueOf(await session.renameBranch(branch, 'Umweg "ü" \u2192'))
      const there = await goTo(session, 8 * SECOND)
      const file = valueOf(await session.exportRun())

      const elsewhere = await start(jitterRun('low'))
      const { request, hash } = await readRun(elsewhere, file)
      expect(hash).toBe(hashOf(there))
      expect(request.spec).toEqual({
        ...jitterRun('rough-patch', { params: { delay: 70, policy: ['neteq'] } }).spec,
      })
      valueOf(await elsewhere.open(request))
      const here = await arrive(elsewhere)
      expect(hashOf(here)).toBe(hash)
      expect(here.now).toBe(8 * SECOND)
      expect(here.log).toEqual(there.log)
      expect(here.details?.refusals).toEqual([])
      expect(valueOf(await elsewhere.exportRun())).toBe(file)
    })

    it('change nothing before they are opened', async () => {
      const session = await start(jitterRun('medium'))
      const before = await goTo(session, 3 * SECOND)
      const file = valueOf(await session.exportRun())
      const other = await start(jitterRun('high'))
      const standing = await goTo(other, 2 * SECOND)
      await readRun(other, file)
      expect(hashOf(await arrive(other))).toBe(hashOf(standing))
      expect(hashOf(before)).not.toBe(hashOf(standing))
    })

    it('written on the way to a moment lead to that moment', async () => {
      const session = await start(jitterRun('high'), flying())
      valueOf(await session.seek(50 * SECOND))
      const { settled } = await pull(session)
      expect(settled).toBe(false)
      const { request, hash } = await readRun(session, valueOf(await session.exportRun()))
      const there = await arrive(session)
      expect(there.now).toBe(50 * SECOND)
      expect(hashOf(there)).toBe(hash)
      const elsewhere = await start(request)
      expect(hashOf(await arrive(elsewhere))).toBe(hash)
    })

    it('carry the file that the run was fed with', async () => {
      const session = await start(jitterRun('medium'))
      const { attachment } = await readTrace(session, traceText(300), 'walk.csv')
      const { spec } = jitterRun('medium', { params: { for: 6 } })
      valueOf(await session.open({ lab: 'jitter', spec: { ...spec, attachment }, log: null }))
      const there = await goTo(session, 4 * SECOND)
      const file = valueOf(await session.exportRun())

      const elsewhere = await start(jitterRun('medium'))
      const { request, hash } = await readRun(elsewhere, file)
      expect(request.spec.attachment).toEqual(attachment)
      valueOf(await elsewhere.open(request))
      expect(hashOf(await arrive(elsewhere))).toBe(hash)
      expect(hash).toBe(hashOf(there))
    })

    it('are known by their first character where the name says nothing, and may be of another lab', async () => {
      const ring = await start({
        lab: 'ring',
        spec: { scenario: 'calm', seed: 5, params: {}, attachment: null },
        log: null,
      })
      await goTo(ring, 2 * SECOND)
      const file = valueOf(await ring.exportRun())
      const session = await start(jitterRun('medium'))
      expect((await readRun(session, file, 'download')).request.lab).toBe('ring')
    })
  })

  describe(`${where}: rows`, () => {
    it('come back as a trace with the same arrivals', async () => {
      const session = await start(jitterRun('medium', { params: { for: 8, loss: 5 } }))
      const end = await goTo(session, 1e12)
      const rows = valueOf(await session.exportRows())
      const { attachment, notices } = await readTrace(session, rows)
      const trace = attachment.data as Trace // the jitter lab's files are traces
      expect(notices).toEqual([])
      valueOf(await session.stepBack())
      const { packets } = jitterFrame(
        valueOf(
          await session.pull(
            { advance: 0, before: end.now, after: SECOND, details: true, checks: false, logVersion: 0 },
            null,
          ),
        ),
      )
      expect(packets.number).toHaveLength(240)
      expect(trace.sent).toEqual(Float64Array.from(packets.sent))
      expect(trace.arrived).toEqual(Float64Array.from(packets.arrived))
      expect(trace.arrived.filter((arrival) => Number.isNaN(arrival)).length).toBeGreaterThan(3)
    })

    it('tell each packet once, under a header', async () => {
      const session = await start(jitterRun('high', { params: { for: 3 } }))
      await goTo(session, 1e12)
      const [header, ...rows] = valueOf(await session.exportRows())
        .trimEnd()
        .split('\n')
      expect(header).toMatch(/^seq,send_ms,arrival_ms,whiteboard_fate,/)
      expect(rows.map((row) => row.split(',')[0])).toEqual(Array.from({ length: 90 }, (_, i) => String(i)))
    })
  })

  describe(`${where}: files of the lab's own`, () => {
    it('are read in pieces, with progress up to the end, and feed a run', async () => {
      const session = await start(jitterRun('medium'))
      const text = traceText(60_000)
      const heard: [number, number][] = []
      const file = new Blob([text])
      const outcome = await session.importFile(
        file,
        'long.csv',
        (done, total) => heard.push([done, total]),
        new AbortController().signal,
      )
      const imported = valueOf(outcome)
      await expect.poll(() => heard.at(-1)?.[0]).toBe(file.size)
      expect(heard.length).toBeGreaterThan(3)
      expect(heard.map(([done]) => done)).toEqual(heard.map(([done]) => done).sort((a, b) => a - b))
      expect(new Set(heard.map(([, total]) => total))).toEqual(new Set([file.size]))
      if (imported.kind !== 'attachment') throw new Error('a trace was expected')
      expect(imported.attachment.name).toBe('long.csv')
      expect(imported.attachment.summary).toBe('60,000 packets, 6,000 lost, 1200.0 s')
      const trace = imported.attachment.data as Trace // the jitter lab's files are traces
      expect(trace.arrived[59_998]).toBe(fromMs(59_998 * 20 + 37 + (59_998 % 7)))

      const { spec } = jitterRun('medium', { params: { for: 10 } })
      valueOf(
        await session.open({ lab: 'jitter', spec: { ...spec, attachment: imported.attachment }, log: null }),
      )
      const { packets } = jitterFrame(await goTo(session, 2 * SECOND))
      expect(packets.arrived[12]).toBe(trace.arrived[12])
    })

    it('can be given up in the middle, and the run stays as it was', async () => {
      const session = await start(jitterRun('medium'))
      const before = await goTo(session, 2 * SECOND)
      const control = new AbortController()
      const file = new Blob([traceText(200_000)])
      slowBlobs()
      let most = 0
      const outcome = await session.importFile(
        file,
        'long.csv',
        (done) => {
          most = Math.max(most, done)
          control.abort()
        },
        control.signal,
      )
      expect(refusalOf(outcome)).toBe('long.csv: the import was cancelled')
      expect(most).toBeGreaterThan(0)
      expect(most).toBeLessThan(file.size)
      const after = await arrive(session)
      expect(hashOf(after)).toBe(hashOf(before))
      expect(after.frame).toEqual(before.frame)
      expect((await readTrace(session, traceText(10))).attachment.summary).toContain('10 packets')
    })

    it.each([
      [
        'a row that is not there in full',
        'seq,send_ms,arrival_ms\n0,0,30\n1,20',
        'line 3: the row has no arrival_ms',
      ],
      ['a word for a number', 'seq,send_ms,arrival_ms\n0,zero,30', 'line 2: send_ms "zero" is not a number'],
      ['a header of something else', 'time,value\n1,2', 'line 1: the header must name the columns'],
      ['nothing', '', 'the file is empty'],
      ['a header alone', 'seq,send_ms,arrival_ms\n', 'no packet under it'],
      ['no text', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0]), 'line 1: this is not a text file'],
    ])('are refused when they hold %s: by name and line', async (_what, content, words) => {
      const session = await start(jitterRun('medium'))
      const before = await goTo(session, SECOND)
      const said = refusalOf(await read(session, content, 'my trace.csv'))
      expect(said).toMatch(/^my trace\.csv[,:] /)
      expect(said).toContain(words)
      expect(hashOf(await arrive(session))).toBe(hashOf(before))
    })

    it('may be captures: the stream with most packets, another one by its name, or the one of a fingerprint', async () => {
      const session = await start(jitterRun('medium'))
      const frames = [...call(400, { ssrc: 1, loses: 21 }), ...call(300, { ssrc: 2 })]
      const take = async (bytes: Uint8Array<ArrayBuffer>, wish: Wish | null): Promise<Attached> => {
        const signal = new AbortController().signal
        const imported = valueOf(
          await session.importFile(new Blob([bytes]), 'talk.bin', silent, signal, wish),
        )
        if (imported.kind !== 'attachment') throw new Error('a trace was expected')
        return imported
      }
      const file = pcap(frames.toSorted((a, b) => a.time - b.time))
      const most = await take(file, null)
      expect([most.part, most.attachment.name]).toEqual(['0x00000001', 'talk.bin, 0x00000001'])
      expect(most.parts.map(({ id }) => id)).toEqual(['0x00000001', '0x00000002'])
      const other = await take(pcapng(frames), { part: '0x00000002' })
      expect(other.attachment.summary).toBe('300 packets, 0 lost, 6.0 s')
      const again = await take(file, { fingerprint: other.attachment.id })
      expect([again.part, again.attachment.id]).toEqual(['0x00000002', other.attachment.id])

      const { spec } = jitterRun('medium', { params: { for: 6 } })
      valueOf(
        await session.open({ lab: 'jitter', spec: { ...spec, attachment: other.attachment }, log: null }),
      )
      const end = await goTo(session, 5 * SECOND)
      const text = valueOf(await session.exportRun())
      const elsewhere = await start(jitterRun('low'))
      const { request, hash } = await readRun(elsewhere, text)
      expect(request.spec.attachment?.name).toBe('talk.bin, 0x00000002')
      valueOf(await elsewhere.open(request))
      expect(hashOf(await arrive(elsewhere))).toBe(hash)
      expect(hash).toBe(hashOf(end))
    })

    it('that cannot be read any more are refused, and the session lives on', async () => {
      const session = await start(jitterRun('medium'))
      vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'))
      expect(refusalOf(await read(session, traceText(10), 'walk.csv'))).toBe(
        'walk.csv: it could not be read; perhaps it was changed or moved since it was chosen',
      )
      vi.restoreAllMocks()
      expect((await readTrace(session, traceText(10))).attachment.summary).toContain('10 packets')
    })

    it('are refused by a lab that takes none', async () => {
      const ring = await start({
        lab: 'ring',
        spec: { scenario: 'calm', seed: 5, params: {}, attachment: null },
        log: null,
      })
      expect(refusalOf(await read(ring, traceText(5), 'walk.csv'))).toBe(
        'walk.csv: this lab takes run files only',
      )
    })
  })
}
