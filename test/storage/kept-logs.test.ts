import { beforeAll, describe, expect, test } from 'vitest'
import { CODECS } from '../../src/codec/gzip.ts'
import { decodeBatch } from '../../src/engine/log/bytes/decode-batch.ts'
import { scanBatches } from '../../src/engine/log/bytes/scan.ts'
import { decodeUtf8 } from '../../src/engine/kernel/utf8.ts'
import { Partition } from '../../src/engine/log/partition/partition.ts'
import { parseFileName } from '../../src/engine/log/segment/segment-files.ts'
import { KeptLogs } from '../../src/storage/kept-logs.ts'
import type { KeepRequest, OpenLog } from '../../src/storage/protocol.ts'
import type { Outcome } from '../../src/shared/outcome.ts'
import { FaultRoot, SURVIVES, type Faults } from '../support/fault-files.ts'
import { record, settingsOf } from '../support/log.ts'

const NOW = 1_700_000_000_000
const ID = 'one'
/** Thousands of small crashes take a second or two, and more where others are at work. */
const PATIENCE = 60_000
const SEGMENT_BYTES = 245

/** What is kept in these tests: two segments, one batch of them packed. */
function smallLog(): KeepRequest {
  const partition = new Partition(
    settingsOf({ segmentBytes: SEGMENT_BYTES, indexIntervalBytes: 60 }),
    NOW,
    CODECS,
  )
  for (let i = 0; i < 4; i++)
    partition.append(
      { records: [record(`kept ${i}`, NOW + i, `k${i}`)], compression: i === 2 ? 'gzip' : 'none' },
      NOW,
    )
  partition.active.seal()
  return { name: 'small', files: partition.files(), logStartOffset: 0, segmentBytes: SEGMENT_BYTES }
}

const LOG = smallLog()
const KEPT = ['kept 0', 'kept 1', 'kept 2', 'kept 3']
const MORE = ['more 4', 'more 5', 'more 6', 'more 7']

const logsOn = (root: FaultRoot): KeptLogs => new KeptLogs(root, () => NOW)

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.problem.what)
  return outcome.value
}

/** Every value in the log's files, in order. */
async function contents(logs: KeptLogs, id = ID): Promise<string[]> {
  const files = await logs.files(id)
  return files
    .filter(({ name }) => parseFileName(name)?.kind === 'log')
    .flatMap(({ bytes }) =>
      scanBatches(bytes).batches.flatMap(({ at }) => {
        const read = decodeBatch(bytes, at, CODECS)
        return read.ok ? read.value.records.map((one) => decodeUtf8(one.value ?? new Uint8Array(0))) : []
      }),
    )
}

/** What a person was told had happened before the machine stopped. */
interface Told {
  kept: boolean
  appended: string[]
  removed: 'no' | 'begun' | 'yes'
}

/** Keeps a log, appends to it across a roll, closes it, removes it; stops where the disk does. */
async function live(root: FaultRoot): Promise<Told> {
  const told: Told = { kept: false, appended: [], removed: 'no' }
  const logs = logsOn(root)
  try {
    await logs.keep(ID, LOG)
    told.kept = true
    value(await logs.open(ID))
    for (const text of MORE) {
      value(await logs.append(ID, [{ key: null, value: text }]))
      told.appended.push(text)
    }
    await logs.close(ID)
    told.removed = 'begun'
    value(await logs.remove(ID))
    told.removed = 'yes'
  } catch (error) {
    if (!root.hasStopped) throw error
  }
  return told
}

