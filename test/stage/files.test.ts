import { afterEach, describe, expect, it, vi } from 'vitest'
import type { JitterFrame } from '../../src/engine/jitter/frame.ts'
import { at } from '../../src/shared/assert.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { readLabAddress } from '../../src/state/lab-address.ts'
import { lab as jitter } from '../../src/labs/jitter/lab.ts'
import { lab as ring } from '../../src/labs/ring/lab.ts'
import { call, pcap } from '../support/packets.ts'
import { setUp, tearDown, type Bench } from './support/bench.ts'

afterEach(() => {
  vi.restoreAllMocks()
  if (tearDown() > 1) throw new Error('two pulls were under way at once')
})

/** A trace of `packets` packets, 20 ms apart and `delay` ms on their way. */
const trace = (packets: number, delay = 37): string =>
  [
    'seq,send_ms,arrival_ms',
    ...Array.from({ length: packets }, (_, i) => `${i},${i * 20},${i * 20 + delay + ((i * 7) % 23)}`),
  ].join('\n')

const csv = (text: string, name = 'walk.csv'): File => new File([text], name)

/** Reads of a Blob take a turn of the event loop, as in a browser; Node answers for one in memory at once. */
function slowBlobs(): void {
  vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(async function slow(this: Blob) {
    await new Promise((resolve) => setImmediate(resolve))
    return new Response(this).arrayBuffer()
  })
}

/** Imports a file and stops the run that then begins to play. */
async function bring(bench: Bench, file: File): Promise<void> {
  await bench.controller.importFile(file)
  await bench.after((controller) => controller.pause())
}

/** Whether the packets on the screen are those of `trace(_, 37)`. */
function showsTrace(bench: Bench): boolean {
  const { packets } = at(bench.shown, bench.shown.length - 1).frame as JitterFrame // the lab is jitter
  const delays = packets.arrived.map((arrival, row) => arrival - at(packets.sent, row))
  const planned = Float64Array.from(packets.number, (packet) => (37 + ((packet * 7) % 23)) * 1_000)
  return delays.length > 0 && delays.every((delay, row) => delay === planned[row])
}

