import { at } from '../shared/assert.ts'
import { accept, refuse, type Outcome, type Problem } from '../shared/outcome.ts'
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
  help:
    'A packet trace instead of the simulated network: CSV with the columns seq, send_ms and arrival_ms, a capture with RTP ' +
    'in it (pcap or pcapng), an rtpdump, or the CSV of RTP stream analysis in Wireshark.',
  part: {
    option: 'ssrc',
    value: 'ID',
    help: 'Of a trace with several streams the one to take (0x1a2b3c4d); without it the one with most packets.',
    read: readStream,
  },
  conflict,
  fit: (attachment, request) => fitLength(attachment.data as Trace, request), // the lab's importer makes no other data
}

/** An SSRC in any usual writing, or the name of a part, as the notices have them: "0x0000beef-2", "reverse". */
function readStream(text: string): Outcome<string> {
  const [, hex, decimal, nth = ''] = /^(?:0x([0-9a-f]{1,8})|(\d{1,10}))(-\d{1,4})?$/i.exec(text) ?? []
  const ssrc = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal ?? 0)
  if (ssrc > 0xffff_ffff) return refuse('is above 4294967295')
  return accept(
    hex === undefined && decimal === undefined
      ? text.toLowerCase()
      : `0x${ssrc.toString(16).padStart(8, '0')}${nth}`,
  )
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
