import type { Block } from './block.ts'

/** A leader remembers this many batches of a producer, to know them again (ProducerStateEntry.NUM_BATCHES_TO_RETAIN). */
const REMEMBERED = 5

/** What a leader says of a batch's producer epoch and sequence number. */
export type SequenceVerdict =
  | { readonly kind: 'next' }
  | { readonly kind: 'duplicate'; readonly block: Block }
  | { readonly kind: 'out-of-order'; readonly expected: number }
  | { readonly kind: 'fenced' }

/** Judges a batch of `count` records by the log itself, as a broker does by the producer state it keeps of it. */
export function judgeSequence(
  blocks: readonly Block[],
  batch: { readonly producerEpoch: number; readonly sequence: number; readonly count: number },
): SequenceVerdict {
  const own: Block[] = []
  for (let i = blocks.length - 1; i >= 0 && own.length < REMEMBERED; i--) {
    const block = blocks[i]
    if (block !== undefined && block.sequence >= 0) own.push(block)
  }
  const [last] = own
  if (last === undefined) return { kind: 'next' }
  if (batch.producerEpoch < last.producerEpoch) return { kind: 'fenced' }
  if (batch.producerEpoch > last.producerEpoch)
    return batch.sequence === 0 ? { kind: 'next' } : { kind: 'out-of-order', expected: 0 }
  const twin = own.find(
    (block) =>
      block.producerEpoch === batch.producerEpoch &&
      block.sequence === batch.sequence &&
      block.count === batch.count,
  )
  if (twin !== undefined) return { kind: 'duplicate', block: twin }
  const expected = last.sequence + last.count
  return batch.sequence === expected ? { kind: 'next' } : { kind: 'out-of-order', expected }
}