describe('a trace brought along', () => {
  it('feeds the run from its start, which plays at once', async () => {
    const bench = await setUp('scenario=high')
    await bench.seek(20)
    await bench.controller.importFile(csv(trace(400)))
    expect(bench.state.playing).toBe(true)
    expect(bench.state.attachment).toMatchObject({ name: 'walk.csv', summary: '400 packets, 0 lost, 8.0 s' })
    expect(bench.state.params['for']).toBe(8)
    bench.controller.setSpeed(1)
    await bench.tick(1)
    await bench.pass(500)
    expect(bench.state.now).toBeLessThan(0.6 * SECOND)
    expect(showsTrace(bench)).toBe(true)
    expect(bench.state.importing).toBeNull()
    expect(bench.state.done.has('imported')).toBe(true)
  })

  it('stays when a parameter is changed, and goes with another scenario', async () => {
    const bench = await setUp('scenario=high')
    await bring(bench, csv(trace(400)))
    await bench.seek(3)
    const { attachment } = bench.state
    await bench.after((controller) => controller.setParam('delay', 60, 'start'))
    expect(bench.state.attachment).toBe(attachment)
    expect(showsTrace(bench)).toBe(true)
    await bench.after((controller) => controller.detach())
    expect(bench.state.attachment).toBeNull()
    expect(bench.state.scenario).toBe('high')
    expect(showsTrace(bench)).toBe(false)
    const other = await setUp('scenario=high&t=3')
    expect(bench.hash).toBe(other.hash)
  })

  it('is remembered by a crashed session', async () => {
    const bench = await setUp('scenario=low')
    await bring(bench, csv(trace(400)))
    await bench.seek(3)
    const { hash } = bench
    bench.worker.crash('out of memory')
    await bench.worker.quiet()
    await bench.after((controller) => controller.reconnect())
    expect(bench.hash).toBe(hash)
    expect(bench.state.attachment?.name).toBe('walk.csv')
  })

  it('tells what had to be mended in it, for as long as it feeds the run', async () => {
    const bench = await setUp('scenario=low')
    await bring(bench, csv('seq,send_ms,arrival_ms\n1,20,60\n0,0,30\n'))
    expect(bench.notices).toContain('walk.csv: the rows were not in order of sending')
    await bench.after((controller) => controller.chooseScenario('high'))
    expect(bench.notices).toBe('')
  })

  it('shows how far it was read, and can be given up', async () => {
    const bench = await setUp('scenario=high')
    await bench.seek(4)
    const { hash } = bench
    slowBlobs()
    const seen: (string | null)[] = []
    bench.controller.store.subscribe(({ importing }, before) => {
      if (importing === before.importing) return
      seen.push(importing === null ? null : `${importing.name} ${Math.sign(importing.done)}`)
      if (importing !== null && importing.done > 0) bench.controller.cancelImport()
    })
    await bench.controller.importFile(csv(trace(100_000), 'long.csv'))
    await bench.settle()
    expect(seen.slice(0, 2)).toEqual(['long.csv 0', 'long.csv 1'])
    expect(seen.at(-1)).toBeNull()
    expect(bench.notices).toBe('long.csv: the import was cancelled. The lab keeps what it had.')
    expect(bench.state.attachment).toBeNull()
    expect(bench.hash).toBe(hash)
    expect(bench.state.now).toBe(4 * SECOND)
  })

  it('is given up for another one that is brought before it was read', async () => {
    const bench = await setUp('scenario=high')
    slowBlobs()
    const seen: (string | null)[] = []
    let read = 0
    bench.controller.store.subscribe(({ importing }, before) => {
      if (importing?.name !== before.importing?.name) seen.push(importing?.name ?? null)
      if (importing?.name === 'short.csv') read = importing.done
    })
    const first = bench.controller.importFile(csv(trace(100_000), 'long.csv'))
    const second = bench.controller.importFile(csv(trace(60_000), 'short.csv'))
    await Promise.all([first, second])
    await bench.after((controller) => controller.pause())
    expect(bench.state.attachment?.name).toBe('short.csv')
    expect(bench.notices).toBe('long.csv: the import was cancelled. The lab keeps what it had.')
    expect(seen).toEqual(['long.csv', 'short.csv', null])
    expect(read).toBeGreaterThan(0)
  })

  it.each([
    [
      'a broken row',
      csv('seq,send_ms,arrival_ms\n0,0,30\n1,twenty,50\n'),
      'walk.csv, line 3: send_ms "twenty" is not a number',
    ],
    [
      'a picture',
      new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0])], 'me.png'),
      'me.png, line 1: this is not a text file',
    ],
    ['half a run file', new File(['{"format":'], 'run.json'), 'run.json: this is not JSON'],
    ['another program’s JSON', new File(['{"name":"x"}'], 'package.json'), 'package.json, format: '],
    ['nothing', csv(''), 'walk.csv: the file is empty'],
  ])('is refused when it is %s: the run stays, and it says why', async (_what, file, words) => {
    const bench = await setUp('scenario=medium')
    await bench.seek(4)
    const { hash } = bench
    const { attachment, params, scenario } = bench.state
    await bench.after((controller) => controller.importFile(file))
    expect(bench.notices).toContain(words)
    expect(bench.notices).toContain('The lab keeps what it had.')
    expect(bench.state).toMatchObject({ attachment, params, scenario, now: 4 * SECOND, importing: null })
    expect(bench.hash).toBe(hash)
    expect(bench.state.done.has('imported')).toBe(false)
  })
})