/** Opens whatever is there after a crash, and holds it against what was told before. */
async function expectAcknowledged(root: FaultRoot, told: Told, where: string): Promise<void> {
  const logs = logsOn(root)
  const list = await logs.list()
  const state = list.length === 0 ? 'gone' : 'there'
  const wasKept = told.kept && told.removed === 'no'
  expect(told.removed === 'yes' ? ['gone'] : wasKept ? ['there'] : ['gone', 'there'], where).toContain(state)
  expect(await root.list(), `${where}: nothing is left behind of a log that is gone`).toHaveLength(
    list.length,
  )
  if (state === 'gone') return
  const open = value(await logs.open(ID))
  const found = await contents(logs)
  const all = [...KEPT, ...MORE]
  expect(found, where).toEqual(all.slice(0, found.length))
  expect(found.length, `${where}: all that was acknowledged`).toBeGreaterThanOrEqual(4 + told.appended.length)
  expect(open.endOffset, where).toBe(found.length)
  const appended = value(await logs.append(ID, [{ key: 'k', value: 'afterwards' }]))
  expect(appended.baseOffset, where).toBe(found.length)
  await logs.close(ID)
  const again = logsOn(root)
  expect(value(await again.open(ID)).done, `${where}: a second recovery has nothing to do`).toEqual([])
  expect(await contents(again), where).toEqual([...found, 'afterwards'])
}

/** How many steps all of it takes. */
const STEPS = await (async () => {
  const root = new FaultRoot()
  const told = await live(root)
  if (told.removed !== 'yes') throw new Error('it does not even work without faults')
  return root.steps
})()

describe('a machine that stops at any byte', () => {
  const lives: { readonly root: FaultRoot; readonly told: Told }[] = []
  beforeAll(async () => {
    for (let crashAfter = 0; crashAfter < STEPS; crashAfter++) {
      const root = new FaultRoot({ crashAfter })
      lives.push({ root, told: await live(root) })
    }
  }, PATIENCE)

  test('it stops in all parts of a life', () => {
    expect(STEPS).toBeGreaterThan(1_000)
    const parts = lives.map(
      ({ told: { kept, appended, removed } }) => `${kept} ${appended.length} ${removed}`,
    )
    expect(new Set(parts).size).toBeGreaterThanOrEqual(6)
  })

  test.each(SURVIVES)(
    'and of what was not flushed leaves %s: what was acknowledged is there',
    async (survives) => {
      expect(lives).toHaveLength(STEPS)
      let before = ''
      for (const [crashAfter, { root, told }] of lives.entries()) {
        const left = root.afterCrash(survives)
        // The same files and the same promises as one byte before need no second look.
        const picture = `${JSON.stringify(told)} ${left.picture()}`
        if (picture === before) continue
        before = picture
        await expectAcknowledged(left, told, `stopped after ${crashAfter} (${survives})`)
      }
    },
    PATIENCE,
  )

  test('during the recovery itself: the next one ends where an undisturbed one does', async () => {
    const torn = (): FaultRoot => prepared()
    const [first = ''] = LOGS.map(({ name }) => name)
    const damage = (root: FaultRoot): FaultRoot => {
      root.change(ID, first, (bytes) => bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)))
      return root
    }
    const whole = damage(torn())
    value(await logsOn(whole).open(ID))
    const wanted = await contents(logsOn(whole))
    expect(wanted.length).toBeLessThan(KEPT.length)
    for (let crashAfter = 0; crashAfter < whole.steps; crashAfter++) {
      const root = damage(torn())
      root.limits = { crashAfter }
      await logsOn(root)
        .open(ID)
        .catch(() => {})
      const after = root.afterCrash(crashAfter % 2 === 0 ? 'all' : 'flushed')
      value(await logsOn(after).open(ID))
      expect(await contents(logsOn(after)), `stopped after ${crashAfter}`).toEqual(wanted)
      expect(await savedElsewhere(after), `stopped after ${crashAfter}`).toBe(await savedElsewhere(whole))
    }
  })

  /** Every byte that was set aside. */
  async function savedElsewhere(root: FaultRoot): Promise<string> {
    const files = await logsOn(root).files(ID)
    return files
      .filter(({ name }) => name.endsWith('.cut'))
      .map(({ name, bytes }) => `${name}: ${Buffer.from(bytes).toString('hex')}`)
      .join('\n')
  }
})

const KEPT_ROOT = await (async () => {
  const root = new FaultRoot()
  await logsOn(root).keep(ID, LOG)
  return root
})()

