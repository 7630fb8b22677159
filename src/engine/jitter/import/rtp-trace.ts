import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { counted, grouped } from '../../../shared/words.ts'
import { SECOND } from '../../kernel/time.ts'
import { MAX_PACKETS } from '../trace.ts'
import { assembleTrace, type CopyWords, type TraceRows } from './assemble.ts'
import { nameOfType } from './payload-types.ts'
import { clockOf, type Clock } from './rtp-clock.ts'
import { deliveriesOf, type Deliveries, type RtpStory } from './rtp-frames.ts'
import { findMedia, mainTypeOf } from './rtp-media.ts'
import { numberPackets } from './rtp-numbering.ts'
import type { RtpPackets } from './rtp-packets.ts'
import { sendTimes } from './rtp-send-times.ts'
import { MAX_DURATION, type ImportedTrace } from './trace-reader.ts'

const HOUR = 3_600 * SECOND

/**
 * Makes a trace of an RTP stream. When a packet was sent its timestamp says, but for a constant: so the fastest packet
 * counts as no time on its way, and every delay is told from there. `clock` is the timestamps', or null to find it out.
 */
export function traceOfRtp(name: string, packets: RtpPackets, given: Clock | null): Outcome<ImportedTrace> {
  const numbered = numberPackets(packets)
  if (numbered.rows.length === 0)
    return refuse('the stream has no two packets whose numbers follow each other')
  const mainType = mainTypeOf(packets, numbered)
  const clock = given ?? clockOf(mainType, packets, numbered)
  const times = sendTimes(packets, numbered, clock.perSecond)
  const media = findMedia(packets, numbered, times, mainType)
  if (media.places.length === 0) return refuse('the stream has no media in it, only padding')
  const story: RtpStory = { packets, numbered, times, media }
  const deliveries = deliveriesOf(story)
  if (deliveries.frame.length > MAX_PACKETS)
    return refuse(
      `the stream has more than ${grouped(MAX_PACKETS)} ${media.isGrouped ? 'frames' : 'packets'}, ` +
        'those counted that never came; cut the file into parts',
    )
  const rows = rowsOf(deliveries, clock.perSecond)
  if (!rows.ok) return rows
  const { trace, lost, packets: count, notices } = assembleTrace(name, rows.value, COPY_WORDS)
  return accept({
    trace,
    lost,
    packets: count,
    notices: [...howTold(story, clock, count), ...lossTold(lost, story), ...odd(story, deliveries, notices)],
  })
}

const COPY_WORDS: CopyWords = {
  copied: (count) =>
    `${counted(count, 'packet')} came twice, taken as copies made by the network ` +
    '(a capture on several interfaces makes them, too)',
  ignored: (count) =>
    `${counted(count, 'packet')} came more than twice; what came after the second time was left out`,
}

/** The rows of a trace in order of sending, from time 0, the fastest arriving when it was sent. */
function rowsOf({ frame, ticks, arrived }: Deliveries, perSecond: number): Outcome<TraceRows> {
  const first = ticks.reduce((least, tick) => Math.min(least, tick), Infinity)
  const sent = ticks.map((tick) => Math.round(((tick - first) * SECOND) / perSecond))
  const longest = sent.reduce((most, time) => Math.max(most, time), 0)
  if (longest > MAX_DURATION)
    return refuse(`the stream lasts ${(longest / HOUR).toFixed(1)} hours by its timestamps; 24 are the most`)
  let [fastest, slowest] = [Infinity, -Infinity]
  for (let i = 0; i < sent.length; i++) {
    const transit = at(arrived, i) - at(sent, i)
    if (transit < fastest) fastest = transit
    if (transit > slowest) slowest = transit
  }
  if (slowest - fastest > MAX_DURATION)
    return refuse('its packets have delays that differ by more than 24 hours')
  const order = Array.from(sent.keys()).sort(
    (a, b) => at(sent, a) - at(sent, b) || at(frame, a) - at(frame, b) || a - b,
  )
  // Numbers without a gap: what is no media, or was left out, is not missed.
  const dense = new Map<number, number>()
  for (const i of order) if (!dense.has(at(frame, i))) dense.set(at(frame, i), dense.size)
  return accept({
    sequence: order.map((i) => dense.get(at(frame, i)) ?? 0),
    sent: order.map((i) => at(sent, i)),
    arrived: order.map((i) => at(arrived, i) - fastest),
  })
}

/** How packets became frames with times. */
function howTold({ media }: RtpStory, { why }: Clock, frames: number): string[] {
  const times =
    `times of sending are the RTP timestamps ${why}; ` +
    'the fastest packet counts as 0 ms on its way, for how long it took nobody has recorded'
  if (!media.isGrouped) return [times]
  return [
    times,
    `packets with one timestamp are one frame, which arrives with the last of them: ` +
      `${counted(media.places.length, 'packet')} make ${counted(frames, 'frame')}`,
  ]
}

function lossTold(lost: number, { media: { isGrouped } }: RtpStory): string[] {
  if (lost === 0) return []
  return isGrouped
    ? [`${counted(lost, 'frame')} never came whole: counted as lost`]
    : [`${counted(lost, 'packet')} never came: counted as lost, and as sent between their neighbours`]
}

/** Everything that is not as it should be, in one sentence. */
function odd(
  { numbered, times, media }: RtpStory,
  { repeated }: Deliveries,
  assembled: readonly string[],
): string[] {
  const told = [...assembled]
  const { events } = media
  if (repeated > 0) told.push(`${counted(repeated, 'packet')} of a frame came again and count once`)
  if (events.packets > 0)
    told.push(
      `${counted(events.packets, 'packet')} of ${events.types.map(nameOfType).join(' and ')} repeat a timestamp, ` +
        'as telephone keys do, and are not played',
    )
  if (numbered.restarts.size > 0)
    told.push(`the source counted anew ${often(numbered.restarts.size)}; what was missing there nobody knows`)
  if (numbered.strays > 0)
    told.push(`${counted(numbered.strays, 'packet')} had numbers that fit nowhere and were left out`)
  if (times.jumps > 0)
    told.push(
      `the source's clock jumped ${often(times.jumps)}; it is set on there as if that packet took as long as the one before`,
    )
  return told.length === 0 ? [] : [told.join('; ')]
}

const often = (count: number): string => (count === 1 ? 'once' : `${grouped(count)} times`)
