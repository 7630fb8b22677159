import { assert } from '../../../shared/assert.ts'
import { toMs, type SimTime } from '../../kernel/time.ts'
import { encodeUtf8 } from '../../kernel/utf8.ts'
import { Partition, type SavedPartition } from '../partition/partition.ts'
import { KAFKA_DEFAULTS } from '../partition/settings.ts'
import { cutFor, endOf, endOfEpoch, type Block, type Cut, type EpochEnd, type EpochStart } from './block.ts'
import type { SentBatch } from './messages.ts'

/** A stretch that a follower cut off, kept so that it can be shown. */
export interface CutTail {
  readonly time: SimTime
  readonly blocks: readonly Block[]
}

export interface SavedReplicaLog {
  readonly partition: SavedPartition
  readonly blocks: readonly Block[]
  readonly epochs: readonly EpochStart[]
  readonly cuts: readonly CutTail[]
  readonly checkpoint: number
  readonly checkpointRound: number
}

const MAX_CUTS = 8
const FETCH_BYTES = 2 ** 20
const PRODUCER_ID = 1_000
/** How often a broker writes the high watermark to disk (replica.high.watermark.checkpoint.interval.ms). */
const CHECKPOINT_MS = 5_000

/** The value of record `id`: its number in words, padded to `bytes`. */
const valueOf = (id: number, bytes: number): Uint8Array => encodeUtf8(`record ${id}`.padEnd(bytes, '.'))

/** Reads a record's number from its value; NaN for another value. */
export const idOf = (value: string): number => Number(/^record (\d+)\.*$/.exec(value)?.[1] ?? Number.NaN)

/**
 * One replica's log: the bytes as a broker has them, and beside them what replication needs to know of each batch. The
 * bytes are the truth; the blocks mirror them.
 */
export class ReplicaLog {
  readonly partition = new Partition(KAFKA_DEFAULTS, 0)
  private list: Block[] = []
  /** The leader epoch cache. */
  private starts: EpochStart[] = []
  private cutTails: CutTail[] = []
  /** The high watermark as it is on disk: what a restarted broker begins with. */
  private checkpoint = 0
  private checkpointRound = 0

  get blocks(): readonly Block[] {
    return this.list
  }

  get epochs(): readonly EpochStart[] {
    return this.starts
  }

  /** What was cut off, newest last. */
  get cuts(): readonly CutTail[] {
    return this.cutTails
  }

  get end(): number {
    return this.partition.logEndOffset
  }

  get highWatermark(): number {
    return this.partition.highWatermark
  }

  /** The epoch of the newest record, or of the leadership that began at the end; -1 for an empty log. */
  get lastEpoch(): number {
    return this.starts.at(-1)?.epoch ?? -1
  }

  /** Notes that the owner leads from here on. */
  beginEpoch(epoch: number): void {
    // An epoch under which nothing was written leaves no trace.
    while ((this.starts.at(-1)?.start ?? -1) >= this.end) this.starts.pop()
    this.starts.push({ epoch, start: this.end })
  }

  append(batch: SentBatch, epoch: number, now: SimTime, recordBytes: number): Block {
    const ms = Math.floor(toMs(now))
    const { ids, producerEpoch, sequence } = batch
    const records = ids.map((id) => ({
      key: null,
      value: valueOf(id, recordBytes),
      headers: [],
      timestamp: ms,
    }))
    const producerId = sequence < 0 ? -1 : PRODUCER_ID
    const done = this.partition.append(
      { records, leaderEpoch: epoch, producerId, producerEpoch, baseSequence: sequence },
      ms,
    )
    assert(done.ok, 'a batch within all limits is appended')
    const { baseOffset, bytes } = done.value
    const block = { base: baseOffset, count: ids.length, bytes, epoch, producerEpoch, sequence, ids }
    this.list.push(block)
    return block
  }