describe('a file with several streams', () => {
  const talk = (): File =>
    new File(
      [
        pcap(
          [...call(400, { ssrc: 1, loses: 21 }), ...call(300, { ssrc: 2, seq: 7 })].toSorted(
            (a, b) => a.time - b.time,
          ),
        ),
      ],
      'talk.pcap',
    )

  it('feeds the run with the largest, and with another one when that is chosen', async () => {
    const bench = await setUp('scenario=high')
    await bring(bench, talk())
    expect(bench.state.attachment).toMatchObject({
      name: 'talk.pcap, 0x00000001',
      summary: '400 packets, 19 lost, 8.0 s',
    })
    expect(bench.state.parts).toMatchObject({ of: bench.state.attachment?.id, chosen: '0x00000001' })
    expect(bench.state.parts?.all.map(({ id }) => id)).toEqual(['0x00000001', '0x00000002'])
    expect(bench.notices).toContain('talk.pcap: this is 0x00000001 (10.0.0.1:5004')
    await bench.controller.choosePart('0x00000002')
    await bench.after((controller) => controller.pause())
    expect(bench.state.attachment).toMatchObject({
      name: 'talk.pcap, 0x00000002',
      summary: '300 packets, 0 lost, 6.0 s',
    })
    expect(bench.state.parts).toMatchObject({ of: bench.state.attachment?.id, chosen: '0x00000002' })
    expect(bench.state.params['for']).toBe(6)
    expect(bench.notices, 'only what holds now').not.toContain('this is 0x00000001')
    expect(bench.notices).toContain('this is 0x00000002')
  })

  it('is found again by a link made with the smaller one', async () => {
    const bench = await setUp('scenario=medium')
    await bring(bench, talk())
    await bench.controller.choosePart('0x00000002')
    await bench.after((controller) => controller.pause())
    await bench.seek(3)
    const { hash } = bench
    const query = bench.controller.addressQuery(true)
    const elsewhere = await setUp(query)
    await elsewhere.after((controller) => controller.importFile(talk()))
    expect(elsewhere.hash).toBe(hash)
    expect(elsewhere.state).toMatchObject({ now: 3 * SECOND, playing: false })
    expect(elsewhere.state.parts?.chosen).toBe('0x00000002')
  })

  it('offers no choice once the file is gone', async () => {
    const bench = await setUp('scenario=high')
    await bring(bench, talk())
    await bench.after((controller) => controller.detach())
    expect(bench.state.parts?.of).not.toBe(bench.state.attachment?.id)
  })
})

describe('a link made with a file', () => {
  async function copied(): Promise<{ query: string; hash: string; file: File }> {
    const file = csv(trace(500, 51))
    const bench = await setUp('scenario=medium')
    await bring(bench, file)
    await bench.after((controller) => controller.setParam('delay', 45, 'start'))
    await bench.seek(6)
    await bench.after((controller) => controller.act({ kind: 'lose', packet: 101 }, 2.04 * SECOND, null))
    await bench.seek(5)
    return { query: bench.controller.addressQuery(true), hash: bench.hash, file }
  }

  it('says that it needs the file, and goes to its moment once that is here', async () => {
    const { query, hash, file } = await copied()
    expect(query).toContain('file=')
    const elsewhere = await setUp(query)
    expect(elsewhere.notices).toContain('This link was made with a file')
    expect(elsewhere.hash).not.toBe(hash)
    await elsewhere.after((controller) => controller.importFile(file))
    expect(elsewhere.hash).toBe(hash)
    expect(elsewhere.state).toMatchObject({ now: 5 * SECOND, playing: false })
    expect(elsewhere.state.params['delay']).toBe(45)
    expect(elsewhere.controller.addressQuery(true)).toBe(query)
  })

  it('takes another file for what it is', async () => {
    const { query, hash } = await copied()
    const elsewhere = await setUp(query)
    await bring(elsewhere, csv(trace(500, 52), 'other.csv'))
    expect(elsewhere.state.attachment?.name).toBe('other.csv')
    await elsewhere.seek(5)
    expect(elsewhere.hash).not.toBe(hash)
  })

  it('finds the file again that is here already', async () => {
    const { query, hash, file } = await copied()
    const bench = await setUp('scenario=high')
    await bring(bench, file)
    const { address } = readLabAddress(query, jitter)
    await bench.after((controller) => controller.visit({ address, autoplay: false }))
    expect(bench.hash).toBe(hash)
    expect(bench.notices).not.toContain('This link was made with a file')
  })

  it('does not take the file that is here for the one it was made with', async () => {
    const { query } = await copied()
    const bench = await setUp('scenario=high')
    await bring(bench, csv(trace(500, 52), 'other.csv'))
    const { address } = readLabAddress(query, jitter)
    await bench.after((controller) => controller.visit({ address, autoplay: false }))
    expect(bench.notices).toContain('This link was made with a file')
    expect(bench.state.attachment?.name).toBeUndefined()
  })

  it('still waits for its file after a crash', async () => {
    const { query, hash, file } = await copied()
    const elsewhere = await setUp(query)
    elsewhere.worker.crash('out of memory')
    await elsewhere.worker.quiet()
    await elsewhere.after((controller) => controller.reconnect())
    await elsewhere.after((controller) => controller.importFile(file))
    expect(elsewhere.hash).toBe(hash)
  })
})

