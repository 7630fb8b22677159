import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bbaRate, createBba } from '../../../../src/engine/film/players/bba.ts'
import { bolaRoom, bolaSwitches, createBola } from '../../../../src/engine/film/players/bola.ts'
import { clairvoyant } from '../../../../src/engine/jitter/bounds/clairvoyant.ts'
import { leastTalkspurtDelays } from '../../../../src/engine/jitter/bounds/talkspurt.ts'
import { dashRate, hlsRate } from '../../../../src/engine/jitter/pace.ts'
import { delayPoints, lossPoints } from '../../../../src/engine/jitter/policies/cole-rosenbluth.ts'
import {
  ramjeeFour,
  ramjeeOne,
  ramjeeTwo,
  startRamjee,
  type RamjeeState,
} from '../../../../src/engine/jitter/policies/ramjee.ts'
import {
  delayImpairment,
  lossImpairment,
  opinionOf,
  rating,
} from '../../../../src/engine/jitter/quality/e-model.ts'
import { freezeThreshold } from '../../../../src/engine/jitter/quality/freezes.ts'
import { InterarrivalJitter } from '../../../../src/engine/jitter/rfc3550.ts'
import { fromMs, SECOND, toMs } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { tableOf } from '../../../support/turns.ts'
import vectors from './jitter-vectors.json' with { type: 'json' }

/**
 * Every vector of the project's research on jitter (`jitter-vectors.json`: published values, and values that other
 * programs computed from the sources' formulas) by group and entry, and what checks it.
 */

/** A check of its own; the file and the title of the test that holds it; or no vector: an input, or words. */
type Held = (() => void) | { readonly file: string; readonly title: string } | 'given'

const by = (file: string, title: string): Held => ({ file, title })

const points = (table: Readonly<Record<string, number>>): [number, number][] =>
  Object.entries(table).map(([key, value]) => [Number(key), value])

/** Each entry of a table is what `of` makes of its key, as exactly as it is written down. */
const tabulates = (table: Readonly<Record<string, number>>, of: (key: number) => number): Held => {
  return () => {
    const rows = points(table)
    expect(rows.length).toBeGreaterThan(0)
    for (const [key, value] of rows)
      expect(of(key), String(key)).toBeCloseTo(value, Math.min(8, decimals(value)))
  }
}

const decimals = (value: number): number => Math.max(2, String(value).split('.')[1]?.length ?? 0)

const allClose = (found: readonly number[], expected: readonly (number | null)[], digits: number): void => {
  expect(found).toHaveLength(expected.length)
  expected.forEach((value, i) => {
    if (value === null) expect(found[i]).toBeNaN()
    else expect(found[i]).toBeCloseTo(value, digits)
  })
}

const { rfc3550, emodel_g107: emodel, ramjee_ms: ramjee, bola_dashjs: dash, bba0 } = vectors

const alternating = rfc3550['alternating +-5ms (|D|=10)']

const jitters = ({
  send_arrival_ms: pairs,
  J_float: expected,
}: {
  readonly send_arrival_ms: readonly (readonly number[])[]
  readonly J_float: readonly number[]
}): Held => {
  return () => {
    const jitter = new InterarrivalJitter()
    const found = pairs.map(([sent = 0, arrived = 0]) => {
      jitter.add(fromMs(sent), fromMs(arrived))
      return toMs(jitter.value)
    })
    allClose(found, expected, 5)
  }
}

const afterEach = (step: (state: RamjeeState, n: number) => void): RamjeeState[] => {
  const state = startRamjee()
  return ramjee.network_delay_ms.map((n) => {
    step(state, n)
    return { ...state }
  })
}

/** The estimates after the last packet: of algorithm 1, or of 2. */
const estimates =
  (step: (state: RamjeeState, n: number) => void, expected: readonly (number | string)[]): Held =>
  () => {
    const { delay, deviation } = at(afterEach(step), ramjee.network_delay_ms.length - 1)
    allClose([delay, deviation], expected.slice(0, 2).map(Number), 4)
  }