/** A disk with the log kept on it. */
const prepared = (faults: Faults = {}): FaultRoot => KEPT_ROOT.afterCrash('flushed', faults)
const FILES = [...(KEPT_ROOT.folders.get(ID) ?? [])].map(([name, { bytes }]) => ({ name, bytes }))
const LOGS = FILES.filter(({ name }) => name.endsWith('.log'))

describe('a kept log that was damaged', () => {
  const open = async (root: FaultRoot): Promise<{ log: OpenLog; found: string[] }> => {
    const logs = logsOn(root)
    return { log: value(await logs.open(ID)), found: await contents(logs) }
  }

  test('these tests have two segments with two batches each', () => {
    expect(LOGS.map(({ bytes }) => scanBatches(bytes).batches.length)).toEqual([2, 2])
  })

  test.each(LOGS)(
    'cut at every byte of $name: the whole batches before stay, the rest is set aside and told',
    async ({ name, bytes }) => {
      const edges = [...scanBatches(bytes).batches.map(({ at }) => at), bytes.length]
      const before = name === LOGS[0]?.name ? 0 : 2
      for (let length = 0; length < bytes.length; length++) {
        const root = prepared()
        root.change(ID, name, (all) => all.slice(0, length))
        const { log, found } = await open(root)
        const isTorn = !edges.includes(length)
        const whole = before + edges.filter((edge) => edge > 0 && edge <= length).length
        // A cut between two batches looks like a shorter log; what is in the next segment stays then.
        const rest = isTorn || before > 0 ? [] : KEPT.slice(2)
        expect(found, `cut at ${length}`).toEqual([...KEPT.slice(0, whole), ...rest])
        expect(
          log.done.some((line) => line.startsWith('The tail was torn')),
          `cut at ${length}`,
        ).toBe(isTorn)
        expect(log.done.some((line) => line.includes('had been kept and are not in the log any more'))).toBe(
          isTorn || (before > 0 && whole < 4),
        )
        const aside = root.folders
          .get(ID)
          ?.get(`${name}.from-${edges.findLast((edge) => edge <= length) ?? 0}.cut`)
        expect(aside?.bytes.length ?? 0).toBe(
          isTorn ? length - (edges.findLast((edge) => edge <= length) ?? 0) : 0,
        )
      }
    },
  )

  test.each(LOGS)(
    'every byte of $name changed: nothing before that batch is lost, and nothing false is served',
    async ({ name, bytes }) => {
      const edges = scanBatches(bytes).batches.map(({ at }) => at)
      const before = name === LOGS[0]?.name ? 0 : 2
      for (let i = 0; i < bytes.length; i++) {
        const root = prepared()
        root.change(ID, name, (all) => all.map((byte, at) => (at === i ? byte ^ 0x20 : byte)))
        const { log, found } = await open(root)
        const batch = edges.findLastIndex((edge) => edge <= i)
        const inBatch = i - (edges[batch] ?? 0)
        // Base offset and leader epoch are under no checksum; a broker believes them too.
        const isUnderNone = inBatch < 8 || (inBatch >= 12 && inBatch < 16)
        expect(found.slice(0, before + batch), `byte ${i}`).toEqual(KEPT.slice(0, before + batch))
        expect(KEPT).toEqual(expect.arrayContaining(found))
        expect(isUnderNone || log.done.length > 0, `byte ${i} is told`).toBe(true)
        expect(
          isUnderNone || found.length === before + batch,
          `byte ${i}: it and what is behind it is cut`,
        ).toBe(true)
      }
    },
  )

  test.each(FILES.filter(({ name }) => name.endsWith('index')))(
    '$name lost, or any byte of it changed: made anew, and told',
    async ({ name, bytes }) => {
      const lost = prepared()
      lost.folders.get(ID)?.delete(name)
      const { log, found } = await open(lost)
      expect(found).toEqual(KEPT)
      expect(log.done.join()).toContain('An index was missing and was made anew')
      for (let i = 0; i < bytes.length; i++) {
        const root = prepared()
        root.change(ID, name, (all) => all.map((byte, at) => (at === i ? byte ^ 0x40 : byte)))
        expect((await open(root)).log.done.join(), `byte ${i}`).toContain('An index was wrong')
        expect((await open(root.afterCrash('flushed'))).log.done, `byte ${i}`).toEqual([])
      }
    },
  )

  test.each(['manifest.a', 'manifest.b'])(
    'any byte of %s changed, or the file cut anywhere: the log is still listed and opened',
    async (slot) => {
      const { bytes } = FILES.find(({ name }) => name === slot) ?? { bytes: new Uint8Array(0) }
      expect(bytes.length).toBeGreaterThan(50)
      for (let i = 0; i < bytes.length; i++)
        for (const change of [
          (all: Uint8Array) => all.slice(0, i),
          (all: Uint8Array) => all.map((byte, at) => (at === i ? byte ^ 4 : byte)),
        ]) {
          const root = prepared()
          root.change(ID, slot, change)
          expect((await logsOn(root).list()).map(({ name }) => name)).toEqual(['small'])
          expect((await open(root)).found).toEqual(KEPT)
        }
    },
  )

  test('both manifests damaged: the log is not given up', async () => {
    const root = prepared()
    for (const slot of ['manifest.a', 'manifest.b']) root.change(ID, slot, (bytes) => bytes.fill(65))
    expect((await logsOn(root).list()).map(({ name }) => name)).toEqual([
      'A log whose description is damaged',
    ])
    expect((await open(root)).found).toEqual(KEPT)
  })
})