  /** Everything from `offset` on, in whole batches: a copy of the bytes, and the blocks in them. */
  read(offset: number): { readonly bytes: Uint8Array; readonly blocks: readonly Block[] } {
    const done = this.partition.read(offset, FETCH_BYTES, 'logEnd')
    if (!done.ok || done.value.batches === 0) return { bytes: new Uint8Array(0), blocks: [] }
    const { bytes, baseOffset, nextOffset } = done.value
    const first = this.list.findIndex(({ base }) => base >= baseOffset)
    const blocks = this.list.slice(first).filter(({ base }) => base < nextOffset)
    return { bytes: bytes.slice(), blocks }
  }

  /** Blocks from the one that holds `offset` up to the offset `end`. */
  blocksFrom(offset: number, end: number): readonly Block[] {
    const first = this.list.findIndex((block) => endOf(block) > offset)
    return first < 0 ? [] : this.list.slice(first).filter((block) => endOf(block) <= end)
  }

  /** Appends what was fetched, as it is. */
  appendFetched(bytes: Uint8Array, blocks: readonly Block[], now: SimTime): void {
    const done = this.partition.appendBatches(bytes, Math.floor(toMs(now)))
    assert(done.ok, `fetched batches follow: ${done.ok ? '' : done.problem.what}`)
    for (const block of blocks) {
      if (block.epoch > this.lastEpoch) this.starts.push({ epoch: block.epoch, start: block.base })
      this.list.push(block)
    }
  }

  /** Cuts everything from `offset` on, whole batches; returns what went. */
  truncateTo(offset: number, now: SimTime): readonly Block[] {
    // Also with nothing to cut: an epoch we began at the end and wrote nothing under is the leader's to give anew.
    this.starts = this.starts.filter(({ start }) => start < offset)
    if (offset >= this.end) return []
    this.partition.truncateTo(offset, Math.floor(toMs(now)))
    const { end } = this
    const gone = this.list.filter((block) => endOf(block) > end)
    this.list = this.list.filter((block) => endOf(block) <= end)
    this.starts = this.starts.filter(({ start }) => start < end)
    this.checkpoint = Math.min(this.checkpoint, end)
    if (gone.length > 0) this.cutTails = [...this.cutTails, { time: now, blocks: gone }].slice(-MAX_CUTS)
    return gone
  }

  /** Raises the high watermark; true when it moved. */
  advanceHighWatermark(offset: number, now: SimTime): boolean {
    const old = this.highWatermark
    const round = Math.floor(toMs(now) / CHECKPOINT_MS)
    if (round > this.checkpointRound) {
      this.checkpointRound = round
      this.checkpoint = old
    }
    this.partition.advanceHighWatermark(offset)
    return this.highWatermark > old
  }

  /** What a process finds on disk when it starts again: the log, and an older high watermark. */
  reopen(): void {
    this.partition.restore({ ...this.partition.save(), highWatermark: Math.min(this.checkpoint, this.end) })
  }

  /** The answer to OffsetsForLeaderEpoch. */
  endOfEpoch(epoch: number): EpochEnd | null {
    return endOfEpoch(this.starts, this.end, epoch)
  }

  /** Where to cut, by what the leader said of our last epoch. */
  cutFor(leader: EpochEnd): Cut {
    return cutFor(this.starts, this.end, leader)
  }

  save(): SavedReplicaLog {
    return {
      partition: this.partition.save(),
      blocks: this.list.slice(),
      epochs: this.starts.slice(),
      cuts: this.cutTails.slice(),
      checkpoint: this.checkpoint,
      checkpointRound: this.checkpointRound,
    }
  }

  restore(saved: SavedReplicaLog): void {
    this.partition.restore(saved.partition)
    this.list = saved.blocks.slice()
    this.starts = saved.epochs.slice()
    this.cutTails = saved.cuts.slice()
    this.checkpoint = saved.checkpoint
    this.checkpointRound = saved.checkpointRound
  }
}
