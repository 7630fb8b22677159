import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createCatalogue } from '../../src/engine/ingest/catalogue.ts'
import { RULES } from '../../src/engine/ingest/codes.ts'
import { numberedTitles } from '../../src/engine/ingest/json/titles.ts'
import { eventLines } from '../../src/engine/ingest/json/write-event.ts'
import { readSketches } from '../../src/engine/ingest/sketches/bytes.ts'
import { countOf } from '../../src/engine/ingest/sketches/merge.ts'
import { Population } from '../../src/engine/ingest/population/population.ts'
import { createBatch } from '../../src/engine/ingest/record.ts'
import { ALL_FAULTS, smallConfig } from '../engine/ingest/support.ts'
import { EPOCH, SAMPLE } from '../engine/ingest/json/support.ts'
import { diskFiles } from '../../src/cli/process-terminal.ts'
import type { Files } from '../../src/cli/terminal.ts'
import { secondDecode } from '../support/second-decoder.ts'
import { sim } from './fake-terminal.ts'

interface Json {
  readonly counts: Readonly<Record<string, number>>
  readonly deadLetters: {
    readonly seen: number
    readonly byRule: Readonly<Record<string, number>>
    readonly sample: readonly { readonly line: number; readonly rule: string; readonly path: string }[]
  }
  readonly pipeline: Readonly<Record<string, number>>
  readonly types: Readonly<Record<string, number>>
  readonly titles: { readonly known: number; readonly most: readonly unknown[] }
  readonly board: { readonly rows: readonly { readonly title: string; readonly viewers_1h: number }[] } | null
  readonly drawn: { readonly board: Json['board'] }
  readonly stages: Readonly<Record<string, number>>
  readonly problem: string | null
  readonly gzip: boolean
}

/** A run of the population as NDJSON, and what was put into it. */
function generated(ticks: number) {
  const config = smallConfig(2, 1_000, { ...ALL_FAULTS, skew: 0 })
  const population = new Population(config.population, createCatalogue(2, 200, 1_000))
  const batch = createBatch(512)
  let text = ''
  for (let tick = 0; tick < ticks; tick++) {
    population.beginTick(tick)
    for (let isDone = false; !isDone;) {
      batch.length = 0
      isDone = population.fill(batch)
      text += [...eventLines(batch, EPOCH, numberedTitles(200))].join('')
    }
  }
  return { text, injected: population.injected }
}

/** The files on a disk of bytes, one of which is made. */
function bytesDisk(disk: Readonly<Record<string, Uint8Array>>): Files {
  return {
    ...diskFiles,
    open(path) {
      const bytes = disk[path]
      if (bytes === undefined) return Promise.reject(Object.assign(new Error('none'), { code: 'ENOENT' }))
      return Promise.resolve({ size: bytes.length, chunks: pieces(bytes) })
    },
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 10_000)
    yield await Promise.resolve(bytes.subarray(from, from + 10_000))
}

const { text, injected } = generated(300)
const sound = JSON.stringify(SAMPLE)
const ingest = (words: readonly string[], disk: Readonly<Record<string, string>>) =>
  sim(['ingest', ...words], { disk })

