import { TICK_MS } from '../engine/ingest/config.ts'
import { RECORD_BYTES } from '../engine/ingest/record.ts'
import type { Board } from '../engine/ingest/score/board.ts'
import { fingerprintOf } from './fingerprint.ts'
import { isOn } from './faults.ts'
import type { Meter } from './meter.ts'
import { writeReport, type BoardCell } from './report.ts'
import { lawsBroken, type Run } from './run.ts'
import type { StageTimes } from './stage-times.ts'
import type { WallClock } from './wall-clock.ts'

const STANDINGS = ['preliminary', 'realtime', 'final'] as const

/** How a run is being driven. Times in ms by the machine's clock. */
export interface Drive {
  readonly isRunning: boolean
  readonly isFlat: boolean
  /** It has come as far as it was to go. */
  readonly isDone: boolean
  readonly nowMs: number
  /** Running time since it was last told to go, and the events of it. */
  readonly ranMs: number
  readonly ranEvents: number
  readonly meter: Meter
  readonly wall: WallClock
  readonly times: StageTimes
}

const flag = (is: boolean): number => (is ? 1 : 0)

/** Writes how a run stands, into `spent` if that fits. */
export function describe(run: Run, drive: Drive, spent: ArrayBuffer | null): ArrayBuffer {
  const { isRunning, isFlat, nowMs, ranMs, ranEvents, wall, times } = drive
  const ledger = run.ledger()
  const { injected, collected, counts } = ledger
  const { pipeline, tick } = run
  const board = pipeline.corrected.board
  const { rate, share } = drive.meter.read(nowMs)
  return writeReport(
    spent,
    {
      eventMs: tick * TICK_MS,
      watermarkMs: pipeline.windows.watermark.ms,
      isRunning: flag(isRunning),
      isFlat: flag(isFlat),
      isDone: flag(drive.isDone),
      fingerprint: fingerprintOf(ledger, board),
      workers: run.workers,
      rate: isRunning ? rate : 0,
      meanRate: ranMs > 0 ? (1_000 * ranEvents) / ranMs : 0,
      share: isRunning ? share : 0,
      ranMs,
      behindMs: isRunning && !isFlat ? wall.behindMs(nowMs, tick) : 0,
      slippedMs: wall.slippedMs,
      heldBackMs: wall.heldBackMs,
      made: injected.events,
      sentAgain: injected.replays,
      arrived: collected.arrived,
      received: counts.received,
      accepted: counts.accepted,
      rejected: counts.rejected,
      unique: counts.unique,
      duplicate: counts.duplicate,
      onTime: counts.onTime,
      late: counts.late,
      tooLate: counts.tooLate,
      lawsBroken: lawsBroken(ledger),
      unacknowledged: collected.unacknowledged,
      acknowledgementLost: collected.acknowledgementLost,
      retrying: ledger.retrying,
      crashes: collected.crashes,
      drawnLost: collected.drawn.lost,
      held: injected.held,
      skewed: injected.skewed,
      bots: injected.bots,
      ...faultsOn(run),
      boards: pipeline.boards,
      boardMs: times.boardMs,
      boardMostMs: times.boardMostMs,
      ...bytesOf(run),
      recordBytes: RECORD_BYTES,
      dedupeExact: flag(run.dedupe.exact),
      dedupeCapacity: run.dedupe.capacity,
      dedupeForgotten: ledger.forgotten,
      dedupeSeconds: rate > 0 ? run.dedupe.capacity / rate : 0,
      wasm: flag(run.isWasm),
      boardTimeMs: board?.timeMs ?? 0,
      boardStanding: STANDINGS.indexOf(board?.standing ?? 'preliminary'),
      boardConsidered: board?.considered ?? 0,
      boardLength: board?.length ?? 0,
    },
    {
      stages: Array.from(run.spent, (ms) => (ranEvents > 0 ? (ms * 1e6) / ranEvents : 0)),
      rejectedBy: counts.rejectedBy,
      lateness: ledger.lateness,
      byRegion: ledger.byRegion,
    },
    board === null ? () => 0 : cells(run, board),
  )
}

const bytesOf = ({ memory }: Run) => ({
  viewersBytes: memory.viewers,
  dedupeBytes: memory.dedupe,
  windowsBytes: memory.windows,
  otherBytes: memory.other,
})

const faultsOn = ({ faults, tick, isHit }: Run) => ({
  viralOn: flag(isOn('viral', faults, tick)),
  releaseOn: flag(isOn('release', faults, tick)),
  botsOn: flag(isOn('bots', faults, tick)),
  outageOn: flag(isOn('outage', faults, tick)),
  landingOn: flag(isOn('landing', faults, tick)),
  crashOn: flag(isHit),
})

function cells({ catalogue }: Run, board: Board): BoardCell {
  const { viral, release, bots } = catalogue.special
  const specials = [viral, release, bots]
  return (column, rank) => {
    const title = board.title[rank] ?? 0
    if (column === 'genre') return catalogue.genre[title] ?? 0
    if (column === 'special') return specials.indexOf(title) + 1
    return board[column][rank] ?? 0
  }
}