const ratings = (): void => {
  const rows = Object.entries(emodel['R(Ta,Ppl) G711+PLC'])
  for (const [key, [r = 0, opinion = 0]] of rows) {
    const [delay = 0, loss = 0] = key.split(',').map(Number.parseFloat)
    expect(rating(delay, loss, 1), key).toBeCloseTo(r, 2)
    expect(opinionOf(rating(delay, loss, 1)), key).toBeCloseTo(opinion, 3)
  }
}

const codecs = emodel.ColeRosenbluth
const bola = createBola(dash.bufferTimeDefault_s, dash.bitrates_kbps)
const oracle = vectors.rate_limited_dp_oracle
const paperBba = createBba(bba0.buffer_s, bba0.R_kbps)
const freezes = vectors.webrtc_freeze

const NETEQ = 'neteq.test.ts'
const NETEQ_PLAYER = 'policies/neteq-player.test.ts'
const VIDEO = 'policies/webrtc-video.test.ts'

const REGISTER: Readonly<Record<string, Readonly<Record<string, Held>>>> = {
  rfc3550: {
    constant: jitters(rfc3550.constant),
    // Its packets are told by its name alone.
    'alternating +-5ms (|D|=10)': jitters({
      send_arrival_ms: alternating.J_float.map((_, i) => [20 * i, 20 * i + (i % 2 === 0 ? 45 : 55)]),
      J_float: alternating.J_float,
    }),
    'one spike 100ms': jitters(rfc3550['one spike 100ms']),
    'step +40ms': jitters(rfc3550['step +40ms']),
    note: by('rfc3550.test.ts', 'after n changes of 10 ms is 10 (1 - (15/16)^n)'),
  },
  rfc3550_traces: Object.fromEntries(
    Object.keys(vectors.rfc3550_traces).map((trace) => [
      trace,
      by('real-data.test.ts', '%s: its packets, losses, delays and final jitter'),
    ]),
  ),
  neteq: {
    'DelayManagerTest.UpdateNormal': by(NETEQ, 'DelayManagerTest.UpdateNormal'),
    'UnderrunOptimizerTest.ResamplePacketDelays': by(NETEQ, 'UnderrunOptimizerTest.ResamplePacketDelays'),
    'ReorderOptimizerTest.OnlyIncreaseDelayForReorderedPackets': by(
      NETEQ,
      'ReorderOptimizerTest.OnlyIncreaseDelayForReorderedPackets',
    ),
    'ReorderOptimizerTest.AvoidIncreasingDelayWhenProbabilityIsLow': by(
      NETEQ,
      'ReorderOptimizerTest.AvoidIncreasingDelayWhenProbabilityIsLow',
    ),
    'ReorderOptimizerTest.BaseDelayIsSubtractedFromCost': by(
      NETEQ,
      'ReorderOptimizerTest.BaseDelayIsSubtractedFromCost',
    ),
    'PacketArrivalHistoryTest.RelativeArrivalDelay': by(
      NETEQ,
      'PacketArrivalHistoryTest.RelativeArrivalDelay',
    ),
    DecisionLogic: by(NETEQ_PLAYER, 'with a target of 100 ms and a playout delay of %i ms is %s'),
    'DecisionLogic.PostponeDecodeAfterExpand': by(
      NETEQ_PLAYER,
      'DecisionLogicTest.PostponeDecodeAfterExpand',
    ),
    BufferLevelFilter: by(NETEQ_PLAYER, 'BufferLevelFilterTest'),
    setup: 'given',
    '40 windows of 100 ms': by(NETEQ, 'is 120 ms when every half second has a packet 100 ms late'),
    '20 windows 0 then 20 windows 200': by(NETEQ, 'follows a step from 0 to 200 ms in the very next window'),
    '20 windows 200 then 80 windows 0 (decay)': by(NETEQ, 'needs 68 windows, or 35 seconds'),
    'one 300 ms window in every 10 (60 windows)': by(NETEQ, 'is pinned at 320 ms by one spike of 300 ms'),
    'one 300 ms window in every 25 (100 windows)': by(NETEQ, 'one spike of 300 ms in twenty-five windows'),
  },
  webrtc_video_jitter_estimator: {
    'JitterEstimatorTest.SteadyStateConvergence': by(VIDEO, 'JitterEstimatorTest.SteadyStateConvergence'),
    'Kalman VerifyConvergenceWithAlternatingDeviations': by(
      VIDEO,
      'VerifyConvergenceWithAlternatingDeviations',
    ),
    LowFramerateDisables: by(VIDEO, 'LowFramerateDisablesJitterEstimator'),
    'zero jitter, 5000 B frames, 600 frames 30 fps': by(VIDEO, 'without jitter is 11 ms'),
  },
  emodel_g107: {
    R_default: () => expect(rating(0, 0, 1)).toBe(emodel.R_default),
    mos_of_R: tabulates(emodel.mos_of_R, opinionOf),
    Idd_ms: tabulates(emodel.Idd_ms, delayImpairment),
    'Ie_eff_G711_noPLC(Bpl 4.3)': tabulates(emodel['Ie_eff_G711_noPLC(Bpl 4.3)'], (percent) =>
      lossImpairment(percent, 1, { impairment: 0, robustness: 4.3 }),
    ),
    'Ie_eff_G711_PLC(Bpl 25.1)': tabulates(emodel['Ie_eff_G711_PLC(Bpl 25.1)'], (percent) =>
      lossImpairment(percent, 1),
    ),
    'R(Ta,Ppl) G711+PLC': ratings,
    'Id(d)=0.024d+0.11(d-177.3)H': tabulates(codecs['Id(d)=0.024d+0.11(d-177.3)H'], delayPoints),
    'Ie G711=0+30ln(1+15e)': tabulates(codecs['Ie G711=0+30ln(1+15e)'], (share) => lossPoints(share)),
    'Ie G729a=11+40ln(1+10e)': tabulates(codecs['Ie G729a=11+40ln(1+10e)'], (share) =>
      lossPoints(share, { base: 11, steepness: 40, scale: 10 }),
    ),
    warning: 'given',
  },
  moon_offline_optimum: {
    talkspurts: 'given',
    min_avg_playout_delay_by_number_of_packets_played: () =>
      allClose(
        leastTalkspurtDelays(vectors.moon_offline_optimum.talkspurts),
        vectors.moon_offline_optimum.min_avg_playout_delay_by_number_of_packets_played,
        5,
      ),
    brute_force: by('bounds/talkspurt.test.ts', 'equals the best of all choices'),
    note: 'given',
  },
  rate_limited_dp_oracle: {
    rel_delay_ms: 'given',
    interval_ms: 'given',
    max_rate: 'given',
    grid_ms: 'given',
    lambda_ms_per_unit_loss: 'given',
    min_J: () => {
      const rules = {
        whenLate: 'skip',
        stretch: oracle.max_rate,
        price: fromMs(oracle.lambda_ms_per_unit_loss / 100),
      } as const
      const { cost } = clairvoyant(tableOf(oracle.rel_delay_ms), rules, { parts: 1, work: Infinity })
      expect(toMs(cost)).toBeCloseTo(oracle.min_J, 5)
    },
    brute_force: by('bounds/clairvoyant.test.ts', 'tryAll'),
  },
  ramjee_ms: {
    network_delay_ms: 'given',
    init: 'given',
    alg1_last: estimates(ramjeeOne, ramjee.alg1_last),
    alg2_last: estimates(ramjeeTwo, ramjee.alg2_last),
    alg4_all: () => {
      const found = afterEach(ramjeeFour).slice(1)
      expect(found).toHaveLength(ramjee.alg4_all.length)
      ramjee.alg4_all.forEach(([delay, deviation, mode], i) => {
        const state = at(found, i)
        allClose([state.delay, state.deviation], [Number(delay), Number(deviation)], 3)
        expect(state.inSpike ? 'I' : 'N').toBe(mode)
      })
    },
  },
  bola_dashjs: {
    bitrates_kbps: 'given',
    bufferTimeDefault_s: 'given',
    // The rule is worth nothing above the buffer it is made for.
    bufferTime: () => expect(Math.max(...bola.worth)).toBeCloseTo(dash.bufferTime, 6),
    gp: () => expect(bola.gp).toBeCloseTo(dash.gp, 6),
    Vp: () => expect(bola.vp).toBeCloseTo(dash.Vp, 6),
    up_thresholds_s: () => allClose(bolaSwitches(bola), dash.up_thresholds_s, 4),
    max_buffer_per_quality_s: () => allClose(bolaRoom(bola), dash.max_buffer_per_quality_s, 4),
  },
  hlsjs_catchup: {
    formula: 'given',
    'max 1.5': tabulates(vectors.hlsjs_catchup['max 1.5'], (behind) => hlsRate(behind, 1.5)),
  },
  dashjs_catchup: {
    formula: 'given',
    'cpr 0.5': tabulates(vectors.dashjs_catchup['cpr 0.5'], (behind) => dashRate(behind, 0.5)),
  },
  bba0: {
    reservoir_s: () => expect(paperBba.reservoir).toBe(bba0.reservoir_s),
    cushion_s: () => expect(paperBba.cushion).toBe(bba0.cushion_s),
    buffer_s: 'given',
    R_kbps: 'given',
    'f(B)': tabulates(bba0['f(B)'], (buffer) => bbaRate(paperBba, buffer)),
  },
  webrtc_freeze: {
    rule: by('quality.test.ts', 'are those of the rule written out'),
    '30fps avg 33.33 ms threshold': () =>
      expect(toMs(freezeThreshold(SECOND / 30))).toBeCloseTo(freezes['30fps avg 33.33 ms threshold'], 2),
    '60fps threshold': () =>
      expect(toMs(freezeThreshold(SECOND / 60))).toBeCloseTo(freezes['60fps threshold'], 2),
    '10fps threshold': () =>
      expect(toMs(freezeThreshold(SECOND / 10))).toBeCloseTo(freezes['10fps threshold'], 2),
  },
  netem: {
    'experimental.dat': by('real-data.test.ts', 'is within 0.003 deviations on average and 0.3 at worst'),
    table: by('real-data.test.ts', 'is within 0.003 deviations on average and 0.3 at worst'),
    'pareto table': by('network.test.ts', "pareto equals all 4,096 entries of netem's table"),
  },
}

