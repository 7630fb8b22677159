import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TARGETS, type Target } from '../../src/engine/ingest/json/codes.ts'
import { draftOf, emptyDraft, isAmountField, isTimeField, mappingOf } from '../../src/events/draft.ts'
import { timeForm } from '../../src/events/guess.ts'
import { probe, readHead } from '../../src/events/probe.ts'
import type { Outcome } from '../../src/shared/outcome.ts'
import type { Draft, FieldDraft, Probe } from '../../src/events/protocol.ts'
import { parseMapping } from '../../src/mapping/mapping.ts'
import { SAMPLE } from '../engine/ingest/json/support.ts'

const probed = async (content: string | Uint8Array): Promise<Outcome<Probe>> =>
  probe(await readHead(new Blob([content as BlobPart])), null)
async function look(content: string | Uint8Array): Promise<Probe> {
  const found = await probed(content)
  if (!found.ok) throw new Error(found.problem.what)
  return found.value
}
const columnOf = ({ draft }: Probe, target: Target): string | null => {
  const field = draft.fields[target]
  return field.how === 'column' ? field.from : field.how
}

const NOTHING = { draft: emptyDraft('csv', ','), columns: [], rows: [] }

describe('what a file seems to be', () => {
  it('is the envelope, packed or not, by the keys of its lines; some of them may be broken', async () => {
    const text = [JSON.stringify(SAMPLE), '{"half', '', JSON.stringify(SAMPLE)].join('\n')
    expect(await look(text)).toMatchObject({ kind: 'envelope', isGzip: false })
    expect(await look(gzipSync(text))).toMatchObject({ kind: 'envelope', isGzip: true })
    expect((await look('{"half')).kind).toBe('envelope')
  })

  it('is any other log of JSON, whose keys are columns with dots', async () => {
    const line = (n: number) =>
      JSON.stringify({
        at: 1_768_507_200 + n,
        user: { id: `u${n}` },
        video: { id: 'A' },
        kind: n % 2 === 0 ? 'play' : 'pause',
        tags: ['x'],
      })
    const found = await look(`${line(1)}\n${line(2)}\n`)
    expect(found).toMatchObject({ kind: 'ndjson', columns: ['at', 'user.id', 'video.id', 'kind', 'tags'] })
    expect(found.words['kind']).toEqual(['pause', 'play'])
    expect([columnOf(found, 'time'), columnOf(found, 'type')]).toEqual(['at', 'kind'])
    expect(parseMapping(JSON.stringify(mappingOf(found.draft))).ok).toBe(true)
  })

  it.each([
    ['a comma', 'ts,uid,video,action\n1768507200000,u1,"A, B",play\n', ',', ['ts', 'uid', 'video', 'action']],
    [
      'a semicolon',
      '\uFEFFts;uid;video;action\n1768507200000;u1;A;play\n',
      ';',
      ['ts', 'uid', 'video', 'action'],
    ],
    ['a tab and no header', '2026-01-15T20:00:00Z\tu1\tA\n', '\t', ['column_1', 'column_2', 'column_3']],
  ])('is a table with %s between its cells', async (_, text, delimiter, columns) => {
    const found = await look(text)
    expect(found).toMatchObject({ kind: 'csv', columns, draft: { format: 'csv', delimiter } })
    expect(found.draft.columns).toEqual(columns[0] === 'column_1' ? columns : null)
  })

  it('gives a mapping that the terminal takes, with their words for ours', async () => {
    const rows = ['play', 'ping', 'finish', 'weird'].map(
      (action, i) => `2026-01-15 20:00:0${i},v${i},A,${action},ios`,
    )
    const found = await look(['when_ts,visitor,video,action,os', ...rows].join('\n'))
    const mapping = mappingOf(found.draft)
    expect(mapping).toEqual({
      format: 'csv',
      delimiter: ',',
      id: { of: 'line_number' },
      time: { from: 'when_ts', as: 'iso', zone: 'Z' },
      user: { from: 'visitor' },
      title: { from: 'video' },
      type: {
        from: 'action',
        values: { play: 'playback.started', ping: 'playback.heartbeat', finish: 'playback.completed' },
        else: 'playback.heartbeat',
      },
      device_type: { from: 'os', values: { ios: 'mobile' }, else: 'web' },
    })
    expect(parseMapping(JSON.stringify(mapping)).ok).toBe(true)
  })

  it.each([
    ['', 'the file is empty'],
    ['a,b\u0000', 'it is no text'],
    ['[\n{"event_id":"e1"},\n', 'it is one JSON list'],
  ])('is nothing that can be read: %j', async (content, what) =>
    expect(await probed(content)).toMatchObject({
      ok: false,
      problem: { what: expect.stringContaining(what) },
    }),
  )

  it('never fails, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc
            .string({
              unit: fc.constantFrom('{', '}', '"', ',', ';', 'a', '1', '\n', '\r', ':', '['),
              maxLength: 80,
            })
            .map((text) => new TextEncoder().encode(text)),
        ),
        async (bytes) => {
          const found = await probed(bytes)
          const { draft, columns, rows } = found.ok ? found.value : NOTHING
          expect(rows.length).toBeLessThanOrEqual(5)
          expect(columns.length).toBeLessThanOrEqual(100)
          expect(draftOf(mappingOf(draft)).format).toBe(draft.format)
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    ['1768507200', { as: 'epoch_s' }],
    ['1768507200.25', { as: 'epoch_s' }],
    ['1768507200123', { as: 'epoch_ms' }],
    ['1768507200123456', { as: 'epoch_us' }],
    ['2026-01-15T20:00:00+01:00', { as: 'iso' }],
    ['2026-01-15 20:00:00', { as: 'iso', zone: 'Z' }],
  ])('a time like %s is %j', (sample, form) => expect(timeForm(sample)).toEqual(form))
})

