import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskFiles } from '../../src/cli/process-terminal.ts'
import { call, pcap, pcapng } from '../support/packets.ts'
import { sim } from './fake-terminal.ts'
import { ends, readJson } from './reading.ts'

let folder = ''
let talk = ''
let alone = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-captures-'))
  talk = join(folder, 'talk.pcap')
  alone = join(folder, 'alone.csv') // what it is called says nothing
  const frames = [...call(400, { ssrc: 0xbeef, loses: 21 }), ...call(300, { ssrc: 0xcafe })]
  writeFileSync(talk, pcap(frames.toSorted((a, b) => a.time - b.time)))
  writeFileSync(alone, pcapng(call(100)))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...words: readonly string[]) => sim(['jitter', ...words], { files: diskFiles })

describe('sim jitter --trace with a capture', () => {
  it('plays the stream with most packets, and says what else there is and how to have it', async () => {
    const { code, out, err } = await run('--trace', talk, '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { trace, runs, notices, checks } = readJson(out)
    expect(trace).toMatchObject({ name: 'talk.pcap, 0x0000beef', packets: 400, lost: 19 })
    for (const one of runs) expect(ends(one)).toBe(400)
    expect(checks.failed).toEqual([])
    expect(notices[0]).toMatch(/^this is 0x0000beef .*; the file also has 0x0000cafe /)
    expect(notices.at(-1)).toBe('--ssrc ID takes another one')
  })

  it.each(['0x0000cafe', '0xCAFE', '51966'])('plays the stream that --ssrc %s names', async (ssrc) => {
    const { out } = await run('--trace', talk, '--ssrc', ssrc, '--json')
    const { trace, runs } = readJson(out)
    expect(trace).toMatchObject({ name: 'talk.pcap, 0x0000cafe', packets: 300, lost: 0 })
    expect(runs[0]?.sent).toBe(300)
  })

  it('knows a capture by what is in it, not by its name, and asks nothing where there is one stream', async () => {
    const { out } = await run('--trace', alone, '--json')
    const { trace, notices } = readJson(out)
    expect(trace).toMatchObject({ name: 'alone.csv', packets: 100 })
    expect(notices.join()).not.toContain('--ssrc')
  })

  it('writes its rows so that they are read again with the same jitter', async () => {
    const rows = join(folder, 'rows.csv')
    const first = readJson((await run('--trace', talk, '--json', '--csv', rows)).out)
    const again = readJson((await run('--trace', rows, '--json')).out)
    expect(again.trace?.id).toBe(first.trace?.id)
    expect(again.traceHash).toBe(first.traceHash)
  })

  it.each<[readonly string[], RegExp]>([
    [['--ssrc', '0x1'], /^--ssrc 0x1: goes with --trace FILE only\n$/],
    [['--ssrc', '99999999999'], /^--ssrc 99999999999: goes with --trace FILE only\n$/],
  ])('refuses %j without a trace', async (words, message) => {
    const { code, err } = await run(...words)
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })

  it('refuses a stream that is not there, and a number no stream can have', async () => {
    const missing = await run('--trace', talk, '--ssrc', '0x1')
    expect(missing).toMatchObject({ code: 2, out: '' })
    expect(missing.err).toMatch(
      /talk\.pcap: there is no stream 0x00000001 in it; there is 0x0000beef, 0x0000cafe\n$/,
    )
    const huge = await run('--trace', talk, '--ssrc', '9999999999')
    expect(huge.err).toBe('--ssrc 9999999999: is above 4294967295\n')
  })

  it('refuses a damaged capture with its place', async () => {
    const path = join(folder, 'damaged.pcap')
    const file = pcap(call(3))
    file.fill(0xff, 24 + 8, 24 + 12)
    writeFileSync(path, file)
    const { code, err } = await run('--trace', path)
    expect(code).toBe(2)
    expect(err).toMatch(/damaged\.pcap: packet 1, byte 24: it claims 4,294,967,295 bytes/)
  })
})
