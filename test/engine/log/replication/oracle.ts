import { decodeBatch } from '../../../../src/engine/log/bytes/decode-batch.ts'
import { decodeUtf8 } from '../../../../src/engine/kernel/utf8.ts'
import type { Lane } from '../../../../src/engine/log/replication/lane.ts'
import type { Partition } from '../../../../src/engine/log/partition/partition.ts'
import type { ReplicationEngine } from '../../../../src/engine/log/replication/replication-engine.ts'

/** What one partition of one broker holds, read from its bytes and nothing else: record numbers by offset. */
export function readLog(partition: Partition): number[] {
  const ids: number[] = []
  for (const segment of partition.segments) {
    const bytes = segment.bytes()
    for (let at = 0; at < bytes.length;) {
      const decoded = decodeBatch(bytes, at)
      if (!decoded.ok) throw new Error(`a bad batch at ${at}: ${decoded.problem.what}`)
      for (const { value, offset } of decoded.value.records) {
        if (offset !== ids.length) throw new Error(`offset ${offset} where ${ids.length} was due`)
        ids.push(
          Number(
            decodeUtf8(value ?? new Uint8Array(0))
              .split(' ')[1]
              ?.replace(/\.*$/, ''),
          ),
        )
      }
      at += decoded.value.header.size
    }
  }
  return ids
}

/** A replica as it is found: whose it is, what it holds, and the last epoch in it. */
interface Found {
  readonly broker: number
  readonly ids: readonly number[]
}

/** Every replica of every partition of a lane. */
const replicasOf = (lane: Lane): Found[][] =>
  lane.controller.partitions.map((_, p) =>
    lane.brokers.flatMap(({ id, replicas }) => {
      const replica = replicas[p]
      return replica === null || replica === undefined
        ? []
        : [{ broker: id, ids: readLog(replica.log.partition) }]
    }),
  )

/**
 * What was promised to the outside: kept by watching, after each event, what clients were told and what consumers
 * read. It knows nothing of epochs, elections or high watermarks.
 */
export class Witness {
  /** Records that were told "ok". */
  readonly told = new Set<number>()
  /** By partition: records in the order in which the consumer was given them. */
  readonly read: number[][] = []
  private seenReads = 0

  /** Takes note of everything that is new in a lane's ledger. */
  watch({ ledger }: Lane): void {
    for (let id = 0; id < ledger.counts.sent; id++) if (ledger.statusOf(id) === 1) this.told.add(id)
    for (; this.seenReads < ledger.readId.length; this.seenReads++) {
      const id = ledger.readId.get(this.seenReads)
      const p = ledger.partition.get(id)
      ;(this.read[p] ??= []).push(id)
    }
  }
}

export interface Verdict {
  /** Told "ok", and in no replica that leads or may lead. */
  readonly lost: readonly number[]
  /** Told "ok" or read by a consumer, and not in order in the log of the leader. */
  readonly reordered: readonly number[]
}

/** Reads all logs of a lane at rest: every broker runs, is connected, and there is one leader a partition. */
export function judge(lane: Lane, witness: Witness): Verdict {
  const lost: number[] = []
  const reordered: number[] = []
  replicasOf(lane).forEach((replicas, p) => {
    const leader = lane.controller.partitions[p]?.leader
    const log = replicas.find(({ broker }) => broker === leader)?.ids ?? []
    const inLog = new Set(log)
    for (const id of witness.told) if (lane.ledger.partition.get(id) === p && !inLog.has(id)) lost.push(id)
    const firsts = log.filter((id, i) => log.indexOf(id) === i)
    firsts.forEach((id, i) => {
      if (i > 0 && id < (firsts[i - 1] ?? -1)) reordered.push(id)
    })
    const read = (witness.read[p] ?? []).filter((id, i, all) => all.indexOf(id) === i)
    // A consumer's records come in the log's order: what it read is the beginning of the log.
    read.forEach((id, i) => {
      if (firsts[i] !== id) reordered.push(id)
    })
  })
  return { lost: lost.sort((a, b) => a - b), reordered }
}

/** What the lab itself lists as lost. */
export function listedAsLost(engine: ReplicationEngine, lane: Lane): number[] {
  const frame = engine.frame({ from: 0, to: engine.now }, {} as never)
  const found = frame.lanes.find(({ lane: id }) => id === lane.id)
  if (found === undefined) throw new Error(`no lane ${lane.id}`)
  return found.lost.map(({ id }) => id)
}
