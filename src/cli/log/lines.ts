/** Longer lines are not held: no record may be so large. */
const MOST_BYTES = 16 * 2 ** 20
const NEWLINE = 0x0a

/** A line of a file, counted from 1; null for one that is too long or no UTF-8, with why. */
export interface Line {
  readonly number: number
  readonly text: string | null
  readonly why: string
}

/** Splits a file into its lines as it comes; empty ones are left out. No more than one line is held. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parts: Uint8Array[] = []
  let held = 0
  let number = 1
  const take = (): Line => {
    const line = Buffer.concat(parts)
    const isTooLong = held > MOST_BYTES
    parts = []
    held = 0
    const here = number++
    if (isTooLong) return { number: here, text: null, why: `is longer than ${MOST_BYTES} bytes` }
    try {
      return { number: here, text: decoder.decode(line), why: '' }
    } catch {
      return { number: here, text: null, why: 'is no UTF-8' }
    }
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end; (end = chunk.indexOf(NEWLINE, from)) >= 0; from = end + 1) {
      add(chunk.subarray(from, end))
      const line = take()
      if (line.text?.trim() !== '') yield line
    }
    add(chunk.subarray(from))
  }
  if (held > 0) {
    const line = take()
    if (line.text?.trim() !== '') yield line
  }

  function add(part: Uint8Array): void {
    held += part.length
    if (held <= MOST_BYTES) parts.push(part.slice())
    else parts = []
  }
}