describe('sim ingest --input', () => {
  it('counts every line, finds all that was put in, and makes a board', async () => {
    const { code, out, err } = await ingest(['--input', 'e.ndjson', '--titles', '200', '--json'], {
      'e.ndjson': text,
    })
    expect([code, err]).toEqual([3, ''])
    const json = JSON.parse(out) as Json
    const lines = injected.events + injected.replays
    expect(json.counts).toMatchObject({ lines, records: lines })
    const malformed = injected.malformed.map((count, rule) => [RULES[rule]?.name, count] as const)
    expect(json.deadLetters.byRule).toEqual(Object.fromEntries(malformed.filter(([, count]) => count > 0)))
    const { received, accepted, rejected, unique, duplicate } = json.pipeline
    expect(received).toBe(lines)
    expect(rejected).toBe(json.deadLetters.seen)
    expect(accepted).toBe(lines - json.deadLetters.seen)
    expect(duplicate).toBe(injected.replays)
    expect(unique).toBe(lines - json.deadLetters.seen - injected.replays)
    expect(Object.values(json.types).reduce((sum, count) => sum + count, 0)).toBe(accepted)
    expect(json.board?.rows[0]?.viewers_1h).toBeGreaterThan(50)
    expect(new Set(json.deadLetters.sample.map(({ rule }) => rule)).size).toBe(RULES.length - 1)
  })

  it('reads gzip as it reads the file itself; a broken one as far as it goes', async () => {
    const packed = gzipSync(text)
    const files = bytesDisk({ 'e.gz': packed, 'cut.gz': packed.subarray(0, packed.length - 500) })
    const run = async (name: string) =>
      JSON.parse((await sim(['ingest', '--input', name, '--json'], { files })).out) as Json
    const plain = JSON.parse((await ingest(['--input', 'e', '--json'], { e: text })).out) as Json
    const whole = await run('e.gz')
    expect(whole).toMatchObject({ gzip: true, problem: null, pipeline: plain.pipeline, board: plain.board })
    const cut = await run('cut.gz')
    expect(cut.problem).toMatch(/ends too soon/)
    expect(cut.counts['accepted']).toBeGreaterThan(100)
    expect(cut.counts['accepted']).toBeLessThan(whole.counts['accepted'] ?? 0)
  })

  it('tells it in words: lines, rules, samples and the board', async () => {
    const { code, out } = await ingest(['--input', 'e.ndjson'], {
      'e.ndjson': `${sound}\nnonsense\n\n${text}`,
    })
    expect(code).toBe(3)
    expect(out).toContain('1 blank or header')
    expect(out).toMatch(/\n +1 {2}not-json: the line must be JSON\n/)
    expect(out).toContain('line 2, byte 1: not-json: nonsense')
    expect(out).toMatch(/the board at 2026-01-01T/)
    const few = await ingest(['--input', 'one'], { one: sound })
    expect([few.code, few.out]).toEqual([0, expect.stringContaining('no title had ten viewers')])
  })

  it('takes a log of any columns by a mapping', async () => {
    const map = {
      format: 'csv',
      time: { from: 'ts', as: 'epoch_s' },
      user: 'uid',
      title: 'video',
      type: { value: 'playback.started' },
    }
    const rows = Array.from({ length: 40 }, (_, i) => `u${i},${EPOCH / 1_000 + i},${i % 3 === 0 ? 'B' : 'A'}`)
    const disk = { 'log.csv': ['uid,ts,video', ...rows].join('\n'), 'map.json': JSON.stringify(map) }
    const { code, out } = await ingest(['--input', 'log.csv', '--map', 'map.json', '--json'], disk)
    const json = JSON.parse(out) as Json
    expect([code, json.deadLetters.seen]).toEqual([0, 0])
    expect(json.board?.rows.map(({ title, viewers_1h }) => [title, viewers_1h])).toEqual([
      ['A', 26],
      ['B', 14],
    ])
    expect(json.titles).toEqual({
      known: 2,
      most: [
        { title: 'A', events: 26 },
        { title: 'B', events: 14 },
      ],
    })
  })

  it('writes the events, the board and the dead letters to new files, which can be read again', async () => {
    const words = [
      '--input',
      'e',
      '--titles',
      '200',
      '--events',
      'out.ndjson',
      '--board',
      'b.csv',
      '--dead',
      'd.ndjson',
      '--sketches',
      's.bin',
    ]
    const { written, out } = await ingest([...words, '--json'], { e: `${text}bad\n` })
    const json = JSON.parse(out) as Json
    const again = JSON.parse(
      (await ingest(['--input', 'o', '--titles', '200', '--json'], { o: written.get('out.ndjson') ?? '' }))
        .out,
    ) as Json
    expect(again.deadLetters.seen).toBe(0)
    expect(again.types).toEqual(json.types)
    expect(again.board).toEqual(json.board)
    expect(written.get('b.csv')?.split('\n')[0]).toMatch(/^rank,title,score,/)
    expect(written.get('b.csv')?.trim().split('\n')).toHaveLength(1 + (json.board?.rows.length ?? 0))
    // As drawn whoever touched a title is a viewer, for ever.
    const drawn = new Map(json.drawn.board?.rows.map(({ title, viewers_1h }) => [title, viewers_1h]))
    expect(drawn.size).toBeGreaterThan(10)
    for (const { title, viewers_1h } of json.board?.rows ?? [])
      expect(drawn.get(title)).toBeGreaterThanOrEqual(viewers_1h)
    expect(Object.keys(json.stages).sort()).toEqual([
      'board',
      'deduplicate',
      'read',
      'route',
      'validate',
      'whiteboard',
      'windows',
    ])
    const sketches = readSketches(Buffer.from(written.get('s.bin') ?? '', 'latin1'))
    if (!sketches.ok) throw new Error(sketches.problem.what)
    const hours = new Map(
      sketches.value.sketches
        .filter(({ windowMinutes }) => windowMinutes === 60)
        .map((one) => [one.name, countOf(one)]),
    )
    // What the board says is what its sketches come to.
    for (const { title, viewers_1h } of json.board?.rows ?? [])
      expect(Math.round(hours.get(title) ?? 0)).toBe(viewers_1h)
    const dead = (written.get('d.ndjson') ?? '').trim().split('\n')
    expect(dead).toHaveLength(json.deadLetters.seen)
    expect(JSON.parse(dead.at(-1) ?? '')).toMatchObject({ rule: 'not-json', text: 'bad' })
  })

  it.each([
    [['--map', 'e'], 'name the file: sim ingest --input FILE'],
    [['--input', 'none'], '--input none: there is no such file'],
    [['--input', 'e', '--map', 'none'], '--map none: there is no such file'],
    [['--input', 'e', '--map', 'e'], '--map e: type is missing'],
    [['--input', 'e', '--titles', '0'], '--titles 0: is no whole number from 1 to 500000'],
    [['--input', 'e', '--board', 'e'], '--board e: exists already'],
    [['--input', 'e', '--inptu', 'e'], '--inptu is no option of sim ingest; did you mean --input?'],
  ])('%j is refused with %s, and nothing is written', async (words, message) => {
    const disk = { e: '{"format":"csv"}' }
    const { code, out, err, written } = await ingest(words, disk)
    expect([code, out, written.size]).toEqual([2, '', 0])
    expect(err).toContain(message)
  })

  it('interrupted while it reads ends with 130, and no half of a file is left', async () => {
    const control = new AbortController()
    const run = await sim(['ingest', '--input', 'e', '--events', 'out', '--json'], {
      disk: { e: Array.from({ length: 20 }, () => text) },
      watched: true,
      interrupted: control.signal,
      onError: (said) => {
        if (said.includes('reading')) control.abort()
      },
    })
    expect([run.code, run.out, run.written.size, run.discarded]).toEqual([130, '', 0, ['out']])
    expect(run.err.split('\r').at(-1)).toBe('')
  })

  it('is part of the usage', async () => {
    const { out } = await sim(['--help'])
    expect(out).toContain('ingest --input FILE [--map MAP.json]')
    expect(out).toContain('--dead FILE')
  })
})

