import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskFiles } from '../../src/cli/process-terminal.ts'
import { exportSegments } from '../../src/cli/log/export-segments.ts'
import { Partition } from '../../src/engine/log/partition/partition.ts'
import { record, settingsOf } from '../support/log.ts'
import { secondDecode, type SecondRecord } from '../support/second-decoder.ts'
import { sim, type Surroundings } from './fake-terminal.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-log-files-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (words: readonly string[], around: Surroundings = {}) =>
  sim(['log', ...words], { files: diskFiles, ...around })

const write = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const lines = (count: number, from = 0): string =>
  Array.from(
    { length: count },
    (_, i) => `${JSON.stringify({ key: `k${i % 3}`, value: `value ${from + i}` })}\n`,
  ).join('')

/** What another decoder reads in a folder's logs. */
const recordsIn = (dir: string): SecondRecord[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .flatMap((name) => secondDecode(readFileSync(join(dir, name))).flatMap(({ records }) => records))

const textOf = (hex: string | null): string | null =>
  hex === null ? null : Buffer.from(hex, 'hex').toString()

describe('sim log append', () => {
  it('appends line by line, and a second run goes on where the first ended', async () => {
    const to = join(folder, 'twice')
    const first = await run([
      'append',
      '--to',
      to,
      '--input',
      write('a.ndjson', lines(700)),
      '--segment-bytes',
      '9000',
    ])
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/^appended 700 records to .*: offsets 0 to 699, now in \d+ segments?\n$/)
    const second = await run([
      'append',
      '--to',
      to,
      '--input',
      write('b.ndjson', lines(50, 700)),
      '--compression',
      'gzip',
      '--json',
    ])
    expect(JSON.parse(second.out)).toMatchObject({
      firstOffset: 700,
      endOffset: 750,
      appended: 50,
      skipped: 0,
      recovered: [],
    })
    const records = recordsIn(to)
    expect(records.map(({ offset }) => Number(offset))).toEqual(Array.from({ length: 750 }, (_, i) => i))
    expect(records.map(({ value }) => textOf(value))).toEqual(
      Array.from({ length: 750 }, (_, i) => `value ${i}`),
    )
    expect(readdirSync(to).filter((name) => name.endsWith('.log')).length).toBeGreaterThan(1)
    expect(readdirSync(to)).not.toContain('.lock')
  })

  it('keeps keys, values, times and headers of every kind', async () => {
    const to = join(folder, 'kinds')
    const rows = [
      { key: null, value: 'ключ', timestamp: 1_700_000_000_000 },
      { key: 'k', value: null, timestamp: '2026-01-02T03:04:05Z', headers: { a: 'b', none: null } },
      {
        value: { nested: [1, 2] },
        headers: [
          { key: 'twice', value: '1' },
          { key: 'twice', value: '2' },
        ],
        timestamp: 5,
      },
    ]
    const input = write('kinds.ndjson', rows.map((row) => JSON.stringify(row)).join('\r\n'))
    expect(await run(['append', '--to', to, '--input', input])).toMatchObject({ code: 0, err: '' })
    expect(
      recordsIn(to).map(({ key, value, timestamp, headers }) => [
        textOf(key),
        textOf(value),
        Number(timestamp),
        headers.map(([name, text]) => [name, textOf(text)]),
      ]),
    ).toEqual([
      [null, 'ключ', 1_700_000_000_000, []],
      [
        'k',
        null,
        Date.UTC(2026, 0, 2, 3, 4, 5),
        [
          ['a', 'b'],
          ['none', null],
        ],
      ],
      [
        null,
        '{"nested":[1,2]}',
        5,
        [
          ['twice', '1'],
          ['twice', '2'],
        ],
      ],
    ])
  })

  it('names bad lines, skips them, keeps the rest and says so with its code', async () => {
    const to = join(folder, 'bad')
    const bad = [
      ['{"key":', 'is no JSON'],
      ['[1]', 'is no object'],
      ['{}', 'has neither a key nor a value'],
      ['{"value":"x","valeu":1}', 'has a field "valeu"'],
      ['{"value":"x","timestamp":-5}', 'has the timestamp -5'],
      ['{"value":"x","timestamp":"yesterday"}', 'has the timestamp "yesterday"'],
      ['{"value":"x","headers":{"a":1}}', 'has headers that are not'],
      [`{"value":"${'x'.repeat(1_100_000)}"}`, 'RecordTooLarge'],
    ] as const
    const text = bad.map(([line], i) => `{"value":"good ${i}"}\n\n${line}\n`).join('')
    const { code, out, err } = await run(['append', '--to', to, '--input', write('bad.ndjson', text)])
    expect(code).toBe(3)
    expect(out).toContain('appended 8 records')
    expect(out).toContain('skipped 8 lines')
    expect(err.trim().split('\n')).toEqual(
      bad.map(([, why], i) =>
        expect.stringMatching(new RegExp(`^line ${3 * i + 3}: ${why.replaceAll(/[[\]]/g, '.')}.*; skipped$`)),
      ),
    )
    expect(recordsIn(to).map(({ value }) => textOf(value))).toEqual(bad.map((_, i) => `good ${i}`))
  })

  it('bytes that are no UTF-8 are a bad line, not another text', async () => {
    const to = join(folder, 'latin')
    const input = write(
      'latin.ndjson',
      Buffer.concat([Buffer.from('{"value":"caf\xe9"}\n', 'latin1'), Buffer.from(lines(1))]),
    )
    const { code, err } = await run(['append', '--to', to, '--input', input])
    expect([code, err]).toEqual([3, 'line 1: is no UTF-8; skipped\n'])
    expect(recordsIn(to)).toHaveLength(1)
  })

  it('recovers a torn log first, sets aside what it cuts, and goes on behind the last whole batch', async () => {
    const to = join(folder, 'torn')
    const input = write('torn.ndjson', lines(3))
    for (let i = 0; i < 3; i++) await run(['append', '--to', to, '--input', input])
    const log = join(to, '00000000000000000000.log')
    const whole = readFileSync(log)
    writeFileSync(log, whole.subarray(0, whole.length - 7))
    const { code, out } = await run(['append', '--to', to, '--input', input])
    expect(code).toBe(0)
    expect(out).toContain('recovered: The tail was torn')
    expect(out).toContain('offsets 6 to 8')
    expect(recordsIn(to)).toHaveLength(9)
    const aside = readdirSync(to).find((name) => name.endsWith('.cut'))
    expect(whole.includes(readFileSync(join(to, aside ?? '')))).toBe(true)
  })

  it('interrupted, it keeps what it has appended, whole', async () => {
    const to = join(folder, 'interrupted')
    const stop = new AbortController()
    const endless = (async function* () {
      for (let i = 0; ; i += 100) {
        if (i === 20_000) stop.abort()
        yield Buffer.from(lines(100, i))
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    const files = { ...diskFiles, open: () => Promise.resolve({ size: null, chunks: endless }) }
    const { code, out, err } = await run(['append', '--to', to, '--input', 'endless'], {
      files,
      interrupted: stop.signal,
    })
    expect([code, out]).toEqual([130, ''])
    const records = recordsIn(to)
    expect(err).toBe(
      `interrupted: ${records.length.toLocaleString('en')} records were appended, the log ends at offset ${records.length}\n`,
    )
    expect(records.length).toBeGreaterThan(0)
    expect(records.map(({ value }) => textOf(value))).toEqual(records.map((_, i) => `value ${i}`))
  })

  it('leaves a folder alone that holds other things, or that a running process writes to', async () => {
    const other = join(folder, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'letter.txt'), 'dear')
    const input = write('one.ndjson', lines(1))
    expect(await run(['append', '--to', other, '--input', input])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('holds other files ("letter.txt") and no log') as string,
    })
    expect(readdirSync(other)).toEqual(['letter.txt'])
    const held = join(folder, 'held')
    const locked = await diskFiles.lockFolder(held)
    expect((await run(['append', '--to', held, '--input', input])).err).toContain(
      `process ${process.pid} is writing to it`,
    )
    locked.unlock()
    writeFileSync(join(held, '.lock'), '999999999\n')
    expect((await run(['append', '--to', held, '--input', input])).code).toBe(0)
  })

  it.each<[readonly string[], string]>([
    [['append'], 'log append wants both --to DIR and --input FILE'],
    [['append', '--to', 'x', '--input', 'nowhere.ndjson'], '--input nowhere.ndjson: there is no such file'],
    [
      ['append', '--to', 'x', '--input', 'y', '--compression', 'zip'],
      '--compression zip: is neither none nor gzip',
    ],
    [
      ['append', '--to', 'x', '--input', 'y', '--segment-bytes', '5'],
      '--segment-bytes 5: is no whole number',
    ],
    [['inspect'], 'name the file: log inspect FILE.log'],
    [['inspect', 'nowhere.log'], 'nowhere.log: there is no such file'],
    [['inspect', 'x.index'], 'x.index: is an index; name the .log beside it'],
    [['inspect', 'x', '--records', 'many'], '--records many is neither a whole number nor "all"'],
    [['inpsect', 'x'], 'there is no "log inpsect"; did you mean "inspect"?'],
  ])('refuses %j in one line', async (words, message) => {
    const { code, out, err } = await run(words)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})

describe('sim log inspect', () => {
  const BROKER = join(import.meta.dirname, '../engine/log/golden/broker-4.3.1.hex')
  const brokerFile = (): Uint8Array => Buffer.from(readFileSync(BROKER, 'utf8').replaceAll(/\s/g, ''), 'hex')

  it("tells a real broker's segment, packed batches too", async () => {
    const path = write('00000000000000000000.log', brokerFile())
    const { code, out } = await run(['inspect', path, '--records', '10'])
    expect(code).toBe(0)
    expect(out).toContain('266 bytes, 2 batches, 5 records, offsets 0 to 4')
    expect(out).toContain('packed: none 1, gzip 1')
    expect(out).toContain('nothing wrong was found')
    expect(out).toMatch(/offset 4, 2026-11-22T\S+ {2}key "key-2" {2}value "水位"/)
  })

  // The checksum is the broker's own, as its DumpLogSegments tells it: 3871389211.
  it('locates a flipped byte, and ends with 3; with --json it says the same', async () => {
    const bytes = brokerFile()
    bytes[90] = (bytes[90] ?? 0) ^ 1
    const path = write('flipped.log', bytes)
    const { code, out } = await run(['inspect', path])
    expect(code).toBe(3)
    expect(out).toContain('wrong: batch 1, byte 17: the checksum stored is 0xe6c0b61b')
    const json = JSON.parse((await run(['inspect', path, '--json'])).out) as Record<string, unknown>
    expect(json).toMatchObject({ records: 2, problemCount: 1, problems: [{ batch: 1, at: 17, kind: 'crc' }] })
    expect(json['batches']).toMatchObject([
      { batch: 1, kind: 'crc', at: 0, bytes: 121 },
      { batch: 2, kind: 'batch', at: 121, bytes: 145, compression: 'gzip', count: 2 },
    ])
  })

  it('holds the indexes beside a log against it', async () => {
    const to = join(folder, 'indexed')
    await run(['append', '--to', to, '--input', write('indexed.ndjson', lines(3_000))])
    const log = join(to, '00000000000000000000.log')
    expect((await run(['inspect', log])).out).toMatch(/index: [1-9]\d* entr.*, all right/)
    const index = log.replace('.log', '.index')
    const wrong = readFileSync(index)
    wrong[7] = (wrong[7] ?? 0) ^ 1
    writeFileSync(index, wrong)
    const { code, out } = await run(['inspect', log])
    expect(code).toBe(3)
    expect(out).toMatch(/wrong: index, entry 1: no batch begins at byte \d+/)
  })
})

describe("a run's partitions as files", () => {
  it('are laid out as a broker lays them out, read by another decoder, and never overwrite anything', async () => {
    const partition = new Partition(settingsOf({ segmentBytes: 400 }), 0)
    for (let i = 0; i < 12; i++) partition.append({ records: [record(`value ${i}`, i)] }, i)
    const to = join(folder, 'exported')
    const partitions = [{ folder: 'views-0', segments: partition.files() }]
    expect(await exportSegments(to, partitions, diskFiles)).toEqual({ ok: true, value: null })
    const place = join(to, 'views-0')
    expect(readdirSync(place)).toContain('00000000000000000000.timeindex')
    expect(recordsIn(place).map(({ value }) => textOf(value))).toEqual(
      Array.from({ length: 12 }, (_, i) => `value ${i}`),
    )
    expect(await exportSegments(to, partitions, diskFiles)).toMatchObject({
      ok: false,
      problem: { what: 'holds files already, and nothing is overwritten' },
    })
  })
})