describe('a run file', () => {
  async function exported(): Promise<{ text: string; bench: Bench }> {
    const bench = await setUp('scenario=high&seed=21&delay=90')
    await bench.seek(8)
    await bench.after((controller) =>
      controller.act({ kind: 'set', key: 'base', value: 5 }, 3 * SECOND, null),
    )
    await bench.seek(6)
    const outcome = await bench.controller.exportRun()
    if (!outcome.ok) throw new Error('it could not be exported')
    return { text: outcome.value, bench }
  }

  it('brings the run back at its moment, with its branches, and confirms it by its hash', async () => {
    const { text, bench } = await exported()
    const other = await setUp('scenario=low')
    await other.seek(9)
    await other.after((controller) => controller.importFile(new File([text], 'run.json')))
    expect(other.notices).toBe(`The run is back, event for event (trace hash ${bench.hash}).`)
    expect(other.hash).toBe(bench.hash)
    expect(other.branches).toEqual(bench.branches)
    const { scenario, seed, params, now, branch, link } = bench.state
    expect(other.state).toMatchObject({ scenario, seed, params, now, branch, link, playing: false })
    expect(other.controller.addressQuery(true)).toBe(bench.controller.addressQuery(true))
  })

  it('is brought back by one request at a time, however long its way is', async () => {
    const { text, bench } = await exported()
    let wall = 0
    const other = await setUp('scenario=low', { hostClock: () => (wall += 1_000) })
    const { pulls } = other
    const imported = other.controller.importFile(new File([text], 'run.json'))
    for (let i = 0; i < 40; i++) {
      other.controller.setBefore((i + 1) * SECOND)
      other.ticker.tick(16)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await imported
    await other.settle()
    expect(other.hash).toBe(bench.hash)
    expect(other.pulls - pulls).toBeGreaterThan(5)
    expect(other.worker.mostPulls).toBe(1)
  })

  it('that promises another hash is brought back, and the difference told', async () => {
    const { text } = await exported()
    const other = await setUp('scenario=low')
    const changed = text.replace(/"hash":"[0-9a-f]{16}"/, '"hash":"0123456789abcdef"')
    await other.after((controller) => controller.importFile(new File([changed], 'run.json')))
    expect(other.notices).toContain('but not the same')
    expect(other.notices).toContain('0123456789abcdef')
  })

  it('of another lab is not opened here', async () => {
    const bench = await setUp('scenario=calm', { lab: ring })
    const outcome = await bench.controller.exportRun()
    const text = outcome.ok ? outcome.value : ''
    const other = await setUp('scenario=low')
    await other.seek(2)
    const { hash } = other
    await other.after((controller) => controller.importFile(new File([text], 'run.json')))
    expect(other.notices).toBe('run.json is a run of the lab "ring"; open it there.')
    expect(other.hash).toBe(hash)
    expect(other.state.scenario).toBe('low')
  })

  it('comes with rows for a table, too', async () => {
    const { bench } = await exported()
    const outcome = await bench.controller.exportRows()
    expect(outcome.ok && outcome.value.startsWith('seq,send_ms,arrival_ms,')).toBe(true)
    expect(bench.state.done.has('exported')).toBe(true)
  })
})
