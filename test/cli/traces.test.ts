import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskFiles } from '../../src/cli/process-terminal.ts'
import { sim } from './fake-terminal.ts'
import { ends, readJson, type JitterJson } from './reading.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-sim-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Packet {
  readonly sent: number
  /** Null for lost. */
  readonly arrived: number | null
}

const csvOf = (packets: readonly Packet[]): string =>
  ['seq,send_ms,arrival_ms', ...packets.map(({ sent, arrived }, i) => `${i},${sent},${arrived ?? ''}`)].join(
    '\n',
  )

/** RFC 3550 section 6.4.1, straight from its text: over packets in order of arrival. */
function interarrivalJitter(packets: readonly Packet[]): number {
  const arrived = packets.flatMap(({ sent, arrived: at }) => (at === null ? [] : [{ sent, at }]))
  arrived.sort((a, b) => a.at - b.at)
  let jitter = 0
  let transit: number | null = null
  for (const { sent, at } of arrived) {
    const now: number = at - sent
    if (transit !== null) jitter += (Math.abs(now - transit) - jitter) / 16
    transit = now
  }
  return jitter
}

async function play(path: string, ...words: readonly string[]): Promise<JitterJson> {
  const { code, out, err } = await sim(['jitter', '--json', '--trace', path, ...words], { files: diskFiles })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return readJson(out)
}

/** Delays in whole milliseconds, distinct in their arrivals: RFC 3550 leaves the order of one instant open. */
const packets = fc
  .array(fc.option(fc.integer({ min: 5, max: 400 }), { freq: 12 }), { minLength: 1, maxLength: 120 })
  .map((delays) =>
    delays.map((delay, i): Packet => ({
      sent: i * 20,
      arrived: delay === null ? null : i * 20 + delay + i / 1000,
    })),
  )

describe('sim jitter --trace', { timeout: 60_000 }, () => {
  it("measures RFC 3550's jitter as its text has it, and loses what the trace lost", async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(packets, async (rows) => {
        const path = join(folder, `made-${(number += 1)}.csv`)
        writeFileSync(path, csvOf(rows))
        const lost = rows.filter(({ arrived }) => arrived === null).length
        const { runs, trace } = await play(path, '--policy', 'all')
        expect(trace).toMatchObject({ name: `made-${number}.csv`, packets: rows.length, lost })
        for (const run of runs) {
          expect(run.jitterMs).toBeCloseTo(interarrivalJitter(rows), 2)
          expect({ sent: run.sent, lost: run.lost, ends: ends(run) }).toEqual({
            sent: rows.length,
            lost,
            ends: rows.length,
          })
        }
      }),
      { numRuns: 40 },
    )
  })

  it('plays all of a trace, however long, and with --for a part of it', async () => {
    const path = join(folder, 'two-minutes.csv')
    // 121 packets, the last of them at exactly 120 s.
    writeFileSync(
      path,
      csvOf(Array.from({ length: 121 }, (_, i) => ({ sent: i * 1000, arrived: i * 1000 + 40 }))),
    )
    const whole = await play(path)
    expect(whole.runs[0]?.sent).toBe(121)
    const part = await play(path, '--for', '30')
    expect(part.runs[0]?.sent).toBe(30)
    expect(part.trace).toEqual(whole.trace)
    expect(part.traceHash).not.toBe(whole.traceHash)
  })

  it("gives delays on the trace's own clocks, and tells what it mended", async () => {
    const path = join(folder, 'clocks.csv')
    writeFileSync(path, csvOf([0, 1, 2, 3, 4].map((i) => ({ sent: i * 20, arrived: i * 20 - 500 }))))
    const { runs, notices } = await play(path, '--policy', 'fixed', '--delay', '0')
    expect(runs[0]?.delayMs).toEqual({ mean: -500, p50: -500, p95: -500, p99: -500, max: -500 })
    expect(notices).toHaveLength(1)
    const { out } = await sim(['jitter', '--trace', path], { files: diskFiles })
    expect(out).toContain('note: arrivals come up to 500 ms before their sending')
    expect(out).toMatch(/^Jitter: trace clocks\.csv \(5 packets, 0 lost, 0\.1 s\), seed 1/)
  })

  it('reads what --csv wrote, and comes to the same jitter', async () => {
    const path = join(folder, 'rows.csv')
    const words = ['jitter', '--scenario', 'medium', '--csv', path, '--json']
    const simulated = await sim(words, { files: diskFiles })
    const { runs } = readJson(simulated.out)
    const header = 'seq,send_ms,arrival_ms,whiteboard_fate,whiteboard_playout_ms,fixed_fate,fixed_playout_ms'
    expect(readFileSync(path, 'utf8').split('\n', 1)[0]).toBe(header)
    const replayed = await play(path)
    expect(replayed.trace).toMatchObject({ packets: runs[0]?.sent, lost: runs[0]?.lost })
    expect(replayed.runs[0]?.jitterMs).toBeCloseTo(runs[0]?.jitterMs ?? Number.NaN, 2)
    const again = await sim(words, { files: diskFiles })
    expect(again).toMatchObject({ code: 2, out: '' })
  })

  it('refuses a real folder and a file that is not there', async () => {
    const around = { files: diskFiles }
    const asFolder = await sim(['jitter', '--trace', folder], around)
    expect(asFolder.err).toMatch(/is a folder, not a file\n$/)
    const missing = await sim(['jitter', '--trace', join(folder, 'none.csv')], around)
    expect(missing.err).toMatch(/there is no such file\n$/)
    const noWay = await sim(['jitter', '--csv', join(folder, 'none', 'rows.csv')], around)
    expect(noWay.err).toMatch(/there is no such folder\n$/)
  })
})

/** Measured traces that lie beside the repository on some machines; they are not part of it. */
const measured = [new URL('../../../shared/data/traces/', import.meta.url)].find((url) => existsSync(url))

const indexSchema = v.array(
  v.object({
    file: v.string(),
    packets: v.number(),
    lost: v.number(),
    kind: v.string(),
    rfc3550_final_jitter_ms: v.number(),
  }),
)

const packetsIn = (csv: string): Packet[] =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, sent, arrived] = line.split(',')
      return { sent: Number(sent), arrived: arrived === '' ? null : Number(arrived) }
    })

describe.skipIf(measured === undefined)(
  'measured traces (skipped: none at hand)',
  { timeout: 60_000 },
  () => {
    const read = (name: string): string => readFileSync(new URL(name, measured), 'utf8')
    const index = measured === undefined ? [] : v.parse(indexSchema, JSON.parse(read('index.json')))

    it.each(index)('$file: packets, losses and jitter are as published', async (entry) => {
      const { runs, trace } = await play(new URL(entry.file, measured).pathname)
      expect(trace).toMatchObject({ name: entry.file, packets: entry.packets, lost: entry.lost })
      const expected = interarrivalJitter(packetsIn(read(entry.file)))
      // The derived files hold six digits of a time; their published jitter was taken before that rounding.
      const published = entry.kind.startsWith('DERIVED') ? expected : entry.rfc3550_final_jitter_ms
      for (const run of runs) {
        expect(Math.abs(run.jitterMs - expected)).toBeLessThanOrEqual(0.001)
        expect(Math.abs(run.jitterMs - published)).toBeLessThanOrEqual(0.001)
        expect({ lost: run.lost, ends: ends(run) }).toEqual({ lost: entry.lost, ends: entry.packets })
      }
    })
  },
)