describe('a disk that is full', () => {
  const used = FILES.reduce((sum, { bytes }) => sum + bytes.length, 0)

  test('at any byte while a log is kept: refused, and nothing of it stays', async () => {
    for (let capacity = 0; capacity < used; capacity += 1) {
      const root = new FaultRoot({ capacity })
      await expect(logsOn(root).keep(ID, LOG)).rejects.toThrow('full')
      expect(await root.list()).toEqual([])
    }
    const root = new FaultRoot({ capacity: used })
    await logsOn(root).keep(ID, LOG)
    expect(await logsOn(root).list()).toHaveLength(1)
  })

  test('at any byte while it is appended to: refused, all before stays, and it goes on once there is room', async () => {
    for (let capacity = used; capacity < used + 420; capacity++) {
      const root = prepared({ capacity })
      const logs = logsOn(root)
      value(await logs.open(ID))
      const accepted: string[] = []
      const refusals: string[] = []
      for (const text of MORE) {
        const answer = await logs.append(ID, [{ key: null, value: text }])
        if (answer.ok) accepted.push(text)
        else refusals.push(answer.problem.what)
      }
      for (const what of refusals) expect(what, `${capacity}`).toContain('there is no room left')
      expect(await contents(logs), `${capacity}`).toEqual([...KEPT, ...accepted])
      // A refusal leaves nothing to mend but an index that there was no room for.
      const { done } = value(await logsOn(root.afterCrash('all')).open(ID))
      expect(
        done.filter((line) => !line.startsWith('An index was wrong')),
        `${capacity}`,
      ).toEqual([])
      root.limits = {}
      value(await logs.append(ID, [{ key: null, value: 'there is room' }]))
      await logs.close(ID)
      const again = logsOn(root)
      value(await again.open(ID))
      expect(await contents(again), `${capacity}`).toEqual([...KEPT, ...accepted, 'there is room'])
    }
  })

  test.each([/log$/, /\.index$/, /timeindex$/])(
    'no room for the files of a new segment (%s): what still fits into the old one is not taken for misplaced later',
    async (cannotMake) => {
      const root = prepared({ cannotMake })
      const logs = logsOn(root)
      value(await logs.open(ID))
      const large = await logs.append(ID, [{ key: null, value: 'large '.repeat(15) }])
      expect(large).toMatchObject({ ok: false })
      value(await logs.append(ID, [{ key: null, value: '' }]))
      const again = logsOn(root.afterCrash('flushed'))
      expect(value(await again.open(ID)).done).toEqual([])
      expect(await contents(again)).toEqual([...KEPT, ''])
    },
  )
})
