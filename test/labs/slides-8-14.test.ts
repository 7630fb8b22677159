import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { at } from '../../src/shared/assert.ts'
import type { AnySimulation, Scenario } from '../../src/engine/kernel/simulation.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { GroupsFrame } from '../../src/engine/log/groups/frame.ts'
import type { KeysFrame } from '../../src/engine/log/keys/frame.ts'
import type { ReplicationFrame } from '../../src/engine/log/replication/frame.ts'
import type { RevealFrame } from '../../src/engine/log/reveal/frame.ts'
import type { TopicFrame } from '../../src/engine/log/topic/frame.ts'
import { simulation as groups } from '../../src/labs/groups/scenario.ts'
import { simulation as keys } from '../../src/labs/keys/scenario.ts'
import { simulation as log } from '../../src/labs/log/scenario.ts'
import { simulation as replication } from '../../src/labs/replication/scenario.ts'
import { simulation as reveal } from '../../src/labs/reveal/scenario.ts'
import type { Params } from '../../src/shared/params.ts'
import { CLAIMS } from '../../src/tools/speed/claims.ts'
import { copyPath } from '../../src/tools/speed/copy-path.ts'
import { loadOf, PRESETS } from '../../src/tools/speed/cluster.ts'
import { inWords } from '../../src/tools/speed/numbers.ts'
import { frameOf, runTo, startRun } from './support/runs.ts'

const PAGES = join(import.meta.dirname, '../../slides/pages')
const KIB = 1_024

/** A slide's source as one line: what stands on it and in its notes. */
function slide(number: number): string {
  const name = readdirSync(PAGES).find((page) => page.startsWith(String(number).padStart(2, '0')))
  if (name === undefined) throw new Error(`slide ${number} is gone`)
  return readFileSync(join(PAGES, name), 'utf8').replaceAll(/\s+/g, ' ')
}

/** Frames of a scenario at several moments, in seconds, in their order. */
function framesOf<F>(
  simulation: AnySimulation,
  id: string,
  seconds: readonly number[],
  params: Params = {},
  script: Scenario['script'] = [],
): F[] {
  const scenario = simulation.scenarios.find((candidate) => candidate.id === id)
  if (scenario === undefined) throw new Error(`scenario ${id} is gone`)
  const run = startRun(
    simulation,
    { ...scenario, script: [...scenario.script, ...script] },
    scenario.seed,
    params,
  )
  return seconds.map((second) => {
    runTo(run, second * SECOND)
    return frameOf(run, SECOND) as F // a lab has one kind of frame
  })
}

const grouped = (value: number): string => value.toLocaleString('en')

describe('the numbers of slide 8', () => {
  const words = slide(8)
  const [full, later] = framesOf<RevealFrame>(reveal, 'stall', [9, 20])
  const [back] = framesOf<RevealFrame>(reveal, 'back', [28])
  const readers = (frame: RevealFrame | undefined, lane: number) =>
    frame?.lanes[lane]?.readers.map(({ summary }) => summary) ?? []

  it('both rings are full after nine seconds, and not a second before', () => {
    expect(full?.lanes.slice(0, 2).map(({ kept }) => kept)).toEqual([16, 16])
    const [before] = framesOf<RevealFrame>(reveal, 'stall', [8])
    expect(before?.lanes.slice(0, 2).every(({ kept }) => kept < 16)).toBe(true)
  })

  it('at 20 seconds: who waits, what B has lost in the ring and in the log', () => {
    const [block, overwrite, whole] = later?.lanes ?? []
    expect(words).toContain(`At 20 seconds ${block?.waiting} records wait before the ring that blocks`)
    expect(words).toContain(`the ring that overwrites has lost ${readers(later, 1)[1]?.lost} to B`)
    expect(words).toContain(`the log has deleted ${readers(later, 2)[1]?.lost} that B had not read`)
    expect([overwrite?.waiting, whole?.waiting]).toEqual([0, 0])
    expect(readers(later, 0)[0]).toMatchObject({ waiting: block?.waiting, unread: 0 })
  })

  it('B back again: lost in the ring, deleted and skipped in the log', () => {
    expect(words).toContain(`B has lost ${readers(back, 1)[1]?.lost} in the ring`)
    const { lost, skipped } = at(readers(back, 2), 1)
    expect(words).toContain(`in the log ${lost} were deleted, and it is sent to the end past ${skipped} more`)
    expect(back?.lanes[2]?.log?.resets).toBe(1)
  })
})

