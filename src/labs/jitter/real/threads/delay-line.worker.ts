import { DelayLine } from './delay-line.ts'
import type { FromDelayLine, TransformOptions } from './messages.ts'
import { Tap } from './tap.ts'

const REPORT_EVERY_MS = 500

let line: DelayLine | null = null
let tap: Tap | null = null

// Both ends end when the connection is closed, by a refusal: then nobody wants the packets.
addEventListener('rtctransform', ({ transformer: { options, readable, writable } }) => {
  const given = options as TransformOptions // this very page passed them
  if (given.end === 'sender') {
    line = new DelayLine(given.plan)
    line.run(readable, writable).catch(() => {})
  } else {
    tap = new Tap(given.ours)
    tap.run(readable, writable).catch(() => {})
  }
})

// The page says once that the two ends are connected.
addEventListener('message', () => {
  line?.begin()
  tap?.begin()
  setInterval(() => {
    if (line === null || tap === null) return
    const report: FromDelayLine = { ...line.report(), ours: tap.report() }
    postMessage(report)
  }, REPORT_EVERY_MS)
})
