import { at } from '../shared/assert.ts'
import { refuse, type Problem } from '../shared/outcome.ts'
import { SECOND } from '../engine/kernel/time.ts'
import { JITTER_SETTINGS } from '../engine/jitter/settings.ts'
import type { Trace } from '../engine/jitter/trace.ts'
import { JITTER_SCENARIOS } from '../labs/jitter/scenarios.ts'
import type { FileOption, Request } from './lab.ts'
import { grouped } from './words.ts'

const LENGTH = JITTER_SETTINGS.find((spec) => spec.key === 'for')

/** A packet trace: it takes the place of sender and network, and leaves the players. */
export const traceFile: FileOption = {
  option: 'trace',
  help: 'A packet trace as CSV with the columns seq, send_ms and arrival_ms instead of the simulated network.',
  conflict,
  fit: (attachment, request) => fitLength(attachment.data as Trace, request), // the lab's importer makes no other data
}

function conflict({ scenario, given }: Request): Problem | null {
  const known = JITTER_SCENARIOS.find(({ id }) => id === scenario?.id)
  if (known !== undefined && known.row !== null)
    return refuse(`brings its own arrivals and cannot go with --trace`, `--scenario ${known.id}`).problem
  for (const spec of JITTER_SETTINGS) {
    const written = given.get(spec.key)
    if (written === undefined || spec.group === 'Player' || spec.key === 'for') continue
    const why =
      spec.key === 'fps'
        ? 'the trace sets its own pace'
        : 'the trace brings its own network, this one is not used'
    return refuse(`cannot go with --trace: ${why}`, written).problem
  }
  return null
}

/** Without `--for` all of the trace is played, as far as the lab allows. */
function fitLength({ sent }: Trace, { given }: Request): ReturnType<FileOption['fit']> {
  if (given.has('for')) return { params: {}, notices: [] }
  // A packet sent at the very end of the time is not sent any more, so a whole second needs one more.
  const whole = Math.floor(at(sent, sent.length - 1) / SECOND) + 1
  const longest = LENGTH?.kind === 'number' ? LENGTH.max : whole
  if (whole <= longest) return { params: { for: whole }, notices: [] }
  const notice = `the trace is ${grouped(whole)} s long; the first ${grouped(longest)} s are played`
  return { params: { for: longest }, notices: [notice] }
}