describe('the numbers of slide 9', () => {
  const words = slide(9)
  const [frame] = framesOf<TopicFrame>(log, 'time-lapse', [30])

  it('what the log keeps after 30 hours, and how far the groups are behind', () => {
    const { appended, retained, segments } = at(frame?.lanes ?? [], 1).summary
    expect(words).toContain(
      `At 30, of ${grouped(appended)} records the log has ${retained} in ${segments} segments`,
    )
    expect(frame?.settings.retentionHours).toBe(12)
    const [alerts, billing, reports] = frame?.groups ?? []
    expect([alerts?.lag, billing?.lag]).toEqual([2, 2])
    expect(words).toContain(`reports has lost ${reports?.skipped}`)
    expect(reports?.resets).toBe(1)
  })

  it('the sketch deletes what is young, the log does not', () => {
    const [drawn, kept] = frame?.lanes.map(({ summary }) => summary.youngestHours) ?? []
    expect(words).toContain(`has deleted records that were ${drawn?.toFixed(1)} hours old`)
    expect(kept).toBeGreaterThanOrEqual(12)
  })
})

describe('the numbers of slide 10', () => {
  const words = slide(10)

  it('a crash amid a batch: lost, done twice, neither', () => {
    const [before, frame] = framesOf<GroupsFrame>(groups, 'mid-batch', [8, 20])
    const [drawn, first, after, sink] = frame?.lanes.map(({ summary }) => summary) ?? []
    expect(before?.lanes.map(({ summary }) => summary.lost + summary.duplicates)).toEqual([0, 0, 0, 0])
    expect(words).toContain(`the sketch has lost ${drawn?.lost} records`)
    expect(words).toContain(
      `when it commits before the work, ${first?.lost}; afterwards, ${after?.duplicates} are done twice`,
    )
    expect([first?.duplicates, after?.lost, sink?.lost, sink?.duplicates]).toEqual([0, 0, 0, 0])
    expect(words).toContain(`the lab’s is ${frame?.settings.maxPoll}`)
  })

  it('a fourth member for three partitions has nothing to read', () => {
    const joins = { at: 5 * SECOND, command: { kind: 'member', deed: 'start', member: 3 }, scripted: true }
    const [frame] = framesOf<GroupsFrame>(groups, 'fourth', [15], {}, [joins])
    expect(frame?.settings.partitions).toBe(3)
    for (const { members } of frame?.lanes.slice(1) ?? [])
      expect(members.slice(0, 4).map(({ idle }) => idle)).toEqual([false, false, false, true])
  })
})

describe('the numbers of slide 11', () => {
  const words = slide(11)

  it('after every check: at most the limit in the sketch, at least the limit in the log', () => {
    const checks = Array.from({ length: 40 }, (_, i) => 10 + i + 0.001)
    for (const { lanes, settings } of framesOf<TopicFrame>(log, 'at-least', checks)) {
      const [drawn, kept] = lanes.map(({ summary }) => summary.bytes)
      expect(drawn).toBeLessThanOrEqual(settings.retentionKib * KIB)
      expect(kept).toBeGreaterThanOrEqual(settings.retentionKib * KIB)
    }
  })

  it('at 40 seconds: 58 KiB in four segments, 69 KiB in five', () => {
    const [frame] = framesOf<TopicFrame>(log, 'at-least', [40])
    const [drawn, kept] = frame?.lanes.map(({ summary }) => summary) ?? []
    expect(words).toContain(
      `at 40 seconds ${Math.round((drawn?.bytes ?? 0) / KIB)} KiB in four segments, and ${Math.round((kept?.bytes ?? 0) / KIB)} KiB in five`,
    )
    expect([drawn?.segments, kept?.segments]).toEqual([4, 5])
  })

  it('with a limit below a segment the sketch is dead within three seconds', () => {
    const [early, end] = framesOf<TopicFrame>(log, 'too-small', [3, 40])
    const [dead, alive] = end?.lanes.map(({ summary }) => summary) ?? []
    expect(early?.lanes[0]?.summary).toMatchObject({ segments: 0, appended: dead?.appended })
    expect(words).toContain(`${dead?.appended} records were written`)
    expect(words).toContain(
      `${grouped(dead?.refused ?? 0)} of ${grouped(dead?.produced ?? 0)} have been refused`,
    )
    expect(alive?.refused).toBe(0)
    expect(alive?.segments).toBeGreaterThanOrEqual(2)
  })
})

