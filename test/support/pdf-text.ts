import { inflateSync } from 'node:zlib'

/**
 * The text of a PDF as browsers write it, in the order of its drawing and without spaces (a break of a line has
 * none). It knows what that takes: whole objects, packed streams, and for each typeface what its codes stand for.
 */
export function pdfText(pdf: Buffer): string {
  const source = pdf.toString('latin1')
  const objects = new Map(
    [...source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [
      Number(id),
      body ?? '',
    ]),
  )
  const streamOf = (id: number): string => {
    const body = objects.get(id) ?? ''
    const start = body.indexOf('stream\n') + 'stream\n'.length
    const bytes = Buffer.from(body.slice(start, body.lastIndexOf('endstream')), 'latin1')
    return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1')
  }
  const meanings = (font: number): Meanings =>
    readMeanings(streamOf(Number(/\/ToUnicode (\d+)/.exec(objects.get(font) ?? '')?.[1])))

  let text = ''
  for (const page of objects.values()) {
    if (!/\/Type \/Page\b/.test(page)) continue
    const fonts = new Map(
      [...page.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, meanings(Number(id))]),
    )
    let font: Meanings | undefined
    const drawing = streamOf(Number(/\/Contents (\d+)/.exec(page)?.[1]))
    for (const [, name, codes] of drawing.matchAll(/\/(F\d+) [\d.]+ Tf|<([\dA-F]+)> Tj/g)) {
      if (name !== undefined) font = fonts.get(name)
      for (const code of codes?.match(font?.width === 4 ? /.{4}/g : /.{2}/g) ?? [])
        text += font?.codes.get(parseInt(code, 16)) ?? '\uFFFD'
    }
  }
  return withoutSpaces(text)
}

export const withoutSpaces = (text: string): string => text.replaceAll(/[\s\u00A0]/g, '')

interface Meanings {
  /** Hexadecimal digits in a code. */
  readonly width: number
  readonly codes: ReadonlyMap<number, string>
}

function readMeanings(map: string): Meanings {
  const codes = new Map<number, string>()
  const letter = (hex: string, further = 0): string => {
    const units = (hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16))
    return String.fromCharCode(...units.slice(0, -1), (units.at(-1) ?? 0) + further)
  }
  for (const [, block = ''] of map.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g))
    for (const [, code = '', to = ''] of block.matchAll(/<(\w+)> <(\w+)>/g))
      codes.set(parseInt(code, 16), letter(to))
  for (const [, block = ''] of map.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', first = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let code = parseInt(from, 16); code <= parseInt(to, 16); code++)
        codes.set(code, letter(first, code - parseInt(from, 16)))
  return { width: /begincodespacerange\n<(\w+)>/.exec(map)?.[1]?.length ?? 2, codes }
}
