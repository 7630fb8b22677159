import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { CsvTraceReader } from '../../../src/engine/jitter/import/csv-trace.ts'
import type { ImportedTrace } from '../../../src/engine/jitter/import/trace-reader.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { MAX_PACKETS } from '../../../src/engine/jitter/trace.ts'
import { fromMs } from '../../../src/engine/kernel/time.ts'
import { attachTrace } from '../../../src/labs/jitter/scenario.ts'
import { assert } from '../../../src/shared/assert.ts'
import { sentence, type Outcome } from '../../../src/shared/outcome.ts'
import { plainSettings, summaryOf, THE_END } from '../../support/jitter.ts'
import { bytesOf, cutAt, printRows, type Row } from '../../support/trace-file.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

function readAll(chunks: readonly Uint8Array[]): Outcome<ImportedTrace> {
  const reader = new CsvTraceReader()
  for (const chunk of chunks) reader.push(chunk)
  return reader.finish('file.csv')
}

const read = (text: string): Outcome<ImportedTrace> => readAll([bytesOf(text)])

function accepted(text: string): ImportedTrace {
  const outcome = read(text)
  assert(outcome.ok, outcome.ok ? '' : sentence(outcome.problem))
  return outcome.value
}

/** The whole sentence a person reads, or 'accepted'. */
const verdict = (text: string): string => {
  const outcome = read(text)
  return outcome.ok ? 'accepted' : sentence(outcome.problem)
}

const HEADER = 'seq,send_ms,arrival_ms\n'
const GOOD = `${HEADER}0,0,30.5\n1,20,50\n2,40,\n3,60,103.25\n`

const goodTrace = (): ImportedTrace => accepted(GOOD)

/** Milliseconds with up to three digits, as recorders write them. */
const milliseconds = (max: number): fc.Arbitrary<number> => fc.nat(max * 1_000).map((us) => us / 1_000)