describe('a mapping that was chosen', () => {
  const column = fc.constantFrom('a', 'b.c')
  const fieldOf = (target: Target): fc.Arbitrary<FieldDraft> => {
    const form = isTimeField(target)
      ? fc.record({
          as: fc.constantFrom('iso' as const, 'epoch_ms' as const),
          zone: fc.constantFrom('Z', '+01:00'),
        })
      : isAmountField(target)
        ? fc.record({ unit: fc.constantFrom('s' as const, 'ms' as const) })
        : fc.constant({})
    return fc.tuple(column, form).map(([from, how]) => ({ how: 'column', from, ...how }) as const)
  }
  const anyDraft: fc.Arbitrary<Draft> = fc
    .tuple(
      fc.constantFrom('csv' as const, 'ndjson' as const),
      ...TARGETS.map((target) => fc.option(fieldOf(target), { nil: null })),
    )
    .map(([format, ...fields]) => {
      const empty = emptyDraft(format, ',')
      const chosen = fields.flatMap((field, i) =>
        field === null ? [] : [[TARGETS[i] ?? 'id', field] as const],
      )
      return { ...empty, fields: { ...empty.fields, ...Object.fromEntries(chosen) } }
    })

  it('saved and loaded is the same', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const text = JSON.stringify(mappingOf(draft))
        expect(draftOf(JSON.parse(text) as Record<string, unknown>)).toEqual(draft)
      }),
      { numRuns: 100 },
    )
  })

  it('is refused for what it lacks, and taken once it has what is needed', () => {
    const empty = emptyDraft('csv', ';')
    expect(parseMapping(JSON.stringify(mappingOf(empty)))).toMatchObject({
      ok: false,
      problem: { what: 'is missing' },
    })
    const fields = {
      ...empty.fields,
      time: { how: 'column', from: 't', as: 'epoch_s' },
      user: { how: 'column', from: 'u' },
      title: { how: 'column', from: 'v' },
      type: { how: 'value', value: 'playback.started' },
    } as const
    expect(parseMapping(JSON.stringify(mappingOf({ ...empty, fields }))).ok).toBe(true)
  })
})
