import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { Overview } from '../../inspector/protocol.ts'
import type { ChosenSegment } from '../../inspector/worker/host.ts'
import type { KeepRequest, NamedFile } from '../../storage/protocol.ts'

/** Files are copied through memory on their way: larger ones are better left where they are. */
const MOST_BYTES = 256 * 2 ** 20
/** What a broker allows a segment: 1 GiB (segment.bytes). */
const SEGMENT_BYTES = 2 ** 30
const BROKER_NAME = /^(\d{20})\.log$/

/** A file that is being looked at, as a log to be kept. */
export async function keepRequestOf(
  chosen: ChosenSegment,
  overview: Overview,
): Promise<Outcome<KeepRequest>> {
  const { name, log, index, timeIndex } = chosen
  if (log.size > MOST_BYTES) return refuse('a log of more than 256 MB is not copied into the browser')
  const baseOffset = Number(BROKER_NAME.exec(name)?.[1] ?? overview.firstOffset ?? 0)
  try {
    const bytes = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())
    return accept({
      name: BROKER_NAME.test(name) ? `Segment ${baseOffset}` : name.replace(/\.log$/, ''),
      files: [
        {
          baseOffset,
          log: await bytes(log),
          index: index === null ? null : await bytes(index),
          timeIndex: timeIndex === null ? null : await bytes(timeIndex),
        },
      ],
      logStartOffset: baseOffset,
      segmentBytes: SEGMENT_BYTES,
    })
  } catch {
    return refuse('the file can no longer be read: it was changed or moved after it was chosen')
  }
}

/** Files of a kept log, as if a person had chosen them. */
export const asFiles = (files: readonly NamedFile[]): File[] =>
  files
    .filter(({ name }) => /\.(log|index|timeindex)$/.test(name))
    .map(({ name, bytes }) => new File([bytes as Uint8Array<ArrayBuffer>], name)) // it came by a message