describe('the numbers of slide 12', () => {
  const words = slide(12)
  const presetOf = (id: string) => PRESETS.find((preset) => preset.id === id)?.cluster

  it('a header for each record of 300 bytes, and for a batch of 16 KiB', () => {
    const cluster = { ...at(PRESETS, 0).cluster, recordBytes: 300 }
    const full = loadOf({ ...cluster, lingerMs: 1e9 })
    const alone = loadOf({ ...cluster, lingerMs: 0 })
    expect(words).toContain(`${full.recordsABatch} records of 300 bytes`)
    expect(words).toContain(
      `${(100 * full.headerShare).toFixed(1)} % instead of ${Math.round(100 * alone.headerShare)} %`,
    )
  })

  it('a partition’s mean at LinkedIn in 2019; slide 14 has it too', () => {
    const cluster = presetOf('linkedin-2019')
    if (cluster === undefined) throw new Error('the preset is gone')
    const { records, recordsAPartition } = loadOf(cluster)
    expect(words).toContain(`<td>${recordsAPartition.toFixed(1)}</td>`)
    expect(slide(14)).toContain(`${inWords(cluster.recordsADay)} messages a day`)
    expect(slide(14)).toContain(`${inWords(records)} a second, and ${recordsAPartition.toFixed(1)} a second`)
  })

  it('claims: as the table beside it has them', () => {
    const times = (what: string) => grouped(CLAIMS.find((claim) => claim.what.startsWith(what))?.times ?? 0)
    expect(words).toContain(`heading says ${times('slide 12, its heading')} times`)
    expect(words).toContain(
      `its own comment ${times('slide 12, its comment')} times: 600 MB/s beside 100 kB/s`,
    )
    expect(600e6 / 100e3).toBe(6_000)
    expect(words).toContain(`${times('NVMe')} times`)
    expect((7_450 / (1.4 * 4_096)).toFixed(1)).toBe(times('NVMe'))
  })

  it('two copies become four with TLS', () => {
    const copies = [false, true].map((tls) => copyPath({ zeroCopy: true, tls }).hops.length)
    expect(copies).toEqual([2, 4])
    expect(words).toContain('With TLS two copies become four')
  })
})

describe('the numbers of slide 13', () => {
  const words = slide(13)
  const percent = (lane: KeysFrame['lanes'][number] | undefined): string =>
    ((100 * (lane?.change?.moved ?? 0)) / (lane?.change?.total ?? 1)).toFixed(1)

  it('twelve become thirteen: how many keys move, and what it costs in Kafka', () => {
    const [before, after] = framesOf<KeysFrame>(keys, 'grow', [9.9, 20])
    expect([before?.partitions, after?.partitions]).toEqual([12, 13])
    const [drawn, kafka, ring, slots] = after?.lanes ?? []
    expect(words).toContain(
      `${percent(drawn)} % of the keys move in the sketch and ${percent(kafka)} % in Kafka, ${(100 * (1 - 1 / 13)).toFixed(1)} in theory`,
    )
    expect(words).toContain(
      `on a ring ${percent(ring)} % and of the slots ${percent(slots)} %, ideally ${(100 / 13).toFixed(1)}`,
    )
    expect(words).toContain(
      `Ten seconds later ${kafka?.summary.splitKeys} keys lie in two of Kafka’s partitions, and ${kafka?.summary.outOfOrder} records were read out of order`,
    )
  })

  it('after a restart the sketch’s keys have moved, murmur2’s have not', () => {
    const [frame] = framesOf<KeysFrame>(keys, 'restart', [15])
    const [drawn, kafka] = frame?.lanes ?? []
    expect(words).toContain(
      `${drawn?.change?.moved} of the sketch’s ${grouped(drawn?.change?.total ?? 0)} keys have moved`,
    )
    expect(kafka?.change?.moved).toBe(0)
  })
})

describe('the numbers of slide 14', () => {
  const words = slide(14)

  it('one of three brokers left: Kafka stops, the sketch goes on; nothing is lost', () => {
    const [two, one, end] = framesOf<ReplicationFrame>(replication, 'two-down', [8.9, 15.9, 26])
    const [drawn, kafka] = one?.lanes ?? []
    expect(two?.lanes[1]?.summary.isr).toBe(2)
    expect(kafka?.summary.isr).toBe(1)
    expect(words).toContain(`Kafka stops at ${kafka?.summary.ok} told “ok” and says NotEnoughReplicas`)
    expect(words).toContain(`goes on to ${drawn?.summary.ok} with a single copy`)
    expect(kafka?.journal.some(({ text }) => text.startsWith('NotEnoughReplicas:'))).toBe(true)
    expect(end?.lanes.map(({ summary }) => summary.lost)).toEqual([0, 0, 0])
    expect(end?.lanes[1]?.summary.ok).toBeGreaterThan(200)
  })

  it('the leader dies: five are lost with acks=1 as in the sketch, none with acks=all', () => {
    const [one] = framesOf<ReplicationFrame>(replication, 'acks1', [6.5], { acks: '1' })
    const [all] = framesOf<ReplicationFrame>(replication, 'acks1', [6.5])
    expect(one?.lanes.slice(0, 2).map(({ summary }) => summary.lost)).toEqual([5, 5])
    expect(all?.lanes.slice(0, 2).map(({ summary }) => summary.lost)).toEqual([5, 0])
    expect(one?.lanes[1]?.journal.some(({ text }) => text.endsWith('46, 47, 48, 49, 50'))).toBe(true)
    expect(words).toContain('lose five records, offsets 46 to 50')
  })
})
