import type { Summary } from '../../events/protocol.ts'
import { DEAD_LETTER_RULES } from '../../engine/ingest/json/codes.ts'
import { size } from '../segments/words.ts'

export const n = (count: number): string => count.toLocaleString('en')

/** 0.01625 as "1.6 %". */
export const percent = (share: number, digits = 1): string =>
  `${(100 * share).toFixed(digits).replace('-', '−')} %`

/** "1.2 s", "340 ms". */
export const duration = (ms: number): string =>
  ms >= 1_000 ? `${(ms / 1_000).toFixed(1)} s` : `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`

/** A rule by its code. */
export const ruleOf = (
  code: number,
): { readonly name: string; readonly says: string; readonly path: string } =>
  DEAD_LETTER_RULES[code] ?? { name: String(code), says: '', path: '' }

/** What came of a file, in a sentence. */
export function saySummary({ counts, bytes, unpacked, isGzip, seconds, titles, mended }: Summary): string {
  // To get ready takes most of a short file's time: no rate follows from that.
  const rate = seconds > 2 ? `, ${n(Math.round(counts.lines / seconds))} a second` : ''
  const packed = isGzip ? ` (gzip of ${size(unpacked)})` : ''
  return (
    `${size(bytes)}${packed}, ${n(counts.lines)} lines in ${seconds.toFixed(1)} s${rate}. ` +
    `${n(counts.accepted)} events of ${n(titles)} titles accepted, ${n(counts.rejected)} dead letters.${
      mended === 0
        ? ''
        : ` ${n(mended)} mended ${mended === 1 ? 'line stood in its' : 'lines stood in their'} place.`
    }`
  )
}
