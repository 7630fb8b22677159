import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { cardHtml, type CardFonts } from '../season/card.ts'
import { CARD_FILE } from '../season/data/links.ts'

const require = createRequire(import.meta.url)
const fontOf = (file: string): string =>
  `data:font/woff2;base64,${readFileSync(require.resolve(file)).toString('base64')}`

const NAMES: CardFonts = { text: 'Inter', hand: 'Kalam' }

/** What a card is made of, without its typefaces, in a few letters: the PDF says it after its end. */
export const cardHash = (): string => createHash('sha256').update(cardHtml(NAMES)).digest('hex').slice(0, 32)

/** A date of the same length as the one a browser writes, so that no other byte moves. */
const FIXED_DATE = "D:20260101000000+00'00'"

/** The same bytes from the same card and the same browser: without the time of its making. */
export function withoutTime(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1').replaceAll(/D:\d{14}[+-]\d{2}'\d{2}'/g, FIXED_DATE)
  return Buffer.from(text, 'latin1')
}

/** Prints the quick reference with a browser. Throws when it takes other than a page and its back. */
export async function printCard(executablePath: string): Promise<Buffer> {
  const fonts = {
    text: fontOf('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
    hand: fontOf('@fontsource/kalam/files/kalam-latin-400-normal.woff2'),
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    await page.setContent(cardHtml(fonts))
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    const pdf = await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
    })
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length
    if (pages !== 2) throw new Error(`the card takes ${pages} pages, not a page and its back`)
    return Buffer.concat([withoutTime(pdf), Buffer.from(`% card ${cardHash()}\n`)])
  } finally {
    await browser.close()
  }
}

if (process.argv[1] === import.meta.filename) {
  const pdf = await printCard(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium')
  writeFileSync(join(import.meta.dirname, '../../public', CARD_FILE), pdf)
  console.error(`public/${CARD_FILE}: ${pdf.length.toLocaleString('en')} bytes`)
}