describe('sim ingest --input --export', () => {
  it('writes what is counted as segments, overwrites nothing, and leaves nothing of a file it refuses', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-ingest-'))
    try {
      const [input, csv, to] = ['e.ndjson', 'e.csv', 'logs'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ]
      writeFileSync(input, text.split('\n').slice(0, 60).join('\n'))
      writeFileSync(csv, 'a,b\n1,2\n')
      const run = (...words: readonly string[]) =>
        sim(['ingest', '--titles', '200', '--export', to, ...words], { files: diskFiles })
      const map = { format: 'csv', time: { from: 'ts', as: 'epoch_ms' }, user: 'u', title: 't', type: 'y' }
      writeFileSync(join(folder, 'map.json'), JSON.stringify(map))
      expect(await run('--input', csv, '--map', join(folder, 'map.json'))).toMatchObject({ code: 2 })
      expect(existsSync(to)).toBe(false)
      const { out } = await run('--input', input, '--json')
      const { topics } = JSON.parse(out) as { readonly topics: Readonly<Record<string, number>> }
      const written: Record<string, number> = Object.fromEntries(
        Object.keys(topics).map((topic) => [topic, 0]),
      )
      for (const partition of readdirSync(to))
        for (const name of readdirSync(join(to, partition)).filter((one) => one.endsWith('.log'))) {
          const topic = partition.replace(/-\d+$/, '')
          const batches = secondDecode(readFileSync(join(to, partition, name)))
          written[topic] = batches.reduce((sum, { records }) => sum + records.length, written[topic] ?? 0)
        }
      expect(written).toEqual(topics)
      expect(Object.values(topics).reduce((a, b) => a + b, 0)).toBeGreaterThan(50)
      const second = await run('--input', input)
      expect([second.code, second.err]).toEqual([2, expect.stringContaining('nothing is overwritten')])
      expect(readdirSync(to)).toHaveLength(
        readdirSync(to).filter((name) => existsSync(logIn(to, name))).length,
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

const logIn = (to: string, partition: string): string => join(to, partition, `${'0'.repeat(20)}.log`)