const rowLists: fc.Arbitrary<Row[]> = fc
  .record({
    first: fc.nat(70_000),
    start: milliseconds(100_000),
    rows: fc.array(
      fc.record({
        gap: fc.oneof(fc.constant(20), milliseconds(500)),
        delay: fc.oneof(
          { weight: 4, arbitrary: milliseconds(900) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
      }),
      { minLength: 1, maxLength: 60 },
    ),
  })
  .map(({ first, start, rows }) => {
    let send = Math.round(start * 1_000)
    return rows.map(({ gap, delay }, i): Row => {
      send += Math.round(gap * 1_000)
      const arrival = delay === null ? null : (send + Math.round(delay * 1_000)) / 1_000
      return { seq: first + i, send: send / 1_000, arrival }
    })
  })

describe('a trace file', () => {
  it('is read as it was printed', () => {
    fc.assert(
      fc.property(rowLists, fc.constantFrom('\n', '\r\n'), (rows, newline) => {
        const { trace, packets, lost, notices } = accepted(printRows(rows, newline))
        const start = rows[0]?.send ?? 0
        expect([...trace.sent]).toEqual(rows.map(({ send }) => fromMs(send) - fromMs(start)))
        expect([...trace.arrived]).toEqual(
          rows.map(({ arrival }) => (arrival === null ? Number.NaN : fromMs(arrival) - fromMs(start))),
        )
        expect([packets, lost]).toEqual([rows.length, rows.filter(({ arrival }) => arrival === null).length])
        expect(notices).toEqual(lost === packets ? ['every packet of this trace is lost'] : [])
        expect(trace.clockOffset).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['a byte order mark', `\u{feff}${GOOD}`],
    ['carriage returns', GOOD.replaceAll('\n', '\r\n')],
    ['no newline at its end', GOOD.trimEnd()],
    ['empty lines', GOOD.replaceAll('\n', '\n\n')],
    ['blanks around its cells', GOOD.replaceAll(',', ' , ')],
    ['quotes around its cells', GOOD.replaceAll(/[^,\n]+/g, '"$&"')],
    ['its header in capitals', GOOD.replace(HEADER, HEADER.toUpperCase())],
    ['another order of columns', 'arrival_ms,seq,send_ms\n30.5,0,0\n50,1,20\n,2,40\n103.25,3,60\n'],
    [
      'further columns',
      'size,seq,note,send_ms,arrival_ms,x\n9,0,a,0,30.5,\n9,1,,20,50,\n9,2,b,40,,\n9,3,c,60,103.25,z\n',
    ],
    ['numbers in other writings', `${HEADER}0,0.0,3.05e1\n1,2E1,50.\n+2,40,\n3,60,0103.25\n`],
  ])('may have %s', (_, text) => {
    expect(accepted(text)).toEqual(goodTrace())
  })

  it('has as its interval the mean of its usual gaps, ties and pauses left aside', () => {
    const interval = (sends: readonly number[]): number =>
      accepted(printRows(sends.map((send, seq) => ({ seq, send, arrival: send })))).trace.interval
    expect(interval([0, 20, 40, 60])).toBe(20_000)
    expect(interval([0, 20, 20, 40, 2_000, 2_020])).toBe(20_000)
    expect(interval([5])).toBe(20_000)
    expect(interval([0, 5_000, 10_000])).toBe(1_000_000)
    expect(interval([0, 0.1, 0.2])).toBe(1_000)
    // Thirty a second, written in whole milliseconds: no part of a thousand may be lost, or a player drifts.
    const rounded = Array.from({ length: 301 }, (_, i) => Math.round((i * 1_000) / 30))
    expect(interval(rounded)).toBeCloseTo(1_000_000 / 30, 3)
  })
})

describe('a file that is refused', () => {
  it.each([
    ['is empty', '', 'the file is empty'],
    ['has nothing but newlines', '\n\r\n\n', 'the file is empty'],
    ['has a header only', HEADER, 'there is a header but no packet under it'],
    [
      'has other columns',
      'a,b,c\n1,2,3\n',
      'line 1: the header must name the columns seq, send_ms and arrival_ms; seq and send_ms and arrival_ms are missing',
    ],
    [
      'lacks one column, under an empty line',
      '\nseq,send_ms\n1,2\n',
      'line 2: the header must name the columns seq, send_ms and arrival_ms; arrival_ms is missing',
    ],
    ['has a word for a number', `${GOOD}4,eighty,\n`, 'line 6: send_ms "eighty" is not a number'],
    ['has a hexadecimal number', `${GOOD}0x10,80,\n`, 'line 6: seq "0x10" is not a number'],
    ['has a number with a unit', `${GOOD}4,80ms,\n`, 'line 6: send_ms "80ms" is not a number'],
    ['has NaN', `${GOOD}4,80,NaN\n`, 'line 6: arrival_ms "NaN" is not a number'],
    ['has an endless number', `${GOOD}4,1e400,\n`, 'line 6: send_ms 1e400 is out of all bounds'],
    ['has a huge number', `${GOOD}4,80,-1e13\n`, 'line 6: arrival_ms -1e13 is out of all bounds'],
    ['has no sequence number', `${GOOD},80,\n`, 'line 6: seq is empty'],
    ['has a broken sequence number', `${GOOD}4.5,80,\n`, 'line 6: seq 4.5 is not a whole number'],
    ['has no time of sending', `${GOOD}4,,\n`, 'line 6: send_ms is empty'],
    [
      'has a row that ends too early',
      `${GOOD}4,80\n`,
      'line 6: the row has no arrival_ms: it ends too early',
    ],
    ['is binary', `${GOOD}4,80\u0000,\n`, 'line 6: this is not a text file'],
    ['is binary from the start', '\u0000\u0001', 'line 1: this is not a text file'],
    [
      'has a line too long',
      `${GOOD}${'9'.repeat(1_001)}\n`,
      'line 6: the line is longer than 1000 characters',
    ],
    [
      'sends for more than a day',
      `${GOOD}4,86400001,\n`,
      'line 6: send_ms 86400001 makes the trace longer than 24 hours; it begins at 0',
    ],
    [
      'has delays a day apart',
      `${GOOD}4,80,86500000\n`,
      'line 6: arrival_ms 86500000 makes a delay that differs by more than 24 hours from the first one',
    ],
  ])('%s', (_, text, expected) => {
    expect(verdict(text)).toBe(expected)
  })

  it('tells the right line after empty lines, carriage returns and a byte order mark', () => {
    expect(verdict(`\u{feff}${GOOD.replaceAll('\n', '\r\n')}\r\n\r\n4,x,\r\n`)).toBe(
      'line 8: send_ms "x" is not a number',
    )
  })

  it('shows no more than the beginning of a long cell', () => {
    expect(verdict(`${GOOD}4,${'x'.repeat(900)},\n`)).toBe(
      `line 6: send_ms "${'x'.repeat(40)}…" is not a number`,
    )
  })

  it('stays refused, for the first reason, whatever comes after', () => {
    const reader = new CsvTraceReader()
    expect(reader.push(bytesOf(`${HEADER}0,x,\n`))).toBe(false)
    expect(reader.push(bytesOf('1,2,3\n\u0000'))).toBe(false)
    const outcome = reader.finish('file.csv')
    expect(outcome).toEqual({ ok: false, problem: { what: 'send_ms "x" is not a number', where: 'line 2' } })
  })

  it('has more than 500,000 packets; with 500,000 it is read', () => {
    const bytes = bytesOf(HEADER + '1,0,0\n'.repeat(MAX_PACKETS))
    expect(readAll([bytes]).ok).toBe(true)
    const outcome = readAll([bytes, bytesOf('1,0,0\n')])
    expect(outcome.ok ? 'accepted' : sentence(outcome.problem)).toBe(
      'line 500002: the file has more than 500,000 packets; cut it into parts',
    )
  })
})

describe('a file that has to be mended', () => {
  it('is sorted when its rows are not in order of sending, and that is said', () => {
    fc.assert(
      fc.property(rowLists, fc.array(fc.nat()), (rows, order) => {
        const ascending = rows.filter(({ send }, i) => i === 0 || send > (rows[i - 1]?.send ?? 0))
        const shuffled = ascending
          .map((row, i) => ({ row, key: order[i] ?? i }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ row }) => row)
        const sorted = accepted(printRows(ascending))
        const { trace, notices } = accepted(printRows(shuffled))
        expect(trace).toEqual(sorted.trace)
        const isSorted = shuffled.every((row, i) => row === ascending[i])
        const notice = 'the rows were not in order of sending; they were sorted by send_ms'
        expect(notices).toEqual(isSorted ? sorted.notices : [notice, ...sorted.notices])
      }),
    )
  })

  it('has copies where a sequence number comes again', () => {
    const { trace, packets, notices } = accepted(`${HEADER}7,0,10\n7,0,25\n8,20,30\n7,0,35\n8,20,\n`)
    expect(packets).toBe(2)
    expect([...trace.copies.row, ...trace.copies.arrived]).toEqual([0, 25_000])
    expect(notices).toEqual([
      'the rows were not in order of sending; they were sorted by send_ms',
      '1 row repeat a seq: taken as copies made by the network',
      '2 rows repeat a seq without a further arrival and were left out',
    ])
  })

  it('has no trouble with 150,000 copies', () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => `${i},${i},${i + 5}\n${i},${i},${i + 9}\n`)
    const { trace, packets } = accepted(HEADER + rows.join(''))
    expect([packets, trace.copies.row.length]).toEqual([150_000, 150_000])
  })

  it('has its clocks set so that nothing arrives before it was sent, and its delays told as they stood', () => {
    const { trace, notices } = accepted(`${HEADER}0,100,70\n1,120,85.5\n2,140,130\n`)
    expect(trace.clockOffset).toBe(34_500)
    expect([...trace.arrived]).toEqual([4_500, 20_000, 64_500])
    expect(notices).toEqual([
      'arrivals come up to 34.5 ms before their sending, so the two clocks differ; all arrivals were moved by 34.5 ms',
    ])
    const engine = new JitterEngine({
      seed: 1,
      settings: plainSettings({ policy: ['fixed'], delay: 0, stretch: 0 }),
      trace,
      row: null,
    })
    engine.advance(THE_END)
    // The first packet is shown at once: 70 - 100 ms. The second one, 4.5 ms faster, waits for its turn.
    const { delayMs, played, late } = summaryOf(engine, 'fixed')
    expect([played, late, delayMs.mean, delayMs.max]).toEqual([2, 1, -30, -30])
  })

  it('is told of sequence numbers that never occur', () => {
    expect(accepted(`${HEADER}5,0,1\n9,20,21\n`).notices).toEqual([
      '3 sequence numbers never occur: counted neither as sent nor as lost',
    ])
  })

  it('may have lost everything: it is read, and played without a picture', () => {
    const { trace, lost, notices } = accepted(`${HEADER}0,0,\n1,20,\n`)
    expect([lost, notices]).toEqual([2, ['every packet of this trace is lost']])
    expect(attachTrace(trace).summary).toBe('2 packets, 2 lost, 0.0 s')
    const engine = new JitterEngine({ seed: 1, settings: plainSettings({}), trace, row: null })
    engine.advance(THE_END)
    expect(engine.summaries().map(({ played, lost: gone }) => [played, gone])).toEqual(
      engine.lanes.map(() => [0, 2]),
    )
    expect(engine.nextEventTime).toBeNull()
  })
})

describe('a file that comes in pieces', () => {
  const files = [
    GOOD,
    `\u{feff}${GOOD.replaceAll('\n', '\r\n')}`,
    GOOD.trimEnd(),
    `${HEADER}7,0,10\n7,0,25\n8,20,3\n`,
    `${GOOD}4,x,\n5,1,2\n`,
    `${GOOD}4,80\u0000,\n`,
    'a,b\n',
    '',
  ]

  it.each(files)('gives the same result wherever it is cut: %j', (text) => {
    const bytes = bytesOf(text)
    const whole = readAll([bytes])
    for (let place = 0; place <= bytes.length; place++)
      expect(readAll([bytes.subarray(0, place), bytes.subarray(place)])).toEqual(whole)
    expect(readAll(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toEqual(whole)
  })

  it('gives the same result however often it is cut', () => {
    fc.assert(
      fc.property(rowLists, fc.array(fc.nat(), { maxLength: 30 }), fc.nat(), (rows, places, spoilt) => {
        const bytes = bytesOf(printRows(rows))
        bytes[spoilt % bytes.length] = spoilt % 256
        expect(readAll(cutAt(bytes, places))).toEqual(readAll([bytes]))
      }),
      { numRuns: 300 },
    )
  })
})

describe('any bytes at all', () => {
  /** A trace with packets, or a reason in words. */
  const isSound = (outcome: Outcome<ImportedTrace>): boolean =>
    outcome.ok ? outcome.value.packets > 0 : outcome.problem.what.length > 0

  it('are read or refused, and never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400, size: 'max' }), (bytes) => {
        expect(isSound(readAll([bytes]))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('under a good header are read or refused, and what is read can be played', () => {
    const cells = fc.array(
      fc.oneof(
        fc.constantFrom(
          '0',
          '-1',
          '1e3',
          '',
          ',',
          '\n',
          '\r\n',
          '"',
          '.',
          '-',
          '1e12',
          '86400000',
          '99999999999',
        ),
        fc.integer().map(String),
        fc.double().map(String),
      ),
      { maxLength: 60, size: 'max' },
    )
    fc.assert(
      fc.property(cells, fc.constantFrom(',', '\n', ''), (parts, glue) => {
        const outcome = read(HEADER + parts.join(glue))
        expect(isSound(outcome)).toBe(true)
        const trace = outcome.ok ? outcome.value.trace : goodTrace().trace
        const engine = new JitterEngine({ seed: 1, settings: plainSettings({ for: 2 }), trace, row: null })
        engine.advance(THE_END, 20_000)
        const [summary] = engine.summaries()
        const ends = (summary?.played ?? 0) + (summary?.late ?? 0) + (summary?.lost ?? 0)
        expect(ends + (summary?.duplicate ?? 0) + (summary?.held ?? 0)).toBe(summary?.sent)
      }),
      { numRuns: 300 },
    )
  })
})
