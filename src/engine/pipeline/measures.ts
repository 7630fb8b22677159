import { toMs, type SimTime } from '../kernel/time.ts'
import type { Lane, LaneId } from './lane.ts'
import type { Sojourns } from './ledger.ts'
import type { PipelineEngine } from './pipeline-engine.ts'
import type { PipelineSettings } from './settings.ts'
import { isKeyFrame, sizesOf } from './sizes.ts'
import type { StageRing } from './stage-ring.ts'

/** The numbers of one lane: received = shown + skipped + dropped (by ring) + undecodable + held. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly received: number
  readonly shown: number
  readonly skipped: number
  readonly droppedNetwork: number
  readonly droppedDecoded: number
  readonly droppedRender: number
  readonly undecodable: number
  readonly held: number
  /** New pictures a second; NaN before the second. */
  readonly fps: number
  /** Seconds a minute by which a loop without the screen's clock falls behind; NaN where there is none. */
  readonly drift: number
  readonly longestGapMs: number
  readonly freezes: number
  readonly torn: number
  /** How long the network, and the stages behind it, stood still for want of room. */
  readonly networkBlockedMs: number
  readonly blockedMs: number
  /** Where the time of the frames shown went, on average; they add up to the mean age. NaN before the first. */
  readonly sojournMs: Sojourns
  readonly ageMs: { readonly mean: number; readonly p99: number }
  /** Memory: what the network ring holds now; all slots of the others. NaN where there is no such ring. */
  readonly bytes: { readonly network: number; readonly decoded: number; readonly render: number }
}

/** A lane's numbers as they stand at the engine's clock. */
export function summarise(engine: PipelineEngine, lane: Lane): LaneSummary {
  const { ledger, screen, waits } = lane
  const { clock } = engine
  const { outOfOrder: _, ...counts } = ledger.counts
  return {
    lane: lane.id,
    ...counts,
    fps: screen.perSecond(),
    drift: driftOf(lane),
    longestGapMs: toMs(screen.longestGap(clock)),
    freezes: screen.freezes,
    torn: screen.torn.length,
    networkBlockedMs: toMs(waits.network.upTo(clock)),
    blockedMs: toMs(waits.decoder.upTo(clock) + waits.renderer.upTo(clock)),
    sojournMs: meanSojourns(lane),
    ageMs: { mean: toMs(ledger.ages.mean()), p99: toMs(ledger.ages.quantile(0.99)) },
    bytes: bytesOf(engine, lane),
  }
}

/** In a minute of turns, so many seconds are too much. */
function driftOf({ drift }: Lane): number {
  return drift === null || drift.active === 0 ? Number.NaN : (60 * drift.late) / drift.active
}

function meanSojourns({ ledger: { sojourns, counts }, decoder }: Lane): Sojourns {
  const mean = (sum: SimTime): number => (counts.shown === 0 ? Number.NaN : toMs(sum / counts.shown))
  const before = (sum: SimTime): number => (decoder === null ? Number.NaN : mean(sum))
  return {
    network: before(sojourns.network),
    decoder: before(sojourns.decoder),
    decoded: before(sojourns.decoded),
    renderer: mean(sojourns.renderer),
    render: mean(sojourns.render),
  }
}

function bytesOf({ settings }: PipelineEngine, { rings, chain }: Lane): LaneSummary['bytes'] {
  const { decoded, drawn } = sizesOf(settings)
  return {
    network: rings.network === null ? Number.NaN : bytesIn(rings.network, settings),
    decoded: rings.decoded === null ? Number.NaN : rings.decoded.slots * decoded,
    render: (rings.render?.slots ?? chain?.slots ?? Number.NaN) * drawn,
  }
}

/** The bytes of the compressed frames in a ring. */
function bytesIn(ring: StageRing, settings: PipelineSettings): number {
  const { key, other } = sizesOf(settings)
  let bytes = 0
  for (let i = 0; i < ring.size; i++) bytes += isKeyFrame(ring.ahead(i) ?? 0, settings.gop) ? key : other
  return bytes
}

/** A lane's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.received,
  run.shown,
  run.skipped,
  run.droppedNetwork,
  run.droppedDecoded,
  run.droppedRender,
  run.undecodable,
  run.held,
  run.fps,
  run.drift,
  run.longestGapMs,
  run.freezes,
  run.torn,
  run.networkBlockedMs,
  run.blockedMs,
  run.sojournMs.network,
  run.sojournMs.decoder,
  run.sojournMs.decoded,
  run.sojournMs.renderer,
  run.sojournMs.render,
  run.ageMs.mean,
  run.ageMs.p99,
  run.bytes.network / 1e3,
  run.bytes.decoded / 1e6,
  run.bytes.render / 1e6,
]
