import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cardHash, withoutTime } from '../../src/cli/quick-reference.ts'
import { CARD_ROWS, CARD_WORDS } from '../../src/season/card.ts'
import { CARD_FILE } from '../../src/season/data/links.ts'
import { pdfText, withoutSpaces } from '../support/pdf-text.ts'

const pdf = readFileSync(join(import.meta.dirname, '../../public', CARD_FILE))

describe('the quick reference to take along', () => {
  it('is made of the season as it is now: if not, run `npm run card`', () => {
    expect(/% card (\w+)\n$/.exec(pdf.subarray(-60).toString('latin1'))?.[1]).toBe(cardHash())
  })

  it('carries every row, the theme and every term, as text', () => {
    // The typeface has one shape for the apostrophe and the modifier letter, and the browser names the latter.
    const text = pdfText(pdf).replaceAll('\u02BC', '’')
    expect(CARD_ROWS).toHaveLength(8)
    expect(CARD_WORDS.filter((words) => !text.includes(withoutSpaces(words)))).toEqual([])
    for (const row of CARD_ROWS) expect(text).toContain(withoutSpaces(row.join('')))
  })

  it('has a page and its back, is tagged, and says no time of its making', () => {
    const source = pdf.toString('latin1')
    expect(source.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2)
    expect(source).toContain('/MarkInfo <</Type /MarkInfo\n/Marked true>>')
    expect(source).toContain('/Lang (en)')
    expect(withoutTime(pdf).equals(pdf)).toBe(true)
    const dated = Buffer.from("/CreationDate (D:20301224183000+01'00')")
    expect(withoutTime(dated)).toHaveLength(dated.length)
    expect(withoutTime(dated).toString()).not.toContain('2030')
  })
})
