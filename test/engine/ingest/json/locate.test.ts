import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RULE } from '../../../../src/engine/ingest/codes.ts'
import { LINE_RULE } from '../../../../src/engine/ingest/json/codes.ts'
import {
  pathOfRule,
  spanInJson,
  spanInRow,
  withCell,
  withValue,
} from '../../../../src/engine/ingest/json/locate.ts'
import { ENVELOPE } from '../../../../src/engine/ingest/json/plan.ts'
import { parseMapping } from '../../../../src/mapping/mapping.ts'
import { SAMPLE } from './support.ts'

const marked = (text: string, path: string): string | null => {
  const span = spanInJson(text, path)
  return span === null ? null : span.isMissing ? `^${span.from}` : text.slice(span.from, span.to)
}

describe('the value that a rule is about', () => {
  it('is found by its path in the line as it stands', () => {
    const text = ` { "geo" : {"country":"US", "region" : "CÄ\\u0041"} , "payload":{"position_seconds": -1.5e3 },"experiments":{} }`
    expect(marked(text, 'geo.region')).toBe('"CÄ\\u0041"')
    expect(marked(text, 'payload.position_seconds')).toBe('-1.5e3')
    expect(marked(text, 'payload')).toBe('{"position_seconds": -1.5e3 }')
    expect(marked(text, 'experiments.new_player_ui')).toBe(`^${text.indexOf('{}') + 1}`)
    expect(marked(text, 'user_id')).toBe('^2')
    // Of a key given twice the last one counts.
    expect(marked('{"a":{"b":1},"a":{"b":2}}', 'a.b')).toBe('2')
    expect(marked('{"a":{"b":1},"a":"é"}', 'a.b')).toBe('"é"')
    expect(['[1]', '{"a":', '', '{"a" 1}', '{"a":{"b":1,}}'].map((bad) => marked(bad, 'a.b'))).toEqual(
      Array.from({ length: 5 }, () => null),
    )
  })

  it('of any object is the text of the value that JSON.parse finds there', () => {
    const keys = fc.constantFrom('a', 'b', 'é', '"')
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(keys, fc.oneof(fc.jsonValue({ maxDepth: 1 }), tie('tree')), { maxKeys: 4 }),
    }))
    fc.assert(
      fc.property(tree, fc.array(keys, { minLength: 1, maxLength: 3 }), fc.nat(2), (event, path, indent) => {
        const text = JSON.stringify(event, null, indent).replaceAll('\n', ' ')
        let value: unknown = event
        for (const key of path)
          value =
            typeof value === 'object' && value !== null && Object.hasOwn(value, key) && !Array.isArray(value)
              ? Reflect.get(value, key)
              : undefined
        const found = marked(text, path.join('.'))
        expect(value === undefined ? value : JSON.parse(found ?? '')).toEqual(value)
        const span = spanInJson(text, path.join('.'))
        // Where it is missing, it can be put.
        const at = span?.isMissing === true ? span.from : 0
        const rest = text.slice(at)
        const put =
          at === 0 ? text : `${text.slice(0, at)}"z":0${rest.trimStart().startsWith('}') ? '' : ','}${rest}`
        expect(() => JSON.parse(put) as unknown).not.toThrow()
        const mended = withValue(text, path.join('.'), 'new')
        expect(marked(mended ?? '', path.join('.'))).toBe('"new"')
      }),
      { numRuns: 300 },
    )
  })

  it('of a row of CSV is a cell, with its quotes', () => {
    const row = 'u1,"a ""b"", c",,"x\ny"'
    const cell = (column: number): string | null => {
      const span = spanInRow(row, column, ',')
      return span === null ? null : row.slice(span.from, span.to)
    }
    expect([0, 1, 2, 3, 4].map(cell)).toEqual(['u1', '"a ""b"", c"', '', '"x\ny"', null])
    expect(withCell(row, 2, ',', 'q"r')).toBe('u1,"a ""b"", c","q""r","x\ny"')
    expect(withCell('a;b', 1, ';', 'c,d')).toBe('a;c,d')
    expect(withCell('a', 1, ';', 'c')).toBeNull()
  })

  it('is named as the file has it', () => {
    const plan = parseMapping(
      '{"format":"ndjson","time":{"from":"when.ts"},"user":"u","title":"t","type":{"value":"playback.started"}}',
    )
    if (!plan.ok) throw new Error('no mapping')
    expect(
      [RULE.timeMissing, RULE.userMissing, RULE.deviceMissing, LINE_RULE.notJson].map((rule) =>
        pathOfRule(plan.value, rule),
      ),
    ).toEqual(['when.ts', 'u', null, null])
    expect(pathOfRule(ENVELOPE, RULE.titleUnknown)).toBe('payload.content_id')
    expect(withValue('no', 'a', 1)).toBeNull()
    expect(withValue(JSON.stringify(SAMPLE), 'geo.region', 'us')).toContain('"region":"us"')
  })
})