/** The vectors of a group by name: its entries, and for entries that hold several, those. */
function entriesOf(group: object): string[] {
  return Object.entries(group).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'ColeRosenbluth' || name === 'derived' || name === 'derived_with_verified_port')
      return Object.keys(value as object)
    if (name === 'upstream' || name === 'upstream_unit_tests')
      return (value as readonly { readonly name: string }[]).map((entry) => entry.name)
    return [name]
  })
}

describe('every vector of the research', () => {
  it('is in the register, and nothing else is', () => {
    const found = Object.fromEntries(
      Object.entries(vectors).map(([group, entries]) => [group, entriesOf(entries).sort()]),
    )
    const registered = Object.fromEntries(
      Object.entries(REGISTER).map(([group, entries]) => [group, Object.keys(entries).sort()]),
    )
    expect(registered).toEqual(found)
  })

  const all = Object.entries(REGISTER).flatMap(([group, entries]) =>
    Object.entries(entries).map(([entry, held]) => [`${group}: ${entry}`, held] as const),
  )

  it.each(all.filter(([, held]) => typeof held === 'function'))('%s holds', (_, held) => {
    expect.hasAssertions()
    if (typeof held === 'function') held()
  })

  it.each(all.filter(([, held]) => typeof held === 'object'))('%s has its test', (_, held) => {
    if (typeof held !== 'object') return
    const source = readFileSync(join(import.meta.dirname, '..', held.file), 'utf8')
    expect(source).toContain(held.title)
  })
})
